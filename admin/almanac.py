"""A year as the panel draws it: twelve small months, and the days off of each."""

from calendar import Calendar as Weeks
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from office.workdays import DayOff, DayOffKind, WorkWeek

WORKED = "worked"


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a small month: where it stands, how it counts, what it is called."""

    number: int
    column: int
    row: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its picture and its days off."""

    name: str
    cells: tuple[Cell, ...]
    days: tuple[DayOff, ...]
    working_days: int


def months(year: int, days_off: Mapping[date, DayOff], week: WorkWeek) -> list[Month]:
    """Return the twelve months of a year, as the table has it."""
    return [_month(year, number, days_off, week) for number in range(1, 13)]


def _month(year: int, number: int, days_off: Mapping[date, DayOff], week: WorkWeek) -> Month:
    cells = []
    for row, line in enumerate(Weeks().monthdatescalendar(year, number)):
        for day in line:
            if day.month == number:
                off = days_off.get(day)
                kind = _kind(day, off, week)
                title = off.name if off else ""
                cells.append(Cell(day.day, day.weekday(), row, kind, title))
    return Month(
        format_date(date(year, number, 1), "LLLL", locale="id"),
        tuple(cells),
        tuple(off for day, off in sorted(days_off.items()) if _is_in(day, year, number)),
        sum(cell.kind in {WORKED, DayOffKind.WORKING_EXCEPTION} for cell in cells),
    )


def _is_in(day: date, year: int, month: int) -> bool:
    return (day.year, day.month) == (year, month)


def _kind(day: date, off: DayOff | None, week: WorkWeek) -> str:
    if off is not None:
        return off.kind.value
    return DayOffKind.WEEKEND.value if day.weekday() >= week.days else WORKED
