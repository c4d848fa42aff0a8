"""Pure: entries as a table, one row each, safe to open in a spreadsheet, written and read."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from knowledge.edition import LANGUAGES
from knowledge.sheets import (
    DAYS,
    FIELDS,
    LISTS,
    TRANSLATED,
    Draft,
    Parsed,
    Remark,
    Sheet,
    Spot,
    assembled,
    flat,
)

COLUMNS = (*FIELDS, *(f"{language}_{name}" for language in LANGUAGES for name in TRANSLATED))
LARGEST = 30_000_000
# A spreadsheet would take a cell that begins so for a formula; the mark before it is taken off
# again on reading, and a text that begins with the mark itself gets one too.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_MARK = "'"
_SEPARATORS = ";,\t"
_LARGEST_CELL = 200_000
_WRITTEN_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


def write(sheets: Iterable[Sheet], *, separator: str = ";") -> bytes:
    """Return a table in UTF-8 with a mark that spreadsheets know it by."""
    held = io.StringIO()
    table = csv.writer(held, delimiter=separator, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for sheet in sorted(sheets, key=lambda one: one.slug):
        fields = _cells(sheet)
        table.writerow([_safe(fields.get(name, "")) for name in COLUMNS])
    return held.getvalue().encode("utf-8-sig")


def read(data: bytes, name: str = "") -> Parsed:
    """Return the entries of a table with every fault found in it."""
    try:
        text = data[:LARGEST].decode("utf-8-sig")
    except UnicodeDecodeError:
        return Parsed((), (Remark(Spot(name), "", "not_utf8"),))
    if len(data) > LARGEST or "\0" in text:
        return Parsed((), (Remark(Spot(name), "", "file_too_large"),))
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    # The library's own limit is lower than what a long cell may hold.
    csv.field_size_limit(_LARGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return _parsed(rows, name)
    except csv.Error:
        return Parsed((), (Remark(Spot(name, rows.line_num), "", "table_unclear"),))


def _cells(sheet: Sheet) -> dict[str, str]:
    cells = {name: _cell(value) for name, value in flat(sheet).items()}
    for language, words in sheet.edition.translations.items():
        cells |= {f"{language}_{name}": getattr(words, name) for name in TRANSLATED}
    return cells


def _cell(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else "\n".join(value)


def _safe(text: str) -> str:
    return f"{_MARK}{text}" if text.startswith(_RISKY) else text


def _plain(cell: str) -> str:
    """Return a cell's text as it was before it was made safe."""
    cell = cell.replace("\r\n", "\n").strip()
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith(_RISKY) else cell


def _parsed(rows: Any, name: str) -> Parsed:
    columns = [cell.strip().casefold() for cell in next(rows, [])]
    faults = [
        Remark(Spot(name, 1), column, "column_unknown")
        for column in columns
        if column and column not in COLUMNS
    ]
    faults += [
        Remark(Spot(name, 1), column, "column_twice")
        for column in sorted({one for one in columns if one and columns.count(one) > 1})
    ]
    if "slug" not in columns:
        return Parsed((), (*faults, Remark(Spot(name, 1), "slug", "column_missing")))
    drafts = []
    began = 2
    for row in rows:
        if any(cell.strip() for cell in row):
            drafts.append(_draft(Spot(name, began), columns, row))
        began = rows.line_num + 1
    if not drafts:
        faults.append(Remark(Spot(name), "", "no_entries"))
    parsed = assembled(drafts)
    return Parsed(parsed.sheets, (*faults, *parsed.faults))


def _draft(spot: Spot, columns: list[str], row: list[str]) -> Draft:
    draft = Draft(spot, {})
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        draft.remarks.append(draft.remark("", "too_many_cells"))
    cells = {name: _plain(cell) for name, cell in zip(columns, row, strict=False) if name}
    for name, text in cells.items():
        if text and name in FIELDS:
            draft.fields[name] = _value(name, text)
    for language in LANGUAGES:
        draft.translations |= _translation(language, cells)
    return draft


def _value(name: str, text: str) -> Any:
    if name in LISTS:
        return [line.strip() for line in text.split("\n") if line.strip()]
    return _day(text) if name in DAYS else text


def _day(text: str) -> date | str:
    """Return the day that a cell names, as offices and spreadsheets write it, or the cell."""
    for form in _WRITTEN_DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return text


def _translation(language: str, cells: Mapping[str, str]) -> dict[str, dict[str, str]]:
    words = {name: cells.get(f"{language}_{name}", "") for name in TRANSLATED}
    return {language: words} if any(words.values()) else {}
