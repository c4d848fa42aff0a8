"""Register books: their two header rows on every page, their columns, and their speed."""

import io

import pytest
from pypdf import PdfReader

from register.letters.tables import BookSheet, Group, book_pdf
from tests.register.letters.samples import ISSUED
from tests.register.letters.test_letters import pieces


def plain(heading: str) -> Group:
    return Group(heading, (heading,))


GROUPS = (
    *(plain(name) for name in ("No", "Tgl", "Nama", "Alamat", "Nomor Kontak", "Pekerjaan")),
    plain("Informasi Yang Diminta"),
    plain("Tujuan Penggunaan Informasi"),
    Group("Status Informasi", ("Ya", "Tdk", "Belum Didokumentasikan")),
    Group("Bentuk Informasi Yang Dikuasai", ("Softcopy", "Hardcopy")),
    Group("Jenis Permohonan", ("Melihat", "Meminta Salinan")),
    plain("Keputusan"),
    plain("Alasan Penolakan"),
    Group("Hari dan Tanggal", ("Pemberitahuan Tertulis", "Pemberian Informasi")),
    Group("Biaya dan Cara Pembayaran", ("Biaya", "Cara")),
)
LEAVES = [leaf for group in GROUPS for leaf in group.leaves]
ROW = [f"isi {place} #panic() $x$" for place in range(len(LEAVES))]


def book(rows: int, *, numbered: bool = True) -> BookSheet:
    return BookSheet(
        title="Register Permintaan Informasi Publik",
        office="PPID Kabupaten Contoh",
        period="Januari s.d. Juni 2026",
        groups=GROUPS,
        widths=(1.0,) * len(LEAVES),
        rows=[ROW] * rows,
        numbered=numbered,
    )


def test_a_book_repeats_its_header_on_every_page_and_keeps_every_cell() -> None:
    reader = PdfReader(io.BytesIO(book_pdf(book(60), issued=ISSUED)))
    assert len(LEAVES) == 21
    assert len(reader.pages) > 1
    for place, page in enumerate(reader.pages, start=1):
        text = pieces(page.extract_text())
        assert "StatusInformasi" in text
        assert "Hardcopy" in text
        assert f"Halaman{place}dari{len(reader.pages)}" in text
        assert page.mediabox.width > page.mediabox.height
    first = pieces(reader.pages[0].extract_text())
    assert pieces("".join(str(number) for number in range(1, 22))) in first
    assert "isi20#panic()$x$" in first
    everything = "".join(pieces(page.extract_text()) for page in reader.pages)
    assert everything.count("isi20#panic()$x$") == 60


def test_the_row_of_column_numbers_can_be_left_out() -> None:
    text = pieces(
        PdfReader(io.BytesIO(book_pdf(book(1, numbered=False), issued=ISSUED)))
        .pages[0]
        .extract_text()
    )
    assert "1234567891011" not in text


def test_an_empty_book_says_so() -> None:
    reader = PdfReader(io.BytesIO(book_pdf(book(0), issued=ISSUED)))
    assert "Belum ada catatan" in reader.pages[0].extract_text()


def test_a_book_is_made_for_the_archive_and_the_same_each_time() -> None:
    first, again = (book_pdf(book(5), issued=ISSUED) for _ in range(2))
    assert first == again
    assert b"<pdfaid:part>2</pdfaid:part>" in first


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="must have 1 entries"):
        BookSheet("t", "o", "p", (plain("No"),), (1.0,), [["1", "2"]])
    with pytest.raises(ValueError, match="must have 1 entries"):
        BookSheet("t", "o", "p", (plain("No"),), (1.0, 2.0), [["1"]])


def test_a_year_of_five_thousand_requests_is_drawn_in_one_go() -> None:
    pdf = book_pdf(book(5_000), issued=ISSUED)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 50
