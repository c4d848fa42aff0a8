"""The registers as Excel workbooks in the layout of Lampiran VIII and XI of Perki 1/2021."""

import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Generic

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from register.sheets.columns import EMPTY_REGISTER, OBJECTIONS, REQUESTS, Cell, Kind, Sheet
from register.sheets.lines import Heading, Line, ObjectionLine, RequestLine, counted, unheard
from register.sheets.wording import full_day, period, readable

_FIRST_HEADER_ROW = 4
_LEVEL_HEIGHTS = {2: (30, 44), 3: (38, 30, 104)}
_A3 = 8
_PAPER = {"font_name": "Arial", "font_size": 9, "text_wrap": True}
_LINED = {**_PAPER, "border": 1, "valign": "top"}
_HEAD = {**_LINED, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7ECF2"}
_SETTINGS: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Arial", "font_size": 14, "bold": True, "align": "center"},
    "office": {"font_name": "Arial", "font_size": 11, "bold": True, "align": "center"},
    "period": {"font_name": "Arial", "font_size": 10, "align": "center"},
    "head": _HEAD,
    "upright": {**_HEAD, "rotation": 90},
    "number": {**_LINED, "font_size": 8, "italic": True, "align": "center"},
    "nothing": {**_LINED, "italic": True, "align": "center", "valign": "vcenter"},
    "note": {**_PAPER, "font_size": 8, "valign": "top"},
    Kind.TEXT: _LINED,
    Kind.TICK: {**_LINED, "align": "center"},
    Kind.DAY: {**_LINED, "align": "center", "num_format": "[$-421]d mmm yyyy"},
    Kind.MONEY: {**_LINED, "align": "right", "num_format": '"Rp"#,##0'},
}


def register_xlsx(
    lines: Iterable[RequestLine],
    heading: Heading,
    out: BinaryIO,
    progress: Callable[[int], None] = unheard,
) -> int:
    """Write the register of requests as a workbook of 21 columns; return how many lines it has.

    Perki 1/2021 Lampiran VIII. The same lines and heading give the same bytes. Nothing reaches
    `out` when a line fails; `KeyError` for a decision without a term.
    """
    return _write(REQUESTS, counted(lines, progress), heading, out)


def objections_xlsx(
    lines: Iterable[ObjectionLine],
    heading: Heading,
    out: BinaryIO,
    progress: Callable[[int], None] = unheard,
) -> int:
    """Write the register of objections as a workbook of 20 columns; return its number of lines.

    Perki 1/2021 Lampiran XI. The same lines and heading give the same bytes. Nothing reaches
    `out` when a line fails; `KeyError` for a decision without a term.
    """
    return _write(OBJECTIONS, counted(lines, progress), heading, out)


def _write(sheet: Sheet[Line], lines: Iterable[Line], heading: Heading, out: BinaryIO) -> int:
    whole = io.BytesIO()
    # Rows wait in a file of their own: the directory goes even when a line fails halfway, so
    # that no personal data stays behind.
    with TemporaryDirectory(prefix="pendopo-sheet-") as waiting:
        options = {
            "constant_memory": True,
            "tmpdir": waiting,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with Workbook(whole, options) as workbook:
            count = _Page(workbook, sheet, heading).fill(lines)
    out.write(whole.getbuffer())
    return count


class _Page(Generic[Line]):
    """One worksheet, written strictly downwards because its rows leave memory at once."""

    def __init__(self, workbook: Workbook, sheet: Sheet[Line], heading: Heading) -> None:
        self.sheet, self.heading = sheet, heading
        self.last = len(sheet.columns) - 1
        self.depth = 1 + max(len(column.groups) for column in sheet.columns)
        self.numbers_row = _FIRST_HEADER_ROW + self.depth
        self.styles = {name: workbook.add_format(look) for name, look in _SETTINGS.items()}
        self.page = workbook.add_worksheet(sheet.tab)
        workbook.set_properties(
            {
                "title": sheet.title,
                "subject": period(heading),
                "author": readable(heading.office),
                "created": heading.issued.astimezone(UTC),
            }
        )

    def fill(self, lines: Iterable[Line]) -> int:
        """Write everything, top to bottom; return how many lines there were."""
        self._lay_paper()
        self._write_titles()
        self._write_header()
        row = first = self.numbers_row + 1
        for line in lines:
            for column, leaf in enumerate(self.sheet.columns):
                self._put(row, column, leaf.cell(line), self.styles[leaf.kind])
            row += 1
        count = row - first
        if not count:
            self._across(row, EMPTY_REGISTER, "nothing", height=30)
            row += 1
        # Telephone and identity numbers are texts, and Excel need not warn of it.
        self.page.ignore_errors({"number_stored_as_text": f"A1:XFD{row}"})
        for note in self.sheet.footnotes:
            row += 1
            self._across(row, note, "note", height=12)
        return count

    def _lay_paper(self) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(_A3)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.repeat_rows(_FIRST_HEADER_ROW, self.numbers_row)
        page.freeze_panes(self.numbers_row + 1, 1)
        page.hide_gridlines()
        page.set_footer(f"&L&8Disusun {full_day(self.heading.issued.date())}&R&8Hal. &P dari &N")
        for column, leaf in enumerate(self.sheet.columns):
            page.set_column(column, column, leaf.width)

    def _write_titles(self) -> None:
        self._across(0, self.sheet.title.upper(), "title", height=22)
        self._across(1, self.heading.office, "office", height=18)
        self._across(2, f"Periode: {period(self.heading)}", "period", height=16)

    def _write_header(self) -> None:
        for level, height in enumerate(_LEVEL_HEIGHTS[self.depth]):
            self.page.set_row(_FIRST_HEADER_ROW + level, height)
            for column in range(self.last + 1):
                self._write_heading(level, column)
        for column in range(self.last + 1):
            self.page.write_number(self.numbers_row, column, column + 1, self.styles["number"])

    def _write_heading(self, level: int, column: int) -> None:
        """Write the heading that begins in a cell, or the lined blank of a merged one."""
        leaf = self.sheet.columns[column]
        row = _FIRST_HEADER_ROW + level
        is_upright = leaf.kind is Kind.TICK and len(leaf.heading) > len("Tdk")
        style = self.styles["upright" if is_upright and level >= len(leaf.groups) else "head"]
        if level == len(leaf.groups):
            self.page.write_string(row, column, leaf.heading, style)
            self._merge(row, column, self.numbers_row - 1, column)
            return
        path = leaf.groups[: level + 1]
        under = [one.groups[: level + 1] == path for one in self.sheet.columns]
        if level > len(leaf.groups) or under.index(True) != column:
            self.page.write_blank(row, column, None, style)
            return
        self.page.write_string(row, column, path[level], style)
        self._merge(row, column, row, column + sum(under) - 1)

    def _across(self, row: int, text: str, style: str, *, height: float) -> None:
        """Write a text over the whole width, in one merged row."""
        self.page.set_row(row, height)
        self._put(row, 0, text, self.styles[style])
        for column in range(1, self.last + 1):
            self.page.write_blank(row, column, None, self.styles[style])
        self._merge(row, 0, row, self.last)

    def _merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Join cells that are written already.

        The library's own `merge_range` writes them too, all at once, which rows that leave
        memory one by one do not allow.
        """
        if (first_row, first) != (last_row, last):
            self.page.merge.append([first_row, first, last_row, last])

    def _put(self, row: int, column: int, cell: Cell, style: object) -> None:
        if isinstance(cell, str) and cell:
            self.page.write_string(row, column, _not_markup(readable(cell)), style)
        elif isinstance(cell, int):
            self.page.write_number(row, column, cell, style)
        elif isinstance(cell, date):
            self.page.write_datetime(row, column, datetime.combine(cell, time.min), style)
        else:
            self.page.write_blank(row, column, None, style)


def _not_markup(text: str) -> str:
    """Return a text the library does not take for rich text of its own and write unescaped."""
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
