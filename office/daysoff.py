"""The table of days off, how it is first filled, which year is decreed, and its versions."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version as release_of
from typing import Any

import holidays
from sqlalchemy import Column, Date, Integer, String, Table, Text, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from office.database import Instant, metadata
from office.people import Permission
from office.unit import Unit
from office.workdays import USUAL, Calendar, CountingRule, DayOff, DayOffKind

FIRST_YEAR = 2024
# The years for which the joint decree (SKB 3 Menteri) was compared date by date.
DECREES: Mapping[int, str] = {
    2024: "SKB Menag 855/2023, Menaker 3/2023, MenPANRB 4/2023",
    2025: "SKB Menag 1017/2024, Menaker 2/2024, MenPANRB 2/2024 beserta perubahannya",
    2026: "SKB Menag 1497/2025, Menaker 2/2025, MenPANRB 5/2025",
    2027: "SKB Menag 1205/2026, Menaker 3/2026, MenPANRB 2/2026",
}
DECREED_YEARS = frozenset(DECREES)
LAST_YEAR = 2028
PACKAGE = f"paket holidays {release_of('holidays')}"
_OLD_SOURCE = "paket holidays"  # how version 0.1 named the source of every day
_ELECTIONS = dict.fromkeys(
    (date(2024, 2, 14), date(2024, 11, 27)), "Keputusan Presiden tentang hari pemungutan suara"
)
_ESTIMATE = " (perkiraan)"
_DECREED = "decreed"
_FIRST_MONTH_OF_WARNING = 10  # the decree comes about September

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
    Column("decree", String(200)),
    Column("edited_at", Instant),
)

calendar_versions = Table(
    "calendar_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("decree", String(200)),
    Column("changes", Text, nullable=False),
    Column("whole", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar: whether its decree is confirmed, and whether staff edited it."""

    year: int
    decreed: bool
    decree: str | None
    edited_at: datetime | None


def plain_name(name: str) -> str:
    """Return a holiday's name without the package's mark for an estimate."""
    return name.replace(_ESTIMATE, "")


def known_days_off(years: Iterable[int]) -> list[DayOff]:
    """Return national holidays and cuti bersama as the `holidays` package knows them.

    Category `government` is cuti bersama; without it the package is silent about it. Two
    holidays on one date come as one string. The package calls movable feasts estimates even
    where they equal the decree.
    """
    wanted = sorted(years)
    collective = holidays.country_holidays(
        "ID", years=wanted, categories=("government",), language="id"
    )
    national = holidays.country_holidays("ID", years=wanted, language="id")
    found = {
        day: _known(day, DayOffKind.COLLECTIVE_LEAVE, name) for day, name in collective.items()
    }
    found |= {day: _known(day, DayOffKind.NATIONAL, name) for day, name in national.items()}
    return [found[day] for day in sorted(found)]


def _known(day: date, kind: DayOffKind, name: str) -> DayOff:
    decree = DECREES.get(day.year)
    if decree is not None:
        name = plain_name(name)
    return DayOff(day, kind, name.replace("; ", " dan "), _ELECTIONS.get(day, decree or PACKAGE))


def known_calendar(rule: CountingRule = USUAL) -> Calendar:
    """Return the calendar without a database: what the package knows, decreed years marked."""
    rows = known_days_off(range(FIRST_YEAR, LAST_YEAR + 1))
    return Calendar({row.day: row for row in rows}, DECREED_YEARS).under(rule)


def fill(unit: Unit) -> int:
    """Put the known days off into an office's table; keep what staff entered. Return the rows.

    Reaches at least to the end of the year after next, so that no term runs off the table.
    """
    unit.require(Permission.CURATE)
    last = max(LAST_YEAR, unit.today.year + 2)
    present = {row.year for row in years(unit)}
    missing = [year for year in range(FIRST_YEAR, last + 1) if year not in present]
    is_first = version(unit) == 0
    if not missing and not is_first:
        return 0
    rows = known_days_off(missing)
    if rows:
        unit.session.execute(
            insert(days_off).on_conflict_do_nothing(index_elements=["day"]),
            [row_of(off) for off in rows],
        )
        unit.session.execute(insert(calendar_years), [_year_of(year) for year in missing])
    if is_first:
        _name_decrees(unit)
    keep_version(
        unit,
        reason="Kalender diisi",
        decree=None,
        changes={"added": [off.as_facts() for off in rows], "removed": [], "years_decreed": []},
    )
    unit.record("calendar.filled", "calendar", years=missing, days=len(rows))
    return len(rows)


def row_of(off: DayOff) -> dict[str, object]:
    """Return a day as a row of the table."""
    return {"day": off.day, "kind": off.kind, "name": off.name, "source": off.source}


def _year_of(year: int) -> dict[str, object]:
    status = _DECREED if year in DECREED_YEARS else "estimated"
    return {"year": year, "status": status, "decree": DECREES.get(year)}


def _name_decrees(unit: Unit) -> None:
    """Say which decree a day and a year come from, where version 0.1 had only the package."""
    for year, decree in DECREES.items():
        within = days_off.c.day.between(date(year, 1, 1), date(year, 12, 31))
        unit.session.execute(
            update(days_off).where(within, days_off.c.source == _OLD_SOURCE).values(source=decree)
        )
        unit.session.execute(
            update(calendar_years)
            .where(
                calendar_years.c.year == year,
                calendar_years.c.status == _DECREED,
                calendar_years.c.decree.is_(None),
            )
            .values(decree=decree)
        )


def keep_version(unit: Unit, *, reason: str, decree: str | None, changes: Mapping[str, Any]) -> int:
    """Enter the calendar as it is now under the next version; return it."""
    number = version(unit) + 1
    now = {
        "days_off": [off.as_facts() for off in _rows(unit.session)],
        "years": {row.year: row.decree if row.decreed else None for row in years(unit)},
        "decreed_years": [row.year for row in years(unit) if row.decreed],
    }
    unit.session.execute(
        insert(calendar_versions).values(
            version=number,
            at=unit.now,
            actor=unit.actor.label,
            reason=reason,
            decree=decree,
            changes=json.dumps(changes, ensure_ascii=False),
            whole=json.dumps(now, ensure_ascii=False),
        )
    )
    return number


def version(unit: Unit) -> int:
    """Return the number of the calendar as it is now; 0 before it was first filled."""
    return unit.session.scalar(select(func.max(calendar_versions.c.version))) or 0


def years(unit: Unit) -> list[Year]:
    """Return every year of the calendar, oldest first."""
    rows = unit.session.execute(select(calendar_years).order_by(calendar_years.c.year))
    return [Year(row.year, row.status == _DECREED, row.decree, row.edited_at) for row in rows]


def calendar(unit: Unit, around: date) -> Calendar:
    """Return the office's own calendar from the year before a date on, as the office counts."""
    return read(unit.session, around, unit.rule)


def read(session: Session, around: date, rule: CountingRule) -> Calendar:
    """Return the calendar of a database from the year before a date on."""
    rows = _rows(session, date(around.year - 1, 1, 1))
    newest = select(func.max(calendar_versions.c.version)).scalar_subquery()
    found = session.execute(
        select(calendar_years.c.year, calendar_years.c.status, newest.label("version"))
    ).all()
    return Calendar(
        {row.day: row for row in rows},
        frozenset(row.year for row in found if row.status == _DECREED),
        version=(found[0].version or 0) if found else 0,
    ).under(rule)


def whole(unit: Unit) -> Calendar:
    """Return the office's own calendar with every day in the table."""
    return calendar(unit, date(FIRST_YEAR + 1, 1, 1))


def calendar_at(unit: Unit, number: int) -> Calendar | None:
    """Return the calendar as a version left it, or None where there is no such version."""
    kept = unit.session.scalar(
        select(calendar_versions.c.whole).where(calendar_versions.c.version == number)
    )
    if kept is None:
        return None
    facts = json.loads(kept)
    rows = [_day(row) for row in facts["days_off"]]
    return Calendar(
        {row.day: row for row in rows}, frozenset(facts["decreed_years"]), version=number
    ).under(unit.rule)


def _day(facts: Mapping[str, str]) -> DayOff:
    return DayOff(
        date.fromisoformat(facts["day"]), DayOffKind(facts["kind"]), facts["name"], facts["source"]
    )


def _rows(session: Session, since: date = date(FIRST_YEAR, 1, 1)) -> list[DayOff]:
    found = session.execute(
        select(days_off).where(days_off.c.day >= since).order_by(days_off.c.day)
    )
    return [DayOff(row.day, DayOffKind(row.kind), row.name, row.source) for row in found]


def undecreed_ahead(unit: Unit) -> int | None:
    """Return the year to warn about: this one at any time, the coming one from 1 October on.

    The joint decree for a year is issued about September of the year before; None when all
    is confirmed.
    """
    today = unit.today
    decreed = {row.year for row in years(unit) if row.decreed}
    if today.year not in decreed:
        return today.year
    if today.month >= _FIRST_MONTH_OF_WARNING and today.year + 1 not in decreed:
        return today.year + 1
    return None
