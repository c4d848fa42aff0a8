"""The office's calendar: filled once, what staff entered is kept, confirmed years are marked."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, select, update

from office import daysoff, journal
from office.daysoff import DECREED_YEARS, FIRST_YEAR, LAST_YEAR, calendar_years, days_off
from office.refusals import NotAllowed
from office.unit import Office
from office.workdays import DayOffKind, add_working_days
from tests.people import BU_SARI, CLOCKWORK

NYEPI_LEAVE = date(2026, 3, 18)


def empty(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(days_off))
        unit.session.execute(delete(calendar_years))


def test_a_new_office_has_the_known_calendar_and_its_confirmed_years(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        own = daysoff.calendar(unit, date(2025, 6, 1))
        years = {row.year: row.status for row in unit.session.execute(select(calendar_years))}
    known = daysoff.known_calendar()
    assert own.days_off == known.days_off
    assert own.decreed_years == DECREED_YEARS
    assert years == {
        year: "decreed" if year in DECREED_YEARS else "estimated"
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }


def test_filling_again_changes_nothing_and_writes_no_line(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        before = journal.count(unit.session)
    with office.unit(CLOCKWORK) as unit:
        assert daysoff.fill(unit) == 0
    with office.reading(CLOCKWORK) as unit:
        assert journal.count(unit.session) == before


def test_what_staff_entered_is_not_overwritten(office: Office) -> None:
    empty(office)
    own = {"day": NYEPI_LEAVE, "kind": "regional", "name": "Hari Jadi", "source": "SK Bupati"}
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(insert(days_off).values(own))
        unit.session.execute(insert(calendar_years).values(year=2025, status="decreed"))
        assert daysoff.fill(unit) > 0
    with office.reading(CLOCKWORK) as unit:
        own_calendar = daysoff.calendar(unit, date(2026, 3, 1))
    assert own_calendar.days_off[NYEPI_LEAVE].name == "Hari Jadi"
    assert own_calendar.days_off[NYEPI_LEAVE].kind is DayOffKind.REGIONAL
    assert not [day for day in own_calendar.days_off if day.year == 2025]


def test_a_day_off_of_one_s_own_moves_a_due_date(office: Office) -> None:
    def due() -> date:
        with office.reading(CLOCKWORK) as unit:
            return add_working_days(
                date(2026, 11, 23), 10, daysoff.calendar(unit, date(2026, 11, 23))
            ).due

    assert due() == date(2026, 12, 7)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(
            insert(days_off).values(
                day=date(2026, 12, 2), kind="ad_hoc", name="Banjir", source="SE"
            )
        )
    assert due() == date(2026, 12, 8)


def test_a_year_that_is_not_confirmed_makes_an_estimate(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(
            update(calendar_years).where(calendar_years.c.year == 2026).values(status="estimated")
        )
    with office.reading(CLOCKWORK) as unit:
        own = daysoff.calendar(unit, date(2026, 11, 23))
    assert add_working_days(date(2026, 11, 23), 10, own).estimated


def test_the_calendar_reaches_back_to_the_year_before(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        own = daysoff.calendar(unit, date(2027, 1, 4))
    assert min(own.days_off) == date(2026, 1, 1)
    assert max(own.days_off).year == LAST_YEAR


def test_citizens_do_not_fill_the_calendar(office: Office) -> None:
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        daysoff.fill(unit)


def test_collective_leave_is_worked_in_the_safe_count_only() -> None:
    known = daysoff.known_calendar()
    safe = known.counting_collective_leave()
    assert not known.works(NYEPI_LEAVE)
    assert safe.works(NYEPI_LEAVE)
    assert set(known.days_off) - set(safe.days_off) == {
        day for day, off in known.days_off.items() if off.kind is DayOffKind.COLLECTIVE_LEAVE
    }
    assert safe.decreed_years == known.decreed_years
    assert known.reason_off(date(2026, 5, 31)) == "weekend; Hari Raya Waisak"
    assert known.reason_off(date(2026, 11, 23)) is None
