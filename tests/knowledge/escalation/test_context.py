"""What stands beside a conversation: tried before by the same citizen, answered to others."""

from datetime import timedelta

import pytest

from knowledge import questions
from knowledge.escalation import approving, closing, context, opening, replying
from knowledge.escalation.context import BEFORE
from knowledge.escalation.words import Outcome
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.escalation import desk
from tests.people import BU_SARI, PAK_JOKO

FERTILISER = "Pupuk subsidi kapan datang? Nomor saya 081234567890"
TICKS = frozenset({"personal_data", "exempt", "source", "date"})


def asks_bot(office: Office, text: str, citizen: Citizen = BU_SARI) -> None:
    hits = tuple(Hit(f"uji-{place}", 0.9 - place / 10, "", ()) for place in range(6))
    with office.unit(citizen) as unit:
        verdict = Verdict(Band.UNKNOWN, hits)
        questions.log(unit, key=f"k {text}"[:40], text=text, route="search", verdict=verdict)


def tried(office: Office, staff: StaffMember, number: int) -> list[str]:
    with office.reading(staff) as unit:
        return [one.text for one in context.tried(unit, number)]


def test_what_the_same_citizen_asked_in_the_two_hours_before_is_shown_in_order(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    asks_bot(office, "terlalu lama")
    clock.advance(BEFORE + timedelta(minutes=1))
    asks_bot(office, "pertama")
    asks_bot(office, "orang lain", PAK_JOKO)
    clock.advance(timedelta(minutes=1))
    asks_bot(office, "kedua, NIK 3507152102900001")
    number = desk.open_one(office)
    clock.advance(timedelta(minutes=1))
    asks_bot(office, "sesudahnya")
    assert tried(office, pak_budi, number) == ["pertama", "kedua, NIK [nomor]"]


def test_candidates_come_best_first_with_how_sure_the_bot_was(
    office: Office, pak_budi: StaffMember
) -> None:
    asks_bot(office, "apa saja")
    number = desk.open_one(office)
    with office.reading(pak_budi) as unit:
        one = context.tried(unit, number)[0]
    assert one.candidates[0] == ("uji-0", 0.9)
    assert len(one.candidates) == 4
    assert (one.band, one.route, one.follow_up) == ("tidak_tahu", "search", None)


def test_what_was_asked_before_a_conversation_went_on_is_shown_too(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    asks_bot(office, "sebelum dibuka")
    number = desk.open_one(office)
    desk.answered(office, pak_budi, number)
    clock.advance(timedelta(hours=20))
    asks_bot(office, "sebelum dilanjutkan")
    assert desk.open_one(office) == number
    assert tried(office, pak_budi, number) == ["sebelum dibuka", "sebelum dilanjutkan"]


def test_only_the_last_few_questions_are_shown(office: Office, pak_budi: StaffMember) -> None:
    for count in range(9):
        asks_bot(office, f"pertanyaan {count}")
    number = desk.open_one(office)
    assert tried(office, pak_budi, number) == [f"pertanyaan {count}" for count in range(3, 9)]


def test_it_is_for_those_who_answer_citizens(office: Office, bu_ratna: StaffMember) -> None:
    number = desk.open_one(office)
    with office.reading(bu_ratna) as unit:
        with pytest.raises(NotAllowed):
            context.tried(unit, number)
        with pytest.raises(NotAllowed):
            context.answered_alike(unit, "x", apart_from=number)
        with pytest.raises(NotAllowed):
            context.answer_of(unit, number)
        with pytest.raises(NotAllowed):
            context.given_back(unit, number)


def test_a_conversation_that_is_not_there_has_no_context(
    office: Office, pak_budi: StaffMember
) -> None:
    with office.reading(pak_budi) as unit, pytest.raises(NotFound):
        context.tried(unit, 4711)


def test_answered_conversations_are_told_masked_with_their_last_answer(
    office: Office, pak_budi: StaffMember
) -> None:
    first = desk.open_one(office, words=FERTILISER)
    assert desk.claim(office, pak_budi, first)
    desk.reply(office, pak_budi, first, "Jawaban pertama.")
    taken = desk.reply(office, pak_budi, first, "Jawaban yang salah.")
    assert taken is not None
    with office.unit(pak_budi) as unit:
        replying.take_back(unit, first, taken)
    desk.reply(office, pak_budi, first, "Tanya ke sari@contoh.id.")
    desk.close(office, pak_budi, first)
    number = desk.open_one(office, PAK_JOKO)
    with office.reading(pak_budi) as unit:
        found = context.answered_alike(unit, "pupuk subsidi kapan datang", apart_from=number)
        assert context.answered_alike(unit, FERTILISER, apart_from=first) == []
        assert context.answered_alike(unit, "jadwal posyandu", apart_from=number) == []
    assert [(one.case.id, one.case.asked, one.case.answer) for one in found] == [
        (first, "Pupuk subsidi kapan datang? Nomor saya [telepon]", "Tanya ke [surel].")
    ]


def test_what_was_not_answered_teaches_nothing(office: Office, pak_budi: StaffMember) -> None:
    spam = desk.open_one(office, words="Jadwal pupuk")
    assert desk.claim(office, pak_budi, spam)
    desk.reply(office, pak_budi, spam, "Tidak relevan.")
    with office.unit(pak_budi) as unit:
        closing.close(unit, spam, outcome=Outcome.SPAM, seen_line=desk.ALL_READ)
    desk.open_one(office, PAK_JOKO)
    with office.reading(pak_budi) as unit:
        assert context.answered_alike(unit, "Halo petugas, jadwal pupuk", apart_from=0) == []


def propose(office: Office, staff: StaffMember, number: int, text: str) -> None:
    with office.unit(staff) as unit:
        approving.propose(unit, number, text, seen_line=desk.ALL_READ, checked=TICKS)


def given_back(office: Office, staff: StaffMember, number: int) -> tuple[str, str] | None:
    with office.reading(staff) as unit:
        found = context.given_back(unit, number)
    return None if found is None else (found.text, found.reason)


def test_a_proposal_comes_back_to_its_author_until_something_new_is_written(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = desk.open_one(office, words="Ada gratifikasi?")
    assert desk.claim(office, pak_budi, number)
    assert given_back(office, pak_budi, number) is None
    propose(office, pak_budi, number, "Tidak ada.")
    assert given_back(office, pak_budi, number) is None
    with office.unit(bu_dewi) as unit:
        approving.reject(unit, number, reason="Sebut sumbernya.")
    assert given_back(office, pak_budi, number) == ("Tidak ada.", "Sebut sumbernya.")
    assert given_back(office, bu_dewi, number) is None
    propose(office, pak_budi, number, "Menurut Inspektorat tidak ada.")
    with office.unit(pak_budi) as unit:
        approving.recall(unit, number)
    assert given_back(office, pak_budi, number) == ("Menurut Inspektorat tidak ada.", "")
    clock.advance(timedelta(minutes=1))
    propose(office, pak_budi, number, "Menurut Inspektorat tidak ada.")
    with office.unit(bu_dewi) as unit:
        approving.approve(unit, number, seen_line=desk.ALL_READ)
    assert given_back(office, pak_budi, number) is None


def test_what_nobody_answered_is_pending(office: Office, pak_budi: StaffMember) -> None:
    number = desk.open_one(office, words="Satu.")
    assert desk.claim(office, pak_budi, number)
    desk.reply(office, pak_budi, number, "Baik.")
    with office.unit(BU_SARI) as unit:
        opening.add_line(unit, "Dua.")
        opening.add_line(unit, "Tiga.")
    found = desk.read(office, pak_budi, number)
    assert [line.text for line in found.pending] == ["Dua.", "Tiga."]
    assert found.asked == ["Satu.", "Dua.", "Tiga."]
