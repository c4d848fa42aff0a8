"""How much there is to do today: what came, who is there, how long a case takes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pytest

from knowledge.escalation import load
from knowledge.escalation.load import Level, Load
from knowledge.escalation.promise import Promise
from knowledge.escalation.promising import promise_for
from knowledge.escalation.words import Lane
from office import hours
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.knowledge.escalation import desk
from tests.people import CLOCKWORK, WIB


def at(clock: StandingClock, day: int, hour: int, minute: int = 0) -> None:
    clock.instant = datetime(2026, 11, day, hour, minute, tzinfo=WIB)


def measured(office: Office) -> Load:
    with office.reading(CLOCKWORK) as unit:
        return load.measured(unit)


def promised(office: Office) -> Promise:
    with office.reading(CLOCKWORK) as unit:
        return promise_for(unit, Lane.GENERAL)


def come(office: Office, numbers: Sequence[int], lane: Lane = Lane.GENERAL) -> list[int]:
    return [desk.open_one(office, Citizen(900_000 + number), lane=lane) for number in numbers]


def handle(office: Office, clock: StandingClock, staff: StaffMember, number: int) -> None:
    """Let a conversation be taken, worked on for six minutes, and closed."""
    assert desk.claim(office, staff, number)
    clock.advance(timedelta(minutes=6))
    desk.reply(office, staff, number)
    desk.close(office, staff, number)


def test_an_office_that_begins_expects_four_minutes_and_one_officer(office: Office) -> None:
    assert measured(office) == Load(0, load.USUAL_MINUTES, 1, 390, 0.0)


def test_what_came_since_the_last_service_belongs_to_this_day(
    office: Office, clock: StandingClock
) -> None:
    at(clock, 20, 14)  # Friday, in service
    come(office, range(2))
    at(clock, 20, 19)
    come(office, range(10, 13))
    assert (measured(office).arrivals, measured(office).staffed_minutes) == (3, 390)
    at(clock, 22, 10)  # Sunday
    come(office, range(20, 24))
    at(clock, 23, 9)
    come(office, range(30, 31))
    come(office, range(40, 45), Lane.SPAM)
    found = measured(office)
    assert found.arrivals == 3 + 4 + 1
    assert found.load == pytest.approx(8 * 4 / 390)
    at(clock, 23, 15, 31)
    assert measured(office).arrivals == 0


def test_a_closure_leaves_fewer_minutes(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        hours.close(unit, unit.today, time(13), time(15), reason="rapat", seen=0)
    assert measured(office).staffed_minutes == 270


def test_the_mean_of_ten_handled_cases_and_more_takes_the_place_of_the_usual_one(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    numbers = come(office, range(10))
    for number in numbers[:9]:
        handle(office, clock, pak_budi, number)
    assert measured(office).handling_minutes == load.USUAL_MINUTES
    handle(office, clock, pak_budi, numbers[9])
    assert measured(office).handling_minutes == pytest.approx(6)


def test_officers_are_those_who_work_now_and_early_in_the_day_those_of_the_day_before(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    first, second, third = come(office, range(3))
    handle(office, clock, pak_budi, first)
    handle(office, clock, bu_dewi, second)
    assert measured(office).officers == 2
    assert measured(office).staffed_minutes == 780
    at(clock, 23, 15)
    desk.claim(office, pak_budi, third)
    assert measured(office).officers == 1
    for hour in (16, 23):
        at(clock, 23, hour)
        assert measured(office).officers == 2
    at(clock, 24, 8, 5)
    assert measured(office).officers == 2
    at(clock, 25, 10)
    assert measured(office).officers == 1


def test_the_level_warns_before_it_is_full() -> None:
    levels = [Load(1, 4, 1, 390, share).level for share in (0.0, 0.74, 0.75, 0.99, 1.0, 3.0)]
    assert levels == [
        Level.NORMAL, Level.NORMAL, Level.WARN, Level.WARN, Level.FULL, Level.FULL,
    ]  # fmt: skip


def test_a_full_desk_promises_later_by_itself(office: Office, clock: StandingClock) -> None:
    at(clock, 23, 8)
    early = promised(office)
    come(office, range(98))
    found, late = measured(office), promised(office)
    assert found.level is Level.FULL
    assert late.basis["load"] == pytest.approx(98 * 4 / 390, abs=0.001)
    assert late.basis["ahead"] == 98
    assert late.by > early.by
    assert late.basis["latest_minutes"] > 98 * 4 * found.load
