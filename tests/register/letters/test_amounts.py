"""Amounts in words and figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.letters.amounts import LARGEST, rupiah, terbilang


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (99, "sembilan puluh sembilan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1_000, "seribu"),
        (1_001, "seribu satu"),
        (1_999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2_000, "dua ribu"),
        (11_000, "sebelas ribu"),
        (12_500, "dua belas ribu lima ratus"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (25_750_250, "dua puluh lima juta tujuh ratus lima puluh ribu dua ratus lima puluh"),
        (1_000_000_000, "satu miliar"),
        (1_000_000_000_000, "satu triliun"),
        (-250, "minus dua ratus lima puluh"),
    ],
)
def test_a_number_is_spelled_as_on_a_receipt(number: int, words: str) -> None:
    assert terbilang(number) == words


def test_a_number_beyond_words_is_refused() -> None:
    assert terbilang(LARGEST).startswith("sembilan ratus")
    with pytest.raises(ValueError, match="beyond words"):
        terbilang(LARGEST + 1)


VALUES = {
    "nol": 0,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
    "sepuluh": 10,
    "sebelas": 11,
    "seratus": 100,
}
SCALES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def read_back(words: str) -> int:
    """Return the number that words spell, read from left to right."""
    total = group = ones = 0
    for word in words.split():
        if word == "seribu":
            total, group, ones = total + 1_000, 0, 0
        elif word == "belas":
            ones += 10
        elif word in {"puluh", "ratus"}:
            group, ones = group + ones * (10 if word == "puluh" else 100), 0
        elif word in SCALES:
            total, group, ones = total + (group + ones) * SCALES[word], 0, 0
        elif word == "seratus":
            group += 100
        else:
            ones += VALUES[word]
    return total + group + ones


@given(st.integers(0, LARGEST))
def test_every_number_can_be_read_back(number: int) -> None:
    assert read_back(terbilang(number)) == number


@pytest.mark.parametrize(
    ("amount", "figures"),
    [(0, "Rp 0"), (12_500, "Rp 12.500"), (1_250_000, "Rp 1.250.000"), (-500, "-Rp 500")],
)
def test_an_amount_has_points_between_thousands(amount: int, figures: str) -> None:
    assert rupiah(amount).replace("\u00a0", " ") == figures
