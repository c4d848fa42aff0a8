"""Writes a report as an Excel workbook: figures first, a sheet for each table, the texts."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from register.reports.document import Document, Row, Table, Words, written
from register.reports.terms import term
from register.sheets.wording import readable

_PAPER = {"font_name": "Arial", "font_size": 10, "text_wrap": True, "valign": "top"}
_LINED = {**_PAPER, "border": 1}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_PAPER, "font_size": 14, "bold": True, "text_wrap": False},
    "line": {**_PAPER, "text_wrap": False},
    "plain": _PAPER,
    "quiet": {**_PAPER, "font_size": 9, "font_color": "#4D5868"},
    "head": {**_LINED, "bold": True, "bg_color": "#E7ECF2", "valign": "vcenter"},
    "text": _LINED,
    "right": {**_LINED, "align": "right"},
    "count": {**_LINED, "num_format": "#,##0"},
    "share": {**_LINED, "num_format": "0.0"},
    "index": {**_LINED, "num_format": "0.00#"},
    "strong": {**_LINED, "bold": True},
    "strong_right": {**_LINED, "bold": True, "align": "right"},
    "strong_count": {**_LINED, "bold": True, "num_format": "#,##0"},
    "strong_share": {**_LINED, "bold": True, "num_format": "0.0"},
}
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_BAR = {"type": "data_bar", "bar_color": "#9DB4CF", "min_type": "num", "min_value": 0}
_FIRST, _WIDE, _NARROW = 52, 100, 16


def xlsx(document: Document, *, issued: datetime) -> bytes:
    """Return a report as a workbook; the same document on the same day is the same bytes."""
    whole = io.BytesIO()
    with Workbook(whole, {**_OPTIONS, "in_memory": True}) as book:
        book.set_properties(
            {
                "title": f"{document.title} {document.period}",
                "subject": document.size,
                "author": readable(document.office),
                "created": issued.astimezone(UTC),
            }
        )
        writer = _Writer(book, document)
        writer.front()
        for place, table in document.tables():
            writer.table(place, table)
        writer.texts()
        writer.definitions()
    return whole.getvalue()


class _Writer:
    """One workbook being written."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self.book, self.document = book, document
        self.looks = {name: book.add_format(look) for name, look in _LOOKS.items()}

    def _sheet(self, name: str, widths: tuple[int, ...]) -> Any:
        page = self.book.add_worksheet(name)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.hide_gridlines()
        page.set_footer("&L&8&A&R&8Halaman &P dari &N")
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        return page

    def front(self) -> None:
        """Write whose report it is, and where which table stands."""
        said = self.document
        page = self._sheet("Sampul", (12, _WIDE))
        lines = (said.parent, said.office, said.period, said.size, said.edition, said.as_of,
                 said.draft)  # fmt: skip
        page.write_string(0, 0, readable(said.title), self.looks["title"])
        for row, line in enumerate(filter(None, lines), 1):
            page.write_string(row, 0, readable(line), self.looks["line"])
        row = len([line for line in lines if line]) + 2
        page.write_string(row, 0, term("report", "tables"), self.looks["title"])
        for place, table in said.tables():
            name = f"{term('report', 'table')} {place}"
            page.write_url(row + place, 0, f"internal:'{name}'!A1", string=name)
            page.write_string(row + place, 1, readable(table.caption), self.looks["plain"])

    def table(self, place: int, table: Table) -> None:
        """Write a table on a sheet of its own."""
        name = f"{term('report', 'table')} {place}"
        widths = (_FIRST, *(_NARROW,) * (len(table.columns) - 1))
        page = self._sheet(name, widths)
        title = f"{name}. {table.caption}"
        page.write_string(0, 0, readable(title), self.looks["title"])
        page.write_string(1, 0, f"{self.document.office}, {self.document.period}",
                          self.looks["line"])  # fmt: skip
        for column, heading in enumerate(table.columns):
            page.write_string(3, column, readable(heading), self.looks["head"])
        for row, line in enumerate(table.rows, 4):
            self._line(page, row, line)
        if table.bars is not None and table.drawn:
            last, column = 3 + len(table.drawn), table.bars + 1
            page.conditional_format(4, column, last, column, _BAR)
        page.freeze_panes(4, 1)
        page.repeat_rows(3)
        below = 5 + len(table.rows)
        for place, words in enumerate(filter(None, (table.source, table.note))):
            page.merge_range(below + place, 0, below + place, max(len(table.columns) - 1, 1),
                             readable(words), self.looks["quiet"])  # fmt: skip
            page.set_row(below + place, 14 * (1 + len(words) // 80))

    def _line(self, page: Any, row: int, line: Row) -> None:
        strong = "strong_" if line.is_total else ""
        page.write_string(row, 0, readable(line.label), self.looks["strong" if strong else "text"])
        for column, value in enumerate(line.values, 1):
            if isinstance(value, int):
                page.write_number(row, column, value, self.looks[f"{strong}count"])
            elif isinstance(value, Decimal):
                places = -int(value.as_tuple().exponent)
                look = "index" if places > 1 else f"{strong}share"
                page.write_number(row, column, float(value), self.looks[look])
            else:
                words = readable(written(value))
                page.write_string(row, column, words, self.looks[f"{strong}right"])

    def texts(self) -> None:
        """Write what people wrote, by chapter."""
        page = self._sheet("Naskah", (_FIRST, _WIDE))
        for column, heading in enumerate(("Bagian", "Isi")):
            page.write_string(0, column, heading, self.looks["head"])
        page.freeze_panes(1, 0)
        row = 1
        for chapter in self.document.chapters:
            pairs = [(f"Bab {chapter.number}. {chapter.title}", chapter.lead)]
            pairs += [
                (block.heading, block.body or term("report", "missing"))
                for block in chapter.blocks
                if isinstance(block, Words)
            ]
            for heading, body in pairs:
                page.write_string(row, 0, readable(heading), self.looks["strong"])
                page.write_string(row, 1, readable(body), self.looks["text"])
                row += 1

    def definitions(self) -> None:
        """Write what the figures mean."""
        page = self._sheet("Definisi", (_FIRST, _WIDE))
        for column, heading in enumerate(("Istilah", "Arti dan cara hitung")):
            page.write_string(0, column, heading, self.looks["head"])
        page.freeze_panes(1, 0)
        for row, (name, meaning) in enumerate(self.document.definitions, 1):
            page.write_string(row, 0, readable(name), self.looks["strong"])
            page.write_string(row, 1, readable(meaning), self.looks["text"])
