"""Workbooks: hidden sheets, rows and columns, caches, and cells under their headings."""

import io

import openpyxl
import pytest
import xlsxwriter

from office.inspection.findings import FindingKind
from tests.office.inspection.making import EXCEL, NIK, kinds, look, where, with_members, workbook

Book = xlsxwriter.Workbook


def first(book: Book):  # type: ignore[no-untyped-def]
    return book.get_worksheet_by_name("Anggaran")


def test_a_clean_workbook_has_no_findings() -> None:
    assert look(EXCEL, workbook()).findings == ()


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_hidden_sheets_are_found_by_name(hide: str) -> None:
    inspection = look(EXCEL, workbook(lambda book: getattr(book.add_worksheet("Dasar"), hide)()))
    assert where(inspection, FindingKind.HIDDEN_SHEET) == [("lembar Dasar", 1)]
    assert not inspection.passes


def test_hidden_rows_are_found() -> None:
    inspection = look(
        EXCEL, workbook(lambda book: first(book).set_row(1, options={"hidden": True}))
    )
    assert where(inspection, FindingKind.HIDDEN_ROWS) == [("lembar Anggaran", 1)]


def test_filtered_rows_are_found() -> None:
    def write(book: Book) -> None:
        first(book).autofilter(0, 0, 1, 1)
        first(book).filter_column(0, "x == Jembatan")
        first(book).set_row(1, options={"hidden": True})

    assert kinds(look(EXCEL, workbook(write))) == ["hidden_rows"]


def test_hidden_columns_are_found() -> None:
    def write(book: Book) -> None:
        first(book).set_column("B:C", None, None, {"hidden": True})

    inspection = look(EXCEL, workbook(write))
    assert where(inspection, FindingKind.HIDDEN_COLUMNS) == [("lembar Anggaran", 1)]


def test_hidden_rows_and_columns_without_anything_are_nothing() -> None:
    def write(book: Book) -> None:
        first(book).set_column("D:XFD", None, None, {"hidden": True})
        first(book).set_row(5, options={"hidden": True})

    assert look(EXCEL, workbook(write)).findings == ()


def test_comments_are_found_and_read() -> None:
    inspection = look(EXCEL, workbook(lambda book: first(book).write_comment("A1", f"cek {NIK}")))
    assert kinds(inspection) == ["nik", "comments"]


def test_threaded_comments_are_found() -> None:
    thread = (
        b"<ThreadedComments><threadedComment><text>cek</text></threadedComment></ThreadedComments>"
    )
    content = with_members(workbook(), {"xl/threadedComments/threadedComment1.xml": thread})
    assert kinds(look(EXCEL, content)) == ["comments"]


def test_the_author_is_noted() -> None:
    inspection = look(EXCEL, workbook(lambda book: book.set_properties({"author": "Siti"})))
    assert kinds(inspection) == ["author_metadata"]
    assert inspection.passes


def test_what_openpyxl_writes_is_read_too() -> None:
    book = openpyxl.Workbook()
    book.active.append(["NIK"])
    book.active.append([NIK])
    book.create_sheet("Lama").sheet_state = "veryHidden"
    saved = io.BytesIO()
    book.save(saved)
    assert kinds(look(EXCEL, saved.getvalue())) == ["nik", "hidden_sheet", "author_metadata"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("xl/pivotCache/pivotCacheDefinition1.xml", "pivot_cache"),
        ("xl/externalLinks/externalLink1.xml", "external_link"),
        ("xl/connections.xml", "external_link"),
        ("xl/embeddings/oleObject1.bin", "embedded_file"),
        ("xl/vbaProject.bin", "macro"),
    ],
)
def test_parts_that_carry_other_data_are_found(name: str, kind: str) -> None:
    assert kinds(look(EXCEL, with_members(workbook(), {name: b"<a/>"}))) == [kind]


def test_the_records_of_a_pivot_table_are_read() -> None:
    records = f'<pivotCacheRecords><r><s v="{NIK}"/></r></pivotCacheRecords>'.encode()
    content = with_members(workbook(), {"xl/pivotCache/pivotCacheRecords1.xml": records})
    assert kinds(look(EXCEL, content)) == ["nik"]


def test_texts_of_deleted_cells_are_read() -> None:
    shared = (
        f"<sst><si><t>Kegiatan</t></si><si><t>Pagu</t></si><si><t>Jalan</t></si>"
        f"<si><r><t>{NIK[:8]}</t></r><r><t>{NIK[8:]}</t></r></si></sst>"
    ).encode()
    inspection = look(EXCEL, with_members(workbook(), {"xl/sharedStrings.xml": shared}))
    assert where(inspection, FindingKind.NIK) == [("teks bersama yang tidak tampil", 1)]


@pytest.mark.parametrize(
    ("heading", "value", "kind"),
    [
        ("NIK", NIK, "nik"),
        ("NIK", int(NIK), "nik"),
        ("Nomor", int(NIK), "nik"),
        ("No. HP", 81234567890, "phone"),
        ("No. HP", 6281234567890, "phone"),
        ("No. Rekening", "0012345678", "bank_account"),
        ("No Rekening", 1234567890, "bank_account"),
        ("Surel", "budi@gmail.com", "email"),
    ],
)
def test_cells_are_read_under_their_headings(heading: str, value: object, kind: str) -> None:
    def write(book: Book) -> None:
        sheet = book.add_worksheet("Penerima")
        sheet.write(0, 0, heading)
        sheet.write(1, 0, value)

    inspection = look(EXCEL, workbook(write))
    assert [(one.kind, one.where) for one in inspection.findings] == [(kind, "lembar Penerima")]


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Pagu", 81234567890),
        ("Pagu", 6281234567890),
        ("Pagu", 1234567890123456),
        ("Rasio", 0.3507152102900001),
        ("Kode Rekening", "5.1.02.01.01.0024"),
        ("Kode Rekening", 510201010024),
        ("Tanggal", 46348),
        ("Tahun", 2026),
        ("Nomor", "0007/PPID/XI/2026"),
    ],
)
def test_figures_of_the_budget_are_left_alone(heading: str, value: object) -> None:
    def write(book: Book) -> None:
        sheet = book.add_worksheet("Rekap")
        sheet.write(0, 0, heading)
        sheet.write(1, 0, value)

    assert look(EXCEL, workbook(write)).findings == ()


def test_a_personal_number_in_a_sheets_name_is_found_and_not_repeated() -> None:
    inspection = look(EXCEL, workbook(lambda book: book.add_worksheet(NIK).hide()))
    assert set(kinds(inspection)) == {"nik", "hidden_sheet"}
    assert NIK not in repr(inspection)
