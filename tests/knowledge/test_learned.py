"""Learned weights: better than the plain ones, remembered, and never taken for another base's."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from knowledge.finder import Card, Finder
from knowledge.finding import learning, postings
from knowledge.finding.background import background
from knowledge.finding.learning import Way
from knowledge.learned import Memory, key_of
from tests.knowledge.library import learned, plain

CARDS = [
    Card("jam", "Jam buka kantor", ("kantor buka jam berapa", "sabtu buka tidak", "tutup kapan")),
    Card("ktp", "KTP hilang", ("ktp saya hilang", "urus kehilangan ktp", "ktp raib dicuri")),
    Card("biaya", "Biaya salinan", ("bayar berapa", "fotokopi bayar tidak", "ongkos salin")),
]


def test_learning_finds_more_of_the_phrasings_it_was_not_shown() -> None:
    taught = learned().finder.taught
    assert taught.way is Way.CHANCES
    assert taught.right is not None
    assert taught.right_before is not None
    assert taught.right > taught.right_before


def test_a_base_on_which_learning_finds_no_more_keeps_its_plain_weights() -> None:
    alike = [Card(f"e{place}", f"kata {place}", ()) for place in range(4)]
    assert Finder(alike).refined().taught.way is Way.MIDDLES


def test_weights_are_remembered_for_the_same_base_only(tmp_path: Path) -> None:
    memory, key = Memory(tmp_path), key_of(CARDS, ())
    first = memory.refined(Finder(CARDS), key)
    assert memory.knows(key)
    again = memory.refined(Finder(CARDS), key)
    assert again.taught == first.taught
    for question in ("jam buka", "ktp hilang dicuri", "ongkos fotokopi"):
        assert again.find(question) == first.find(question)
    assert key_of(CARDS[:2], ()) != key
    assert key_of(CARDS, ("resep rendang",)) != key
    assert key_of(reversed(CARDS), ()) == key


def test_what_was_left_half_written_is_cleared_away_later(tmp_path: Path) -> None:
    old, young = tmp_path / "old.half", tmp_path / "young.half"
    for path in (old, young):
        path.write_bytes(b"PK")
    os.utime(old, (0, 0))
    Memory(tmp_path).refined(Finder(CARDS), "key")
    assert [path.name for path in tmp_path.glob("*.half")] == ["young.half"]


def test_a_damaged_or_foreign_memory_is_learned_anew(tmp_path: Path) -> None:
    memory, key = Memory(tmp_path), key_of(CARDS, ())
    memory.refined(Finder(CARDS), key)
    (path,) = tmp_path.glob("bobot-*.npz")
    path.write_bytes(b"not an archive")
    assert memory.refined(Finder(CARDS), key).find("ktp hilang")[0].slug == "ktp"
    memory.refined(Finder(CARDS[:2]), "other")
    assert memory.refined(Finder(CARDS), "other").find("ongkos salin")[0].slug == "biaya"


def test_a_memory_that_was_cut_short_anywhere_is_learned_anew(tmp_path: Path) -> None:
    memory, finder = Memory(tmp_path), Finder(CARDS)
    memory.refined(finder, "key")
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        assert memory.refined(finder, "key").find("ktp hilang")[0].slug == "ktp", length
        assert path.read_bytes() != whole[:length]


def test_a_memory_with_one_wrong_byte_stops_nobody(tmp_path: Path) -> None:
    memory, finder = Memory(tmp_path), Finder(CARDS)
    memory.refined(finder, "key")
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    for place in range(0, len(whole), 41):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert memory.refined(finder, "key").find("ktp hilang")


def test_two_processes_may_learn_the_same_base_at_once(tmp_path: Path) -> None:
    def learn(_: int) -> str:
        return Memory(tmp_path).refined(Finder(CARDS), "key").find("ktp hilang")[0].slug

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(learn, range(12))) == {"ktp"}
    assert [path.name for path in tmp_path.iterdir()] == ["bobot-key.npz"]


def test_only_the_newest_memories_are_kept(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    for number in range(7):
        memory.refined(Finder(CARDS), f"key{number}")
    assert len(list(tmp_path.glob("*.npz"))) == 4
    assert memory.knows("key6")


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("")
    found = Memory(occupied / "below").refined(Finder(CARDS), "key").find("ktp hilang")
    assert found[0].slug == "ktp"


def test_weights_by_feature_score_as_the_table_they_were_made_from() -> None:
    base = plain().finder.base
    count = len(base.slugs)
    table = learning.middles(base.vectors, base.owners, base.space.size, count)
    laid_out = postings.of_dense(table, least=0.0)
    for vector in base.vectors[::211]:
        wanted = vector.values @ table[vector.numbers]
        assert np.allclose(laid_out.scores(vector), wanted, atol=2e-3)


def test_what_nobody_answers_is_learned_with_the_entries() -> None:
    assert len(background()) >= 500
    assert plain().finder.base.nobody is not None


def test_weights_of_other_entries_are_not_taken_though_they_are_as_many(tmp_path: Path) -> None:
    memory, finder = Memory(tmp_path), Finder(CARDS)
    learned_of = memory.refined(finder, "key")
    renamed = [Card(f"{card.slug}-lain", card.title, card.phrasings) for card in CARDS]
    assert Finder(renamed).base.space.size == learned_of.base.space.size
    assert memory.recalled(Finder(renamed), "key") is None
    assert memory.recalled(Finder(CARDS), "key") is not None


def test_nothing_is_learned_where_one_only_recalls(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    assert memory.recalled(Finder(CARDS), "key") is None
    assert not memory.knows("key")


def test_what_is_in_use_is_not_forgotten_for_drafts_that_are_examined(tmp_path: Path) -> None:
    memory, finder = Memory(tmp_path), Finder(CARDS)
    memory.refined(finder, "live")
    memory.refined(finder, "old")
    for place, key in enumerate(("live", "old")):
        os.utime(tmp_path / f"bobot-{key}.npz", (place, place))
    for number in range(4):
        assert memory.recalled(finder, "live") is not None
        memory.refined(finder, f"draft{number}")
    assert memory.knows("live")
    assert not memory.knows("old")


def test_using_what_is_not_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    Memory(tmp_path).use("key")
    assert list(tmp_path.iterdir()) == []
