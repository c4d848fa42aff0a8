"""Pure: a list from a spreadsheet or CSV file as rows under known headings, with line numbers."""

import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zipfile import BadZipFile, ZipFile

from office.masking import clean
from office.refusals import NotValid

MOST_ROWS = 5000
_MOST_COLUMNS = 40
_HEADINGS_WITHIN = 20
_FEWEST_HEADINGS = 3
_LONGEST_CELL = 100_000
# A small archive may unfold into a machine's whole memory.
_LARGEST_UNFOLDED = 100 * 1024 * 1024
_UNREADABLE = (
    BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, TypeError, IndexError,
    AttributeError, SyntaxError, RuntimeError,
)  # fmt: skip

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a list: its line in the file, its cells by field, and all that stands in it."""

    line: int
    cells: Mapping[str, str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows under the headings that were recognised."""

    fields: frozenset[str]
    records: list[Record]


def read(name: str, content: bytes, headings: Mapping[str, str]) -> Sheet:
    """Return the rows of a CSV or XLSX file; raise `NotValid` for one that holds no such list.

    `headings` maps what may stand above a column, as `plain` writes it, to a field.
    """
    is_workbook = content.startswith(b"PK")
    if not is_workbook and not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise NotValid("file", "list_file_unreadable")
    lines = list(_workbook(content) if is_workbook else _csv(content))
    if len(lines) > MOST_ROWS:
        raise NotValid("file", "list_too_long", longest=MOST_ROWS)
    return _under_headings(lines, headings)


def plain(heading: str) -> str:
    """Return a heading without case, marks, line ends and what stands in brackets."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"\([^)]*\)", " ", heading.lower())))


def _csv(content: bytes) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text[:4000]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            # A quote that is never closed swallows the file; the reader's own limit is everybody's.
            if any(len(value) > _LONGEST_CELL for value in cells):
                raise NotValid("file", "list_file_unreadable")
            # A cell may hold several lines: the row begins where the one before ended.
            yield before + 1, [_cell(value) for value in cells[:_MOST_COLUMNS]]
            before = reader.line_num
    except csv.Error:
        raise NotValid("file", "list_file_unreadable") from None


def _workbook(content: bytes) -> Iterator[Line]:
    # Loaded only here: nobody who imports no workbook pays for it.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNFOLDED:
                raise NotValid("file", "list_file_unreadable")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a file says of its own size is not to be trusted.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)
        lines = [(number, [_cell(value) for value in row]) for number, row in enumerate(rows, 1)]
        book.close()
    except _UNREADABLE:
        raise NotValid("file", "list_file_unreadable") from None
    yield from lines


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()


def _under_headings(lines: Sequence[Line], headings: Mapping[str, str]) -> Sheet:
    best, columns = -1, dict[int, str]()
    for position, (_, cells) in enumerate(lines[:_HEADINGS_WITHIN]):
        found = _recognised(cells, headings)
        if len(set(found.values())) > len(set(columns.values())):
            best, columns = position, found
    if len(set(columns.values())) < _FEWEST_HEADINGS:
        raise NotValid("file", "headings_unknown")
    rest = list(lines[best + 1 :])
    if rest and (below := _second_heading(rest[0][1], headings)):
        columns |= below
        rest.pop(0)
    if rest and _counts_columns(rest[0][1]):
        rest.pop(0)
    return Sheet(frozenset(columns.values()), list(_records(rest, columns)))


def _recognised(cells: Iterable[str], headings: Mapping[str, str]) -> dict[int, str]:
    known = {column: headings.get(plain(text)) for column, text in enumerate(cells)}
    return {column: field for column, field in known.items() if field}


def _second_heading(cells: Sequence[str], headings: Mapping[str, str]) -> dict[int, str]:
    """Return the columns of a row that only divides the headings above, such as soft and hard."""
    found = _recognised(cells, headings)
    return found if len(found) == sum(bool(text) for text in cells) else {}


def _counts_columns(cells: Sequence[str]) -> bool:
    """Tell whether a row only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    numbers = [plain(text.strip("()")) for text in cells if text]
    return len(numbers) >= _FEWEST_HEADINGS and all(one.isdigit() for one in numbers)


def _records(lines: Iterable[Line], columns: Mapping[int, str]) -> Iterator[Record]:
    for number, texts in lines:
        words = tuple(text for text in texts if text)
        if not words:
            continue
        cells: dict[str, str] = {}
        for column, field in columns.items():
            if column < len(texts) and texts[column]:
                kept = cells.get(field)
                cells[field] = f"{kept}\n{texts[column]}" if kept else texts[column]
        yield Record(number, cells, words)
