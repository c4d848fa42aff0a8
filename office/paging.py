"""Pure: a long list, read in numbered pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 25

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page of a list; `total` is how many rows the whole list has."""

    rows: Sequence[R]
    total: int
    number: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty list has one."""
        return _pages(self.total, self.size)


def nearest(number: int, total: int, size: int = PAGE_SIZE) -> int:
    """Return the page that is shown where one is asked for: the last one for what lies beyond.

    A list that is worked off grows shorter while somebody reads its end.
    """
    return min(max(number, 1), _pages(total, size))


def offset(number: int, size: int = PAGE_SIZE) -> int:
    """Return how many rows stand before a page."""
    return (number - 1) * size


def page_of(rows: Sequence[R], number: int, size: int = PAGE_SIZE) -> Page[R]:
    """Return a page of a list that is there as a whole."""
    shown = nearest(number, len(rows), size)
    start = offset(shown, size)
    return Page(rows[start : start + size], len(rows), shown, size)


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))
