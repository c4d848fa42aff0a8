"""Looks into Excel workbooks: hidden sheets, rows and columns, comments, every cell."""

import re
from collections import Counter
from dataclasses import dataclass, field
from posixpath import join, normpath

from office.inspection.columns import Columns
from office.inspection.findings import FindingKind, NotInspectable
from office.inspection.markup import Mark, Step, walk
from office.inspection.markup import texts as texts_of
from office.inspection.package import Package
from office.inspection.parts import inspect_parts
from office.inspection.search import Search

_STRINGS = "xl/sharedstrings.xml"
_UNUSED = "teks bersama yang tidak tampil"
_SHEETS = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")
_COMMENTS = ("xl/comments", "xl/threadedcomments/", "xl/persons/")
_ALSO = ("xl/drawings/", "xl/charts/", "xl/tables/", "xl/externallinks/")
_CACHE = "xl/pivotcache/"
_TRUE = frozenset({"1", "true"})
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_WHOLE = 10**19
_NIK_LENGTH = 16


def inspect_workbook(content: bytes, search: Search) -> None:
    """Look into a workbook; raise `NotInspectable` or `TooLarge`."""
    package = Package(content, search.allowance)
    if not package.names("xl/workbook", ".xml"):
        raise NotInspectable
    inspect_parts(package, search)
    titles = _sheets(package, search)
    strings = _Strings(_shared(package, search))
    for name in package.names("xl/", ".xml"):
        if name.startswith(_SHEETS):
            sheet = _Sheet(strings)
            sheet.read(titles.get(name, name), package.read(name), search)
        elif name.startswith(_COMMENTS):
            _comments(name, package.read(name), search)
        elif name.startswith(_ALSO):
            search.read("\n".join(texts_of(package.read(name), search.allowance)), name)
        elif name.startswith(_CACHE):
            _cached(name, package.read(name), search)
    search.read("\n".join(strings.unused()), _UNUSED)


def _sheets(package: Package, search: Search) -> dict[str, str]:
    """Return the sheets' titles by part, and enter those that are hidden."""
    parts: dict[str, str] = {}
    for name in package.names("xl/_rels/workbook", ".rels"):
        for mark in walk(package.read(name), search.allowance):
            if mark.opens("Relationship"):
                target = mark.value("Target").lower()
                part = target[1:] if target.startswith("/") else normpath(join("xl", target))
                parts[mark.value("Id")] = part
    titles: dict[str, str] = {}
    for name in package.names("xl/workbook", ".xml"):
        for mark in walk(package.read(name), search.allowance):
            if mark.opens("sheet"):
                title = f"lembar {mark.value('name')}"
                titles[parts.get(mark.value("id"), "")] = title
                search.read(mark.value("name"), title)
                hidden = mark.value("state", "visible") != "visible"
                search.add(FindingKind.HIDDEN_SHEET, title, hidden)
    return titles


def _shared(package: Package, search: Search) -> list[str]:
    """Return the texts that cells point to; each may be made of several pieces."""
    found: list[str] = []
    in_text = False
    if not package.holds(_STRINGS):
        return found
    for mark in walk(package.read(_STRINGS), search.allowance):
        if mark.opens("si"):
            found.append("")
        elif mark.name == "t":
            in_text = mark.step is Step.OPEN
        elif mark.step is Step.TEXT and in_text and found:
            found[-1] += mark.text
    return found


def _comments(name: str, content: bytes, search: Search) -> None:
    lines = [""]
    for mark in walk(content, search.allowance):
        if mark.opens("comment") or mark.opens("threadedComment"):
            search.add(FindingKind.COMMENTS, name)
            lines.append("")
        elif mark.opens("person"):
            search.add(FindingKind.AUTHOR_METADATA, name)
        elif mark.step is Step.TEXT:
            lines[-1] += mark.text
    search.read("\n".join(lines), name)


def _cached(name: str, content: bytes, search: Search) -> None:
    """Look at the values a pivot table keeps of the table it was made from."""
    values = [mark.value("v") for mark in walk(content, search.allowance) if mark.opens("s")]
    search.read("\n".join(values), name)


@dataclass
class _Strings:
    """The shared texts, and which of them some cell shows."""

    texts: list[str]
    used: set[int] = field(default_factory=set)

    def text(self, number: str) -> str:
        """Return the text a cell points to; nothing for one that is not there."""
        place = int(number)
        if not 0 <= place < len(self.texts):
            return ""
        self.used.add(place)
        return self.texts[place]

    def unused(self) -> list[str]:
        """Return the texts of cells that were deleted but stayed in the file."""
        return [text for place, text in enumerate(self.texts) if place not in self.used]


class _Sheet:
    """What is known while walking through one sheet."""

    def __init__(self, strings: _Strings) -> None:
        self._strings = strings
        self._columns = Columns()
        self._lines: list[str] = []
        self._hidden: list[range] = []
        self._hidden_with_value: set[int] = set()
        self._row_hidden = self._row_counted = False
        self._counted: Counter[FindingKind] = Counter()
        self._column, self._kind, self._value, self._element = 0, "", "", ""

    def read(self, where: str, content: bytes, search: Search) -> None:
        """Walk through a sheet and enter what it holds."""
        for mark in walk(content, search.allowance):
            if mark.step is Step.OPEN:
                self._element = mark.name
                self._open(mark)
            elif mark.step is Step.CLOSE:
                self._element = ""
                if mark.name == "c":
                    self._cell(search)
            elif self._element in {"v", "t"}:
                self._value += mark.text
            elif mark.text.strip():  # headers, footers, formulas
                self._lines.append(mark.text)
        search.add(FindingKind.HIDDEN_ROWS, where, self._counted[FindingKind.HIDDEN_ROWS])
        search.add(FindingKind.HIDDEN_COLUMNS, where, len(self._hidden_with_value))
        search.read("\n".join(self._lines), where)

    def _open(self, mark: Mark) -> None:
        if mark.name == "col":
            if _is_hidden(mark, "width"):
                self._hidden.append(range(int(mark.value("min")), int(mark.value("max")) + 1))
        elif mark.name == "row":
            self._row_hidden, self._row_counted = _is_hidden(mark, "ht"), False
            self._column = 0
        elif mark.name == "c":
            reference = _LETTERS.match(mark.value("r"))
            self._column = _number(reference.group()) if reference else self._column + 1
            self._kind, self._value = mark.value("t", "n"), ""

    def _cell(self, search: Search) -> None:
        """Read a cell; hidden rows and columns count only if something stands in them."""
        text = self._text()
        if not self._value.strip():
            return
        search.allowance.step(len(self._hidden))
        if any(self._column in columns for columns in self._hidden):
            self._hidden_with_value.add(self._column)
        if self._row_hidden and not self._row_counted:
            self._row_counted = True
            self._counted[FindingKind.HIDDEN_ROWS] += 1
        self._lines.append(text)

    def _text(self) -> str:
        if self._kind == "s":
            text = self._strings.text(self._value) if self._value else ""
            return self._columns.told(self._column, text)
        if self._kind != "n":
            return self._columns.told(self._column, self._value)
        # A bare number is money or a count unless its heading or its length say otherwise.
        number = _whole(self._value)
        told = self._columns.told(self._column, number)
        return told if told != number or len(number) == _NIK_LENGTH else ""


def _is_hidden(mark: Mark, size: str) -> bool:
    return mark.value("hidden") in _TRUE or mark.value(size) == "0"


def _number(letters: str) -> int:
    total = 0
    for letter in letters.upper():
        total = total * 26 + ord(letter) - ord("A") + 1
    return total


def _whole(value: str) -> str:
    """Return a cell's number without exponent; nothing for fractions."""
    number = float(value) if value.strip() else 0.0
    if not abs(number) < _WHOLE or not number.is_integer():
        return ""
    return str(int(number))
