"""Looks into PowerPoint files: hidden slides and shapes, speaker notes, comments, text."""

from office.inspection.findings import FindingKind, NotInspectable
from office.inspection.markup import Step, walk
from office.inspection.package import Package
from office.inspection.parts import inspect_parts
from office.inspection.search import Search

_READ = ("ppt/slides/", "ppt/notesslides/", "ppt/comments/", "ppt/threadedcomments/",
         "ppt/slidemasters/", "ppt/slidelayouts/", "ppt/charts/", "ppt/diagrams/data")  # fmt: skip
_TRUE = frozenset({"1", "true"})
_TEXTS = frozenset({"t", "text", "v"})


def inspect_slides(content: bytes, search: Search) -> None:
    """Look into a presentation; raise `NotInspectable` or `TooLarge`."""
    package = Package(content, search.allowance)
    if not package.names("ppt/presentation", ".xml"):
        raise NotInspectable
    inspect_parts(package, search)
    for name in package.names("ppt/", ".xml"):
        if name.startswith(_READ):
            _read(name, package.read(name), search)


def _read(name: str, content: bytes, search: Search) -> None:
    lines, element, in_field, said = [""], "", False, False
    for mark in walk(content, search.allowance):
        if mark.step is Step.OPEN:
            element = mark.name
            in_field |= element == "fld"
            if mark.name == "sld" and mark.value("show", "1") not in _TRUE:
                search.add(FindingKind.HIDDEN_SHEET, name)
            elif mark.name == "cNvPr":
                lines += [mark.value("descr"), mark.value("title"), ""]
                search.add(FindingKind.HIDDEN_TEXT, name, mark.value("hidden") in _TRUE)
            elif mark.name == "cm":
                search.add(FindingKind.COMMENTS, name)
        elif mark.step is Step.CLOSE:
            element = ""
            in_field &= mark.name != "fld"
            lines += [""] if mark.name in {"p", "v", "text"} else []
        elif element in _TEXTS:
            lines[-1] += mark.text
            said |= not in_field and bool(mark.text.strip())
    if name.startswith("ppt/notesslides/"):
        search.add(FindingKind.HIDDEN_TEXT, name, said)
    search.read("\n".join(lines), name)
