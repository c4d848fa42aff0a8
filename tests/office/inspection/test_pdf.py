"""PDF files: notes, attachments, scripts, covered text, metadata, pages and what they say."""

import io
from collections.abc import Callable

import pytest
import typst
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript, PageTrigger
from pypdf.annotations import FreeText, Link, Rectangle, Text
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from office.inspection.findings import FindingKind
from tests.office.inspection.making import NIK, PDF, kinds, look, picture, rewritten, typeset, where

CLEAN = """#set document(title: "Jawaban atas permohonan 0007/PPID/XI/2026", date: none)
= Jawaban
Pagu Rp 1.234.567.890.123.456 untuk tahun 2019 2020 2021 2022.
#table(columns: 2, fill: (_, row) => if row == 0 { black } else { white },
  text(white)[Kegiatan yang direncanakan], text(white)[Pagu], [Jalan], [1.234.567])
#underline[Catatan penting] dan #highlight[yang ditandai].
#pagebreak()
Halaman kedua."""


@pytest.fixture(scope="module")
def clean() -> bytes:
    return typeset(CLEAN)


def test_a_clean_letter_has_no_findings(clean: bytes) -> None:
    assert look(PDF, clean).findings == ()


def test_the_text_of_every_page_is_read() -> None:
    inspection = look(PDF, typeset(f"Halaman satu. #pagebreak() NIK {NIK}, hp 0812-3456-7890"))
    assert where(inspection, FindingKind.NIK) == [("halaman 2", 1)]
    assert where(inspection, FindingKind.PHONE) == [("halaman 2", 1)]
    assert not inspection.passes


def test_the_author_is_noted_in_information_and_xmp() -> None:
    inspection = look(PDF, typeset('#set document(author: "Siti Aminah")\nJawaban'))
    assert set(kinds(inspection)) == {"author_metadata"}
    assert {one.where for one in inspection.findings} == {"informasi dokumen", "XMP"}
    assert inspection.passes
    assert "Siti" not in repr(inspection)


def test_a_number_in_the_metadata_holds_the_file(clean: bytes) -> None:
    spoilt = rewritten(clean, lambda writer: writer.add_metadata({"/Subject": f"KTP {NIK}"}))
    assert where(look(PDF, spoilt), FindingKind.NIK) == [("informasi dokumen", 1)]


@pytest.mark.parametrize(
    "note",
    [
        Text(rect=(50, 50, 90, 90), text="cek lagi"),
        FreeText(rect=(50, 50, 90, 90), text="cek lagi"),
        Rectangle(rect=(50, 50, 90, 90), interior_color="000000"),
    ],
)
def test_notes_on_a_page_are_found(clean: bytes, note: DictionaryObject) -> None:
    spoilt = rewritten(clean, lambda writer: writer.add_annotation(1, note))
    assert where(look(PDF, spoilt), FindingKind.COMMENTS) == [("halaman 2", 1)]


def test_a_link_is_no_note_but_a_private_address_in_it_is_found(clean: bytes) -> None:
    to_office = Link(rect=(50, 50, 90, 90), url="https://ppid.blitarkota.go.id")
    to_person = Link(rect=(50, 50, 90, 90), url="mailto:budi@gmail.com")
    plain = rewritten(clean, lambda writer: writer.add_annotation(0, to_office))
    personal = rewritten(clean, lambda writer: writer.add_annotation(0, to_person))
    assert kinds(look(PDF, plain)) == []
    assert kinds(look(PDF, personal)) == ["email"]


def test_a_mark_for_blacking_out_that_was_never_carried_out_is_found(clean: bytes) -> None:
    mark = Rectangle(rect=(50, 50, 90, 90))
    mark[NameObject("/Subtype")] = NameObject("/Redact")
    spoilt = rewritten(clean, lambda writer: writer.add_annotation(0, mark))
    assert kinds(look(PDF, spoilt)) == ["covered_text"]


def test_attachments_are_found(clean: bytes) -> None:
    spoilt = rewritten(clean, lambda writer: writer.add_attachment("data.csv", b"a,b"))
    assert kinds(look(PDF, spoilt)) == ["embedded_file"]


def _open_with(action: str) -> Callable[[PdfWriter], object]:
    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(
            DictionaryObject(
                {NameObject("/S"): NameObject(action), NameObject("/F"): TextStringObject("a")}
            )
        )

    return change


@pytest.mark.parametrize("action", ["/JavaScript", "/Launch", "/SubmitForm"])
def test_actions_are_found(clean: bytes, action: str) -> None:
    assert kinds(look(PDF, rewritten(clean, _open_with(action)))) == ["active_content"]


def test_scripts_are_found(clean: bytes) -> None:
    script = JavaScript("app.alert('halo')")
    spoilt = rewritten(clean, lambda writer: writer.pages[1].add_action(PageTrigger.OPEN, script))
    assert kinds(look(PDF, spoilt)) == ["active_content"]


def _boxed(fill: str, right: int = 32) -> bytes:
    box = f"rect(width: 90pt, height: 14pt, {fill})"
    return typeset(f"Nama: Budi Santoso#place(top + left, dx: {right}pt, dy: -3pt, {box})")


def test_text_under_a_black_box_is_found() -> None:
    assert where(look(PDF, _boxed("fill: black")), FindingKind.COVERED_TEXT) == [("halaman 1", 1)]


@pytest.mark.parametrize(
    "fill", ["fill: yellow", "fill: rgb(0, 0, 0, 40%)", "stroke: black", "fill: rgb(250, 250, 250)"]
)
def test_highlights_and_frames_cover_nothing(fill: str) -> None:
    assert look(PDF, _boxed(fill)).findings == ()


def test_a_black_box_beside_the_text_covers_nothing() -> None:
    assert look(PDF, _boxed("fill: black", right=160)).findings == ()


def test_a_page_that_is_only_a_picture_is_noted(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "pindai.png").write_bytes(picture("PNG"))
    (tmp_path / "surat.typ").write_text('#image("pindai.png")', encoding="utf-8")
    inspection = look(PDF, typst.compile(str(tmp_path / "surat.typ")))
    assert kinds(inspection) == ["picture_only_page"]
    assert inspection.passes


def test_an_earlier_version_inside_is_noted(clean: bytes) -> None:
    writer = PdfWriter(io.BytesIO(clean), incremental=True)
    writer.add_metadata({"/Title": "Versi kedua"})
    saved = io.BytesIO()
    writer.write(saved)
    inspection = look(PDF, saved.getvalue())
    assert kinds(inspection) == ["earlier_version"]
    assert inspection.passes


def test_what_is_filled_into_a_form_is_read(clean: bytes) -> None:
    def change(writer: PdfWriter) -> None:
        writer._add_object(DictionaryObject({NameObject("/V"): TextStringObject(NIK)}))

    assert kinds(look(PDF, rewritten(clean, change))) == ["nik"]


def test_a_locked_file_is_not_inspectable(clean: bytes) -> None:
    locked = rewritten(clean, lambda writer: writer.encrypt("rahasia", algorithm="AES-256"))
    assert PdfReader(io.BytesIO(locked)).is_encrypted
    inspection = look(PDF, locked)
    assert kinds(inspection) == ["not_inspectable"]
    assert not inspection.passes
