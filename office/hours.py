"""The hours in which the desk is staffed, as the office sets them, and every version of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Integer, String, Table, Text, func, select
from sqlalchemy.dialects.postgresql import insert

from office import daysoff
from office.database import Instant, metadata
from office.daysoff import calendar_versions
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from office.service_hours import Closure, ServiceHours, Window, Windows, fit_a_day, usual_windows
from office.unit import Unit

SHORTEST_REASON = 3
LONGEST_REASON = 200
MOST_WINDOWS = 4  # a day
_DAYS = 7

service_hours = Table(
    "service_hours",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("reason", String(LONGEST_REASON), nullable=False),
    Column("change", Text, nullable=False),
    Column("whole", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One version of the hours: who, when, why, and what was before and after."""

    version: int
    at: datetime
    actor: str
    reason: str
    facts: Mapping[str, Any]


# What was read last, by database: the key moves with every change of hours or calendar.
_held: WeakKeyDictionary[Any, tuple[tuple[object, ...], ServiceHours]] = WeakKeyDictionary()

_NEWEST = select(
    select(func.max(service_hours.c.version)).scalar_subquery(),
    select(func.max(service_hours.c.at)).scalar_subquery(),
    select(func.max(calendar_versions.c.version)).scalar_subquery(),
    select(func.max(calendar_versions.c.at)).scalar_subquery(),
)


def at(unit: Unit) -> ServiceHours:
    """Return the hours of service as they are now; one short query while nothing changed.

    Where the working week became shorter than the hours that were set, so that nobody would ever
    be there, the usual windows of that week stand in.
    """
    newest = tuple(unit.session.execute(_NEWEST).one())
    key = (newest, unit.rule, unit.zone.key, unit.today.year)
    database = unit.session.get_bind()
    held = _held.get(database)
    if held is not None and held[0] == key:
        return held[1]
    windows, closures = _whole(unit)
    stands_in = not fit_a_day(windows, unit.rule.week)
    if stands_in:
        windows = usual_windows(unit.rule.week)
    calendar = daysoff.calendar(unit, unit.today)
    hours = ServiceHours(windows, closures, calendar, unit.zone, newest[0] or 0, stands_in)
    _held[database] = (key, hours)
    return hours


def version(unit: Unit) -> int:
    """Return the number of the hours as they are now; 0 while they are the usual ones."""
    return unit.session.scalar(select(func.max(service_hours.c.version))) or 0


def change(unit: Unit, windows: Windows, *, reason: str, seen: int) -> int:
    """Set the windows of every weekday; return the new version.

    `seen` is the version this was decided on: `NotNow` is raised where somebody else changed
    the hours since, `NotValid` for windows that cannot be meant.
    """
    unit.require(Permission.KEEP_CALENDAR)
    before, closures = _whole(unit)
    after = _checked_windows(unit, windows)
    if after == before:
        raise NotValid("windows", "hours_unchanged")
    facts = {"windows": {"old": _as_facts(before), "new": _as_facts(after)}}
    number = _keep(unit, after, closures, reason=_reason(reason), facts=facts, seen=seen)
    unit.record("hours.changed", f"hours:{number}", **facts["windows"])
    return number


def close(unit: Unit, day: date, since: time, until: time, *, reason: str, seen: int) -> int:
    """Close the desk for part of a day; return the closure's number.

    Raises `NotValid` for a span that ends before it begins or a day that is over.
    """
    unit.require(Permission.KEEP_CALENDAR)
    if since >= until:
        raise NotValid("until", "closes_before_it_opens")
    if day < unit.today:
        raise NotValid("day", "day_over", day=day.isoformat())
    windows, closures = _whole(unit)
    closure = Closure(day, since, until, _reason(reason), seen + 1)
    if any((row.day, row.since, row.until) == (day, since, until) for row in closures):
        raise NotValid("day", "closure_known")
    facts = {"closed": _closure_facts(closure)}
    kept = tuple(sorted((*closures, closure)))
    number = _keep(unit, windows, kept, reason=closure.reason, facts=facts, seen=seen)
    unit.record("hours.closure_added", f"hours:{number}", **_journaled(closure))
    return number


def reopen(unit: Unit, number: int, *, seen: int) -> int:
    """Take a closure back; return the new version. Raises `NotFound` where there is none."""
    unit.require(Permission.KEEP_CALENDAR)
    windows, closures = _whole(unit)
    gone = next((row for row in closures if row.number == number), None)
    if gone is None:
        raise NotFound("closure_unknown")
    kept = tuple(row for row in closures if row is not gone)
    facts = {"reopened": _closure_facts(gone)}
    made = _keep(unit, windows, kept, reason=gone.reason, facts=facts, seen=seen)
    unit.record("hours.closure_removed", f"hours:{made}", **_journaled(gone))
    return made


def planned(unit: Unit, windows: Windows) -> ServiceHours:
    """Return the hours as other windows would make them; write nothing.

    Raises `NotValid` where `change` would.
    """
    unit.require(Permission.KEEP_CALENDAR)
    now = at(unit)
    return ServiceHours(
        _checked_windows(unit, windows), now.closures, now.calendar, now.zone, now.version
    )


def history(unit: Unit, most: int) -> list[Change]:
    """Return the latest versions of the hours, newest first."""
    rows = unit.session.execute(
        select(service_hours).order_by(service_hours.c.version.desc()).limit(most)
    )
    return [
        Change(row.version, row.at, row.actor, row.reason, json.loads(row.change)) for row in rows
    ]


def _keep(
    unit: Unit,
    windows: Windows,
    closures: Sequence[Closure],
    *,
    reason: str,
    facts: Mapping[str, Any],
    seen: int,
) -> int:
    """Enter the hours as they are to be under the next version, once."""
    current = version(unit)
    if seen != current:
        raise NotNow("hours_moved", version=current)
    whole = {"windows": _as_facts(windows), "closures": [_closure_facts(row) for row in closures]}
    made = unit.session.execute(
        insert(service_hours)
        .values(
            version=current + 1,
            at=unit.now,
            actor=unit.actor.label,
            reason=reason,
            change=json.dumps(facts, ensure_ascii=False),
            whole=json.dumps(whole, ensure_ascii=False),
        )
        .on_conflict_do_nothing(index_elements=["version"])
        .returning(service_hours.c.version)
    ).scalar()
    if made is None:
        raise NotNow("hours_moved", version=current + 1)
    return int(made)


def _whole(unit: Unit) -> tuple[Windows, tuple[Closure, ...]]:
    kept = unit.session.scalar(
        select(service_hours.c.whole).order_by(service_hours.c.version.desc()).limit(1)
    )
    if kept is None:
        return usual_windows(unit.rule.week), ()
    facts = json.loads(kept)
    windows = {int(day): tuple(map(_window, rows)) for day, rows in facts["windows"].items()}
    return windows, tuple(map(_closure, facts["closures"]))


def _checked_windows(unit: Unit, windows: Windows) -> dict[int, tuple[Window, ...]]:
    """Return the windows in order, or refuse what cannot be meant."""
    found = {day: tuple(sorted(rows)) for day, rows in sorted(windows.items()) if rows}
    for day, rows in found.items():
        if not 0 <= day < _DAYS:
            raise NotValid("windows", "choice_unclear")
        if len(rows) > MOST_WINDOWS:
            raise NotValid("windows", "windows_too_many", most=MOST_WINDOWS)
        if any(row.opens >= row.closes for row in rows):
            raise NotValid("windows", "closes_before_it_opens")
        if any(one.closes > other.opens for one, other in pairwise(rows)):
            raise NotValid("windows", "windows_overlap")
    if not fit_a_day(found, unit.rule.week):
        raise NotValid("windows", "never_open")
    return found


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(reason))
    return reason


def _as_facts(windows: Windows) -> dict[str, list[list[str]]]:
    return {
        str(day): [[f"{row.opens:%H:%M}", f"{row.closes:%H:%M}"] for row in rows]
        for day, rows in windows.items()
    }


def _window(row: Sequence[str]) -> Window:
    return Window(time.fromisoformat(row[0]), time.fromisoformat(row[1]))


def _closure_facts(row: Closure) -> dict[str, Any]:
    return {
        "number": row.number,
        "day": row.day.isoformat(),
        "since": f"{row.since:%H:%M}",
        "until": f"{row.until:%H:%M}",
        "reason": row.reason,
    }


def _journaled(row: Closure) -> dict[str, Any]:
    """Return a closure without the reason, in which a name may stand."""
    return {name: fact for name, fact in _closure_facts(row).items() if name != "reason"}


def _closure(facts: Mapping[str, Any]) -> Closure:
    return Closure(
        date.fromisoformat(facts["day"]),
        time.fromisoformat(facts["since"]),
        time.fromisoformat(facts["until"]),
        facts["reason"],
        facts["number"],
    )
