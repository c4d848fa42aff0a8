"""The clockwork's sweep: each milestone once, nothing for what is closed, and it catches up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from office import journal, outbox
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from register import book, requests, sweep
from register.tables import RequestEvent
from tests.people import BU_SARI, CLOCKWORK, a_form

MILESTONES = ("due_soon", "late")


def file_one(office: Office, key: str = "a") -> int:
    with office.unit(BU_SARI) as unit:
        return requests.submit(unit, a_form(), draft_key=key).number


def swept(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        return sweep.run(unit)


def milestones(office: Office, number: int) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        return list(
            unit.session.scalars(
                select(RequestEvent.event)
                .where(RequestEvent.request_id == number, RequestEvent.once.is_not(None))
                .order_by(RequestEvent.id)
            )
        )


def at(clock: StandingClock, day: int, month: int = 12) -> None:
    clock.instant = datetime(2026, month, day, 2, 0, tzinfo=UTC)


def test_nothing_happens_while_there_is_time(office: Office, clock: StandingClock) -> None:
    number = file_one(office)  # due on 7 December 2026
    at(clock, 2)
    assert swept(office) == 0
    assert milestones(office, number) == []


def test_each_milestone_is_noted_once_however_often_the_clockwork_wakes(
    office: Office, clock: StandingClock
) -> None:
    number = file_one(office)
    for day, expected in ((3, 1), (3, 0), (4, 0), (7, 0), (8, 1), (9, 0), (30, 0)):
        at(clock, day)
        assert swept(office) == expected, day
    assert milestones(office, number) == ["due_soon", "late"]


def test_the_last_day_itself_is_not_late(office: Office, clock: StandingClock) -> None:
    number = file_one(office)
    clock.instant = datetime(2026, 12, 7, 16, 59, tzinfo=UTC)  # 23.59 in Jakarta
    swept(office)
    assert milestones(office, number) == ["due_soon"]
    clock.advance(timedelta(minutes=1))
    swept(office)
    assert milestones(office, number) == ["due_soon", "late"]


def test_a_week_switched_off_is_caught_up_in_order(office: Office, clock: StandingClock) -> None:
    first, second = file_one(office, "a"), file_one(office, "b")
    at(clock, 14)
    assert swept(office) == 4
    assert milestones(office, first) == milestones(office, second) == ["due_soon", "late"]


def test_a_closed_request_has_no_more_milestones(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = file_one(office)
    with office.unit(BU_SARI) as unit:
        requests.withdraw(unit, number)
    at(clock, 30)
    assert swept(office) == 0
    assert milestones(office, number) == []


def test_every_milestone_is_entered_in_the_journal_and_in_the_story(
    office: Office, clock: StandingClock, pak_agus: StaffMember
) -> None:
    number = file_one(office)
    at(clock, 14)
    swept(office)
    with office.reading(pak_agus) as unit:
        acts = [line.act for line in journal.of_subject(unit.session, [f"request:{number}"])]
        story = [event.event for event in book.dossier(unit, number).story]
        assert journal.verify(unit.session).sound
    assert acts == ["request.submitted", "request.due_soon", "request.late"]
    assert story == ["submitted", "due_soon", "late"]


def test_lateness_changes_neither_status_nor_version_nor_writes_to_the_citizen(
    office: Office, clock: StandingClock, pak_agus: StaffMember
) -> None:
    number = file_one(office)
    with office.reading(pak_agus) as unit:
        before = book.dossier(unit, number)
        posted = len(outbox.about(unit.session, unit.vault, "request:"))
    at(clock, 14)
    swept(office)
    with office.reading(pak_agus) as unit:
        after = book.dossier(unit, number)
        assert len(outbox.about(unit.session, unit.vault, "request:")) == posted
    assert (after.row.status, after.version) == (before.row.status, before.version)
    assert after.row.is_late
    assert not before.row.is_late


def test_only_the_clockwork_keeps_time(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(NotAllowed), office.unit(pak_budi) as unit:
        sweep.run(unit)
