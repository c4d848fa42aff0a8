"""The registers as plain data: complete, read back as written, and harmless when opened."""

import csv
import io
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from office.masking import clean
from register.sheets.lines import RequestLine
from register.sheets.plain import disarmed, objections_csv, original, register_csv
from tests.register.sheets.entries import ELSEWHERE, GRANTED, OBJECTION

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
HOSTILE = st.text(st.sampled_from(f"{SIGNS}'\"|,;\t\r\n \u200b\u00a0\ufeff\u2028ab1"), max_size=30)


def rows(content: bytes, separator: str = ";") -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def requests_file(lines: Sequence[RequestLine]) -> bytes:
    out = io.BytesIO()
    assert register_csv(lines, out) == len(lines)
    return out.getvalue()


def test_the_register_of_requests_is_complete_with_24_columns() -> None:
    header, *lines = rows(requests_file([GRANTED, ELSEWHERE]))
    assert len(header) == len(set(header)) == len(fields(RequestLine)) == 24
    first, second = (dict(zip(header, line, strict=True)) for line in lines)
    assert first["Tanggal Diterima"] == "2026-11-09"
    assert first["NIK atau Nomor SK"] == "3211************"
    assert first["Biaya"] == "15000"
    assert first["Dibawah Penguasaan"] == "ya"
    assert first["Keputusan"] == "Dikabulkan seluruhnya"
    assert second["Badan Publik Yang Menguasai"] == "Dinas Sumber Daya Air Provinsi"
    assert second["Surat Kuasa Khusus"] == "ya"
    assert second["Dibawah Penguasaan"] == "tidak"
    assert second["Tanggal Pemberian Informasi"] == ""
    assert second["Biaya"] == ""
    assert second["Catatan Register"] == "Tidak diperbaiki sampai batas waktu"


def test_every_field_of_a_request_reaches_the_file() -> None:
    words = {
        field.name: f"isi {field.name}"
        for field in fields(RequestLine)
        if isinstance(getattr(GRANTED, field.name), str) and field.name != "decision"
    }
    (line,) = rows(requests_file([replace(GRANTED, **words)]))[1:]
    assert len(words) == 12
    assert set(words.values()) <= set(line)


def test_the_register_of_objections_is_complete_with_the_reason() -> None:
    out = io.BytesIO()
    assert objections_csv([OBJECTION], out) == 1
    header, line = rows(out.getvalue())
    assert len(header) == len(set(header)) == 21
    found = dict(zip(header, line, strict=True))
    assert [found[f"Alasan {letter}"] for letter in "abcdefg"] == [
        *("ya", "tidak", "ya", "tidak", "ya", "tidak", "tidak")
    ]
    assert found["Alasan Penolakan/Pemberian"] == "Informasi diberikan"
    assert found["Tanggal Pemberian Tanggapan"] == "2026-12-23"


def test_excel_with_indonesian_settings_reads_letters_and_columns() -> None:
    content = requests_file([GRANTED])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").startswith('"Nomor Pendaftaran";"Tanggal Diterima";')
    assert content.endswith(b"\r\n")


def test_a_register_without_entries_is_a_header_alone() -> None:
    assert len(rows(requests_file([]))) == 1


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "  '@SUM(A1)"),
        ("\tabc", "'\tabc"),
        ("\rabc", "'\nabc"),
        ("＝1", "'＝1"),
        ("+62812", "'+62812"),
        ("'=1", "''=1"),
        ("Rp5; -2", "Rp5; '-2"),
        ("jalan 1-2, a=b", "jalan 1-2, a=b"),
        ("Jum'at", "Jum'at"),
    ],
)
def test_a_sign_that_begins_a_formula_gets_an_apostrophe(text: str, safe: str) -> None:
    assert disarmed(text) == safe


@settings(deadline=None)
@given(st.lists(HOSTILE | st.text(), min_size=1, max_size=5), st.sampled_from(";,\t|"))
@example(['a,"=1'], ",")
@example(["\n=1"], ",")
def test_no_cell_begins_a_formula_however_the_file_is_split(
    texts: list[str], separator: str
) -> None:
    lines = [replace(GRANTED, applicant_name=text, register_note=text) for text in texts]
    for row in rows(requests_file(lines), separator):
        for cell in row:
            assert cell.strip(' \t\r\n\u00a0\u200b\ufeff\u2028"')[:1] not in set(SIGNS), row


@settings(deadline=None)
@given(HOSTILE | st.text())
@example("\t=x")
@example("'\t'=x")
def test_a_text_is_read_back_as_it_was_written(text: str) -> None:
    kept = clean(text).replace("\ufffe", "").replace("\uffff", "")
    ((_, line), name) = rows(requests_file([replace(GRANTED, applicant_name=text)])), 2
    assert original(line[name]) == kept


def test_a_long_run_of_line_ends_costs_no_time() -> None:
    assert len(disarmed("\n '" * 10_000 + "=")) == 30_003


def test_the_same_register_gives_the_same_bytes_whatever_the_order_of_a_set() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    objections_csv([replace(OBJECTION, grounds=frozenset("gca"))], first)
    objections_csv([replace(OBJECTION, grounds=frozenset("acg"))], second)
    assert first.getvalue() == second.getvalue()


def test_a_register_of_five_thousand_lines_tells_how_far_it_is() -> None:
    out, heard = io.BytesIO(), list[int]()
    assert register_csv([GRANTED] * 5000, out, heard.append) == 5000
    assert heard == list(range(100, 5001, 100))
    assert len(rows(out.getvalue())) == 5001
