"""What is closed at the moment, for a banner on every page; looked up once a second at most."""

import threading
import time
from collections.abc import Mapping

from office import switches
from office.people import Clockwork
from office.switches import Function
from office.unit import Office

_EVERY = 1.0
_READER = Clockwork("panel")


class Closings:
    """Remembers the closed functions, so that no page waits for a second connection."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._at = -_EVERY
        self._closed: tuple[Function, ...] = ()

    def now(self) -> tuple[Function, ...]:
        """Return the functions that are closed, as they were a second ago at most."""
        if time.monotonic() - self._at >= _EVERY and self._lock.acquire(blocking=False):
            try:
                self._closed = tuple(self._look())
                self._at = time.monotonic()
            finally:
                self._lock.release()
        return self._closed

    def forget(self) -> None:
        """Look again the next time: somebody has just moved a switch here."""
        self._at = -_EVERY

    def _look(self) -> Mapping[Function, object]:
        with self._office.reading(_READER) as unit:
            return switches.closed(unit)
