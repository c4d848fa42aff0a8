"""Taking a list from a file: Indonesian headings, both kinds of file, all of it or nothing."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from office import journal
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotValid
from office.unit import Office
from register import exemption_list, list_columns, list_import, list_sheet, public_list
from register.exemption_list import Filters
from register.list_import import Report
from register.list_words import (
    AvailableForm,
    ExemptionStatus,
    InformationClass,
    ListKind,
    PeriodType,
)
from register.public_list import Filters as PublicFilters
from register.words import RefusalGround
from tests.people import CLOCKWORK, staff_member
from tests.register.lists import item, listed

DIP, DIK = ListKind.PUBLIC, ListKind.EXEMPT
# As such lists are printed: a title, headings in two rows, numbered columns, and sections.
LAMPIRAN_I = [
    ["DAFTAR INFORMASI PUBLIK KABUPATEN CONTOH TAHUN 2026"],
    [],
    [
        "NO", "RINGKASAN ISI INFORMASI", "PEJABAT/UNIT/SATKER YANG MENGUASAI INFORMASI",
        "PENANGGUNG JAWAB PEMBUATAN ATAU PENERBITAN INFORMASI",
        "WAKTU DAN TEMPAT PEMBUATAN INFORMASI", "BENTUK INFORMASI YANG TERSEDIA", "",
        "JANGKA WAKTU PENYIMPANAN ATAU RETENSI ARSIP",
    ],
    ["", "", "", "", "", "Soft copy", "Hard copy", ""],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ["A.", "Informasi yang Wajib Diumumkan Secara Berkala"],
    ["1", "Profil daerah", "Diskominfo", "Kadis Kominfo", "Januari 2026", "v", "-", "5 tahun"],
    ["B.", "Informasi yang Wajib Tersedia Setiap Saat"],
    ["2", "Daftar aset", "BPKAD", "Kepala BPKAD", "2025, BPKAD", "√", "✓", "10 tahun"],
]  # fmt: skip
EXEMPT = [
    [
        "No", "Informasi yang Dikecualikan", "Dasar Hukum Pengecualian",
        "Konsekuensi Jika Dibuka", "Konsekuensi Jika Ditutup", "Jangka Waktu", "No SK",
        "Tanggal SK",
    ],
    [
        "1", "Rekam medis pasien RSUD", "UU 14/2008 Pasal 17 huruf h angka 2; UU 17/2023",
        "Riwayat kesehatan seseorang diketahui umum.", "Pasien terlindungi dari prasangka umum.",
        "Selama diperlukan", "188/1/2026", "5 Januari 2026",
    ],
    [
        "2", "Soal seleksi jabatan kepala dinas", "Pasal 17 ayat (1) huruf i UU KIP",
        "Seleksi tidak lagi adil bagi para peserta.", "Seleksi berlangsung jujur dan setara.",
        "sampai dengan 31/12/2027", "", "",
    ],
]  # fmt: skip


def as_csv(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def as_workbook(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def take(office: Office, member: StaffMember, kind: ListKind, content: bytes) -> Report:
    name = "daftar.xlsx" if content.startswith(b"PK") else "daftar.csv"
    with office.unit(member) as unit:
        return list_import.import_rows(unit, kind, list_import.read(kind, name, content))


def problems(report: Report) -> list[tuple[int, str, str]]:
    return [(row.line, row.column, row.code) for row in report.problems]


def public(office: Office) -> list[public_list.Item]:
    with office.reading(CLOCKWORK) as unit:
        return [row.item for row in public_list.page(unit, PublicFilters()).rows]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(LAMPIRAN_I),
        as_csv(LAMPIRAN_I, ",", "utf-8-sig"),
        as_csv(LAMPIRAN_I, "\t"),
        as_workbook(LAMPIRAN_I),
    ],
    ids=["semicolon", "comma", "tab", "workbook"],
)
def test_a_list_as_offices_print_it_is_taken_whole(
    office: Office, pak_budi: StaffMember, content: bytes
) -> None:
    report = take(office, pak_budi, DIP, content)
    assert (report.added, report.rows, report.problems) == (2, 2, [])
    profile, assets = public(office)
    assert profile.summary == "Profil daerah"
    assert profile.information_class is InformationClass.PERIODIC
    assert profile.forms == {AvailableForm.SOFT}
    assert (profile.holding_unit, profile.retention_period) == ("Diskominfo", "5 tahun")
    assert assets.information_class is InformationClass.ALWAYS_AVAILABLE
    assert assets.forms == set(AvailableForm)
    with office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="list.imported")
    assert '"rows": 2' in line.facts


def test_one_bad_cell_keeps_the_whole_file_out_and_is_named_by_its_line(
    office: Office, pak_budi: StaffMember
) -> None:
    rows = [*LAMPIRAN_I, ["3", "Profil  DAERAH", "Diskominfo", "", "2026", "x", "", "5 tahun"]]
    report = take(office, pak_budi, DIP, as_csv(rows))
    assert report.added == 0
    assert problems(report) == [
        (10, "available_form", "tick_unclear"),
        (10, "responsible_official", "required"),
        (10, "summary", "already_listed"),
    ]
    assert public(office) == []
    with office.reading(CLOCKWORK) as unit:
        assert journal.page(unit.session, act="list.") == []


def test_what_is_listed_already_is_not_listed_twice(office: Office, pak_budi: StaffMember) -> None:
    listed(office, pak_budi, summary="Profil daerah", holding_unit="DISKOMINFO")
    report = take(office, pak_budi, DIP, as_workbook(LAMPIRAN_I))
    assert problems(report) == [(7, "summary", "already_listed")]
    assert len(public(office)) == 1


def test_a_cell_of_several_lines_does_not_confuse_the_count_of_lines(
    office: Office, pak_budi: StaffMember
) -> None:
    long = ["1", "Profil\ndaerah\nlengkap", "Kominfo", "Kadis", "2026", "v", "", "5 tahun"]
    bad = ["2", "Aset", "BPKAD", "Kepala", "2026", "v", "", ""]
    report = take(office, pak_budi, DIP, as_csv([*LAMPIRAN_I[:6], long, bad]))
    assert problems(report) == [(10, "retention_period", "required")]


def test_class_and_forms_may_stand_in_columns_of_their_own(
    office: Office, pak_budi: StaffMember
) -> None:
    headings = [
        "No.", "Nama Informasi", "Unit Kerja", "Penanggungjawab", "Waktu Pembuatan",
        "Format Informasi", "Retensi", "Kategori", "Link", "Tanggal Publikasi",
    ]  # fmt: skip
    row = [
        "1", "Statistik", "BPS", "Kepala", "2026", "Softcopy/cetak", "permanen",
        "Informasi Serta Merta", "https://contoh.go.id", "2 Feb 2026",
    ]  # fmt: skip
    assert take(office, pak_budi, DIP, as_csv([headings, row], ",")).added == 1
    (found,) = public(office)
    assert found.forms == set(AvailableForm)
    assert found.information_class is InformationClass.IMMEDIATE
    assert found.published_on == date(2026, 2, 2)
    assert found.url_or_file == "https://contoh.go.id"
    unclear = [*row[:1], "Lain", *row[2:5], "kadang", "permanen", "rahasia", "", "besok"]
    report = take(office, pak_budi, DIP, as_csv([headings, unclear], ","))
    assert problems(report) == [
        (2, "information_class", "choice_unclear"),
        (2, "published_on", "date_unclear"),
        (2, "available_form", "choice_unclear"),
    ]


def test_exemptions_of_a_file_wait_for_the_second_person(
    office: Office, pak_budi: StaffMember
) -> None:
    assert take(office, pak_budi, DIK, as_csv(EXEMPT)).added == 2
    with office.reading(pak_budi) as unit:
        found = exemption_list.page(unit, Filters()).rows
        exam, records = (exemption_list.record(unit, row.id) for row in found)
    assert {row.status for row in found} == {ExemptionStatus.PROPOSED}
    assert records.draft.ground is RefusalGround.EXEMPT_H
    assert records.draft.period_type is PeriodType.AS_LONG_AS_NEEDED
    assert (records.row.decree_no, records.row.decree_date) == ("188/1/2026", date(2026, 1, 5))
    assert exam.draft.ground is RefusalGround.EXEMPT_I
    assert exam.draft.expires_on == date(2027, 12, 31)
    assert exam.row.decree_date is None


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        (2, "UU 17/2023 Pasal 4 huruf b", ("ground", "letter_unclear")),
        (2, "Pasal 17 huruf h dan Pasal 17 huruf i", ("ground", "letter_unclear")),
        (5, "permanen", ("period_type", "period_unclear")),
        (5, "", ("period_type", "required")),
        (5, "31 Desember 2020", ("expires_on", "date_past")),
        (3, "buruk", ("consequence_if_open", "too_short")),
        (6, "", ("decree_no", "required")),
        (7, "", ("decree_date", "required")),
        (7, "32-01-2026", ("decree_date", "date_unclear")),
    ],
)
def test_an_exemption_the_law_does_not_know_keeps_the_file_out(
    office: Office, pak_budi: StaffMember, column: int, text: str, fault: tuple[str, str]
) -> None:
    row = list(EXEMPT[1])
    row[column] = text
    report = take(office, pak_budi, DIK, as_csv([EXEMPT[0], row, EXEMPT[2]]))
    assert (2, *fault) in problems(report)
    assert report.added == 0
    with office.reading(pak_budi) as unit:
        assert exemption_list.page(unit, Filters()).total == 0


def test_a_curator_imports_the_public_list_only(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        curator = staff_member(unit, "wati", "Wati Kurator", Role.KB_CURATOR)
    assert take(office, curator, DIP, as_csv(LAMPIRAN_I)).added == 2
    with pytest.raises(NotAllowed):
        take(office, curator, DIK, as_csv(EXEMPT))


def test_the_command_line_may_import_both_but_proposes_nothing_in_anybodys_name(
    office: Office, pak_budi: StaffMember
) -> None:
    for kind, rows in ((DIP, LAMPIRAN_I), (DIK, EXEMPT)):
        with office.unit(CLOCKWORK) as unit:
            sheet = list_import.read(kind, "daftar.csv", as_csv(rows))
            assert list_import.import_rows(unit, kind, sheet).added == 2
    with office.reading(pak_budi) as unit:
        assert exemption_list.record(unit, 1).proposed_by is None


@pytest.mark.parametrize("kind", ListKind)
def test_the_empty_file_we_hand_out_has_every_heading_and_is_said_to_be_empty(
    office: Office, pak_budi: StaffMember, kind: ListKind
) -> None:
    content = list_import.template(kind)
    assert problems(take(office, pak_budi, kind, content)) == [(1, "file", "list_empty")]
    sheet = list_import.read(kind, "dip.csv", content)
    headings = content.decode("utf-8-sig").strip().split(";")
    assert len(sheet.fields) == len(headings)


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 120 * 1024 * 1024)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"PK\x03\x04 bukan arsip", "list_file_unreadable"),
        ("a.xlsx", as_workbook(LAMPIRAN_I)[:-900], "list_file_unreadable"),
        ("a.xlsx", bomb(), "list_file_unreadable"),
        ("a.pdf", b"%PDF-1.4", "list_file_unreadable"),
        ("a.csv", b'"' + b"x" * 200_000, "list_file_unreadable"),
        ("a.csv", b"", "headings_unknown"),
        ("a.csv", as_csv([["a", "b", "c"], ["1", "2", "3"]]), "headings_unknown"),
        ("a.csv", as_csv([["No", "Retensi", "Kategori", "Link"]]), "headings_missing"),
        ("a.csv", as_csv([["x"]] * (list_sheet.MOST_ROWS + 1)), "list_too_long"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(name: str, content: bytes, code: str) -> None:
    # Another import may have widened what the reader takes, for the whole process.
    csv.field_size_limit(1_000_000)
    with pytest.raises(NotValid) as refused:
        list_import.read(DIP, name, content)
    assert (refused.value.field, refused.value.code) == ("file", code)


def test_a_workbook_without_a_single_sheet_of_rows_has_no_headings() -> None:
    with pytest.raises(NotValid) as refused:
        list_import.read(DIP, "a.xlsx", as_workbook([]))
    assert refused.value.code == "headings_unknown"


def test_dates_and_numbers_of_a_workbook_become_text() -> None:
    book = Workbook()
    book.active.append(["No", "Ringkasan", "Unit Kerja", "Tanggal Publikasi"])
    book.active.append([1.0, "Profil", "Kominfo", datetime(2026, 2, 1)])  # noqa: DTZ001
    written = io.BytesIO()
    book.save(written)
    (row,) = list_import.read(DIP, "a.xlsx", written.getvalue()).records
    assert row.cells["published_on"] == "2026-02-01"
    assert row.cells["ordinal"] == "1"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("31/1/2026", date(2026, 1, 31)),
        ("s.d. 31 Agustus 2026", date(2026, 8, 31)),
        ("1 Agt 2026", None),
        ("31.02.2026", None),
        ("12 Bulan 2026", None),
        ("kelak", None),
    ],
)
def test_a_date_is_read_as_it_is_written_here(text: str, day: date | None) -> None:
    assert list_columns.read_date(text) == day


def test_a_windows_file_keeps_its_letters() -> None:
    content = as_csv([*LAMPIRAN_I[:3], ["1", "Café", "x", "y", "z"]], ";", "cp1252")
    (row,) = list_import.read(DIP, "a.csv", content).records
    assert row.cells["summary"] == "Café"
    assert item().summary not in row.words
