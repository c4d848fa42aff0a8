"""Masking: no NIK, telephone number or address of a person stays in a logged text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.masking import mask


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


@settings(deadline=None)
@given(
    before=st.text(alphabet="abc ,:(\n", max_size=10),
    digits=st.from_regex(r"[1-9][0-9]{15}", fullmatch=True),
    separator=st.sampled_from(["", " ", "-"]),
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


@settings(deadline=None)
@given(st.text(alphabet="0123456789 .-+@a[]", max_size=60))
def test_masking_never_raises_and_leaves_no_long_number_behind(text: str) -> None:
    assert not re.search(r"(?<![\d.,])\d{13,19}(?!\d)", mask(text))
