"""The retention schedule: data with a term each, and how a room counts and erases its pieces."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, Date, Table, delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from office.database import Base
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotValid
from office.retention_tables import ChangedTerm
from office.unit import Unit

BATCH = 200  # rows of one transaction: nobody who writes meanwhile waits for long
SHORTEST_REASON = 10
LONGEST_REASON = 300
_SCHEDULE = Path(__file__).with_name("retention.id.toml")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the schedule: what is kept how long, on which basis, and what ends it."""

    name: str
    what: str
    basis: str
    counted_from: str
    ending: str
    days: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Lasting:
    """What no term ends, and why."""

    name: str
    what: str
    basis: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One record of processing (UU 27/2022 Pasal 31)."""

    name: str
    purpose: str
    subjects: str
    data: str
    basis: str
    readers: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """One line of the short impact assessment (UU 27/2022 Pasal 34)."""

    what: str
    prevented_by: str
    left: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """The whole schedule with its records of processing and what could go wrong."""

    lines: tuple[Line, ...]
    lasting: tuple[Lasting, ...]
    activities: tuple[Activity, ...]
    risks: tuple[Risk, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A line with the days that hold in this office."""

    line: Line
    days: int
    reason: str = ""
    changed_at: datetime | None = None
    changed_by: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How much of a piece is over its term, and since when the oldest exists."""

    count: int
    oldest: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """How a room counts what is older than an instant, and how it erases one batch of it.

    `erase` returns how many it erased; fewer than `BATCH` means that nothing is left.
    """

    count: Callable[[Unit, datetime], Found]
    erase: Callable[[Unit, datetime], int]


Pieces = Mapping[str, Piece]


@cache
def schedule() -> Schedule:
    """Return the schedule as it is written down."""
    known = tomllib.loads(_SCHEDULE.read_text(encoding="utf-8"))
    return Schedule(
        tuple(Line(**one) for one in known["line"]),
        tuple(Lasting(**one) for one in known["lasting"]),
        tuple(Activity(**{**one, "pieces": tuple(one["pieces"])}) for one in known["activity"]),
        tuple(Risk(**one) for one in known["risk"]),
    )


def line(name: str) -> Line:
    """Return a line of the schedule; raise `NotFound`."""
    found = next((one for one in schedule().lines if one.name == name), None)
    if found is None:
        raise NotFound("retention_unknown")
    return found


def terms(unit: Unit) -> list[Term]:
    """Return every line with the days that hold here, in the schedule's order."""
    changed = {row.piece: row for row in unit.session.scalars(select(ChangedTerm))}
    return [_term(one, changed.get(one.name)) for one in schedule().lines]


def _term(one: Line, row: ChangedTerm | None) -> Term:
    if row is None:
        return Term(one, one.days)
    days = min(max(row.days, one.least), one.most)
    return Term(one, days, row.reason, row.changed_at, row.changed_by)


def term(unit: Unit, name: str) -> timedelta:
    """Return how long a piece is kept here; raise `NotFound` for one the schedule lacks."""
    return timedelta(days=_term(line(name), unit.session.get(ChangedTerm, name)).days)


def change(unit: Unit, name: str, *, days: int, reason: str) -> None:
    """Set how long a piece is kept; raise `NotFound`, or `NotValid` beyond the law's bounds."""
    unit.require(Permission.PROTECT_DATA)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    one = line(name)
    if not one.least <= days <= one.most:
        raise NotValid("days", "retention_bounds", least=one.least, most=one.most)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(reason))
    before = terms_of(unit)[name]
    row = unit.session.get(ChangedTerm, name) or ChangedTerm(piece=name)
    row.days, row.reason = days, reason
    row.changed_at, row.changed_by = unit.now, unit.actor.staff_id
    unit.session.add(row)
    unit.record("retention.changed", f"retention:{name}", before=before, days=days)


def terms_of(unit: Unit) -> dict[str, int]:
    """Return the days that hold here, by piece."""
    return {one.line.name: one.days for one in terms(unit)}


def table_of(model: type[Base]) -> Table:
    """Return the table of a mapped class."""
    return cast("Table", model.__table__)


def deleting(table: Table, age: str, *where: ColumnElement[bool]) -> Piece:
    """Return a piece whose rows are deleted by the age that a column tells."""
    (key,) = table.primary_key.columns
    old = table.c[age]

    def erase(unit: Unit, before: datetime) -> int:
        query = select(key).where(is_older(unit, old, before), *where).order_by(old)
        numbers = unit.session.scalars(query.limit(BATCH)).all()
        unit.session.execute(delete(table).where(key.in_(numbers)))
        return len(numbers)

    return Piece(counting(old, *where), erase)


def emptying(
    table: Table, age: str, values: Mapping[str, object], *where: ColumnElement[bool]
) -> Piece:
    """Return a piece of which only some columns are emptied; `where` passes over emptied rows."""
    (key,) = table.primary_key.columns
    old = table.c[age]

    def erase(unit: Unit, before: datetime) -> int:
        query = select(key).where(is_older(unit, old, before), *where).order_by(old)
        numbers = unit.session.scalars(query.limit(BATCH)).all()
        unit.session.execute(update(table).where(key.in_(numbers)).values(dict(values)))
        return len(numbers)

    return Piece(counting(old, *where), erase)


def is_older(
    unit: Unit, age: ColumnElement[Any] | InstrumentedAttribute[Any], before: datetime
) -> ColumnElement[bool]:
    """Return the condition that a column with a day or an instant lies before an instant."""
    return age < (before.astimezone(unit.zone).date() if isinstance(age.type, Date) else before)


def counting(
    age: ColumnElement[Any] | InstrumentedAttribute[Any], *where: ColumnElement[bool]
) -> Callable[[Unit, datetime], Found]:
    """Return the count of rows by the age that a column tells."""

    def count(unit: Unit, before: datetime) -> Found:
        query = select(func.count(), func.min(age)).where(is_older(unit, age, before), *where)
        many, oldest = unit.session.execute(query).one()
        return Found(many, oldest)

    return count
