"""Masking: no NIK, telephone number or address of a person stays in a logged text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.masking import holds_long_number, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK saya 3507152102900001 ya", "NIK saya [nomor] ya"),
        ("3507 1521 0290 0001", "[nomor]"),
        ("3507.1521.0290.0001", "[nomor]"),
        ("35-07-15-210290-0001", "[nomor]"),
        ("NIK:3507152102900001,", "NIK:[nomor],"),
        ("No KK 3507152102900099 dan 3507152102900001", "No KK [nomor] dan [nomor]"),
        ("٣٥٠٧١٥٢١٠٢٩٠٠٠٠١", "[nomor]"),
        ("3507,1521,0290,0001", "[nomor]"),
        ("NIK 3507, 1521, 0290, 0001 itu", "NIK [nomor] itu"),
        ("350715,210290,0001", "[nomor]"),
        ("35,07,15,210290,0001", "[nomor]"),
        ("3507_1521_0290_0001", "[nomor]"),
        ("3507  1521  0290  0001", "[nomor]"),
        ("3507\u00a01521\u00a00290\u00a00001", "[nomor]"),
        ("3507\u200b1521\u200b0290\u200b0001", "[nomor]"),
        ("3507\u00ad152102\u00ad900001", "[nomor]"),
        ("NIK.3507152102900001", "NIK.[nomor]"),
        ("0812/3456/7890", "[telepon]"),
        ("0812,3456,7890", "[telepon]"),
        ("0812_3456_7890", "[telepon]"),
        ("0812\u200b3456\u200b7890", "[telepon]"),
        ("telepon 081234567890.", "telepon [telepon]."),
        ("0812-3456-7890", "[telepon]"),
        ("+62 812 3456 789", "[telepon]"),
        ("wa 62812345678", "wa [telepon]"),
        ("surel sari@contoh.go.id!", "surel [surel]"),
        ("<sari.w+uji@contoh.id>", "<[surel]>"),
    ],
)
def test_a_personal_pattern_is_blotted_out(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "RKPD tahun 2026 dari Bappeda",
        "anggaran Rp 1.250.000",
        "APBD Rp 2.350.000.000.000,00",
        "belanja Rp 2.050.000.000.",
        "Rp 1,234,567,890,123,456",
        "tahun 2019,2020,2021,2022",
        "tahun 2019, 2020, 2021, 2022",
        "tanggal 02-03-2026 sampai 05.04.2026",
        "11/05/2020 - 12/06/2021",
        "2026-11-22 01:57:05",
        "-8.095456, 112.160812",
        "surat nomor 0812/345/2026",
        "Pasal 17,18,19,20,21,22,23",
        "Perki 1/2021 Pasal 29 ayat (5)",
        "nomor 0001/PPID/XI/2026",
        "telepon darurat 112",
        "RT 02/RW 03, kode pos 65152",
        "@ppid",
        "",
    ],
)
def test_what_names_nobody_stays_readable(text: str) -> None:
    assert mask(text) == text
    assert not holds_long_number(text)


@settings(deadline=None)
@given(
    before=st.text(alphabet="abc ,:(\n", max_size=10),
    digits=st.from_regex(r"[1-9][0-9]{15}", fullmatch=True),
    separator=st.sampled_from(["", " ", "-", "\u00a0", "\u200b", " \u200b"]),
    after=st.text(alphabet="abc ,:)\n", max_size=10),
)
def test_sixteen_digits_never_stay_wherever_they_stand(
    before: str, digits: str, separator: str, after: str
) -> None:
    spaced = separator.join(digits[at : at + 4] for at in range(0, 16, 4))
    masked = mask(before.rstrip(",.") + spaced + after)
    assert "[nomor]" in masked
    assert digits[:6] not in masked
    assert digits[-6:] not in masked


@pytest.mark.parametrize("piece", ["1 ", "08", "12", "1\u200b", "3507,", "0812, ", "081_234_"])
def test_no_text_makes_masking_slow(piece: str) -> None:
    assert mask(piece * (200_000 // len(piece)))


@settings(deadline=None)
@given(st.text(alphabet="0123456789 .-+@a[]", max_size=60))
def test_masking_never_raises_and_leaves_no_long_number_behind(text: str) -> None:
    assert not re.search(r"(?<![\d.,])\d{13,19}(?!\d)", mask(text))
