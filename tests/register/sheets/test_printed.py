"""The registers as printed books: landscape, with every column and the meaning of its signs."""

import io
import re
from dataclasses import replace

from pypdf import PdfReader

from register.sheets.lines import ObjectionLine, RequestLine
from register.sheets.printed import objections_pdf, register_pdf
from tests.register.sheets.entries import ELSEWHERE, GRANTED, HEADING, OBJECTION


def requests_book(*lines: RequestLine) -> bytes:
    out = io.BytesIO()
    assert register_pdf(lines, HEADING, out) == len(lines)
    return out.getvalue()


def objections_book(*lines: ObjectionLine) -> bytes:
    out = io.BytesIO()
    assert objections_pdf(lines, HEADING, out) == len(lines)
    return out.getvalue()


def text_of(book: bytes, page: int = 0) -> str:
    """Return the words of a page, joined again where a narrow column broke them."""
    text = PdfReader(io.BytesIO(book)).pages[page].extract_text()
    return re.sub(r"\s+", " ", re.sub("\u00ad\n", "", text))


def test_the_register_of_requests_is_a_wide_book_with_its_columns() -> None:
    book = requests_book(GRANTED, ELSEWHERE)
    page = PdfReader(io.BytesIO(book)).pages[0].mediabox
    assert page.width > page.height
    text = text_of(book)
    for part in (
        "REGISTER PERMINTAAN INFORMASI PUBLIK",
        "Periode: Tahun 2026",
        "Status Informasi",
        "Hari dan Tanggal",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
        "0001/PPID/XI/2026",
        "9 Nov 2026",
        "Senin, 23 November 2026",
        "Rp 15.000",
        "Dinas Sumber Daya Air",
        "√",
    ):
        assert part in text
    assert "22 " not in text.split("20 21")[0]
    assert "\N{REPLACEMENT CHARACTER}" not in text


def test_the_register_of_objections_is_a_wide_book_that_explains_its_letters() -> None:
    book = objections_book(OBJECTION)
    page = PdfReader(io.BytesIO(book)).pages[0].mediabox
    assert page.width > page.height
    text = text_of(book)
    for part in (
        "REGISTER KEBERATAN",
        "* b* c* d* e* f* g*",
        "UU 14/2008 Pasal 35 ayat (1)",
        "g. disampaikan melebihi jangka waktu",
        "Rabu, 23 Desember 2026",
        "0001/KBR/XI/2026",
    ):
        assert part in text
    assert text.count("√") == 3
    assert "19 20 0001" in text


def test_only_a_tick_of_the_register_becomes_the_printed_one() -> None:
    marked = replace(GRANTED, under_control=None, held_soft=False, wants_copy=False)
    assert "√" not in text_of(requests_book(replace(marked, purpose_of_use="✓ setuju")))


def test_a_register_without_entries_says_so() -> None:
    assert "21 Nihil" in text_of(requests_book())
    assert "20 Nihil" in text_of(objections_book())


def test_the_header_stands_on_every_page() -> None:
    book = requests_book(*[GRANTED] * 60)
    pages = len(PdfReader(io.BytesIO(book)).pages)
    assert pages > 1
    assert "Informasi Yang Diminta" in text_of(book, pages - 1)


def test_the_same_register_gives_the_same_bytes() -> None:
    assert requests_book(GRANTED, ELSEWHERE) == requests_book(GRANTED, ELSEWHERE)
    later = objections_book(replace(OBJECTION, grounds=frozenset("eca")))
    assert objections_book(OBJECTION) == later


def test_text_that_no_font_and_no_file_can_carry_still_prints() -> None:
    hostile = 'a\x00b\ud800c\ufffed #import "x" $ \\ ] [ <b> {{x}}'
    assert "abcd #import" in text_of(requests_book(replace(GRANTED, information_detail=hostile)))


def test_a_word_that_fits_its_column_is_never_broken() -> None:
    written = replace(GRANTED, purpose_of_use="untuk penelitian November 2026 tentang hibah")
    pages = PdfReader(io.BytesIO(requests_book(*[written] * 3))).pages
    text = pages[0].extract_text()
    for word in ("November", "penelitian", "Penguasaan", "Didokumentasikan", "Dibawah", "Softcopy"):
        assert word in text


def test_numbers_and_addresses_are_copied_from_a_book_as_they_were_written() -> None:
    contact = "sari.wulandari.panjang.sekali@contohkabupaten.go.id"
    long_words = replace(GRANTED, contact=contact, occupation="Penyelenggaraan")
    raw = PdfReader(io.BytesIO(requests_book(long_words))).pages[0].extract_text()
    assert "\u200b" not in raw
    assert raw.count("\u00ad") == raw.count("\u00ad\n")  # a hyphen only where a line ends
    assert contact in raw.replace("\n", "")
    assert "0001/PPID/XI/2026" in raw.replace("\n", "")


def test_a_register_of_five_thousand_lines_becomes_a_book() -> None:
    heard, out = list[int](), io.BytesIO()
    lines = (replace(GRANTED, registration_number=f"{n:04d}/PPID/XI/2026") for n in range(1, 5001))
    assert register_pdf(lines, HEADING, out, heard.append) == 5000
    assert heard == list(range(100, 5001, 100))
    assert "5000/PPID/XI/2026" in text_of(out.getvalue(), -1)
