"""Prints a register book: a wide statutory table that runs over many pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from register.letters.glyphs import Run, purge, runs
from register.letters.press import press

# In millimetres: the printed width of the paper, the blank beside a cell's text, and a letter of
# a cell and of a heading, as the template sets them.
_PAPER, _INSET, _LETTER, _HEADING_LETTER = 400.0, 2.2, 1.35, 1.25


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over the columns it covers.

    A group whose only leaf equals its heading is a plain column and spans both header rows.
    """

    heading: str
    leaves: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Tell whether the heading is the column itself."""
        return self.leaves == (self.heading,)


@dataclass(frozen=True, slots=True)
class BookSheet:
    """What stands on a register book; every row has one text for each leaf column.

    `widths` are shares of the page's width, one for each leaf; `numbered` adds the row of
    column numbers that statutory forms carry under their header.
    """

    title: str
    office: str
    period: str
    groups: tuple[Group, ...]
    widths: tuple[float, ...]
    rows: Sequence[Sequence[str]]
    numbered: bool = True

    def __post_init__(self) -> None:
        """Refuse a sheet whose widths or rows do not fit its columns (`ValueError`)."""
        leaves = sum(len(group.leaves) for group in self.groups)
        if len(self.widths) != leaves or any(len(row) != leaves for row in self.rows):
            raise ValueError(f"every row, and the widths, must have {leaves} entries")


def book_pdf(book: BookSheet, *, issued: datetime) -> bytes:
    """Return the book as PDF/A-2b, landscape A3, header repeated on every page.

    `issued` is aware and in the office's zone; the same book and instant give the same bytes.
    """
    facts = {
        "title": purge(book.title),
        "office": purge(book.office),
        "period": purge(book.period),
        "groups": _groups(book),
        "widths": list(book.widths),
        "rows": _rows(book),
        "numbered": book.numbered,
        "printed": f"{issued:%d-%m-%Y %H.%M}",
    }
    return press("sheet", {"facts": json.dumps(facts)}, issued, tagged=False)


def _groups(book: BookSheet) -> list[dict[str, Any]]:
    rooms, place = _rooms(book, _HEADING_LETTER), 0
    groups = []
    for group in book.groups:
        own = rooms[place : place + len(group.leaves)]
        place += len(group.leaves)
        groups.append(
            {
                "heading": runs(purge(group.heading), sum(own)),
                "leaves": [
                    runs(purge(leaf), room) for leaf, room in zip(group.leaves, own, strict=True)
                ],
                "plain": group.is_plain,
            }
        )
    return groups


def _rows(book: BookSheet) -> list[list[str | list[Run]]]:
    rooms = _rooms(book, _LETTER)
    return [
        [runs(purge(text), room) for text, room in zip(row, rooms, strict=True)]
        for row in book.rows
    ]


def _rooms(book: BookSheet, letter: float) -> list[int]:
    """Return how many letters of a width in millimetres each column has room for."""
    whole = sum(book.widths)
    return [max(int((_PAPER * width / whole - _INSET) / letter), 1) for width in book.widths]
