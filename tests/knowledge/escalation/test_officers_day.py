"""One officer's own day: what is held, meant for them, or waits for somebody else's word."""

from datetime import timedelta

import pytest

from knowledge.escalation import claiming, officers_day
from knowledge.escalation.officers_day import Day
from knowledge.escalation.words import Lane
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.knowledge.escalation import desk
from tests.people import PAK_JOKO


def day(office: Office, staff: StaffMember) -> Day:
    with office.reading(staff) as unit:
        return officers_day.day(unit)


def test_what_is_held_handed_over_and_waited_for_is_told_apart(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    held, given, waits = (
        desk.open_one(office, Citizen(number)) for number in (700_001, 700_002, 700_003)
    )
    desk.open_one(office, PAK_JOKO)
    for number in (held, given, waits):
        assert desk.claim(office, pak_budi, number)
    with office.unit(pak_budi) as unit:
        claiming.hand_over(unit, given, note="Mohon bantuannya.", to=bu_dewi.staff_id)
    desk.reply(office, pak_budi, waits, wait=True)
    mine = day(office, pak_budi)
    assert [[one.id for one in part] for part in (mine.held, mine.meant, mine.elsewhere)] == [
        [held], [], [waits],
    ]  # fmt: skip
    hers = day(office, bu_dewi)
    assert [one.id for one in hers.meant] == [given]
    assert not hers.held
    assert not hers.elsewhere


def test_what_presses_is_counted_for_everybody(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    desk.open_one(office, Citizen(700_001), lane=Lane.URGENT)
    number = desk.open_one(office, Citizen(700_002))
    assert not day(office, pak_budi)
    assert (day(office, pak_budi).late, day(office, pak_budi).urgent) == (0, 1)
    clock.advance(timedelta(hours=8))
    assert day(office, pak_budi).late == 2
    assert desk.claim(office, pak_budi, number)
    assert day(office, pak_budi).held[0].is_late
    desk.reply(office, pak_budi, number)
    assert day(office, pak_budi).late == 1
    answered = day(office, pak_budi).held[0]
    assert (answered.is_late, answered.promised_by) == (False, None)


def test_it_is_for_those_who_answer_citizens(office: Office, bu_ratna: StaffMember) -> None:
    with office.reading(bu_ratna) as unit, pytest.raises(NotAllowed):
        officers_day.day(unit)
