"""Looks at what Word, Excel and PowerPoint files have in common: properties, parts, pictures."""

from office.inspection.findings import FindingKind, NotInspectable, TooLarge
from office.inspection.image import inspect_image
from office.inspection.markup import Step, texts, walk
from office.inspection.package import Package
from office.inspection.search import Search

_PEOPLE = frozenset({"creator", "lastModifiedBy", "Manager", "Company"})
_PIVOTS = ("xl/pivotcache/pivotcachedefinition", "xl/pivotcache/pivotcacherecords")
_LINKS = ("xl/externallinks/externallink", "xl/querytables/", "xl/connections.xml")
_MACROS = ("vbaproject.bin", "vbadata.xml")


def inspect_parts(package: Package, search: Search) -> None:
    """Look at a package's parts by their names, its properties, links and pictures."""
    for name in package.names():
        kind = _kind_of(name)
        if kind:
            search.add(kind, name)
    for name in package.names("docprops/", ".xml"):
        _properties(name, package.read(name), search)
    for name in package.names(ending=".rels"):
        _targets(name, package.read(name), search)
    for name in package.names("customxml/", ".xml"):
        content = package.read(name)
        search.read("\n".join(texts(content, search.allowance)), name)
    for name, media_type in package.media():
        _picture(name, media_type, package, search)


def _kind_of(name: str) -> FindingKind | None:
    if name.endswith(".rels"):
        return None
    if name.startswith(_PIVOTS[0]):
        return FindingKind.PIVOT_CACHE
    if name.startswith(_LINKS):
        return FindingKind.EXTERNAL_LINK
    if name.endswith(_MACROS):
        return FindingKind.MACRO
    hidden_away = "/embeddings/" in name or "/activex/" in name or name.endswith("/item.data")
    return FindingKind.EMBEDDED_FILE if hidden_away else None


def _properties(name: str, content: bytes, search: Search) -> None:
    """Look at core, application and custom properties; a custom one is always told."""
    people, custom, texts_read = 0, 0, [""]
    current = ""
    for mark in walk(content, search.allowance):
        if mark.step is Step.OPEN:
            current = mark.name
            custom += mark.name == "property"
            texts_read += [mark.value("name"), ""]
        elif mark.step is Step.TEXT and mark.text.strip():
            people += current in _PEOPLE
            texts_read[-1] += mark.text
        elif mark.step is Step.CLOSE:
            current = ""
    search.add(FindingKind.AUTHOR_METADATA, name, people + custom)
    search.read("\n".join(texts_read), name)


def _targets(name: str, content: bytes, search: Search) -> None:
    """Look at the addresses a part points to, such as that of a letter."""
    targets = [
        mark.value("Target")
        for mark in walk(content, search.allowance)
        if mark.opens("Relationship") and mark.value("TargetMode") == "External"
    ]
    search.read("\n".join(target.removeprefix("mailto:") for target in targets), name)


def _picture(name: str, media_type: str, package: Package, search: Search) -> None:
    content = package.read(name)
    try:
        inspect_image(content, media_type, search, name)
    except TooLarge:
        search.add(FindingKind.TOO_LARGE_TO_INSPECT, name)
    except NotInspectable:
        search.add(FindingKind.NOT_INSPECTABLE, name)
