"""Which waiting questions ask the same: cautious, and the same in whatever order they came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.escalation import alike
from knowledge.escalation.alike import Question
from knowledge.escalation.words import Lane

SAYINGS = (
    "Kapan bansos November cair?",
    "kpn bansosnya november cair ya bu",
    "Bantuan sosial bulan November kapan dicairkan",
    "bansos nopember blm cair, kapan?",
    "Kapan bansos Oktober cair?",
    "Syarat mencairkan bansos apa saja?",
    "Apa syarat mengurus KTP yang hilang",
    "ktp hilang syaratnya apa",
    "Kapan jalan desa Sukamaju diperbaiki?",
    "Kapan jalan desa Mekarsari diperbaiki?",
    "Halo",
    "Terima kasih banyak",
    "Siapa pemenang tender jalan?",
    "",
    "NIK saya 3507152102900001, kapan bansos cair?",
)
questions = st.builds(
    Question,
    id=st.integers(1, 60),
    lane=st.sampled_from([str(lane) for lane in Lane]),
    texts=st.lists(st.sampled_from(SAYINGS), max_size=3).map(tuple),
)
several = st.lists(questions, max_size=25, unique_by=lambda one: one.id)


def asks(*texts: str, lane: Lane = Lane.GENERAL) -> list[Question]:
    return [Question(number, lane, (text,)) for number, text in enumerate(texts, 1)]


def members(*texts: str, lane: Lane = Lane.GENERAL) -> list[tuple[int, ...]]:
    return [group.members for group in alike.groups(asks(*texts, lane=lane))]


def test_the_same_question_in_other_words_slang_and_languages_is_one_group() -> None:
    assert members(
        "Kapan bansos cair bu?",
        "kpn bansosnya cair ya",
        "Bantuan sosial bulan ini kapan dicairkan?",
        "When will the social assistance be paid?",
        "Apa syarat mengurus KTP hilang?",
    ) == [(1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kapan bansos cair?", "Syarat bansos cair apa?"),
        ("Kapan jalan desa Sukamaju diperbaiki?", "Kapan jalan desa Mekarsari diperbaiki?"),
        ("Jadwal vaksin RT 3 kapan?", "Jadwal vaksin RT 7 kapan?"),
        ("Biaya kir 2025 berapa?", "Biaya kir 2026 berapa?"),
        ("Bansos", "Kapan bansos cair di kelurahan kami?"),
    ],
    ids=["what is asked", "village", "number", "year", "one word"],
)
def test_what_differs_in_one_telling_thing_is_two_questions(one: str, other: str) -> None:
    assert members(one, other) == []


def test_a_slip_of_the_finger_in_a_name_makes_no_other_question() -> None:
    assert members(
        "Kapan jalan desa Sukamaju diperbaiki?", "kapan jalan desa sukamju diperbaiki"
    ) == [(1, 2)]


def test_greetings_alone_ask_nothing() -> None:
    assert members("Halo", "Halo", "Terima kasih", "terima kasih banyak", "mohon info") == []


def test_greetings_beside_a_question_change_nothing() -> None:
    first = Question(1, Lane.GENERAL, ("Selamat pagi", "Kapan bansos cair?", "Terima kasih"))
    second = Question(2, Lane.GENERAL, ("kapan bansos cair",))
    assert [group.members for group in alike.groups([first, second])] == [(1, 2)]


def test_whoever_asks_two_things_is_answered_alone() -> None:
    both = Question(1, Lane.GENERAL, ("Kapan bansos cair?", "Apa syarat mengurus KTP hilang?"))
    others = [Question(2, Lane.GENERAL, ("Kapan bansos cair?",))]
    assert alike.groups([both, *others]) == []


@pytest.mark.parametrize(
    "text",
    ["Siapa pemenang tender jalan kabupaten?", "NIK saya 3507152102900001, kapan bansos cair?"],
    ids=["topic", "number"],
)
def test_what_needs_care_is_never_in_a_group(text: str) -> None:
    assert members(text, text) == []


@pytest.mark.parametrize("lane", [Lane.FORMAL, Lane.SPAM])
def test_what_is_formal_or_suspected_spam_is_never_in_a_group(lane: Lane) -> None:
    assert members("Kapan bansos cair?", "Kapan bansos cair?", lane=lane) == []


def test_urgent_and_general_questions_are_not_mixed() -> None:
    text = ("Di mana posko pengungsian banjir?",)
    mixed = [Question(1, Lane.URGENT, text), Question(2, Lane.GENERAL, text)]
    assert alike.groups(mixed) == []
    found = alike.groups([*mixed, Question(3, Lane.URGENT, text)])
    assert [(group.lane, group.members) for group in found] == [(Lane.URGENT, (1, 3))]


@given(several, st.randoms())
@settings(max_examples=150, deadline=None)
def test_the_order_they_come_in_is_no_matter(found: list[Question], chance: object) -> None:
    before = alike.groups(found)
    chance.shuffle(found)  # type: ignore[attr-defined]
    assert alike.groups(found) == before


@given(several)
@settings(max_examples=150, deadline=None)
def test_everybody_is_in_one_group_at_most_and_agrees_with_who_leads_it(
    found: list[Question],
) -> None:
    known = {one.id: one for one in found}
    groups = alike.groups(found)
    inside = [number for group in groups for number in group.members]
    assert len(inside) == len(set(inside))
    for group in groups:
        assert len(group.members) >= alike.FEWEST
        leader = alike.topic(known[group.members[0]].texts)
        assert leader is not None
        for number in group.members:
            asked = alike.topic(known[number].texts)
            assert asked is not None
            assert known[number].lane == group.lane
            assert group.lane in alike.LANES
            assert alike.agree(leader, asked)


@given(st.sampled_from(SAYINGS), st.sampled_from(SAYINGS))
def test_agreeing_is_mutual(one: str, other: str) -> None:
    first, second = alike.read(one), alike.read(other)
    assert alike.agree(first, second) == alike.agree(second, first)
    assert alike.likeness(first, second) == alike.likeness(second, first)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_can_be_compared(text: str) -> None:
    alike.groups(asks(text, text, "Kapan bansos cair?"))


def test_the_last_messages_and_the_beginning_of_each_tell_what_is_asked() -> None:
    before = ("Apa syarat mengurus KTP hilang?",)
    on_and_on = Question(1, Lane.GENERAL, (*before, *["Kapan bansos cair?"] * 5))
    long = Question(2, Lane.GENERAL, ("Kapan bansos cair?" + " " * 1000 + before[0],))
    short = Question(3, Lane.GENERAL, ("Kapan bansos cair?",))
    assert [group.members for group in alike.groups([on_and_on, long, short])] == [(1, 2, 3)]
    four = Question(1, Lane.GENERAL, (*before, *["Kapan bansos cair?"] * 4))
    assert [group.members for group in alike.groups([four, long, short])] == [(2, 3)]
