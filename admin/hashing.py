"""Checks passwords two at a time: each check takes 64 MB and a seventh of a second on purpose."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from office import staff

T = TypeVar("T")

_AT_ONCE = 2
_WAITING = 8


class PasswordDesk:
    """Where passwords are checked; a crowd before it is sent away instead of filling memory."""

    def __init__(self) -> None:
        self._inside = threading.BoundedSemaphore(_AT_ONCE)
        self._queue = threading.BoundedSemaphore(_AT_ONCE + _WAITING)

    def fits(self, stored: str, password: str) -> bool | None:
        """Tell whether a password fits a hash; None where too many wait already."""
        return self._in_turn(partial(staff.password_fits, stored, password))

    def made(self, password: str) -> str | None:
        """Return the hash of a new password; None where too many wait already.

        Raises `NotValid` for one that is too short.
        """
        return self._in_turn(partial(staff.hash_password, password))

    def _in_turn(self, work: Callable[[], T]) -> T | None:
        if not self._queue.acquire(blocking=False):
            return None
        try:
            with self._inside:
                return work()
        finally:
            self._queue.release()
