"""The table of days off, how it is first filled, and which year has been confirmed."""

from collections.abc import Iterable
from datetime import date

import holidays
from sqlalchemy import Column, Date, Integer, String, Table, select
from sqlalchemy.dialects.postgresql import insert

from office.database import metadata
from office.people import Permission
from office.unit import Unit
from office.workdays import Calendar, DayOff, DayOffKind

FIRST_YEAR = 2024
# The years for which the joint decree (SKB 3 Menteri) was compared date by date.
DECREED_YEARS = frozenset({2024, 2025, 2026, 2027})
LAST_YEAR = 2028

days_off = Table(
    "days_off",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("source", String(200), nullable=False),
)

calendar_years = Table(
    "calendar_years",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("status", String(10), nullable=False),
)


def known_days_off(years: Iterable[int]) -> list[DayOff]:
    """Return national holidays and cuti bersama as the `holidays` package knows them.

    Category `government` is cuti bersama; without it the package is silent about it.
    """
    wanted = sorted(years)
    collective = holidays.country_holidays(
        "ID", years=wanted, categories=("government",), language="id"
    )
    national = holidays.country_holidays("ID", years=wanted, language="id")
    found = {
        day: DayOff(day, DayOffKind.COLLECTIVE_LEAVE, name) for day, name in collective.items()
    }
    found |= {day: DayOff(day, DayOffKind.NATIONAL, name) for day, name in national.items()}
    return [found[day] for day in sorted(found)]


def known_calendar() -> Calendar:
    """Return the calendar without a database: what the package knows, decreed years marked."""
    rows = known_days_off(range(FIRST_YEAR, LAST_YEAR + 1))
    return Calendar({row.day: row for row in rows}, DECREED_YEARS)


def fill(unit: Unit) -> int:
    """Put the known days off into an office's table; keep what staff entered. Return the rows."""
    unit.require(Permission.CURATE)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    present = set(unit.session.scalars(select(calendar_years.c.year)))
    missing = [year for year in years if year not in present]
    if not missing:
        return 0
    rows = [
        {"day": off.day, "kind": off.kind, "name": off.name, "source": "paket holidays"}
        for off in known_days_off(missing)
    ]
    unit.session.execute(insert(days_off).on_conflict_do_nothing(index_elements=["day"]), rows)
    statuses = [
        {"year": year, "status": "decreed" if year in DECREED_YEARS else "estimated"}
        for year in missing
    ]
    unit.session.execute(insert(calendar_years), statuses)
    unit.record("calendar.filled", "calendar", years=missing, days=len(rows))
    return len(rows)


def calendar(unit: Unit, around: date) -> Calendar:
    """Return the office's own calendar from the year before a date on."""
    since = date(around.year - 1, 1, 1)
    rows = unit.session.execute(select(days_off).where(days_off.c.day >= since))
    decreed = unit.session.scalars(
        select(calendar_years.c.year).where(calendar_years.c.status == "decreed")
    )
    return Calendar(
        {row.day: DayOff(row.day, DayOffKind(row.kind), row.name) for row in rows},
        frozenset(decreed),
    )
