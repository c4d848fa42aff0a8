"""A base of entries: what is added or changed is found, in whatever order it came."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.finder import Card, Finder
from knowledge.finding.entries import Base, build
from knowledge.finding.learning import Way

NAMES = ("andong", "becak", "dokar", "kapal", "perahu", "rakit")
START = ("becak", "kapal")
BACKGROUND = ["resep rendang padang", "skor bola semalam"]
changes = st.lists(st.sampled_from(NAMES), max_size=8)


def card(name: str, turn: int = 0) -> Card:
    """Return an entry as it reads at a turn: other words each time."""
    return Card(name, f"Izin {name} wisata", (own_words(name, turn), f"daftar {name}"))


def own_words(name: str, turn: int) -> str:
    return f"{name} baru nomor {'satu dua tiga empat lima enam tujuh delapan nol'.split()[turn]}"


def started() -> Base:
    return build([card(name) for name in START], BACKGROUND)


@given(changes)
@settings(max_examples=60, deadline=None)
def test_every_entry_finds_itself_in_whatever_order_entries_come_and_change(
    order: list[str],
) -> None:
    finder, turns = Finder(map(card, START), BACKGROUND), dict.fromkeys(START, 0)
    for turn, name in enumerate(order):
        finder, turns[name] = finder.with_card(card(name, turn)), turn
    base = finder.base
    assert [place for place, _ in base.changed] == sorted(place for place, _ in base.changed)
    for name, turn in turns.items():
        asked = own_words(name, turn)
        assert len(base.scores(finder.read(asked))) == len(base.slugs)
        assert finder.find(asked)[0].slug == name


def test_a_new_entry_that_changed_keeps_its_own_score() -> None:
    order = (("dokar", 0), ("rakit", 0), ("dokar", 1))
    base = started()
    for name, turn in order:
        base = base.with_card(card(name, turn))
    assert base.taught.way is Way.MIDDLES
    scores = base.scores(base.reader.read("daftar rakit"))
    assert len(scores) == len(base.slugs)
    assert base.slugs[int(scores.argmax())] == "rakit"
