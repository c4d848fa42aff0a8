"""The office's own hours: set by a person, kept in versions, read cheaply, seen at once."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import event, select

from office import calendar_changes, hours
from office.clock import StandingClock
from office.journal import journal
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.service_hours import Window, usual_windows
from office.unit import Office
from office.workdays import CountingRule, DayOff, DayOffKind, WorkWeek
from tests.people import CLOCKWORK, WIB

TUESDAY = date(2026, 11, 24)
LONG = (Window(time(7, 30), time(12)), Window(time(13), time(16)))
LONGER = {**usual_windows(), 0: LONG}


def minutes_on(office: Office, day: date) -> float:
    with office.reading(CLOCKWORK) as unit:
        return hours.at(unit).minutes_on(day)


def test_an_office_that_set_nothing_has_the_usual_hours(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        service = hours.at(unit)
    assert service.windows == usual_windows()
    assert service.version == 0
    assert service.minutes_on(TUESDAY) == 390
    assert service.minutes_on(date(2026, 12, 25)) == 0


def test_an_office_with_six_days_is_open_on_saturday(office: Office) -> None:
    six = Office(
        office.engine, office.clock, office.zone, office.vault, CountingRule(week=WorkWeek.SIX)
    )
    assert minutes_on(six, date(2026, 11, 28)) == 240
    assert minutes_on(office, date(2026, 11, 28)) == 0


def test_changed_windows_hold_at_once_and_keep_old_and_new(
    office: Office, pak_budi: StaffMember
) -> None:
    before = minutes_on(office, date(2026, 11, 23))
    with office.unit(pak_budi) as unit:
        assert hours.change(unit, LONGER, reason="Jam layanan baru", seen=0) == 1
    assert minutes_on(office, date(2026, 11, 23)) == before + 60
    with office.reading(pak_budi) as unit:
        (change,) = hours.history(unit, 5)
        query = select(journal.c.facts).where(journal.c.act == "hours.changed")
        facts = json.loads(unit.session.scalars(query).one())
    assert (change.version, change.actor, change.reason) == (1, pak_budi.label, "Jam layanan baru")
    assert facts["old"]["0"] == [["08:00", "12:00"], ["13:00", "15:30"]]
    assert facts["new"]["0"] == [["07:30", "12:00"], ["13:00", "16:00"]]


def test_part_of_a_day_is_closed_and_opened_again(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        number = hours.close(unit, TUESDAY, time(13), time(15), reason="rapat", seen=0)
    assert minutes_on(office, TUESDAY) == 270
    with office.unit(pak_budi) as unit:
        assert hours.reopen(unit, number, seen=1) == 2
    assert minutes_on(office, TUESDAY) == 390
    with office.reading(pak_budi) as unit:
        acts = unit.session.execute(
            select(journal.c.act, journal.c.facts).where(journal.c.act.like("hours.%"))
        ).all()
    assert [row.act for row in acts] == ["hours.closure_added", "hours.closure_removed"]
    # A reason may hold a name, and the journal holds none.
    assert "rapat" not in "".join(row.facts for row in acts)


def test_changed_windows_leave_the_closures(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        hours.close(unit, TUESDAY, time(13), time(15), reason="rapat", seen=0)
        hours.change(unit, LONGER, reason="Jam layanan baru", seen=1)
    with office.reading(CLOCKWORK) as unit:
        assert [row.reason for row in hours.at(unit).closures] == ["rapat"]


def test_a_holiday_of_the_office_s_own_closes_the_desk(
    office: Office, pak_budi: StaffMember
) -> None:
    assert minutes_on(office, TUESDAY) == 390
    birthday = DayOff(TUESDAY, DayOffKind.REGIONAL, "Hari Jadi Kabupaten")
    with office.unit(pak_budi) as unit:
        calendar_changes.change(unit, add=[birthday], reason="Perda tentang hari jadi")
    assert minutes_on(office, TUESDAY) == 0


def test_while_nothing_changes_reading_costs_one_query(office: Office) -> None:
    asked: list[str] = []
    with office.reading(CLOCKWORK) as unit:
        first = hours.at(unit)
        event.listen(office.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        assert hours.at(unit) is first
    assert len(asked) == 1


def test_the_year_s_end_is_read_anew(office: Office, clock: StandingClock) -> None:
    assert minutes_on(office, date(2027, 1, 4)) == 390
    clock.instant = datetime(2029, 1, 2, 9, tzinfo=WIB)
    with office.reading(CLOCKWORK) as unit:
        assert min(hours.at(unit).calendar.days_off).year == 2028


@pytest.mark.parametrize(
    ("windows", "code"),
    [
        ({0: (Window(time(12), time(8)),)}, "closes_before_it_opens"),
        ({0: (Window(time(8), time(8)),)}, "closes_before_it_opens"),
        ({0: (Window(time(8), time(12)), Window(time(11), time(13)))}, "windows_overlap"),
        ({0: tuple(Window(time(one), time(one, 30)) for one in range(8, 13))}, "windows_too_many"),
        ({7: LONG}, "choice_unclear"),
        ({}, "never_open"),
        ({6: LONG}, "never_open"),
        (usual_windows(), "hours_unchanged"),
    ],
)
def test_windows_that_cannot_be_meant_are_refused(
    office: Office, pak_budi: StaffMember, windows: dict[int, tuple[Window, ...]], code: str
) -> None:
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        hours.change(unit, windows, reason="Jam layanan baru", seen=0)
    assert refused.value.code == code


def test_a_closure_that_cannot_be_meant_is_refused(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        hours.close(unit, TUESDAY, time(13), time(15), reason="rapat", seen=0)
        yesterday = unit.today - timedelta(days=1)
        for day, since, until, code in (
            (TUESDAY, time(15), time(13), "closes_before_it_opens"),
            (yesterday, time(13), time(15), "day_over"),
            (TUESDAY, time(13), time(15), "closure_known"),
        ):
            with pytest.raises(NotValid) as refused:
                hours.close(unit, day, since, until, reason="rapat", seen=1)
            assert refused.value.code == code
        with pytest.raises(NotValid):
            hours.close(unit, TUESDAY, time(9), time(10), reason=" ", seen=1)
        with pytest.raises(NotFound):
            hours.reopen(unit, 9, seen=1)


def test_a_change_decided_on_an_older_version_is_refused(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        hours.change(unit, LONGER, reason="Jam layanan baru", seen=0)
    with pytest.raises(NotNow) as refused, office.unit(bu_dewi) as unit:
        hours.close(unit, TUESDAY, time(13), time(15), reason="rapat", seen=0)
    assert refused.value.code == "hours_moved"


def test_only_who_keeps_the_calendar_changes_the_hours(
    office: Office, pak_agus: StaffMember
) -> None:
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        hours.change(unit, LONGER, reason="Jam layanan baru", seen=0)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        hours.close(unit, TUESDAY, time(13), time(15), reason="rapat", seen=0)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        hours.reopen(unit, 1, seen=0)


def test_planned_hours_change_nothing(office: Office, pak_budi: StaffMember) -> None:
    with office.reading(pak_budi) as unit:
        planned = hours.planned(unit, LONGER)
        assert planned.minutes_on(date(2026, 11, 23)) == 450
        assert hours.at(unit).minutes_on(date(2026, 11, 23)) == 390
        assert hours.version(unit) == 0


def test_hours_that_fit_no_day_of_a_shorter_week_give_way_to_the_usual_ones(
    office: Office, pak_budi: StaffMember
) -> None:
    six = Office(
        office.engine, office.clock, office.zone, office.vault, CountingRule(week=WorkWeek.SIX)
    )
    with six.unit(pak_budi) as unit:
        hours.change(unit, {5: LONG}, reason="Hanya hari Sabtu", seen=0)
    with six.reading(CLOCKWORK) as unit:
        assert not hours.at(unit).stands_in
        assert hours.at(unit).windows == {5: LONG}
    with office.reading(CLOCKWORK) as unit:
        service = hours.at(unit)
        assert service.stands_in
        assert service.windows == usual_windows()
        assert service.opens_next(unit.now) == unit.now
        assert service.after(unit.now, 60) == unit.now + timedelta(hours=1)
    with office.unit(pak_budi) as unit:
        hours.change(unit, LONGER, reason="Jam layanan baru", seen=1)
    with office.reading(CLOCKWORK) as unit:
        assert not hours.at(unit).stands_in
