"""The tester: what is read in a question, and why each candidate is accepted or rejected."""

import re
from dataclasses import fields
from datetime import date
from functools import cache

import pytest

from knowledge import shelf, tester
from knowledge.edition import Edition
from knowledge.finding.signals import Signals
from knowledge.shelf import Shelf
from knowledge.tester import CANDIDATES, SIGNALS, Explanation
from knowledge.words import Band
from tests.knowledge.library import plain
from tests.knowledge.samples import PACK, an_edition

TODAY = date(2026, 11, 23)


@cache
def library() -> Shelf:
    """Return a shelf of a dozen entries, one of which has ended."""
    things = "becak dokar andong bendi delman bajaj angkot bus kapal perahu rakit".split()
    editions: dict[str, Edition] = {
        f"uji-{thing}": an_edition(
            title=f"Bagaimana mendaftarkan {thing} wisata?",
            phrasings=(
                f"daftar {thing} wisata", f"izin {thing} turis gimana", f"syarat {thing} baru",
            ),
        )
        for thing in things
    }  # fmt: skip
    editions["uji-trem"] = an_edition(
        title="Kapan trem beroperasi?",
        phrasings=("jadwal trem kota", "trem jam berapa"),
        valid_until=date(2026, 1, 1),
    )
    return shelf.from_articles(
        0, (shelf.article(slug, PACK, "", 0, one) for slug, one in editions.items())
    )


def explain(question: str) -> Explanation:
    return tester.explain(library(), question, today=TODAY)


@pytest.mark.parametrize(
    "question",
    ["daftar becak wisata", "daftar wisata", "xyzzy", "becak", "izin dokar", "trem jam berapa", ""],
)
def test_it_says_what_the_bot_would_do(question: str) -> None:
    found, verdict = explain(question), library().ask(question, TODAY)
    assert found.band is verdict.band
    accepted = [one.slug for one in found.accepted]
    if found.band is Band.ANSWER:
        assert accepted == [verdict.hits[0].slug]
    elif found.band is Band.CHOOSE:
        assert accepted == [hit.slug for hit in verdict.hits[:4]]
    else:
        assert accepted == []
    assert len(found.candidates) <= CANDIDATES
    assert len({one.slug for one in found.candidates}) == len(found.candidates)
    assert set(found.accepted) | set(found.rejected) == set(found.candidates)


def test_every_written_word_is_shown_with_what_it_became() -> None:
    found = explain("gmn dftr becakk wisata")
    assert [one.written for one in found.words] == ["gmn", "dftr", "becakk", "wisata"]
    assert [one.plain for one in found.words][1:] == ["daftar", "becak", "wisata"]
    assert found.language == "id"
    assert {"becak", "wisata"} <= set(found.stems)
    assert explain("kados pundi caranipun ndaftar becak").language == "jv"


def test_every_candidate_but_the_answer_has_its_reason() -> None:
    for question in ("daftar becak wisata", "daftar wisata", "wisata bulan depan"):
        found = explain(question)
        for place, one in enumerate(found.candidates):
            answers = found.band is Band.ANSWER and place == 0
            assert bool(one.reasons) != answers, (question, one)


def test_reasons_are_in_indonesian_with_indonesian_numbers() -> None:
    found = explain("daftar wisata")
    assert found.band is not Band.ANSWER
    told = " | ".join(reason for one in found.candidates for reason in one.reasons)
    assert re.search(r"keyakinan 0,\d\d di bawah 0,\d\d|selisih dengan calon berikutnya", told)
    for above, below in re.findall(r"keyakinan (\d,\d\d) di bawah (\d,\d\d)", told):
        assert above < below, "a number is never shown as its limit"


def test_what_has_ended_says_so() -> None:
    found = explain("trem jam berapa")
    trem = next(one for one in found.candidates if one.slug == "uji-trem")
    assert not trem.accepted
    assert "masa berlaku entri ini sudah berakhir" in trem.reasons
    without = tester.explain(library(), "trem jam berapa")
    assert "masa berlaku entri ini sudah berakhir" not in without.candidates[0].reasons


def test_every_signal_is_told_with_its_words_strongest_first() -> None:
    first = explain("daftar becak wisata").candidates[0]
    assert first.slug == "uji-becak"
    assert {one.signal for one in first.contributions} <= set(SIGNALS)
    assert set(SIGNALS) == {one.name for one in fields(Signals)}
    assert first.contributions[0].words == SIGNALS[first.contributions[0].signal]
    sizes = [abs(one.value) for one in first.contributions]
    assert sizes == sorted(sizes, reverse=True)
    assert first.margin > 0


def test_what_nothing_is_known_of_has_no_candidates() -> None:
    found = explain("qwrtzx plmnbv")
    assert (found.route, found.band, found.candidates) == ("nothing_known", Band.UNKNOWN, ())
    assert explain("daftar becak wisata").route == "search"


def test_a_question_too_short_to_be_answered_says_so() -> None:
    found = tester.explain(plain(), "air", today=TODAY)
    assert found.band is Band.CHOOSE
    assert found.candidates[0].reasons == (
        "pertanyaan terlalu singkat: kata-katanya dipakai banyak entri",
    )
