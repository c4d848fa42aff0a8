"""Looks into Word documents: tracked changes, comments, hidden and visible text."""

from collections import Counter
from dataclasses import dataclass, field

from office.inspection.columns import Columns
from office.inspection.findings import FindingKind, NotInspectable
from office.inspection.markup import Mark, Step, walk
from office.inspection.package import Package
from office.inspection.parts import inspect_parts
from office.inspection.search import Search

_CHANGES = frozenset(
    "ins del moveFrom moveTo cellIns cellDel cellMerge rPrChange pPrChange tblPrChange "
    "trPrChange tcPrChange sectPrChange numberingChange".split()
)
_TEXTS = frozenset({"t", "delText", "instrText", "delInstrText", "v"})
_SILENT = ("word/styles", "word/theme/", "word/fonttable", "word/websettings")
_OFF = frozenset({"0", "false", "off", "none"})


def inspect_word(content: bytes, search: Search) -> None:
    """Look into a Word document; raise `NotInspectable` or `TooLarge`."""
    package = Package(content, search.allowance)
    if not package.names("word/document", ".xml"):
        raise NotInspectable
    inspect_parts(package, search)
    vanishing = _vanishing_styles(package, search)
    for name in package.names("word/", ".xml"):
        if not name.startswith(_SILENT):
            _Part(vanishing).read(name, package.read(name), search)


def _vanishing_styles(package: Package, search: Search) -> frozenset[str]:
    """Return the styles that hide what is written in them."""
    found, style = set(), ""
    for name in package.names("word/styles", ".xml"):
        for mark in walk(package.read(name), search.allowance):
            if mark.opens("style"):
                style = mark.value("styleId")
            elif _hides(mark):
                found.add(style)
    return frozenset(found)


def _hides(mark: Mark) -> bool:
    return mark.opens("vanish") and mark.value("val", "true").lower() not in _OFF


@dataclass
class _Part:
    """What is known while walking through one part of a document."""

    vanishing: frozenset[str]
    counted: Counter[FindingKind] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=lambda: [""])
    element: str = ""
    hides_run: bool = False
    hides_paragraph: bool = False
    tables: list[Columns] = field(default_factory=list)
    cell: int = 0

    def read(self, name: str, content: bytes, search: Search) -> None:
        """Walk through a part and enter what it holds."""
        for mark in walk(content, search.allowance):
            if mark.step is Step.OPEN:
                self._open(mark)
            elif mark.step is Step.CLOSE:
                self._close(mark.name)
            elif self.element in _TEXTS:
                self.lines[-1] += mark.text
                if self.hides_run and mark.text.strip():
                    self.counted[FindingKind.HIDDEN_TEXT] += 1
        for kind in sorted(self.counted):
            search.add(kind, name, self.counted[kind])
        search.read("\n".join(self.lines), name)

    def _open(self, mark: Mark) -> None:
        self.element = mark.name
        if mark.name in _CHANGES:
            self.counted[FindingKind.TRACKED_CHANGES] += 1
        elif mark.name == "comment":
            self.counted[FindingKind.COMMENTS] += 1
        elif mark.name == "docPr":
            self.lines += [mark.value("descr"), mark.value("title"), ""]
        else:
            self._open_run(mark)
            self._open_table(mark.name)

    def _open_run(self, mark: Mark) -> None:
        if mark.name == "p":
            self.hides_paragraph = False
        elif mark.name == "r":
            self.hides_run = self.hides_paragraph
        elif mark.name == "pStyle":
            self.hides_paragraph = mark.value("val") in self.vanishing
        elif mark.name == "rStyle":
            self.hides_run |= mark.value("val") in self.vanishing
        elif mark.name == "vanish":
            self.hides_run = _hides(mark)
        elif mark.name in {"tab", "br", "cr"}:
            self.lines[-1] += " "

    def _open_table(self, name: str) -> None:
        if name == "tbl":
            self.tables.append(Columns())
        elif name == "tr":
            self.cell = 0
        elif name == "tc":
            self.cell += 1

    def _close(self, name: str) -> None:
        self.element = ""
        if name == "r":
            self.hides_run = False
        elif name == "p":
            if self.tables:
                self.lines[-1] = self.tables[-1].told(self.cell, self.lines[-1])
            self.lines.append("")
        elif name == "tbl":
            self.tables.pop()
