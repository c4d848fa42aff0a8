"""Word documents: what reviewers left behind, what is hidden, and what is plain to see."""

import io

import docx
import pytest
from docx.document import Document

from office.inspection.findings import FindingKind, Severity
from tests.office.inspection.making import (
    NIK,
    WORD,
    element,
    exif,
    kinds,
    look,
    picture,
    with_members,
    word,
)


def test_a_clean_document_has_no_findings() -> None:
    assert look(WORD, word()).findings == ()


def test_a_document_with_only_its_author_is_noted_and_passes() -> None:
    inspection = look(WORD, word(author="Siti Aminah"))
    assert kinds(inspection) == ["author_metadata"]
    assert inspection.findings[0].severity is Severity.NOTES
    assert inspection.passes
    assert "Siti" not in repr(inspection)


def test_a_number_in_the_properties_holds_the_document() -> None:
    inspection = look(WORD, word(author=f"Budi {NIK}"))
    assert kinds(inspection) == ["nik", "author_metadata"]
    assert not inspection.passes


def test_custom_properties_are_noted() -> None:
    written = b'<property name="Klien"><lpwstr>budi@gmail.com</lpwstr></property>'
    custom = b"<Properties>" + written + b"</Properties>"
    inspection = look(WORD, with_members(word(), {"docProps/custom.xml": custom}))
    assert kinds(inspection) == ["email", "author_metadata"]


@pytest.mark.parametrize("change", ["w:ins", "w:del", "w:moveFrom", "w:moveTo"])
def test_tracked_changes_are_found(change: str) -> None:
    def write(document: Document) -> None:
        tracked = element(change, id="1", author="Budi")
        run = document.add_paragraph().add_run("dulu tertulis ini")
        run._r.addprevious(tracked)
        tracked.append(run._r)

    assert kinds(look(WORD, word(write))) == ["tracked_changes"]


def test_deleted_text_is_read_too() -> None:
    def write(document: Document) -> None:
        tracked, run, text = element("w:del", id="1"), element("w:r"), element("w:delText")
        text.text = NIK
        run.append(text)
        tracked.append(run)
        document.add_paragraph()._p.append(tracked)

    assert kinds(look(WORD, word(write))) == ["nik", "tracked_changes"]


def test_comments_are_found() -> None:
    def write(document: Document) -> None:
        run = document.add_paragraph().add_run("angka ini")
        document.add_comment(run, text="tanya 081234567890 dulu", author="Budi")

    inspection = look(WORD, word(write))
    assert kinds(inspection) == ["phone", "comments"]
    assert inspection.findings[1].where == "word/comments.xml"


def test_hidden_text_is_found() -> None:
    def write(document: Document) -> None:
        document.add_paragraph().add_run("jangan dibaca").font.hidden = True

    assert kinds(look(WORD, word(write))) == ["hidden_text"]


def test_text_hidden_by_a_style_is_found() -> None:
    def write(document: Document) -> None:
        style = document.styles.add_style("Rahasia", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
        style.font.hidden = True
        document.add_paragraph().add_run("jangan dibaca", style="Rahasia")

    assert kinds(look(WORD, word(write))) == ["hidden_text"]


def test_a_hidden_style_nobody_uses_and_vanish_turned_off_are_nothing() -> None:
    def write(document: Document) -> None:
        style = document.styles.add_style("Rahasia", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
        style.font.hidden = True
        document.add_paragraph().add_run("boleh dibaca").font.hidden = False

    assert look(WORD, word(write)).findings == ()


def test_a_number_split_over_runs_is_put_together() -> None:
    def write(document: Document) -> None:
        paragraph = document.add_paragraph()
        for piece in (NIK[:5], NIK[5:9], NIK[9:]):
            paragraph.add_run(piece).bold = piece.startswith("3")

    assert kinds(look(WORD, word(write))) == ["nik"]


@pytest.mark.parametrize("place", ["header", "footer"])
def test_headers_and_footers_are_read(place: str) -> None:
    def write(document: Document) -> None:
        getattr(document.sections[0], place).paragraphs[0].text = "budi@gmail.com"

    assert kinds(look(WORD, word(write))) == ["email"]


def test_a_bare_number_in_a_table_means_what_its_heading_says() -> None:
    def write(document: Document) -> None:
        table = document.add_table(2, 2)
        for place, text in enumerate(["Penerima", "No. Rekening", "Budi", "0012345678"]):
            table.cell(place // 2, place % 2).text = text

    assert kinds(look(WORD, word(write))) == ["bank_account"]


def test_a_link_to_a_private_address_is_found() -> None:
    def write(document: Document) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        document.part.relate_to("mailto:budi@gmail.com", kind, is_external=True)

    assert kinds(look(WORD, word(write))) == ["email"]


def test_embedded_files_and_macros_are_found() -> None:
    members = {"word/embeddings/oleObject1.bin": b"x", "word/vbaProject.bin": b"x"}
    inspection = look(WORD, with_members(word(), members))
    assert kinds(inspection) == ["embedded_file", "macro"]


def test_a_photo_in_a_document_tells_where_it_was_taken() -> None:
    photo = io.BytesIO(picture(exif=exif(place=True)))
    inspection = look(WORD, word(lambda document: document.add_picture(photo)))
    assert kinds(inspection) == ["location"]
    assert inspection.findings[0].where.startswith("word/media/")


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_a_locked_or_empty_document_is_not_inspectable(content: bytes) -> None:
    assert kinds(look(WORD, content)) == [FindingKind.NOT_INSPECTABLE]
