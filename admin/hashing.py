"""Checks passwords two at a time: each check takes 64 MB and a seventh of a second on purpose."""

import threading

from office import staff

_AT_ONCE = 2
_WAITING = 8


class PasswordDesk:
    """Where passwords are checked; a crowd before it is sent away instead of filling memory."""

    def __init__(self) -> None:
        self._inside = threading.BoundedSemaphore(_AT_ONCE)
        self._queue = threading.BoundedSemaphore(_AT_ONCE + _WAITING)

    def fits(self, stored: str, password: str) -> bool | None:
        """Tell whether a password fits a hash; None where too many wait already."""
        if not self._queue.acquire(blocking=False):
            return None
        try:
            with self._inside:
                return staff.password_fits(stored, password)
        finally:
            self._queue.release()
