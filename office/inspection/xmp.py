"""Looks into XMP, the metadata packet that PDF files and pictures share."""

from office.inspection.findings import FindingKind
from office.inspection.markup import Step, walk
from office.inspection.search import Search

_PEOPLE = frozenset({"creator", "Author", "LastModifiedBy", "AuthorsPosition", "OwnerName",
                     "CameraOwnerName", "Manager", "Company", "By-line"})  # fmt: skip
_PLACES = frozenset({"GPSLatitude", "GPSLongitude", "GPSPosition", "GPSAltitude"})


def inspect_xmp(packet: bytes, search: Search, where: str) -> None:
    """Look for people, places and personal patterns; raise the parser's error or `TooLarge`."""
    path: list[str] = []
    people, places, said = 0, 0, [""]
    for mark in walk(packet.strip(b"\x00 \r\n\t"), search.allowance):
        if mark.step is Step.OPEN:
            path.append(mark.name)
            said += [*mark.attributes.values(), ""]
            names = {name.rpartition("}")[2] for name, value in mark.attributes.items() if value}
            people += len(names & _PEOPLE)
            places += len(names & _PLACES)
        elif mark.step is Step.CLOSE:
            path.pop()
            said.append("")
        elif mark.text.strip():
            said[-1] += mark.text
            people += bool(_PEOPLE.intersection(path))
            places += bool(_PLACES.intersection(path))
    search.add(FindingKind.AUTHOR_METADATA, where, people)
    search.add(FindingKind.LOCATION, where, places)
    search.read("\n".join(said), where)
