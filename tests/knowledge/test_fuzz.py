"""Whatever is sent, the finder answers with chances between nothing and one."""

from benchmarks.answering.fuzz import KINDS, LONGEST, hostile, tried
from tests.knowledge.library import learned


def test_no_message_breaks_the_finder() -> None:
    spans = tried(learned().finder, 1_500)
    assert spans.broken == ()
    assert all(spans.by_kind.values()), "some kind of message was never sent"


def test_messages_are_of_every_kind_as_long_as_allowed_and_the_same_each_time() -> None:
    sent = list(hostile(1_000))
    assert {kind for kind, _ in sent} == set(KINDS)
    assert max(len(text) for _, text in sent) == LONGEST
    assert sent == list(hostile(1_000))
