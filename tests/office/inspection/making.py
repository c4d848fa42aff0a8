"""Makes real files for the gate, clean ones and spoilt ones."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import typst
import xlsxwriter
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import ExifTags, Image
from pypdf import PdfReader, PdfWriter

from office.inspection.findings import FindingKind, Inspection
from office.inspection.gate import inspect

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml.document"
EXCEL = f"{OFFICE}spreadsheetml.sheet"
SLIDES = f"{OFFICE}presentationml.presentation"
PDF = "application/pdf"
ZIP = "application/zip"
NIK = "3507152102900001"


def kinds(inspection: Inspection) -> list[str]:
    return [finding.kind.value for finding in inspection.findings]


def where(inspection: Inspection, kind: FindingKind) -> list[tuple[str, int]]:
    return [(one.where, one.count) for one in inspection.findings if one.kind is kind]


def look(media_type: str, content: bytes) -> Inspection:
    return inspect("berkas", media_type, content)


def word(write: Callable[[Document], object] = lambda _document: None, author: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.author = author
    document.core_properties.comments = ""
    document.add_paragraph("Jawaban atas permohonan informasi.")
    write(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def element(name: str, **attributes: str) -> OxmlElement:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def workbook(write: Callable[[xlsxwriter.Workbook], object] = lambda _book: None) -> bytes:
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved)
    sheet = book.add_worksheet("Anggaran")
    sheet.write_row(0, 0, ["Kegiatan", "Pagu"])
    sheet.write_row(1, 0, ["Jalan desa", 1234567890123])
    write(book)
    book.close()
    return saved.getvalue()


def typeset(text: str) -> bytes:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "surat.typ"
        page.write_text(text, encoding="utf-8")
        return typst.compile(str(page))


def rewritten(content: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    change(writer)
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def picture(kind: str = "JPEG", **more: object) -> bytes:
    saved = io.BytesIO()
    Image.new("RGB", (16, 16), "white").save(saved, kind, **more)
    return saved.getvalue()


def exif(place: bool = False, camera: str = "") -> bytes:
    block = Image.Exif()
    if place:
        block.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (8.0, 5.0, 43.0)})
    if camera:
        block[ExifTags.Base.Model] = camera
    return block.tobytes()


def zipped(members: Mapping[str, bytes]) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return saved.getvalue()


def with_members(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """Return a zipped file with some members added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**kept, **members})


_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def slide(text: str, root: str = "sld", attributes: str = "", shape: str = "") -> bytes:
    return (
        f"<p:{root} {_A} {_P} {attributes}><p:cSld><p:spTree><p:sp><p:nvSpPr>"
        f'<p:cNvPr id="2" name="Judul" {shape}/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t>'
        f"</a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:{root}>"
    ).encode()


def slides(members: Mapping[str, bytes] | None = None) -> bytes:
    presentation = f"<p:presentation {_P}/>".encode()
    plain = {"ppt/presentation.xml": presentation, "ppt/slides/slide1.xml": slide("Anggaran 2026")}
    return zipped({**plain, **(members or {})})
