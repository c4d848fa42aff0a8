"""Every state has a speaker, a timer and a way out; both edges of a hand-over are announced."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from knowledge.escalation import claiming, closing, opening, replying, timers
from knowledge.escalation.moving import LEASE
from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import Lane, Outcome, Reason
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotNow, NotValid
from office.unit import Office
from tests.knowledge.escalation.desk import (
    acts,
    answered,
    claim,
    close,
    do,
    open_one,
    read,
    reply,
    told,
    writes,
)
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def tick(office: Office, clock: StandingClock, span: timedelta = timedelta()) -> None:
    clock.advance(span)
    with office.unit(CLOCKWORK) as unit:
        timers.run(unit)


def test_the_queue_speaks_until_an_officer_does_and_then_the_bot_again(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    assert read(office, pak_budi, number).speaker == "queue"
    claim(office, pak_budi, number)
    assert read(office, pak_budi, number).speaker == "staff"
    reply(office, pak_budi, number)
    close(office, pak_budi, number)
    ended = read(office, pak_budi, number)
    assert (ended.speaker, ended.timer_at) == ("bot", None)
    assert told(office, number) == [
        "escalation_opened", "staff_reply", "escalation_closed", "escalation_rating",
    ]  # fmt: skip


def test_a_broken_promise_is_said_once_a_day_and_replaced(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    first = read(office, pak_budi, number).promised_by
    assert first is not None
    clock.advance(first + timedelta(minutes=1) - clock.now())
    tick(office, clock)
    tick(office, clock, timedelta(minutes=30))
    late = read(office, pak_budi, number)
    assert told(office, number).count("escalation_overdue") == 1
    assert late.promised_by is not None
    assert late.promised_by > first
    tick(office, clock, timedelta(days=2))
    assert told(office, number).count("escalation_overdue") == 2


def test_a_week_switched_off_brings_one_apology(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    clock.advance(timedelta(days=8))
    for _ in range(3):
        tick(office, clock)
    assert told(office, number) == ["escalation_opened", "escalation_overdue"]
    assert read(office, pak_budi, number).status == "queued"


def test_a_lease_that_ran_out_goes_back_to_the_queue_and_is_remembered(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    tick(office, clock, LEASE + timedelta(seconds=1))
    back = read(office, pak_budi, number)
    assert (back.status, back.held_by, back.lapses) == ("queued", None, 1)
    assert back.previous_officer == pak_budi.staff_id
    assert told(office, number) == ["escalation_opened"]
    assert acts(office, number)[-1] == "lapsed"


def test_an_answered_conversation_nobody_works_on_waits_for_the_citizen(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number)
    tick(office, clock, LEASE + timedelta(seconds=1))
    assert read(office, pak_budi, number).status == "awaiting_citizen"


def test_a_silent_citizen_is_reminded_once_and_then_let_go_without_a_survey(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, "Tahun berapa yang Anda maksud?", wait=True)
    tick(office, clock, timedelta(hours=20))
    assert "escalation_reminder" not in told(office, number)
    tick(office, clock, timedelta(days=1))
    tick(office, clock)
    assert told(office, number).count("escalation_reminder") == 1
    tick(office, clock, timedelta(days=4))
    ended = read(office, pak_budi, number)
    assert (ended.status, ended.outcome) == ("closed", "no_reply")
    assert "escalation_rating" not in told(office, number)


def test_a_citizen_who_answers_joins_the_queue_with_a_new_promise(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, wait=True)
    clock.advance(timedelta(days=1))
    heard = writes(office, "Tahun 2025, Pak")
    back = read(office, pak_budi, number)
    assert (back.status, back.previous_officer) == ("queued", pak_budi.staff_id)
    assert heard is not None
    assert heard.promised_by == back.promised_by
    assert back.promised_by is not None
    assert back.promised_by > clock.now()


def test_an_ended_conversation_goes_on_by_simply_writing_for_three_working_days(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    clock.advance(timedelta(days=2))
    assert open_one(office, BU_SARI, "Tetapi loketnya tutup") == number
    again = read(office, pak_budi, number)
    assert (again.status, again.outcome, again.previous_officer) == (
        "queued", None, pak_budi.staff_id,
    )  # fmt: skip
    assert "escalation_reopened" in told(office, number)


def test_later_a_new_number_follows_the_old_one(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    clock.advance(timedelta(days=6))
    second = open_one(office)
    assert second != number
    assert [one.id for one in read(office, pak_budi, second).earlier] == [number]


def test_spam_is_not_taken_up_again(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    close(office, pak_budi, number, Outcome.SPAM)
    assert open_one(office) != number


def test_staff_may_always_take_an_ended_conversation_up_again(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    clock.advance(timedelta(days=30))
    do(office, pak_budi, lambda unit: closing.reopen(unit, number))
    assert read(office, pak_budi, number).status == "queued"
    assert told(office, number)[-1] == "escalation_reopened_by_staff"


def test_staff_do_not_open_a_second_conversation_beside_one_that_is_open(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    clock.advance(timedelta(days=30))
    open_one(office)
    with pytest.raises(NotNow, match="another_is_open"):
        do(office, pak_budi, lambda unit: closing.reopen(unit, number))


def test_closing_as_answered_needs_an_answer_and_refusing_needs_a_reason(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    with pytest.raises(NotValid, match="nothing_answered"):
        close(office, pak_budi, number, Outcome.ANSWERED)
    with pytest.raises(NotValid, match="closing_reason_needed"):
        close(office, pak_budi, number, Outcome.NOT_POSSIBLE)
    with pytest.raises(NotValid, match="choice_unclear"):
        close(office, pak_budi, number, Outcome.LEFT)
    close(office, pak_budi, number, Outcome.NOT_POSSIBLE, "Bukan kewenangan kabupaten.")
    assert read(office, pak_budi, number).outcome == "not_possible"


def test_a_colleague_is_meant_to_have_it_until_it_is_late(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    do(
        office,
        pak_budi,
        lambda unit: claiming.hand_over(unit, number, note="Soal pajak", to=bu_dewi.staff_id),
    )
    assert do(office, pak_budi, claiming.claim_next) is None
    assert read(office, pak_budi, number).lines[-1].author == "note"
    due = read(office, pak_budi, number).promised_by
    assert due is not None
    clock.advance(due + timedelta(minutes=1) - clock.now())
    assert do(office, pak_budi, claiming.claim_next) == number


def test_taking_over_needs_a_reason_and_leaves_one_holder(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    with pytest.raises(NotValid, match="required"):
        do(office, bu_dewi, lambda unit: claiming.take_over(unit, number, reason=" "))
    do(office, bu_dewi, lambda unit: claiming.take_over(unit, number, reason="Budi sakit"))
    assert read(office, bu_dewi, number).held_by == bu_dewi.staff_id
    with pytest.raises(NotNow, match="not_yours"):
        reply(office, pak_budi, number)


def test_a_cry_for_help_moves_an_open_conversation_to_the_front(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office, PAK_JOKO)
    do(office, PAK_JOKO, lambda unit: opening.raise_lane(unit, Lane.URGENT))
    assert read(office, pak_budi, number).lane == "urgent"
    do(office, PAK_JOKO, lambda unit: opening.raise_lane(unit, Lane.SPAM))
    assert read(office, pak_budi, number).lane == "urgent"


def test_opening_again_while_it_is_open_changes_nothing(office: Office) -> None:
    number = open_one(office)
    do(office, BU_SARI, lambda unit: opening.open_for(unit, reason=Reason.MISSED))
    assert acts(office, number) == ["opened"]


def test_a_note_renews_the_lease(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    clock.advance(LEASE - timedelta(minutes=1))
    do(office, pak_budi, lambda unit: replying.note(unit, number, "cek arsip"))
    tick(office, clock, LEASE - timedelta(minutes=1))
    assert read(office, pak_budi, number).held_by == pak_budi.staff_id


def test_one_conversation_that_cannot_go_on_holds_up_no_other(
    office: Office,
    clock: StandingClock,
    pak_budi: StaffMember,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, other = open_one(office), open_one(office, PAK_JOKO)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(
            update(Escalation).where(Escalation.id == broken).values(status="unknown")
        )
    tick(office, clock, timedelta(days=1))
    assert told(office, other) == ["escalation_opened", "escalation_overdue"]
    assert acts(office, broken) == ["opened"]
    assert f"conversation {broken}: its timer failed: ValueError" in caplog.text
