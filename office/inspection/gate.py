"""The inspection at the gate: says of any bytes what they would hand over unmeant."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

import filetype

from office.inspection.findings import FindingKind, Inspection, NotInspectable, TooLarge
from office.inspection.image import inspect_image
from office.inspection.package import Package
from office.inspection.pdf import inspect_pdf
from office.inspection.plain import inspect_table, inspect_text
from office.inspection.search import Search
from office.inspection.sheet import inspect_workbook
from office.inspection.slides import inspect_slides
from office.inspection.word import inspect_word

_FILE = "berkas"
_NAME = "nama berkas"
_REMARK = "keterangan arsip"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIP = "application/zip"
_MOST_MEMBERS = 200

# Sound and HEIC are missing on purpose: nobody here can look into them, and so they
# do not pass by themselves.
_INSPECTORS: dict[str, Callable[[bytes, Search], None]] = {
    "application/pdf": inspect_pdf,
    f"{_OFFICE}wordprocessingml.document": inspect_word,
    f"{_OFFICE}spreadsheetml.sheet": inspect_workbook,
    f"{_OFFICE}presentationml.presentation": inspect_slides,
    "text/csv": inspect_table,
    "text/plain": inspect_text,
}
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
_BY_ENDING = {".txt": "text/plain", ".csv": "text/csv"}


def inspect(name: str, media_type: str, content: bytes) -> Inspection:
    """Return what a file holds that should not leave the office unseen (UU 14/2008 Pasal 17 h).

    Never raises, whatever the bytes: what cannot be looked at is itself a finding.
    """
    search = Search()
    _guarded(partial(search.read, PurePath(name).stem, _NAME), search)
    if media_type == _ZIP:
        _guarded(partial(_inspect_archive, content, search), search)
    else:
        _guarded(partial(_inspect_one, media_type, content, search), search)
    return search.inspection()


def _guarded(look: Callable[[], None], search: Search) -> None:
    try:
        look()
    except TooLarge:
        search.add(FindingKind.TOO_LARGE_TO_INSPECT, _FILE)
    except Exception:  # noqa: BLE001 - no bytes may stop the gate
        search.add(FindingKind.NOT_INSPECTABLE, _FILE)


def _inspect_one(media_type: str, content: bytes, search: Search) -> None:
    if media_type in _PICTURES:
        inspect_image(content, media_type, search, _FILE)
    elif media_type in _INSPECTORS:
        _INSPECTORS[media_type](content, search)
    else:
        raise NotInspectable


def _inspect_archive(content: bytes, search: Search) -> None:
    """Look into the members of an archive; an archive in an archive is not opened."""
    package = Package(content, search.allowance)
    search.read(package.comment, _REMARK)
    names = package.names()
    if len(names) > _MOST_MEMBERS:
        raise TooLarge
    for name in names:
        title = package.title(name)
        inner = search.within(title)
        _guarded(partial(inner.read, title, _NAME), inner)
        _guarded(partial(_inspect_member, package, name, inner), inner)


def _inspect_member(package: Package, name: str, search: Search) -> None:
    content = package.read(name)
    guess = filetype.guess_mime(content) or _BY_ENDING.get(PurePath(name).suffix, "")
    _inspect_one(guess, content, search)
