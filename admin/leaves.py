"""How many identities wait for somebody's leave, for the way there; looked up now and then."""

import threading
import time

from office.people import Permission, StaffMember
from office.unit import Office
from register import reveals

_EVERY = 5.0
_CONCERNED = frozenset({Permission.ALLOW_REVEALING, Permission.ASK_TO_REVEAL})


class Leaves:
    """Remembers the counts by person, so that no page waits for a second connection each time."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._lock = threading.Lock()
        self._known: dict[int, tuple[float, int]] = {}

    def now(self, member: StaffMember | None) -> int:
        """Return what waits for a person's word, or may be used by them, a moment ago at most."""
        if member is None or not _CONCERNED & member.permissions:
            return 0
        at, count = self._known.get(member.staff_id, (-_EVERY, 0))
        if time.monotonic() - at >= _EVERY and self._lock.acquire(blocking=False):
            try:
                with self._office.reading(member) as unit:
                    count = reveals.to_do(unit)
                self._known[member.staff_id] = (time.monotonic(), count)
            finally:
                self._lock.release()
        return count

    def forget(self) -> None:
        """Look again the next time: somebody has just asked or decided here."""
        self._known.clear()
