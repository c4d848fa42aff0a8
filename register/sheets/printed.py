"""The registers as printed books in the layout of Lampiran VIII and XI of Perki 1/2021."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import BinaryIO

from register.letters.amounts import rupiah
from register.letters.tables import BookSheet, Group, book_pdf
from register.sheets.columns import (
    EMPTY_REGISTER,
    OBJECTIONS,
    REQUESTS,
    TICK,
    Cell,
    Column,
    Kind,
    Sheet,
)
from register.sheets.lines import Heading, Line, ObjectionLine, RequestLine, counted, unheard
from register.sheets.wording import period, readable, short_day

# The sign Indonesian forms are ticked with, and one that the fonts of the books can show.
PRINTED_TICK = "√"


def register_pdf(
    lines: Iterable[RequestLine],
    heading: Heading,
    out: BinaryIO,
    progress: Callable[[int], None] = unheard,
) -> int:
    """Write the register of requests as a landscape book of 21 columns; return its lines.

    Perki 1/2021 Lampiran VIII. The same lines and heading give the same bytes; `KeyError` for a
    decision without a term. Progress counts the lines read; setting the pages comes after.
    """
    return _write(REQUESTS, counted(lines, progress), heading, out)


def objections_pdf(
    lines: Iterable[ObjectionLine],
    heading: Heading,
    out: BinaryIO,
    progress: Callable[[int], None] = unheard,
) -> int:
    """Write the register of objections as a landscape book of 20 columns; return its lines.

    Perki 1/2021 Lampiran XI. The same lines and heading give the same bytes; `KeyError` for a
    decision without a term. Progress counts the lines read; setting the pages comes after.
    """
    return _write(OBJECTIONS, counted(lines, progress), heading, out)


def _write(sheet: Sheet[Line], lines: Iterable[Line], heading: Heading, out: BinaryIO) -> int:
    rows = [[_text(column, column.cell(line)) for column in sheet.columns] for line in lines]
    nothing = [EMPTY_REGISTER, *[""] * (len(sheet.columns) - 1)]
    book = BookSheet(
        title=sheet.title,
        office=readable(heading.office),
        period=f"Periode: {period(heading)}\n{sheet.legend}",
        groups=tuple(_groups(sheet)),
        widths=tuple(column.printed_width or column.width for column in sheet.columns),
        rows=rows or [nothing],
    )
    out.write(book_pdf(book, issued=heading.issued))
    return len(rows)


def _groups(sheet: Sheet[Line]) -> Iterator[Group]:
    """Yield the headings in the two levels a printed book has."""
    for outermost, columns in groupby(sheet.columns, lambda column: column.groups[:1]):
        for_one = [_leaf(column) for column in columns]
        if outermost:
            yield Group(outermost[0], tuple(for_one))
        else:
            yield from (Group(leaf, (leaf,)) for leaf in for_one)


def _leaf(column: Column[Line]) -> str:
    # A narrow heading breaks after its stroke rather than anywhere.
    return ": ".join((*column.groups[1:], column.heading.replace("/", "/ ")))


def _text(column: Column[Line], cell: Cell) -> str:
    if isinstance(cell, str):
        marked = column.kind is Kind.TICK and cell.startswith(TICK)
        return readable(cell.replace(TICK, PRINTED_TICK, 1) if marked else cell)
    if isinstance(cell, int):
        return rupiah(cell) if column.kind is Kind.MONEY else str(cell)
    return short_day(cell) if isinstance(cell, date) else ""
