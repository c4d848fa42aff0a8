"""The registers as workbooks: the statutory layout, real cells, and nothing that computes."""

import io
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from register.sheets.columns import OBJECTIONS, REQUESTS
from register.sheets.lines import RequestLine
from register.sheets.workbook import objections_xlsx, register_xlsx
from tests.register.sheets.entries import ELSEWHERE, GRANTED, HEADING, OBJECTION, opened

BOTH = [GRANTED, ELSEWHERE]
FIRST = 9


def requests_sheet(*lines: RequestLine) -> Worksheet:
    out = io.BytesIO()
    assert register_xlsx(lines, HEADING, out) == len(lines)
    return opened(out)


def objections_sheet() -> Worksheet:
    out = io.BytesIO()
    assert objections_xlsx([OBJECTION], HEADING, out) == 1
    return opened(out)


def values(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def day(cell: object) -> date | None:
    return cell.date() if isinstance(cell, datetime) else None


def merges(sheet: Worksheet) -> set[str]:
    return {str(one) for one in sheet.merged_cells.ranges}


def test_the_register_of_requests_has_the_headings_of_lampiran_viii() -> None:
    sheet = requests_sheet(*BOTH)
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "REGISTER PERMINTAAN INFORMASI PUBLIK",
        HEADING.office,
        "Periode: Tahun 2026",
    ]
    outer, middle, inner = (list(filter(None, values(sheet, row))) for row in (5, 6, 7))
    assert outer == [
        *"No|Tgl|Nama|Alamat|Nomor Kontak|Pekerjaan|Informasi Yang Diminta".split("|"),
        *"Tujuan Penggunaan Informasi|Status Informasi|Bentuk Informasi Yang Dikuasai".split("|"),
        *"Jenis Permohonan|Keputusan|Alasan Penolakan|Hari dan Tanggal".split("|"),
        "Biaya & Cara Pembayaran",
    ]
    assert middle == [
        *"Dibawah Penguasaan|Belum Didokumentasikan|Softcopy|Hardcopy|Melihat/Mengetahui".split(
            "|"
        ),
        *"Meminta Salinan|Pemberitahuan Tertulis|Pemberian Informasi|Biaya|Cara".split("|"),
    ]
    assert inner == ["Ya", "Tdk"]
    assert values(sheet, 8) == list(range(1, 22))
    assert len(REQUESTS.columns) == 21


def test_the_headings_of_the_register_of_requests_are_joined_as_the_law_groups_them() -> None:
    found = merges(requests_sheet(*BOTH))
    assert {"I5:K5", "I6:J6", "K6:K7", "L5:M5", "N5:O5", "R5:S5", "T5:U5"} <= found
    assert {"A5:A7", "B5:B7", "H5:H7", "P5:P7", "Q5:Q7", "L6:L7", "U6:U7"} <= found
    assert {"A1:U1", "A2:U2", "A3:U3"} <= found


def test_the_register_of_objections_has_the_headings_of_lampiran_xi() -> None:
    sheet = objections_sheet()
    assert sheet["A1"].value == "REGISTER KEBERATAN"
    assert values(sheet, 7) == list(range(1, 21))
    assert values(sheet, 6)[9:16] == ["a*", "b*", "c*", "d*", "e*", "f*", "g*"]
    assert values(sheet, 5)[6] == "No. Pendaftaran Permintaan Informasi"
    assert values(sheet, 5)[16:] == [
        "Keputusan Atasan PPID",
        "Hari dan Tanggal Pemberian Tanggapan",
        "Nama dan Posisi Atasan PPID",
        "Tanggapan Pemohon Informasi",
    ]
    assert {"J5:P5", "A5:A6", "T5:T6"} <= merges(sheet)
    assert len(OBJECTIONS.columns) == 20


def test_an_objection_stands_in_its_columns_with_the_seven_grounds_below() -> None:
    sheet = objections_sheet()
    row = values(sheet, 8)
    assert row[0] == "0001/KBR/XI/2026"
    assert day(row[1]) == OBJECTION.received_date
    assert row[9:16] == ["✓", None, "✓", None, "✓", None, None]
    assert row[17:] == ["Rabu, 23 Desember 2026", "Dadang, Sekretaris Daerah", "Menerima"]
    below = "\n".join(str(sheet.cell(number, 1).value) for number in range(9, sheet.max_row + 1))
    assert "UU 14/2008 Pasal 35 ayat (1)" in below
    assert [f"\n{letter}. " in below for letter in "abcdefg"] == [True] * 7


def test_a_request_stands_in_its_columns_as_days_sums_and_ticks() -> None:
    sheet = requests_sheet(*BOTH)
    row = values(sheet, FIRST)
    assert row[0] == "0001/PPID/XI/2026"
    assert day(row[1]) == GRANTED.received_date
    assert row[8:15] == ["✓", None, None, "✓", None, None, "✓"]
    assert row[15:] == [
        "Dikabulkan seluruhnya",
        None,
        "Senin, 23 November 2026",
        "Selasa, 24 November 2026",
        15_000,
        "Tunai",
    ]
    assert sheet.cell(FIRST, 2).number_format == "[$-421]d mmm yyyy"
    assert sheet.cell(FIRST, 20).number_format == '"Rp"#,##0'
    assert sheet.cell(FIRST, 5).data_type == "s"


def test_what_is_held_elsewhere_names_the_body_that_holds_it() -> None:
    row = values(requests_sheet(*BOTH), FIRST + 1)
    assert row[8:11] == [None, "✓\nDinas Sumber Daya Air Provinsi", "✓"]
    unknown = replace(GRANTED, under_control=None, holding_body="Dinas lain")
    assert values(requests_sheet(unknown), FIRST)[8:10] == [None, None]
    nameless = replace(ELSEWHERE, holding_body=" ")
    assert values(requests_sheet(nameless), FIRST)[9] == "✓"


def test_the_book_prints_wide_with_its_header_on_every_page() -> None:
    sheet = requests_sheet(*BOTH)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$5:$8"
    assert sheet.freeze_panes == "B9"
    assert sheet.column_dimensions["G"].width > sheet.column_dimensions["I"].width * 3
    assert all(cell.alignment.wrap_text for cell in sheet[FIRST])
    assert all(cell.border.left.style == "thin" for cell in sheet[FIRST])


def test_a_register_without_entries_says_so() -> None:
    sheet = requests_sheet()
    assert sheet.cell(FIRST, 1).value == "Nihil"
    assert "A9:U9" in merges(sheet)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text()
        | st.tuples(
            st.sampled_from(["=", "+", "-", "@", "{=", "＝", "\t=", "\r=", " =", "http://", "0"]),
            st.text(),
        ).map("".join),
        min_size=1,
        max_size=4,
    )
)
def test_no_text_ever_becomes_a_formula_a_link_or_a_number(texts: list[str]) -> None:
    lines = [
        replace(GRANTED, applicant_name=text, address=text, information_detail=text)
        for text in texts
    ]
    sheet = requests_sheet(*lines)
    for number, text in enumerate(texts, start=FIRST):
        for column in (3, 4, 7):
            cell = sheet.cell(number, column)
            assert cell.data_type == ("s" if cell.value is not None else "n")
            assert cell.hyperlink is None
            if text.isascii() and text.isprintable() and text and "_x" not in text:
                assert cell.value == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+62812", "-1", "@SUM(A1)", "{=A1}", "http://contoh.id", "007"]
)
def test_a_text_is_kept_to_the_letter(text: str) -> None:
    cell = requests_sheet(replace(GRANTED, applicant_name=text)).cell(FIRST, 3)
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_text_that_looks_like_an_escape_of_the_file_is_escaped_itself() -> None:
    cell = requests_sheet(replace(GRANTED, applicant_name="_x0041_")).cell(FIRST, 3)
    assert unescape(cell.value) == "_x0041_"
    assert cell.value != "_x0041_"


def test_a_text_that_looks_like_the_markup_of_the_file_is_written_as_text() -> None:
    text = "<r><t>palsu</t></r><c t='n'><v>1</v></c></r>"
    sheet = requests_sheet(replace(GRANTED, applicant_name=text), GRANTED)
    assert str(sheet.cell(FIRST, 3).value).strip() == text
    assert sheet.cell(FIRST + 1, 1).value == "0001/PPID/XI/2026"


def test_what_a_file_cannot_carry_is_left_out() -> None:
    text = "a\x00b\x0bc\x1bd\ud800e\ufffef\uffffg\r\nh"
    sheet = requests_sheet(replace(GRANTED, applicant_name=text))
    assert sheet.cell(FIRST, 3).value == "abcdefg\nh"


@pytest.mark.parametrize("first", ["", "a"])
@pytest.mark.parametrize("letter", ["a", "\N{OPEN BOOK}"])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(first: str, letter: str) -> None:
    sheet = requests_sheet(replace(GRANTED, information_detail=first + letter * 40_000))
    found = str(sheet.cell(FIRST, 7).value)
    assert found.endswith(" … [dipotong]")
    assert found.startswith(first + letter * 16_000)
    assert 32_765 <= len(found.encode("utf-16-le")) // 2 <= 32_767


def test_the_same_register_gives_the_same_bytes_anywhere_and_at_any_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made() -> list[bytes]:
        requests, objections = io.BytesIO(), io.BytesIO()
        register_xlsx(BOTH, HEADING, requests)
        objections_xlsx([OBJECTION], HEADING, objections)
        return [requests.getvalue(), objections.getvalue()]

    here = made()
    try:
        monkeypatch.setenv("TZ", "America/St_Johns")
        monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
        time.tzset()
        time.sleep(1.1)
        assert made() == here
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_file_was_made_when_the_heading_says() -> None:
    out = io.BytesIO()
    register_xlsx(BOTH, HEADING, out)
    about = load_workbook(io.BytesIO(out.getvalue())).properties
    assert about.created is not None
    assert about.created.replace(tzinfo=UTC) == HEADING.issued
    assert about.title == "Register Permintaan Informasi Publik"
    with zipfile.ZipFile(out) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


def test_a_line_that_fails_leaves_no_file_and_no_personal_data_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[Path] = []

    def failing() -> Iterator[RequestLine]:
        yield GRANTED
        seen.extend(tmp_path.iterdir())
        yield replace(GRANTED, decision="never heard of")

    out = io.BytesIO()
    with pytest.raises(KeyError):
        register_xlsx(failing(), HEADING, out)
    assert out.getvalue() == b""
    assert len(seen) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_register_of_five_thousand_lines_tells_how_far_it_is() -> None:
    out, heard = io.BytesIO(), list[int]()
    lines = (replace(GRANTED, registration_number=f"{n:04d}/PPID/XI/2026") for n in range(1, 5051))
    assert register_xlsx(lines, HEADING, out, heard.append) == 5050
    assert heard == [*range(100, 5001, 100), 5050]
    sheet = load_workbook(out, read_only=True).worksheets[0]
    numbers = [row[0] for row in sheet.iter_rows(min_row=FIRST, max_col=1, values_only=True)]
    assert numbers[4999] == "5000/PPID/XI/2026"
