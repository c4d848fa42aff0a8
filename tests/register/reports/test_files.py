"""The files of a report: PDF, Word and Excel, the same bytes for the same facts, for everybody."""

import io
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from defusedxml import ElementTree
from pypdf import PdfReader

from office.clock import StandingClock
from office.files import Cabinet
from office.people import StaffMember
from office.refusals import NotFound
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from register.drawing import Workshop, particulars
from register.letters.letterhead import Letterhead, Signatory
from register.reports import compose, editions, files, gathering, shelf
from register.reports.facts import Facts
from register.reports.words import Format, Size, Span
from tests.register.reports.sample import FACTS, seen
from tests.register.reports.test_editions import begun, finished, proposed

PAPER = Letterhead(
    office_name="PPID Kabupaten Sukamaju", address="Jalan Merdeka 1", phone="", email="",
    website="", city="Sukamaju", ppid=Signatory("Wening", "PPID"), superior=Signatory("", ""),
)  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EVERY = [(size, kind) for size in Size for kind in Format]


def drawn(size: Size = Size.FULL, kind: Format = Format.PDF, facts: Facts = FACTS) -> bytes:
    return files.draw(facts, size, kind).content


def words_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


@pytest.fixture
def shop(office: Office, writer: Writer, cabinet: Cabinet, tmp_path: Path) -> Workshop:
    own = particulars(Settings(data_dir=tmp_path, _env_file=None))
    return Workshop(office, writer.do, cabinet, own)


def test_the_same_facts_are_the_same_bytes() -> None:
    first = [drawn(size, kind) for size, kind in EVERY]
    time.sleep(2.1)  # an archive counts in steps of two seconds
    assert [drawn(size, kind) for size, kind in EVERY] == first


@pytest.mark.parametrize("kind", Format)
def test_another_figure_is_another_file(kind: Format) -> None:
    assert drawn(kind=kind) != drawn(kind=kind, facts=replace(FACTS, before=FACTS.requests))


def test_the_paper_has_cover_contents_tables_sources_and_page_numbers() -> None:
    content = drawn()
    reader = PdfReader(io.BytesIO(content))
    cover, *_ = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert "PPID KABUPATEN SUKAMAJU" in cover
    assert "Laporan Layanan Informasi Publik Tahun 2026" in cover
    assert b"pdfaid:part" in content
    whole = words_of(content)
    for said in (
        "DAFTAR ISI", "DAFTAR TABEL", "BAB I", "BAB VI", "Tabel 1. ", "Tabel 20. ",
        "Sumber: Register Permintaan Informasi Publik, diolah; per 10 Februari 2027.",
        "1.500", "DEFINISI DAN CARA HITUNG", "Dra. Wening Astuti, M.Si.", "Ir. Bambang",
    ):  # fmt: skip
        assert said in whole, said
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "Laporan Layanan Informasi Publik PPID Kabupaten Sukamaju Tahun 2026"
    )
    assert reader.root_object["/Lang"] == "id-ID"
    assert len(reader.outline) >= 8


def test_a_draft_says_on_its_cover_that_it_is_one() -> None:
    draft = replace(FACTS, is_draft=True)
    assert "DRAF – belum disahkan" in words_of(drawn(facts=draft))
    assert "DRAF" not in words_of(drawn())
    assert files.file_name(draft, Size.FULL, Format.PDF).endswith("-tahun-2026-draf.pdf")


def test_texts_are_set_as_they_were_written_never_as_source() -> None:
    hostile = "#panic() *tebal* <a> $x$ =rumus \u0000 日本 " + "x" * 120
    facts = replace(FACTS, texts=dict.fromkeys(FACTS.texts, hostile))
    for kind in Format:
        assert drawn(kind=kind, facts=facts)
    assert "#panic() *tebal* <a> $x$ =rumus" in words_of(drawn(facts=facts))


def test_the_workbook_has_a_sheet_for_every_table_and_its_definitions() -> None:
    book = openpyxl.load_workbook(io.BytesIO(drawn(kind=Format.XLSX)))
    tables = list(compose.compose(FACTS, Size.FULL).tables())
    assert book.sheetnames == [
        "Sampul", *(f"Tabel {place}" for place, _ in tables), "Naskah", "Definisi",
    ]  # fmt: skip
    for place, table in tables:
        rows = list(book[f"Tabel {place}"].iter_rows(min_row=4, values_only=True))
        assert rows[0][: len(table.columns)] == table.columns
        for line, row in zip(rows[1:], table.rows, strict=False):
            assert line[0] == row.label
            for cell, value in zip(line[1:], row.values, strict=False):
                is_number = isinstance(value, int) or hasattr(value, "as_tuple")
                expected = float(value) if is_number else value or "*"  # type: ignore[arg-type]
                assert cell == expected
    assert book["Definisi"]["A2"].value == "Permohonan"


def test_a_workbook_holds_no_formula() -> None:
    facts = replace(FACTS, texts=dict.fromkeys(FACTS.texts, "=HYPERLINK(1)"))
    book = openpyxl.load_workbook(io.BytesIO(drawn(kind=Format.XLSX, facts=facts)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["Naskah"]["B3"].value == "=HYPERLINK(1)"


def test_the_word_document_has_real_headings_captions_and_header_rows() -> None:
    content = drawn(kind=Format.DOCX)
    paper = docx.Document(io.BytesIO(content))
    tops = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert [one.split()[1] for one in tops if one.startswith("Bab")] == [
        "I", "II", "III", "IV", "V", "VI",
    ]  # fmt: skip
    captions = [one for one in paper.paragraphs if one.style.name == "Caption"]
    tables = list(compose.compose(FACTS, Size.FULL).tables())
    assert len(captions) == len(tables)
    # Two more: who signs, and what the figures mean.
    assert len(paper.tables) == len(tables) + 2
    first = paper.tables[0]
    assert first.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert first.cell(1, 0).text == tables[0][1].rows[0].label
    assert paper.core_properties.language == "id-ID"
    assert paper.core_properties.author == "PPID Kabupaten Sukamaju"
    assert paper.core_properties.created.isoformat().startswith("2027-02-09T17:00")
    with ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        body = ElementTree.fromstring(archive.read("word/document.xml"))
        styles = ElementTree.fromstring(archive.read("word/styles.xml"))
    fields = [one.get(f"{W}instr") for one in body.iter(f"{W}fldSimple")]
    assert fields.count(r"SEQ Tabel \* ARABIC") == len(tables)
    assert any("TOC" in (one.text or "") for one in body.iter(f"{W}instrText"))
    assert {one.get(f"{W}val") for one in styles.iter(f"{W}lang")} == {"id-ID"}


def test_a_finished_report_is_drawn_once_and_kept(
    office: Office,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    clock: StandingClock,
    shop: Workshop,
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    first = files.of_finished(shop, number, Size.FULL, Format.PDF)
    other = replace(shop.own.letterhead, office_name="Kantor lain")
    moved = replace(shop, own=replace(shop.own, letterhead=other))
    again = files.of_finished(moved, number, Size.FULL, Format.PDF)
    assert again == first
    assert again == files.at_hand(moved, pak_budi, number, Size.FULL, Format.PDF)
    assert first.name == "laporan-layanan-informasi-publik-tahun-2026.pdf"
    assert "Isi legal_basis" in words_of(first.content)


def a_dot(colour: str) -> bytes:
    """Return a picture of one colour."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<rect width="40" height="40" fill="{colour}"/></svg>'
    ).encode()


@pytest.mark.parametrize("then", [a_dot("red"), None], ids=["with a logo", "without one"])
def test_a_finished_report_is_of_its_day_in_every_form_whenever_it_is_first_fetched(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock,
    shop: Workshop, then: bytes | None,
) -> None:  # fmt: skip
    number = proposed(office, pak_budi, clock)
    head = gathering.head_of(replace(PAPER, logo=then))
    with office.unit(bu_dewi) as unit:
        editions.finish(unit, number, head, is_read=True, seen=seen(unit, number))
        frozen = shelf.published_facts(unit, number)
    expected = {one: drawn(*one, facts=frozen) for one in EVERY}
    # Later the office has another name, other people and another picture, in a new process.
    clock.advance(timedelta(days=400))
    today = replace(
        PAPER, office_name="Kantor lain", address="Jalan Baru 9", city="Lain",
        ppid=Signatory("Orang Baru", "PPID baru"), logo=a_dot("blue"),
    )  # fmt: skip
    moved = replace(shop, own=replace(shop.own, letterhead=today))
    for _ in range(2):
        for (size, kind), content in expected.items():
            assert files.of_finished(moved, number, size, kind).content == content
    assert expected[Size.FULL, Format.PDF] != drawn(
        facts=replace(frozen, head=replace(frozen.head, logo=a_dot("blue")))
    )


def test_a_draft_is_for_the_office_alone(
    office: Office, pak_budi: StaffMember, shop: Workshop
) -> None:
    number = begun(office, pak_budi, Span.MONTH, 11)
    with pytest.raises(NotFound, match="report_unknown"):
        files.of_finished(shop, number, Size.FULL, Format.PDF)
    made = files.at_hand(shop, pak_budi, number, Size.SUMMARY, Format.DOCX)
    assert made.name == "ringkasan-layanan-informasi-publik-november-2026-draf.docx"
    assert made == files.at_hand(shop, pak_budi, number, Size.SUMMARY, Format.DOCX)
