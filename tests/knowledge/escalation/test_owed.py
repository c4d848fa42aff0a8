"""What is owed to a citizen: by whom, since when, and that nothing lets it be forgotten."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from knowledge.escalation import (
    approving,
    board,
    claiming,
    closing,
    disposing,
    opening,
    rating,
    replying,
    timers,
)
from knowledge.escalation.moving import LEASE
from knowledge.escalation.signs import CHECKLIST
from knowledge.escalation.tables import Disposition, Escalation
from knowledge.escalation.words import Lane, Outcome
from office import regional
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.escalation.desk import (
    ALL_READ,
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
from tests.people import BU_SARI, CLOCKWORK


def wake(office: Office) -> None:
    do(office, CLOCKWORK, timers.run)


def proposed(office: Office, staff: StaffMember, number: int) -> None:
    act = partial(approving.propose, seen_line=ALL_READ, checked=frozenset(CHECKLIST))
    do(office, staff, lambda unit: act(unit, number, "Baik."))


def disposed(office: Office, staff: StaffMember, number: int, name: str) -> int:
    with office.unit(CLOCKWORK) as unit:
        at = regional.add(unit, name)
    return do(
        office,
        staff,
        lambda unit: disposing.dispose(
            unit, number, regional_office=at, question="Kapan?", working_days=1, seen_line=ALL_READ
        ),
    )


def test_what_was_answered_and_let_go_waits_for_the_citizen_and_nobody_apologises(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number)
    do(office, pak_budi, lambda unit: claiming.release(unit, number))
    assert read(office, pak_budi, number).status == "awaiting_citizen"
    clock.advance(timedelta(days=1))
    wake(office)
    assert "escalation_overdue" not in told(office, number)


def test_who_hands_over_owes_an_answer_though_the_last_message_had_one(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, "Kami tanyakan dulu, ya.")
    clock.advance(timedelta(minutes=5))
    do(office, pak_budi, lambda unit: claiming.hand_over(unit, number, note="tolong dijawab"))
    found = read(office, pak_budi, number)
    assert (found.status, found.waiting_since) == ("queued", clock.instant)
    assert found.promised_by is not None
    assert found.promised_by > clock.instant


def test_nothing_is_handed_to_whom_the_citizen_was_not_served_by(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    do(office, BU_SARI, lambda unit: rating.rate(unit, number, score=1))
    do(office, BU_SARI, lambda unit: rating.comment(unit, number, text="Belum jelas"))
    assert claim(office, bu_dewi, number)
    with pytest.raises(NotNow, match="for_somebody_else"):
        to = pak_budi.staff_id
        do(office, bu_dewi, lambda unit: claiming.hand_over(unit, number, note="x", to=to))


def test_a_new_question_to_who_holds_it_has_a_promise_of_its_own(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, wait=True)
    clock.advance(timedelta(hours=22))  # the promise of the first question is long over
    assert claim(office, pak_budi, number)
    heard = writes(office, "Satu lagi, Pak")
    assert heard is not None
    assert heard.promised_by is not None
    assert heard.promised_by > clock.instant
    clock.advance(LEASE + timedelta(seconds=1))
    wake(office)
    wake(office)
    assert "escalation_overdue" not in told(office, number)


def test_nobody_hears_two_apologies_on_one_working_day(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    clock.advance(timedelta(hours=5))
    wake(office)
    claim(office, pak_budi, number)
    do(office, pak_budi, lambda unit: claiming.release(unit, number))
    do(office, BU_SARI, lambda unit: opening.raise_lane(unit, Lane.URGENT))
    clock.advance(timedelta(hours=9))
    wake(office)
    assert told(office, number).count("escalation_overdue") == 1
    with office.reading(pak_budi) as unit:
        assert board.queue(unit)[0].is_late


def test_a_reply_that_was_taken_back_leaves_what_was_owed_since_it_was(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    do(office, pak_budi, lambda unit: closing.reopen(unit, number))
    since = clock.instant
    clock.advance(timedelta(minutes=1))
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number, "Ada yang perlu kami tambahkan.") or 0
    do(office, pak_budi, lambda unit: replying.take_back(unit, number, line))
    assert read(office, pak_budi, number).waiting_since == since


def test_an_end_whose_only_reply_was_taken_back_is_no_end(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number) or 0
    close(office, pak_budi, number)
    do(office, pak_budi, lambda unit: replying.take_back(unit, number, line))
    found = read(office, pak_budi, number)
    assert (found.status, found.meant_for) == ("queued", pak_budi.staff_id)
    assert found.waiting_since is not None
    assert told(office, number) == ["escalation_opened"]
    answered(office, pak_budi, number)
    assert told(office, number)[-2:] == ["escalation_closed", "escalation_rating"]


def test_an_end_that_stands_is_told_though_a_reply_before_it_was_taken_back(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number, "Sebentar, kami periksa.") or 0
    close(office, pak_budi, number, Outcome.NOT_POSSIBLE, "Bukan wewenang kami.")
    do(office, pak_budi, lambda unit: replying.take_back(unit, number, line))
    assert read(office, pak_budi, number).status == "closed"
    assert told(office, number) == ["escalation_opened", "escalation_closed"]


def test_nothing_ends_as_answered_by_a_reply_that_was_taken_back(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number) or 0
    do(office, pak_budi, lambda unit: replying.take_back(unit, number, line))
    with pytest.raises(NotValid, match="nothing_answered"):
        close(office, pak_budi, number)


def test_nobody_waits_for_a_citizen_who_waits_for_us(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number)
    writes(office, "Satu lagi, Pak")
    with pytest.raises(NotValid, match="nothing_answered"):
        do(office, pak_budi, lambda unit: closing.wait(unit, number, seen_line=ALL_READ))


def test_a_reply_handed_in_again_after_another_is_said_once(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    first = partial(replying.reply, number=number, text="Yang pertama", seen_line=seen)
    do(office, pak_budi, first)
    reply(office, pak_budi, number, "Yang kedua")
    assert do(office, pak_budi, first) is None
    assert told(office, number).count("staff_reply") == 2


def test_who_leaves_leaves_nothing_with_others(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    proposed(office, pak_budi, number)
    disposed(office, pak_budi, number, "Dinas Kesehatan")
    do(office, BU_SARI, opening.leave)
    with pytest.raises(NotFound, match="proposal_unknown"):
        do(office, bu_dewi, lambda unit: approving.approve(unit, number, seen_line=ALL_READ))
    with office.reading(bu_dewi) as unit:
        assert board.to_approve(unit) == []
        assert set(unit.session.scalars(select(Disposition.status))) == {"recalled"}


def test_an_end_takes_every_question_back_from_its_office(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    for name in ("Dinas Kesehatan", "Dinas Pendidikan"):
        claim(office, pak_budi, number)
        disposed(office, pak_budi, number, name)
        clock.advance(timedelta(days=2))
        wake(office)
    claim(office, pak_budi, number)
    close(office, pak_budi, number, Outcome.NOT_POSSIBLE, "Bukan kewenangan kami.")
    with office.reading(pak_budi) as unit:
        assert set(unit.session.scalars(select(Disposition.status))) == {"recalled"}


def test_an_approved_reply_gives_the_citizen_the_whole_time_to_answer(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number)
    proposed(office, pak_budi, number)
    clock.advance(LEASE + timedelta(seconds=1))
    wake(office)
    clock.advance(timedelta(days=2))
    wake(office)
    do(office, bu_dewi, lambda unit: approving.approve(unit, number, seen_line=ALL_READ))
    with office.reading(pak_budi) as unit:
        assert not unit.session.get_one(Escalation, number).reminded
    assert read(office, pak_budi, number).status == "awaiting_citizen"


def test_a_request_is_not_offered_over_a_message_nobody_read(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    writes(office, "Satu lagi, Pak")
    with pytest.raises(NotNow, match="newer_message"):
        do(
            office,
            pak_budi,
            lambda unit: closing.offer_request(unit, number, information="RKPD", seen_line=seen),
        )
