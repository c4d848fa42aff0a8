"""What staff see: the queue, one conversation in full, and the log of questions."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import escalations, questions, reading
from knowledge.escalations import LEASE
from knowledge.finder import Hit
from knowledge.tables import EscalationLine
from knowledge.verdict import decide
from knowledge.words import Outcome, Reason, Speaker
from office import outbox, posted
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.people import BU_SARI, PAK_JOKO


def open_one(office: Office, citizen: Citizen, *words: str) -> int:
    with office.unit(citizen) as unit:
        escalations.open_for(unit, reason=Reason.ASKED)
        for one in words:
            escalations.add_line(unit, one, speaker=Speaker.CITIZEN)
        present = escalations.current(unit)
        assert present is not None
        return present.id


def ask(office: Office, text: str, *hits: Hit) -> None:
    with office.unit(BU_SARI) as unit:
        questions.log(unit, key=text[:40], text=text, route="search", verdict=decide(list(hits)))


def test_the_queue_shows_who_waits_longest_first_with_their_first_words(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    first = open_one(office, BU_SARI, "Halo", "Ada orang?")
    clock.advance(timedelta(minutes=2))
    second = open_one(office, PAK_JOKO)
    with office.unit(pak_budi) as unit:
        escalations.claim(unit, first)
    with office.reading(pak_budi) as unit:
        queue = reading.queue(unit)
        assert reading.waiting_count(unit) == 1
    assert [(row.id, row.first_words) for row in queue] == [(first, "Halo"), (second, "")]
    assert [row.held_by for row in queue] == [pak_budi.staff_id, None]
    assert not any(row.lease_run_out for row in queue)
    clock.advance(LEASE + timedelta(seconds=1))
    with office.reading(pak_budi) as unit:
        assert [row.lease_run_out for row in reading.queue(unit)] == [True, False]


def test_a_closed_conversation_leaves_the_queue_but_can_be_read(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office, BU_SARI, "Halo")
    with office.unit(pak_budi) as unit:
        escalations.claim(unit, number)
        escalations.close(unit, number, outcome=Outcome.SPAM)
    with office.reading(pak_budi) as unit:
        assert reading.queue(unit) == []
        closed = reading.conversation(unit, number)
    assert (closed.status, closed.outcome, closed.lines[0].text) == ("closed", "spam", "Halo")


def test_each_answer_shows_what_became_of_it(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office, BU_SARI, "Halo")
    with office.unit(pak_budi) as unit:
        escalations.claim(unit, number)
        escalations.note(unit, number, "catatan")
        escalations.reply(unit, number, "Baik", seen_line=99)
    with office.unit(pak_budi) as unit:
        letters = posted.about(unit.session, unit.vault, f"escalation:{number}:line:")
        (waiting,) = letters
        outbox.undeliverable(unit.session, waiting.number, failure="403", now=unit.now)
    with office.reading(pak_budi) as unit:
        lines = reading.conversation(unit, number).lines
    assert [line.delivery for line in lines] == [None, None, "undeliverable"]
    assert [line.staff_id for line in lines] == [None, pak_budi.staff_id, pak_budi.staff_id]


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
            reading.queue(unit)
        with pytest.raises(NotAllowed):
            reading.conversation(unit, number)
    with office.reading(pak_budi) as unit, pytest.raises(NotFound):
        reading.conversation(unit, 404)


def test_the_log_is_searched_by_band_and_words_and_turned_by_number(
    office: Office, pak_agus: StaffMember
) -> None:
    sure = Hit("ppid-waktu", 0.9, "waktu", ("waktu",))
    ask(office, "berapa lama dijawab", sure)
    ask(office, "100% anggaran_desa")
    ask(office, "entahlah", Hit("ppid-biaya", 0.5, "biaya", ("biaya",)))
    with office.reading(pak_agus) as unit:
        everything = reading.asked(unit)
        assert [row.band for row in everything] == ["pilih", "tidak_tahu", "jawab"]
        assert [row.text for row in reading.asked(unit, band="jawab")] == ["berapa lama dijawab"]
        assert len(reading.asked(unit, text="ANGGARAN_")) == 1
        assert reading.asked(unit, text="a%b") == []
        older = reading.asked(unit, before=everything[0].id)
        assert [row.id for row in older] == [row.id for row in everything[1:]]
    assert everything[2].considered == [("ppid-waktu", 0.9)]
    assert everything[1].slug is None


def test_who_answers_no_question_log_reads_none(office: Office) -> None:
    with office.reading(BU_SARI) as unit, pytest.raises(NotAllowed):
        reading.asked(unit)
