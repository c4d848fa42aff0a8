"""Tallies kept for each day, marks of days that moved since, and what of both readers are told.

A reader never gets a stale figure: a day that is marked or not kept is counted from its rows.
Marks are rows of their own, written together with the change, so that nobody waits for anybody;
a refresh takes away only those it saw before it counted, so what is committed meanwhile stays
marked. `office/daily_keeping.py` keeps the tallies.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    event,
    insert,
    inspect,
    select,
    union_all,
)
from sqlalchemy.engine import Connection

from office.clock import local_date
from office.database import Instant, metadata
from office.periods import Period, month_of
from office.unit import Unit

DAY, MONTH = "day", "month"
# Every tally says how many it counted on which day.
COUNTED = "counted_on"
_ONE_DAY = timedelta(days=1)

Tally = dict[str, dict[str, int]]
Moments = Callable[[Connection, Any], Iterable[date | datetime | None]]

day_tallies = Table(
    "day_tallies",
    metadata,
    Column("series", String(20), primary_key=True),
    Column("span", String(5), primary_key=True),
    Column("first", Date, primary_key=True),
    # By which rules it was counted; one of older rules is as good as none.
    Column("layout", Integer, nullable=False),
    Column("cells", Text, nullable=False),
)

day_marks = Table(
    "day_marks",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("series", String(20), nullable=False),
    # One of both: an instant is of the day that the office's own zone says.
    Column("day", Date),
    Column("at", Instant),
    Index("ix_day_marks_series", "series"),
)

day_series = Table(
    "day_series",
    metadata,
    # Whoever keeps a series holds its row meanwhile.
    Column("series", String(20), primary_key=True),
)


@dataclass(frozen=True, slots=True)
class Series:
    """Something that is counted by days: how, since when there is any, and by which rules.

    `count` returns the tallies of a period's days that have any rows; `layout` moves with every
    change of what is counted, so that everything is counted anew.
    """

    name: str
    layout: int
    count: Callable[[Unit, Period], Mapping[date, Tally]]
    first: Callable[[Unit], date | None]


class Tallies:
    """Tallies of several days in the making."""

    def __init__(self) -> None:
        self.days: dict[date, Tally] = {}

    def one(self, day: date, times: int = 1) -> Tally:
        """Count what happened on a day; return the day's tally, to tell it apart."""
        tally = self.days.setdefault(day, {})
        add(tally, COUNTED, day.isoformat(), times)
        return tally


def add(tally: Tally, dimension: str, value: str, times: int = 1) -> None:
    """Count something under a value of a dimension."""
    cells = tally.setdefault(dimension, {})
    cells[value] = cells.get(value, 0) + times


def add_all(whole: Tally, part: Tally, *, times: int = 1) -> None:
    """Add a tally to another, or take it away."""
    for dimension, cells in part.items():
        sums = whole.setdefault(dimension, {})
        for value, count in cells.items():
            sums[value] = sums.get(value, 0) + times * count


def merged(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    whole: Tally = {}
    for tally in tallies:
        add_all(whole, tally)
    return whole


def without_nothing(tally: Tally) -> Tally:
    """Return a tally without what nothing is left of."""
    cells = {name: {one: n for one, n in row.items() if n} for name, row in tally.items()}
    return {name: row for name, row in cells.items() if row}


def total(tally: Tally) -> int:
    """Return how many a tally counted."""
    return sum(tally.get(COUNTED, {}).values())


def per_day(tally: Tally) -> dict[date, int]:
    """Return how many were counted on each day that has any, oldest first."""
    found = tally.get(COUNTED, {})
    return {date.fromisoformat(day): found[day] for day in sorted(found)}


def between(unit: Unit, series: Series, period: Period) -> Tally:
    """Return the tally of a period: months and days that are kept, the others counted now."""
    moved = [day for day in marked(unit, series) if day in period]
    whole, loose = _parts(unit, period)
    months, days = _kept(unit, series, whole, [*loose, *(Period(day, day) for day in moved)])
    without = [month for month in whole if month.since not in months]
    if without:
        days |= _kept(unit, series, [], without)[1]
    found = merged(months.values())
    for day in moved:
        old = days.pop(day, None)
        if old is not None and month_of(day).since in months:
            # A month is the sum of its days; what the day was is taken out of it.
            add_all(found, old, times=-1)
    read = sorted([*loose, *without])
    anew = [Period(day, day) for day in moved if month_of(day).since in months]
    lacking = [*_missing(unit, series, read, days), *anew]
    within = [tally for day, tally in days.items() if any(day in part for part in read)]
    for tally in (*within, *_counted(unit, series, lacking)):
        add_all(found, tally)
    return without_nothing(found)


def _parts(unit: Unit, period: Period) -> tuple[list[Period], list[Period]]:
    """Return the months of a period that may be kept as one, and what is read day by day."""
    whole: list[Period] = []
    loose: list[Period] = []
    for month in period.months():
        is_over = month == month_of(month.since) and month.until < unit.today
        (whole if is_over else loose).append(month)
    return whole, loose


def marked(unit: Unit, series: Series) -> list[date]:
    """Return the days of a series that moved since they were kept, oldest first."""
    own = day_marks.c.series == series.name
    days = select(day_marks.c.day).where(own, day_marks.c.day.is_not(None)).distinct()
    found = set(unit.session.scalars(days))
    moments = select(day_marks.c.at).where(own, day_marks.c.at.is_not(None))
    found |= {local_date(at, unit.zone) for at in unit.session.scalars(moments)}
    return sorted(found)


def _kept(
    unit: Unit, series: Series, months: Sequence[Period], days: Sequence[Period]
) -> tuple[dict[date, Tally], dict[date, Tally]]:
    """Return the kept tallies of months and of days by their first day.

    Read by one statement, so that a month is the sum of the days that are read with it.
    """
    table = day_tallies.c
    wanted = [
        select(table.span, table.first, table.cells).where(
            table.series == series.name, table.span == span, table.layout == series.layout,
            table.first.between(part.since, part.until),
        )
        for span, periods in ((MONTH, months), (DAY, days))
        for part in _joined(sorted(periods))
    ]  # fmt: skip
    found: dict[str, dict[date, Tally]] = {MONTH: {}, DAY: {}}
    if wanted:
        rows = unit.session.execute(wanted[0] if len(wanted) == 1 else union_all(*wanted))
        for span, first, cells in rows:
            found[span][first] = json.loads(cells)
    return found[MONTH], found[DAY]


def _joined(periods: Sequence[Period]) -> list[Period]:
    """Return periods with those that follow one another made one."""
    found: list[Period] = []
    for period in periods:
        if found and found[-1].until + _ONE_DAY == period.since:
            found[-1] = Period(found[-1].since, period.until)
        else:
            found.append(period)
    return found


def _missing(
    unit: Unit, series: Series, periods: Sequence[Period], kept: Mapping[date, Tally]
) -> list[Period]:
    """Return what of some periods is to be counted now; before the first row there is nothing."""
    first = series.first(unit)
    if first is None:
        return []
    days = [
        Period(day, day)
        for period in periods
        for day in period.each()
        if day >= first and day not in kept
    ]
    return _joined(days)


def _counted(unit: Unit, series: Series, periods: Iterable[Period]) -> list[Tally]:
    return [tally for period in periods for tally in series.count(unit, period).values()]


def mark(unit: Unit, series: str, moment: date | datetime) -> None:
    """Note together with an act that a day's figures moved."""
    unit.later(_MARK, _as_mark(series, moment))


_MARK = insert(day_marks)


def _as_mark(series: str, moment: date | datetime) -> dict[str, Any]:
    # A datetime is a date as well, so it is asked for first.
    if isinstance(moment, datetime):
        return {"series": series, "day": None, "at": moment}
    return {"series": series, "day": moment, "at": None}


def own(name: str) -> Moments:
    """Return what reads a row's moment from itself: where it was, and where it is."""

    def moments(_connection: Connection, row: Any) -> set[date | datetime | None]:
        return {*inspect(row).attrs[name].history.deleted, getattr(row, name)}

    return moments


def watch(model: type[Any], series: str, moments: Moments, *columns: str) -> None:
    """Mark the days of a table's rows whenever one comes, goes, or changes in some columns.

    Rows that are changed by statements of their own must be marked by whoever does it.
    """

    def note(connection: Connection, row: Any) -> None:
        found = [_as_mark(series, one) for one in moments(connection, row) if one is not None]
        if found:
            connection.execute(_MARK, found)

    def came_or_went(_mapper: object, connection: Connection, row: Any) -> None:
        note(connection, row)

    def changed(_mapper: object, connection: Connection, row: Any) -> None:
        state = inspect(row)
        if any(state.attrs[name].history.has_changes() for name in columns):
            note(connection, row)

    event.listen(model, "after_insert", came_or_went)
    event.listen(model, "after_delete", came_or_went)
    event.listen(model, "after_update", changed)
