"""Conversations passed to staff: one winner, one holder, and nothing said past what was read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from knowledge import escalations, reading
from knowledge.escalations import LEASE, LONGEST_REPLY
from knowledge.reading import Conversation
from knowledge.words import Outcome, Reason, Speaker
from office import journal, outbox, posted
from office.clock import StandingClock
from office.files import Cabinet
from office.people import Actor, Citizen, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office, Unit
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def open_one(office: Office, citizen: Citizen = BU_SARI, words: str = "Halo petugas") -> int:
    with office.unit(citizen) as unit:
        escalations.open_for(unit, reason=Reason.ASKED)
        escalations.add_line(unit, words, speaker=Speaker.CITIZEN)
        present = escalations.current(unit)
        assert present is not None
        return present.id


def do(office: Office, actor: Actor, work: Callable[[Unit], object]) -> object:
    with office.unit(actor) as unit:
        return work(unit)


def claim(office: Office, staff: StaffMember, number: int) -> bool:
    return bool(do(office, staff, lambda unit: escalations.claim(unit, number)))


def read(office: Office, staff: StaffMember, number: int) -> Conversation:
    with office.reading(staff) as unit:
        return reading.conversation(unit, number)


def reply(office: Office, staff: StaffMember, number: int, text: str = "Baik, Bu.") -> None:
    seen = read(office, staff, number).newest
    do(office, staff, lambda unit: escalations.reply(unit, number, text, seen_line=seen))


def told(office: Office, number: int) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        letters = posted.about(unit.session, unit.vault, f"escalation:{number}:")
    return [letter.key for letter in letters]


def test_of_two_hundred_claims_at_once_exactly_one_wins(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    start = Barrier(8)

    def try_it(worker: int) -> int:
        start.wait()
        staff = pak_budi if worker % 2 else bu_dewi
        return sum(claim(office, staff, number) for _ in range(25))

    with ThreadPoolExecutor(8) as pool:
        won = sum(pool.map(try_it, range(8)))
    assert won == 1
    with office.reading(CLOCKWORK) as unit:
        acts = [one.act for one in journal.of_subject(unit.session, [f"escalation:{number}"])]
    assert acts == ["escalation.opened", "escalation.claimed"]


def test_opening_tells_the_citizen_a_ticket_and_nobody_has_two(office: Office) -> None:
    first = do(office, BU_SARI, lambda unit: escalations.open_for(unit, reason=Reason.ASKED))
    again = do(office, BU_SARI, lambda unit: escalations.open_for(unit, reason=Reason.MISSED))
    other = do(office, PAK_JOKO, lambda unit: escalations.open_for(unit, reason=Reason.ASKED))
    assert (first, again, other) == ("T-00001/2026", "T-00001/2026", "T-00002/2026")
    with office.reading(BU_SARI) as unit:
        present = escalations.current(unit)
        number = present.id if present else 0
    assert told(office, number) == ["escalation_opened"]


def test_openings_at_the_same_moment_leave_one_conversation(office: Office) -> None:
    start = Barrier(6)

    def try_it(_: int) -> None:
        start.wait()
        try:
            do(office, BU_SARI, lambda unit: escalations.open_for(unit, reason=Reason.ASKED))
        except Exception as error:  # noqa: BLE001 - the loser is taken back by the database
            assert "open_person" in str(error) or "Deadlock" in str(error)  # noqa: PT017

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(try_it, range(6)))
    with office.reading(CLOCKWORK) as unit:
        assert reading.waiting_count(unit) == 1


def test_only_the_holder_replies_notes_releases_and_closes(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    acts: list[Callable[[Unit], object]] = [
        lambda unit: escalations.reply(unit, number, "Baik", seen_line=99),
        lambda unit: escalations.note(unit, number, "cek arsip"),
        lambda unit: escalations.release(unit, number),
        lambda unit: escalations.close(unit, number, outcome=Outcome.ANSWERED),
    ]
    assert claim(office, pak_budi, number)
    for act in acts:
        with pytest.raises(NotNow, match="not_yours"):
            do(office, bu_dewi, act)
    for act in acts[:3]:
        do(office, pak_budi, act)
    with pytest.raises(NotNow, match="not_yours"):  # released: it is nobody's now
        do(office, pak_budi, acts[3])


def test_a_reply_past_a_message_nobody_read_is_stopped(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    do(
        office,
        BU_SARI,
        lambda unit: escalations.add_line(unit, "Batal, Pak", speaker=Speaker.CITIZEN),
    )
    with pytest.raises(NotNow, match="newer_message"):
        do(
            office,
            pak_budi,
            lambda unit: escalations.reply(unit, number, "Baik", seen_line=seen),
        )
    assert told(office, number) == ["escalation_opened"]
    reply(office, pak_budi, number)
    assert told(office, number) == ["escalation_opened", "staff_reply"]


def test_a_conversation_is_not_closed_over_a_message_nobody_read(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    do(
        office,
        BU_SARI,
        lambda unit: escalations.add_line(unit, "Satu lagi, Pak", speaker=Speaker.CITIZEN),
    )
    with pytest.raises(NotNow, match="newer_message"):
        do(
            office,
            pak_budi,
            lambda unit: escalations.close(unit, number, outcome=Outcome.ANSWERED, seen_line=seen),
        )
    assert read(office, pak_budi, number).status == "held"


def test_a_note_never_leaves_the_house_and_does_not_stop_a_reply(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    before = told(office, number)
    seen = read(office, pak_budi, number).newest
    do(office, pak_budi, lambda unit: escalations.note(unit, number, "orangnya marah"))
    assert told(office, number) == before
    do(office, pak_budi, lambda unit: escalations.reply(unit, number, "Baik", seen_line=seen))
    with office.unit(CLOCKWORK) as unit:
        (head,) = outbox.heads(unit.session, now=unit.now)
        said = outbox.start(unit.session, [head.number], now=unit.now, vault=unit.vault)
    assert "marah" not in str(said)
    speakers = [line.speaker for line in read(office, pak_budi, number).lines]
    assert speakers == [Speaker.CITIZEN, Speaker.NOTE, Speaker.STAFF]


def test_closing_frees_the_citizen_for_a_new_conversation(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    do(
        office,
        pak_budi,
        lambda unit: escalations.close(unit, number, outcome=Outcome.ANSWERED),
    )
    with office.reading(BU_SARI) as unit:
        assert not escalations.is_open(unit)
    assert not do(
        office,
        BU_SARI,
        lambda unit: escalations.add_line(unit, "Halo?", speaker=Speaker.CITIZEN),
    )
    assert told(office, number) == ["escalation_opened", "escalation_closed"]
    second = open_one(office)
    assert second != number
    assert not claim(office, pak_budi, number)
    assert read(office, pak_budi, second).earlier == [(number, "T-00001/2026")]


def test_a_lease_that_ran_out_can_be_claimed_and_is_prolonged_by_replying(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    clock.advance(LEASE)
    assert not claim(office, bu_dewi, number)
    reply(office, pak_budi, number)
    clock.advance(LEASE)
    assert not claim(office, bu_dewi, number)
    clock.advance(timedelta(seconds=1))
    assert claim(office, bu_dewi, number)
    with pytest.raises(NotNow, match="not_yours"):
        reply(office, pak_budi, number)
    reply(office, bu_dewi, number)


def test_the_longest_waiting_is_taken_first(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    first = open_one(office)
    clock.advance(timedelta(minutes=1))
    second = open_one(office, PAK_JOKO)
    taken = [do(office, pak_budi, escalations.claim_next) for _ in range(3)]
    assert taken == [first, second, None]
    clock.advance(LEASE + timedelta(seconds=1))
    assert do(office, pak_budi, escalations.claim_next) == first


def test_a_reply_must_say_something_and_not_too_much(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    for text, code in ((" \n ", "required"), ("a" * (LONGEST_REPLY + 1), "too_long")):
        with pytest.raises(NotValid, match=code):
            reply(office, pak_budi, number, text)
        with pytest.raises(NotValid, match=code):
            do(office, pak_budi, lambda unit, text=text: escalations.note(unit, number, text))
    reply(office, pak_budi, number, "a" * LONGEST_REPLY)


def test_a_file_goes_with_a_reply_even_without_words(
    office: Office, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    kept = cabinet.keep("jadwal.pdf", b"%PDF-1.4 jadwal")
    do(
        office,
        pak_budi,
        lambda unit: escalations.reply(unit, number, "", seen_line=99, file=kept),
    )
    line = read(office, pak_budi, number).lines[-1]
    assert line.file is not None
    assert line.file.name == "jadwal.pdf"
    assert "staff_file" in told(office, number)


@pytest.mark.parametrize("actor", [BU_SARI, CLOCKWORK], ids=["citizen", "clockwork"])
def test_nobody_but_staff_answers_citizens(office: Office, actor: Actor) -> None:
    number = open_one(office)
    for act in (
        lambda unit: escalations.claim(unit, number),
        escalations.claim_next,
        lambda unit: escalations.note(unit, number, "x"),
    ):
        with pytest.raises(NotAllowed):
            do(office, actor, act)


def test_an_auditor_takes_no_conversation_and_staff_open_none(
    office: Office, pak_agus: StaffMember, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    with pytest.raises(NotAllowed):
        claim(office, pak_agus, number)
    with pytest.raises(NotAllowed):
        do(office, pak_budi, lambda unit: escalations.open_for(unit, reason=Reason.ASKED))


def test_a_conversation_that_does_not_exist_is_not_found(
    office: Office, pak_budi: StaffMember
) -> None:
    assert not claim(office, pak_budi, 404)
    with pytest.raises(NotFound):
        do(office, pak_budi, lambda unit: escalations.release(unit, 404))
