"""The letter about a failure to protect data says all the law wants, whatever somebody typed."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from register.letters.breach import BreachNotice, draw
from tests.register.letters.samples import ISSUED, LETTERHEAD

NOTICE = BreachNotice(
    letter_number="500/12/2026",
    addressee="Menteri Komunikasi dan Digital\nJakarta Pusat",
    known_at="2026-11-22T03:00:00+00:00",
    happened_at="2026-11-20T12:30:00+00:00",
    activities=("Permohonan dan keberatan informasi publik",),
    data="Nama dan alamat pemohon",
    how="Laptop loket hilang di kereta",
    handling="Sandi diganti semuanya",
    whom="1.204 akun",
    told="Dikirim kepada 1.204 akun.",
    contact="dpo@contoh.go.id",
    is_public=True,
)


def words(notice: BreachNotice) -> str:
    pages = PdfReader(io.BytesIO(draw(notice, LETTERHEAD, issued=ISSUED))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_says_what_when_and_how_and_what_was_done() -> None:
    said = words(NOTICE)
    for part in (
        "500/12/2026", "Menteri Komunikasi dan Digital", "Minggu, 22 November 2026",
        "10.00 WIB", "19.30 WIB", *NOTICE.activities, NOTICE.data, NOTICE.how, NOTICE.handling,
        NOTICE.whom, NOTICE.told, NOTICE.contact, "ayat (3)",
    ):  # fmt: skip
        assert part in said, part


def test_what_nobody_knows_is_said_so_and_what_is_not_public_is_left_out() -> None:
    said = words(replace(NOTICE, happened_at=None, is_public=False, contact=""))
    assert "belum diketahui" in said
    assert "ayat (3)" not in said


def test_the_same_notice_is_the_same_bytes() -> None:
    assert draw(NOTICE, LETTERHEAD, issued=ISSUED) == draw(NOTICE, LETTERHEAD, issued=ISSUED)


@pytest.mark.parametrize("typed", ["#panic()", "*tebal* _miring_ $x$ <label>", "= judul\n- butir"])
def test_what_is_typed_is_set_as_text(typed: str) -> None:
    said = words(replace(NOTICE, how=typed, letter_number=typed, addressee=typed))
    assert said.count(" ".join(typed.split())) >= 2


def test_a_very_long_account_goes_on_over_the_pages() -> None:
    long = "kata " * 170
    content = draw(
        replace(NOTICE, data=long, how=long, handling=long * 4, told=long),
        LETTERHEAD, issued=ISSUED,
    )  # fmt: skip
    assert len(PdfReader(io.BytesIO(content)).pages) > 1
