"""Leaving each phrasing out in turn: which entries hold their own, and which draw each other's."""

import time
from functools import cache

import numpy as np
import pytest

from knowledge import weakness
from knowledge.finder import Card, Finder
from knowledge.finding import learning
from knowledge.finding.entries import Base
from knowledge.leaf import leaves

KTP = Card("ktp", "KTP hilang", ("ktp saya hilang", "kehilangan ktp", "ktp hilang bagaimana"))
SAMPAH = Card("sampah", "Sampah diangkut", ("sampah tidak diangkut", "truk sampah diangkut kapan"))
STRAY = Card("jalan", "Jalan rusak", ("jalan rusak parah", "jalan berlubang", "sampah diangkut ya"))
CARDS = (KTP, SAMPAH, STRAY)


@cache
def starters() -> Finder:
    return Finder(Card(one.slug, one.edition.title, one.edition.phrasings) for one in leaves())


def by_hand(base: Base) -> dict[str, tuple[int, str]]:
    """Return rank and nearest other entry of each phrasing, by building every middle anew."""
    found = {}
    texts = [one.text for held in base.phrasings for one in held]
    for place, text in enumerate(texts):
        rest = [number for number in range(len(texts)) if number != place]
        table = learning.middles(
            [base.vectors[number] for number in rest], [base.owners[number] for number in rest],
            base.space.size, len(base.slugs),
        )  # fmt: skip
        vector, owner = base.vectors[place], base.owners[place]
        scores = vector.values @ table[vector.numbers]
        rank = int((scores > scores[owner]).sum()) + 1
        scores[owner] = -np.inf
        found[text] = (rank, base.slugs[int(scores.argmax())])
    return found


def test_a_phrasing_among_strangers_is_found() -> None:
    found = weakness.left_out(Finder(CARDS).base)
    assert [(one.slug, one.phrasing, one.nearer) for one in found.strays] == [
        ("jalan", "sampah diangkut ya", "sampah")
    ]
    assert found.strays[0].other > found.strays[0].own
    weakest = found.entries[0]
    assert (weakest.slug, weakest.first, weakest.among_four, weakest.phrasings) == (
        "jalan", 3, 4, 4,
    )  # fmt: skip
    assert [(one.one, one.other, one.count) for one in found.pairs] == [("jalan", "sampah", 1)]
    assert found.share == pytest.approx(10 / 11)


def test_the_short_way_finds_what_leaving_out_by_hand_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cards = [
        Card(one.slug, one.edition.title, one.edition.phrasings) for one in list(leaves())[:12]
    ]
    base = Finder(cards).base
    expected = {text: told for text, told in by_hand(base).items() if told[0] > 1}
    for cells in (12_000_000, base.space.size * 5):
        monkeypatch.setattr(weakness, "_CELLS", cells)
        found = weakness.left_out(base)
        assert {one.phrasing: (one.rank, one.nearer) for one in found.strays} == expected


def test_what_belongs_to_nobody_and_what_changed_is_left_alone() -> None:
    plain = Finder(CARDS, ["resep rendang", "ramalan zodiak"])
    changed = plain.with_card(Card("ktp", "KTP", ("ktp",))).with_card(Card("baru", "Baru", ()))
    assert {one.slug for one in weakness.left_out(plain.base).entries} == {
        "ktp", "sampah", "jalan",
    }  # fmt: skip
    assert {one.slug for one in weakness.left_out(changed.base).entries} == {"sampah", "jalan"}


def test_an_empty_library_has_no_weakness() -> None:
    nothing = Finder([], ["resep rendang"]).base
    found = weakness.left_out(nothing)
    assert (found.entries, found.pairs, found.strays, found.share) == ((), (), (), 0)
    assert weakness.doubles(nothing) == []
    assert weakness.left_out(Finder([KTP]).base).share == 1


def test_the_same_phrasing_in_two_entries_is_told_once() -> None:
    other = Card("ktp-lain", "KTP lain", ("kehilangan KTP!", "ktp saya hilang semua isinya"))
    (found,) = weakness.doubles(Finder([KTP, other]).base)
    assert (found.slug, found.phrasing) == ("ktp", "kehilangan ktp")
    assert (found.other, found.other_phrasing, found.likeness) == (
        "ktp-lain", "kehilangan KTP!", 100,
    )  # fmt: skip


def test_the_whole_library_takes_seconds() -> None:
    base = starters().base
    began = time.perf_counter()
    found = weakness.left_out(base)
    weakness.doubles(base)
    assert time.perf_counter() - began < 20, "an ordinary machine takes one second"
    assert sum(one.phrasings for one in found.entries) == len(base.vectors)
    assert 0.4 < found.share < 1
