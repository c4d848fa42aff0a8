"""What staff see: the queue in its lanes, and one conversation in full."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.escalation import board, claiming, talk
from knowledge.escalation.tables import EscalationLine
from knowledge.escalation.words import Lane, Outcome
from office import outbox, posted
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.escalation.desk import claim, close, do, open_one, read, reply, writes
from tests.people import BU_SARI, PAK_JOKO

BU_INAH = Citizen(700_000_003)
PAK_WIRO = Citizen(700_000_004)


def test_each_lane_is_taken_up_before_the_next_and_what_is_due_first_within_it(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    spam = open_one(office, PAK_WIRO, "promo", Lane.SPAM)
    clock.advance(timedelta(minutes=1))
    general = open_one(office, BU_SARI)
    clock.advance(timedelta(minutes=1))
    formal = open_one(office, PAK_JOKO, "soal permohonan saya", Lane.FORMAL)
    clock.advance(timedelta(minutes=1))
    urgent = open_one(office, BU_INAH, "banjir di desa kami", Lane.URGENT)
    with office.reading(pak_budi) as unit:
        assert [row.id for row in board.queue(unit)] == [urgent, formal, general, spam]
    taken = [do(office, pak_budi, claiming.claim_next) for _ in range(5)]
    assert taken == [urgent, formal, general, spam, None]


def test_the_queue_shows_who_waits_with_their_first_words_and_who_holds(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    first = open_one(office, BU_SARI, "Halo")
    writes(office, "Ada orang?")
    clock.advance(timedelta(minutes=2))
    second = open_one(office, PAK_JOKO, "Saya juga")
    assert claim(office, pak_budi, first)
    with office.reading(pak_budi) as unit:
        queue = {row.id: row for row in board.queue(unit)}
        assert board.waiting_count(unit) == 1
    assert (queue[first].first_words, queue[second].first_words) == ("Halo", "Saya juga")
    assert (queue[first].held_by, queue[second].held_by) == (pak_budi.staff_id, None)


def test_a_promise_nearly_and_quite_passed_is_marked(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    promised = read(office, pak_budi, number).promised_by
    assert promised is not None

    def marks() -> tuple[bool, bool]:
        with office.reading(pak_budi) as unit:
            (row,) = board.queue(unit)
        return row.is_nearly_late, row.is_late

    assert marks() == (False, False)
    clock.advance((promised - clock.now()) * 0.9)
    assert marks() == (True, False)
    clock.advance(promised + timedelta(minutes=1) - clock.now())
    assert marks() == (False, True)


def test_the_overview_counts_every_state(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    held, waits, ended = (open_one(office, who) for who in (BU_SARI, PAK_JOKO, BU_INAH))
    begun = clock.now()
    open_one(office, PAK_WIRO)
    assert claim(office, pak_budi, held)
    assert claim(office, pak_budi, waits)
    reply(office, pak_budi, waits, wait=True)
    assert claim(office, pak_budi, ended)
    close(office, pak_budi, ended, Outcome.SPAM)
    with office.reading(pak_budi) as unit:
        seen = board.overview(unit)
    assert (seen.queued, seen.held, seen.awaiting_citizen, seen.awaiting_opd) == (1, 1, 1, 0)
    assert (seen.closed_today, seen.late, seen.oldest_waiting) == (1, 0, begun)


def test_everything_the_desk_shows_moves_its_number(office: Office, pak_budi: StaffMember) -> None:
    def version() -> int:
        with office.reading(pak_budi) as unit:
            return board.version(unit)

    seen = [version()]
    number = open_one(office)
    seen.append(version())
    claim(office, pak_budi, number)
    seen.append(version())
    writes(office, "Satu lagi")
    seen.append(version())
    reply(office, pak_budi, number)
    seen.append(version())
    close(office, pak_budi, number)
    seen.append(version())
    assert seen == sorted(set(seen))


def test_a_closed_conversation_leaves_the_queue_but_can_be_read(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office, BU_SARI, "Halo")
    claim(office, pak_budi, number)
    close(office, pak_budi, number, Outcome.SPAM)
    with office.reading(pak_budi) as unit:
        assert board.queue(unit) == []
    closed = read(office, pak_budi, number)
    assert (closed.status, closed.outcome, closed.lines[0].text) == ("closed", "spam", "Halo")


def test_each_answer_shows_what_became_of_it(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office, BU_SARI, "Halo")
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, "Baik")
    with office.unit(pak_budi) as unit:
        (waiting,) = posted.about(unit.session, unit.vault, f"escalation:{number}:line:")
        outbox.undeliverable(unit.session, waiting.number, failure="403", now=unit.now)
    lines = read(office, pak_budi, number).lines
    assert [line.delivery for line in lines] == [None, "undeliverable"]
    assert [line.staff_id for line in lines] == [None, pak_budi.staff_id]


def test_what_was_said_lies_sealed_at_its_place(office: Office, pak_budi: StaffMember) -> None:
    open_one(office, BU_SARI, "NIK saya 3507152102900001")
    with office.reading(pak_budi) as unit:
        sealed = unit.session.scalar(select(EscalationLine.sealed_text))
    assert sealed is not None
    assert b"3507" not in sealed


def test_only_who_answers_citizens_reads_conversations(
    office: Office, pak_agus: StaffMember, pak_budi: StaffMember
) -> None:
    number = open_one(office, BU_SARI, "Halo")
    with office.reading(pak_agus) as unit:
        with pytest.raises(NotAllowed):
            board.queue(unit)
        with pytest.raises(NotAllowed):
            talk.conversation(unit, number)
    with office.reading(pak_budi) as unit, pytest.raises(NotFound):
        talk.conversation(unit, 404)
