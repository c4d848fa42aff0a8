"""Normalisation: what people type becomes plain Indonesian, once is enough, nothing raises."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.finding.lexicon import usual
from knowledge.finding.normalise import Normaliser, Tongue, fold

NORMALISER = Normaliser(usual(), usual().roots.__contains__)


def plain(text: str) -> str:
    return NORMALISER.read(text).plain


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("gmn", "bagaimana"),
        ("BAGAIMANAAAA", "bagaimana"),
        ("brp hr", "berapa hari"),
        ("data-data", "data"),
        ("data2", "data"),
        ("ｐｐｉｄ", "ppid"),
        ("k\u200bt\u200bp", "ktp"),
        ("é", "e"),
    ],
)
def test_chat_spellings_become_plain_words(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize(
    ("javanese", "indonesian"),
    [
        ("piye carane njaluk data", "bagaimana cara minta data"),
        ("kados pundi caranipun nyuwun data", "bagaimana cara minta data"),
        ("pira suwene", "berapa lama"),
    ],
)
def test_ngoko_and_krama_arrive_at_the_same_words(javanese: str, indonesian: str) -> None:
    assert plain(javanese) == plain(indonesian)


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("piye carane njaluk data nang ppid", Tongue.JAVANESE),
        ("how long does the office take to answer my request", Tongue.ENGLISH),
        ("berapa lama permohonan dijawab", Tongue.INDONESIAN),
        ("gue mau minta data dong", Tongue.INDONESIAN),
        ("", Tongue.INDONESIAN),
    ],
)
def test_the_language_of_a_sentence_is_recognised(text: str, tongue: Tongue) -> None:
    assert NORMALISER.read(text).tongue is tongue


def test_a_homograph_is_javanese_only_in_a_javanese_sentence() -> None:
    assert "jangan" in plain("aja lali nggawa layang kuwi").split()
    assert "jangan" not in plain("gitu aja kok repot").split()


def test_english_words_meet_their_indonesian_counterparts() -> None:
    assert set(plain("how much does a copy cost").split()) >= {"berapa", "biaya"}


@given(st.text())
@example("\ud800")
@example("a" * 5000)
@example("2a2a2aa2")
@example("aaabbb-aaabbb2")
@example("ﷺ" * 300)
def test_any_text_is_read_without_raising_and_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(NORMALISER.read(text).words) <= 160


WORDS = sorted({*usual().slang, *usual().javanese, *usual().english, *usual().synonyms})
SOME = st.lists(
    st.one_of(st.sampled_from(WORDS), st.text("abcdeiknoprstu2 -", min_size=1, max_size=12)),
    max_size=8,
).map(" ".join)


@given(SOME)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once


@given(SOME)
def test_case_and_marks_change_nothing(text: str) -> None:
    assert plain(f"  {text.upper()} !?…") == plain(text)
