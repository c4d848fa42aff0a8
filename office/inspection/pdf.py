"""Looks into PDF files: text, notes, attachments, scripts, metadata, covered text."""

import io
import re
from collections.abc import Iterator, Mapping

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from office.inspection.covered import Cover
from office.inspection.findings import FindingKind, NotInspectable, TooLarge
from office.inspection.search import Search
from office.inspection.xmp import inspect_xmp

MOST_PAGES = 400
_MOST_OBJECTS = 60_000
_LARGEST_PAGE = 2 * 1024 * 1024  # bytes of drawing
_LARGEST_STREAM = 24 * 1024 * 1024
_MOST_STEPS = 500_000  # of drawing, on one page
_MOST_FORMS = 500  # drawings within drawings, on one page
_NOTES = frozenset(
    "/Text /FreeText /Highlight /Underline /StrikeOut /Squiggly /Line /Square /Circle /Polygon "
    "/PolyLine /Ink /Stamp /Caret /Sound".split()
)
_FILES = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"})
_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"})
_USUAL = frozenset(
    "/Title /Subject /Keywords /Creator /Producer /CreationDate /ModDate /Trapped "
    "/PTEX.Fullbanner".split()
)
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_DOCUMENT, _INFORMATION = "dokumen", "informasi dokumen"


def inspect_pdf(content: bytes, search: Search) -> None:
    """Look into a PDF file; raise `NotInspectable`, `TooLarge` or an error of the reader."""
    limits = Configuration(
        zlib_maximum_output_length=_LARGEST_STREAM,
        lzw_maximum_output_length=_LARGEST_STREAM,
        run_length_maximum_output_length=_LARGEST_STREAM,
        stream_parsing_work_maximum_count=_MOST_STEPS,
        xform_maximum_invocations_per_extraction=_MOST_FORMS,
    )
    try:
        with apply_configuration(limits):
            reader = PdfReader(io.BytesIO(content), strict=False)
            if reader.is_encrypted:
                raise NotInspectable
            _versions(content, search)
            _information(reader, search)
            _objects(reader, search)
            _pages(reader, search)
    except LimitReachedError:
        raise TooLarge from None


def _versions(content: bytes, search: Search) -> None:
    """Tell of versions the file still holds; a linear file ends twice from the beginning."""
    linear = b"/Linearized" in content[:2048]
    search.add(FindingKind.EARLIER_VERSION, _DOCUMENT, len(_END.findall(content)) - 1 - linear)


def _information(reader: PdfReader, search: Search) -> None:
    information: Mapping[str, object] = reader.metadata or {}
    said = {key: str(value) for key, value in information.items() if str(value).strip()}
    search.add(FindingKind.AUTHOR_METADATA, _INFORMATION, len(set(said) - _USUAL))
    search.read("\n".join(said.values()), _INFORMATION)
    packet = reader.root_object.get("/Metadata")
    stream = packet.get_object() if packet is not None else None
    if isinstance(stream, StreamObject):
        inspect_xmp(stream.get_data(), search, "XMP")


def _objects(reader: PdfReader, search: Search) -> None:
    """Look at every object of the file, wherever it hangs, or whether it hangs at all."""
    numbers = {
        (number, generation) for generation, entries in reader.xref.items() for number in entries
    } | {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > _MOST_OBJECTS:
        raise TooLarge
    for number, generation in sorted(numbers):
        found = reader.get_object(IndirectObject(number, generation, reader))
        for part in _dictionaries(found, search):
            _judge(part, search)


def _dictionaries(found: PdfObject | None, search: Search) -> Iterator[DictionaryObject]:
    """Yield an object's dictionaries, however deep, but none of another object."""
    waiting: list[object] = [found]
    while waiting:
        search.allowance.step()
        part = waiting.pop()
        if isinstance(part, DictionaryObject):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, ArrayObject):
            waiting.extend(part)


def _judge(part: DictionaryObject, search: Search) -> None:
    if "/EF" in part:
        search.add(FindingKind.EMBEDDED_FILE, _DOCUMENT)
    if part.get("/S") in _ACTIONS or "/JS" in part or "/XFA" in part:
        search.add(FindingKind.ACTIVE_CONTENT, _DOCUMENT)
    value = part.get("/V")  # what was filled into a form
    if isinstance(value, TextStringObject):
        search.read(value, _DOCUMENT)
    address = part.get("/URI")
    if isinstance(address, TextStringObject):
        search.read(address.removeprefix("mailto:"), _DOCUMENT)


def _pages(reader: PdfReader, search: Search) -> None:
    if len(reader.pages) > MOST_PAGES:
        raise TooLarge
    for number, page in enumerate(reader.pages, 1):
        where = f"halaman {number}"
        _annotations(page, search, where)
        _text(page, search, where)


def _annotations(page: PageObject, search: Search, where: str) -> None:
    for entry in page.annotations or ():
        search.allowance.step()
        note = entry.get_object()
        if not isinstance(note, DictionaryObject):
            continue
        subtype = note.get("/Subtype")
        search.add(FindingKind.COMMENTS, where, subtype in _NOTES)
        search.add(FindingKind.EMBEDDED_FILE, where, subtype in _FILES)
        # A mark for blacking out that was never carried out.
        search.add(FindingKind.COVERED_TEXT, where, subtype == "/Redact")
        said = note.get("/Contents")
        if isinstance(said, str):
            search.read(said, where)


def _text(page: PageObject, search: Search, where: str) -> None:
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > _LARGEST_PAGE:
        raise TooLarge
    search.allowance.unpack(size)
    cover = Cover(search.allowance, _see_through(page), _two_bytes(page))
    text = page.extract_text(visitor_operand_before=cover.look)
    search.add(FindingKind.COVERED_TEXT, where, cover.covered())
    search.read(text, where)
    if not text.strip():
        pictures = _drawn_with(page, "/XObject").values()
        is_picture = any(part.get("/Subtype") == "/Image" for part in pictures)
        search.add(FindingKind.PICTURE_ONLY_PAGE, where, is_picture)


def _see_through(page: PageObject) -> frozenset[str]:
    """Return the page's graphics states that let what is below shine through."""
    return frozenset(
        name
        for name, state in _drawn_with(page, "/ExtGState").items()
        if state.get("/ca", 1) != 1 or state.get("/BM", "/Normal") != "/Normal"
    )


def _two_bytes(page: PageObject) -> frozenset[str]:
    fonts = _drawn_with(page, "/Font")
    return frozenset(name for name, font in fonts.items() if font.get("/Subtype") == "/Type0")


def _drawn_with(page: PageObject, kind: str) -> dict[str, DictionaryObject]:
    """Return the page's resources of one kind by name."""
    resources = _resolved(page.get("/Resources"))
    of_kind = _resolved(resources.get(kind)) if isinstance(resources, DictionaryObject) else None
    if not isinstance(of_kind, DictionaryObject):
        return {}
    entries = {str(name): _resolved(entry) for name, entry in of_kind.items()}
    return {name: one for name, one in entries.items() if isinstance(one, DictionaryObject)}


def _resolved(found: PdfObject | None) -> PdfObject | None:
    return found.get_object() if found is not None else None
