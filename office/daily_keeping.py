"""Keeps the tallies of days: counts anew what moved or is missing, a bounded part at a time."""

import json
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from office.clock import local_date
from office.daily import (
    DAY,
    MONTH,
    Series,
    Tally,
    day_marks,
    day_series,
    day_tallies,
    merged,
)
from office.people import Permission
from office.periods import Period, month_of
from office.unit import Unit

MOST_DAYS = 14
_ONE_DAY = timedelta(days=1)
# After a day has ended, what was begun on it may still be committed; units last seconds.
_SETTLES = timedelta(minutes=10)
_MOST_MARKS = 5_000
_KEEP = insert(day_tallies)
_REPLACE = _KEEP.on_conflict_do_update(
    index_elements=["series", "span", "first"],
    set_={"layout": _KEEP.excluded.layout, "cells": _KEEP.excluded.cells},
)


def refresh(unit: Unit, series: Series, *, most: int = MOST_DAYS) -> int:
    """Count anew what moved, then what was never kept, the newest first; return how many days.

    No more than `most` days at once, so that no transaction is long: call it until it returns 0.
    """
    unit.require(Permission.KEEP_TIME)
    _lock(unit, series)
    marks = _marks(unit, series)
    kept = _kept_days(unit, series)
    # What is not kept is counted when its turn comes, so its marks say nothing.
    due = kept.intersection(marks.values())
    moved = sorted(due)[:most]
    missing = _missing(unit, series, kept)[: most - len(moved)]
    _store(unit, series, [*moved, *missing], kept)
    left = due.difference(moved)
    _forget(unit, [number for number, day in marks.items() if day not in left])
    return len(moved) + len(missing)


def last_settled(unit: Unit) -> date:
    """Return the last day on which nothing can happen any more."""
    return local_date(unit.now - _SETTLES, unit.zone) - _ONE_DAY


def _lock(unit: Unit, series: Series) -> None:
    """Let nobody else keep this series meanwhile: the older count would overwrite the newer."""
    own = select(day_series.c.series).where(day_series.c.series == series.name).with_for_update()
    if unit.session.scalar(own) is None:
        order = insert(day_series).values(series=series.name)
        unit.session.execute(order.on_conflict_do_nothing(index_elements=["series"]))
        unit.session.scalar(own)


def _marks(unit: Unit, series: Series) -> dict[int, date]:
    """Return the marks that are seen before anything is counted, by their number."""
    own = select(day_marks.c.id, day_marks.c.day, day_marks.c.at).where(
        day_marks.c.series == series.name
    )
    rows = unit.session.execute(own.order_by(day_marks.c.id).limit(_MOST_MARKS))
    return {row.id: row.day or local_date(row.at, unit.zone) for row in rows}


def _forget(unit: Unit, numbers: list[int]) -> None:
    for first in range(0, len(numbers), 500):
        some = numbers[first : first + 500]
        unit.session.execute(delete(day_marks).where(day_marks.c.id.in_(some)))


def _kept_days(unit: Unit, series: Series) -> set[date]:
    """Return the days that are kept by today's rules."""
    rows = unit.session.scalars(
        select(day_tallies.c.first).where(
            day_tallies.c.series == series.name,
            day_tallies.c.span == DAY,
            day_tallies.c.layout == series.layout,
        )
    )
    return set(rows)


def _missing(unit: Unit, series: Series, kept: Collection[date]) -> list[date]:
    """Return the settled days that were never kept, the newest first."""
    first, last = series.first(unit), last_settled(unit)
    if first is None or first > last:
        return []
    return [day for day in reversed(list(Period(first, last).each())) if day not in kept]


def _store(unit: Unit, series: Series, days: list[date], kept: set[date]) -> None:
    """Count days, keep them, and with them the months they complete."""
    if not days:
        return
    counted: dict[date, Tally] = {}
    for run in _runs(sorted(days)):
        counted.update(series.count(unit, run))
    _write(unit, series, DAY, {day: counted.get(day, {}) for day in days})
    kept.update(days)
    for month in sorted({month_of(day) for day in days}):
        _roll_up(unit, series, month, kept)


def _runs(days: Iterable[date]) -> list[Period]:
    found: list[Period] = []
    for day in days:
        if found and found[-1].until + _ONE_DAY == day:
            found[-1] = Period(found[-1].since, day)
        else:
            found.append(Period(day, day))
    return found


def _write(unit: Unit, series: Series, span: str, tallies: dict[date, Tally]) -> None:
    rows = [
        {
            "series": series.name, "span": span, "first": first, "layout": series.layout,
            "cells": json.dumps(tally, sort_keys=True, separators=(",", ":")),
        }
        for first, tally in tallies.items()
    ]  # fmt: skip
    unit.session.execute(_REPLACE, rows)


def _roll_up(unit: Unit, series: Series, month: Period, kept: Collection[date]) -> None:
    """Keep a month of which every day is kept; forget the sum of one of which not all are."""
    first = series.first(unit)
    due = [day for day in month.each() if first is None or day >= first]
    within = (
        day_tallies.c.series == series.name,
        day_tallies.c.first.between(month.since, month.until),
    )
    if not all(day in kept for day in due):
        unit.session.execute(delete(day_tallies).where(*within, day_tallies.c.span == MONTH))
        return
    rows = unit.session.execute(
        select(day_tallies.c.first, day_tallies.c.cells).where(*within, day_tallies.c.span == DAY)
    )
    whole = merged(json.loads(row.cells) for row in rows if row.first in kept)
    _write(unit, series, MONTH, {month.since: whole})
