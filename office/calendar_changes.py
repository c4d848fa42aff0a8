"""Changing the calendar: each change is one act with a reason, checked, kept and journaled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from office import daysoff
from office.daysoff import calendar_versions, calendar_years, days_off
from office.people import Permission
from office.refusals import NotNow, NotValid
from office.unit import Unit
from office.workdays import Calendar, DayOff, DayOffKind

SHORTEST_REASON = 10
LONGEST_REASON = 500
LONGEST_NAME = 200
_LOOK_BACK = timedelta(days=366)  # older days are history; no open case reaches them


@dataclass(frozen=True, slots=True)
class Plan:
    """A change of the calendar that is being considered."""

    add: tuple[DayOff, ...] = ()
    remove: tuple[date, ...] = ()
    decree: str | None = None
    years_decreed: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would change."""
        return not (self.add or self.remove or self.years_decreed)


@dataclass(frozen=True, slots=True)
class Version:
    """One line of the calendar's history."""

    version: int
    at: datetime
    actor: str
    reason: str
    decree: str | None
    added: tuple[Mapping[str, str], ...]
    removed: tuple[Mapping[str, str], ...]
    years_decreed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the `holidays` package knows of a year that the office's table does not."""

    year: int
    add: tuple[DayOff, ...]
    remove: tuple[DayOff, ...]


def change(
    unit: Unit,
    *,
    add: Sequence[DayOff] = (),
    remove: Sequence[date] = (),
    decree: str | None = None,
    years_decreed: Sequence[int] = (),
    reason: str,
    seen: int | None = None,
) -> int:
    """Change the office's calendar; return its new version.

    `seen` is the version the change was decided on: if somebody else changed the calendar
    since, `NotNow` is raised. Raises `NotValid` for what cannot be meant. Open cases are not
    moved here; whoever changes the calendar moves them in the same unit.
    """
    unit.require(Permission.KEEP_CALENDAR)
    _lock(unit)
    current = daysoff.version(unit)
    if seen is not None and seen != current:
        raise NotNow("calendar_moved", version=current)
    plan = Plan(tuple(add), tuple(remove), (decree or "").strip() or None, tuple(years_decreed))
    reason = _reason(reason)
    _check_decree(plan)
    before = _checked(unit, plan)
    added = tuple(replace(off, source=off.source or plan.decree or "") for off in plan.add)
    removed = [before.days_off[day] for day in plan.remove]
    _write(unit, plan, added)
    number = daysoff.keep_version(
        unit,
        reason=reason,
        decree=plan.decree,
        changes={
            "added": [off.as_facts() for off in added],
            "removed": [off.as_facts() for off in removed],
            "years_decreed": list(plan.years_decreed),
        },
    )
    unit.record(
        "calendar.changed",
        f"calendar:{number}",
        added=[off.day.isoformat() for off in added],
        removed=[off.day.isoformat() for off in removed],
        years_decreed=list(plan.years_decreed),
        decree=plan.decree,
    )
    return number


def planned(unit: Unit, plan: Plan) -> Calendar:
    """Return the calendar as a plan would leave it, under the version it would get.

    Writes nothing; raises `NotValid` where `change` would, but asks for no decree yet.
    """
    unit.require(Permission.KEEP_CALENDAR)
    before = _checked(unit, plan)
    rows = {day: off for day, off in before.days_off.items() if day not in set(plan.remove)}
    rows |= {off.day: replace(off, source=off.source or plan.decree or "") for off in plan.add}
    decreed = before.decreed_years | set(plan.years_decreed)
    return Calendar(dict(sorted(rows.items())), decreed, version=before.version + 1).under(
        unit.rule
    )


def _lock(unit: Unit) -> None:
    """Let one change at a time through (SQLite lets only one writer in anyway)."""
    unit.session.execute(select(calendar_years.c.year).with_for_update()).all()


def _reason(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(reason))
    return reason


def _checked(unit: Unit, plan: Plan) -> Calendar:
    """Return the whole table before the change, or refuse what cannot be meant."""
    before = table(unit)
    if plan.is_empty:
        raise NotValid("add", "nothing_to_change")
    known = {row.year for row in daysoff.years(unit)}
    for year in plan.years_decreed:
        if year not in known:
            raise NotValid("years_decreed", "year_unknown", year=year)
    for day in [*plan.remove, *(off.day for off in plan.add)]:
        if day.year not in known:
            raise NotValid("day", "year_unknown", year=day.year)
        if day < unit.today - _LOOK_BACK:
            raise NotValid("day", "day_long_past", day=day.isoformat())
    _check_removed(plan, before)
    _check_added(unit, plan, before)
    return before


def table(unit: Unit) -> Calendar:
    """Return every row as it is kept, whatever the office's rule makes of it."""
    decreed = frozenset(row.year for row in daysoff.years(unit) if row.decreed)
    rows = unit.session.execute(select(days_off))
    return Calendar(
        {row.day: DayOff(row.day, DayOffKind(row.kind), row.name, row.source) for row in rows},
        decreed,
        unit.rule.week,
        daysoff.version(unit),
    )


def _check_decree(plan: Plan) -> None:
    if plan.decree is not None and len(plan.decree) > LONGEST_NAME:
        raise NotValid("decree", "too_long", longest=LONGEST_NAME, length=len(plan.decree))
    by_decree = [off for off in plan.add if off.kind is DayOffKind.WORKING_EXCEPTION]
    if plan.decree is None and (plan.years_decreed or by_decree):
        raise NotValid("decree", "decree_needed")


def _check_removed(plan: Plan, before: Calendar) -> None:
    if len(set(plan.remove)) != len(plan.remove):
        raise NotValid("remove", "day_twice")
    for day in plan.remove:
        if day not in before.days_off:
            raise NotValid("remove", "day_not_in_calendar", day=day.isoformat())


def _check_added(unit: Unit, plan: Plan, before: Calendar) -> None:
    if len({off.day for off in plan.add}) != len(plan.add):
        raise NotValid("day", "day_twice")
    for off in plan.add:
        name = off.name.strip()
        if not name:
            raise NotValid("name", "required")
        if len(name) > LONGEST_NAME:
            raise NotValid("name", "too_long", longest=LONGEST_NAME, length=len(name))
        if off.kind is DayOffKind.WEEKEND:
            raise NotValid("kind", "choice_unclear")
        if off.day in before.days_off and off.day not in plan.remove:
            raise NotValid("day", "day_already_known", day=off.day.isoformat())
        is_weekend = off.day.weekday() >= unit.rule.week.days
        is_exception = off.kind is DayOffKind.WORKING_EXCEPTION
        if is_exception and not is_weekend and off.day not in plan.remove:
            raise NotValid("day", "day_worked_anyway", day=off.day.isoformat())


def _write(unit: Unit, plan: Plan, added: tuple[DayOff, ...]) -> None:
    if plan.remove:
        unit.session.execute(delete(days_off).where(days_off.c.day.in_(plan.remove)))
    if added:
        unit.session.execute(insert(days_off), [daysoff.row_of(off) for off in added])
    touched = {day.year for day in plan.remove} | {off.day.year for off in added}
    unit.session.execute(
        update(calendar_years)
        .where(calendar_years.c.year.in_(touched | set(plan.years_decreed)))
        .values(edited_at=unit.now)
    )
    if plan.years_decreed:
        unit.session.execute(
            update(calendar_years)
            .where(calendar_years.c.year.in_(plan.years_decreed))
            .values(status="decreed", decree=plan.decree)
        )


def refill(unit: Unit) -> list[Proposal]:
    """Return what the package now knows of the years staff have not edited; write nothing.

    A year in which staff changed a day or confirmed a decree is theirs and never proposed,
    nor is a year that lies wholly behind.
    """
    held = table(unit).days_off
    proposals = []
    for row in daysoff.years(unit):
        if row.edited_at is not None or row.year < unit.today.year:
            continue
        known = {off.day: off for off in daysoff.known_days_off([row.year])}
        own = {day: off for day, off in held.items() if day.year == row.year}
        add = tuple(off for day, off in known.items() if _differs(own.get(day), off))
        gone = tuple(off for day, off in own.items() if _differs(known.get(day), off))
        if add or gone:
            proposals.append(Proposal(row.year, add, tuple(sorted(gone, key=lambda off: off.day))))
    return proposals


def _differs(one: DayOff | None, other: DayOff) -> bool:
    return one is None or one.kind is not other.kind


def history(unit: Unit) -> list[Version]:
    """Return every version of the calendar, newest first."""
    rows = unit.session.execute(
        select(calendar_versions).order_by(calendar_versions.c.version.desc())
    )
    return [_version(row) for row in rows]


def _version(row: Any) -> Version:
    changes = json.loads(row.changes)
    return Version(
        row.version,
        row.at,
        row.actor,
        row.reason,
        row.decree,
        tuple(changes["added"]),
        tuple(changes["removed"]),
        tuple(changes["years_decreed"]),
    )
