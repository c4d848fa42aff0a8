"""Clusters: the same questions in the same order make the same, whoever asked them when."""

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import clustering
from knowledge.clustering import HALF_LIFE, Asked, Gap, Gathered, Standing
from knowledge.finder import Card, Finder
from knowledge.leaf import leaves
from knowledge.words import Band

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WORDS = "ktp kk akta hilang rusak syarat ganti biaya kapan anak lahir pindah sampah jalan".split()


@cache
def finder() -> Finder:
    return Finder([Card("satu", "Syarat ganti KTP hilang", tuple(WORDS))])


def asked(number: int, text: str, asker: str = "a", band: Band = Band.UNKNOWN) -> Asked:
    return Asked(number, text, asker, NOW - timedelta(minutes=number), band)


def gathered(*texts: str) -> list[list[str]]:
    found = clustering.gather([asked(place, text) for place, text in enumerate(texts)], finder())
    return [[one.text for one in group.questions] for group in found]


def shape(groups: list[Gathered]) -> list[list[int]]:
    return [[one.id for one in group.questions] for group in groups]


def test_who_asks_the_same_in_other_words_is_put_together() -> None:
    assert gathered("ktp hilang", "KTP ilang min", "akta anak lahir", "ktp saya hilang pak") == [
        ["ktp hilang", "KTP ilang min", "ktp saya hilang pak"],
        ["akta anak lahir"],
    ]


def test_one_shared_word_is_not_the_same_question() -> None:
    assert gathered("ktp", "ktp hilang", "ktp rusak") == [["ktp"], ["ktp hilang"], ["ktp rusak"]]


def test_what_holds_no_word_is_left_out() -> None:
    assert gathered("???", "", "\U0001f600") == []


def test_a_question_joins_the_cluster_that_stands_already() -> None:
    words = clustering.words(finder().read("ktp hilang"))
    found = clustering.gather([asked(1, "ktp saya hilang")], finder(), [Standing(7, words)])
    assert [(group.id, group.words) for group in found] == [(7, words)]


texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=40)


@settings(deadline=None)
@given(texts)
def test_the_same_questions_in_the_same_order_make_the_same_clusters(given: list[str]) -> None:
    questions = [asked(place, text) for place, text in enumerate(given)]
    first = clustering.gather(questions, finder())
    assert clustering.gather(questions, finder()) == first
    placed = [one.id for group in first for one in group.questions]
    assert sorted(placed) == [one.id for one in questions if one.text]


@settings(deadline=None)
@given(texts, st.randoms(use_true_random=False))
def test_who_asked_when_does_not_matter(given: list[str], random: Random) -> None:
    questions = [asked(place, text) for place, text in enumerate(given)]
    others = [
        replace(one, asker=str(random.random()), at=NOW - timedelta(days=random.random()))
        for one in questions
    ]
    plain, shuffled = clustering.gather(questions, finder()), clustering.gather(others, finder())
    assert shape(plain) == shape(shuffled)
    assert [group.words for group in plain] == [group.words for group in shuffled]


@settings(deadline=None)
@given(texts)
def test_equal_texts_are_always_together(given: list[str]) -> None:
    found = clustering.gather([asked(place, text) for place, text in enumerate(given)], finder())
    homes = Counter(text for group in found for text in {one.text for one in group.questions})
    assert set(homes.values()) <= {1}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (asked(1, "x"), Gap.UNKNOWN),
        (replace(asked(1, "x"), follow_up="picked:2"), None),
        (asked(1, "x", band=Band.CHOOSE), Gap.UNPICKED),
        (replace(asked(1, "x", band=Band.CHOOSE), follow_up="picked:1"), None),
        (replace(asked(1, "x", band=Band.CHOOSE), follow_up="helped"), None),
        (replace(asked(1, "x", band=Band.CHOOSE), follow_up="none_fits"), Gap.NONE_FITS),
        (asked(1, "x", band=Band.ANSWER), None),
        (replace(asked(1, "x", band=Band.ANSWER), follow_up="not_this"), Gap.NOT_THIS),
        (replace(asked(1, "x", band=Band.ANSWER), follow_up="staff"), Gap.STAFF),
        (replace(asked(1, "x", band=Band.ANSWER), slug="usang"), Gap.EXPIRED),
        (replace(asked(1, "x"), route="complaint"), None),
        (replace(asked(1, "x"), route="emergency", follow_up="staff"), None),
        (replace(asked(1, "x"), route="complaint", follow_up="insisted"), Gap.UNKNOWN),
        (replace(asked(1, "x"), route="personal", follow_up="none_fits"), Gap.NONE_FITS),
    ],
)
def test_what_followed_tells_whether_a_question_was_missed(
    question: Asked, expected: Gap | None
) -> None:
    assert clustering.gap(question, {"usang"}) is expected


def test_people_count_once_and_what_is_old_counts_less() -> None:
    one = clustering.rank(["a"], NOW, [Gap.UNKNOWN], NOW)
    assert clustering.rank(["a", "a"], NOW, [Gap.UNKNOWN] * 2, NOW) == one
    assert clustering.rank(["a", "b"], NOW, [Gap.UNKNOWN] * 2, NOW) == 2 * one
    assert clustering.rank(["a"], NOW - HALF_LIFE, [Gap.UNKNOWN], NOW) == one / 2
    assert clustering.rank(["a"], NOW, [Gap.NOT_THIS], NOW) > one
    assert clustering.rank(["a"], NOW, [Gap.UNPICKED], NOW) < one
    assert clustering.rank([], NOW, [], NOW) == 0


def test_twenty_thousand_questions_take_seconds() -> None:
    random = Random(3)
    said = [text for leaf in leaves() for text in leaf.edition.phrasings]
    others = "desa pak bu min tolong besok saya anak kantor".split()
    questions = [
        asked(place, f"{random.choice(said)} {random.choice(others)} {random.choice(others)}")
        for place in range(20_000)
    ]
    reader = Finder([Card("satu", "Satu", tuple(said[:500]))])
    began = time.perf_counter()
    found = clustering.gather(questions, reader)
    assert time.perf_counter() - began < 60, "an ordinary machine takes six seconds"
    assert 100 < len(found) < 15_000
