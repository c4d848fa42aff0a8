"""A long text in portions: nothing is lost, nothing is too long, words stay whole."""

from hypothesis import given
from hypothesis import strategies as st

from bot.portions import portions


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(max_size=400), st.integers(min_value=10, max_value=80))
def test_every_portion_fits_and_nothing_but_blanks_is_lost(text: str, longest: int) -> None:
    found = portions(text, longest)
    assert all(0 < units(part) <= longest for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_text_that_fits_is_one_portion() -> None:
    assert portions("  satu dua  ", 100) == ["satu dua"]
    assert portions(" \n ", 100) == []


def test_it_is_cut_between_paragraphs_rather_than_in_one() -> None:
    text = "a" * 60 + "\n\n" + "b c " * 10
    assert portions(text, 80)[0] == "a" * 60


def test_a_word_is_cut_only_if_there_is_no_pause() -> None:
    assert portions("kata " * 30, 52) == [("kata " * 10).strip()] * 3
    assert [units(part) for part in portions("😀" * 30, 20)] == [20, 20, 20]
