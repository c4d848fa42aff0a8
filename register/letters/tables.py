"""Prints a register book: a wide statutory table that runs over many pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from register.letters.glyphs import hyphenated, purge
from register.letters.press import press


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
        "groups": [
            {
                "heading": hyphenated(purge(group.heading)),
                "leaves": [hyphenated(purge(leaf)) for leaf in group.leaves],
                "plain": group.is_plain,
            }
            for group in book.groups
        ],
        "widths": list(book.widths),
        "rows": [[hyphenated(purge(text)) for text in row] for row in book.rows],
        "numbered": book.numbered,
        "printed": f"{issued:%d-%m-%Y %H.%M}",
    }
    return press("sheet", {"facts": json.dumps(facts)}, issued, tagged=False)
