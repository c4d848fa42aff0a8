"""Pure arithmetic over working days, given a frozen calendar, that shows its work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

_ONE_DAY = timedelta(days=1)
_HORIZON = 3660  # days; a calendar that never works again is a mistake, not an answer


class DayOffKind(StrEnum):
    """Why a day is not worked; a working exception is worked although it would not be."""

    WEEKEND = "weekend"
    NATIONAL = "national"
    COLLECTIVE_LEAVE = "collective_leave"
    REGIONAL = "regional"
    AD_HOC = "ad_hoc"
    WORKING_EXCEPTION = "working_exception"


class WorkWeek(StrEnum):
    """On how many days of the week the office works, counted from Monday."""

    FIVE = "five"
    SIX = "six"

    @property
    def days(self) -> int:
        """Return the number of days."""
        return 6 if self is WorkWeek.SIX else 5


@dataclass(frozen=True, slots=True)
class CountingRule:
    """What an office decides for itself about counting (Perpres 21/2023 Pasal 3 and 7)."""

    week: WorkWeek = WorkWeek.FIVE
    collective_leave_off: bool = True


USUAL = CountingRule()


@dataclass(frozen=True, slots=True)
class DayOff:
    """A date on which the office does not work: why, by what name, by which decree."""

    day: date
    kind: DayOffKind
    name: str
    source: str = ""

    def as_facts(self) -> dict[str, str]:
        """Return the day as plain data."""
        return {
            "day": self.day.isoformat(),
            "kind": self.kind.value,
            "name": self.name,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off the office knows, and the years whose decree it has confirmed.

    A row of kind `WORKING_EXCEPTION` is a day that is worked; ask `works`, not the table.
    """

    days_off: Mapping[date, DayOff]
    decreed_years: frozenset[int] = field(default_factory=frozenset)
    week: WorkWeek = WorkWeek.FIVE
    version: int = 0

    def works(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        off = self.days_off.get(day)
        if off is not None:
            return off.kind is DayOffKind.WORKING_EXCEPTION
        return day.weekday() < self.week.days

    def reason_off(self, day: date) -> str | None:
        """Return why a day is not worked (`weekend` or the holiday's name), or None."""
        skipped = self.skipped(day)
        return skipped.reason if skipped else None

    def skipped(self, day: date) -> "Skipped | None":
        """Return why a day is not counted, with kind and source; None for a working day."""
        if self.works(day):
            return None
        off = self.days_off.get(day)
        if day.weekday() >= self.week.days:
            reason = f"weekend; {off.name}" if off else "weekend"
            return Skipped(day, reason, DayOffKind.WEEKEND, off.source if off else "")
        known = self.days_off[day]
        return Skipped(day, known.name, known.kind, known.source)

    def counting_collective_leave(self) -> "Calendar":
        """Return the calendar in which cuti bersama is worked: the safe internal target."""
        kept = {
            day: off
            for day, off in self.days_off.items()
            if off.kind is not DayOffKind.COLLECTIVE_LEAVE
        }
        return replace(self, days_off=kept)

    def under(self, rule: CountingRule) -> "Calendar":
        """Return the calendar as an office with this rule counts it."""
        counted = self if rule.collective_leave_off else self.counting_collective_leave()
        return replace(counted, week=rule.week)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that was not counted: why, of which kind, by which decree."""

    day: date
    reason: str
    kind: DayOffKind = DayOffKind.WEEKEND
    source: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A due date with everything needed to count it again by hand."""

    start: date
    count: int
    due: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    estimated: bool
    version: int = 0

    def as_facts(self) -> dict[str, Any]:
        """Return the derivation as plain data, fit to be kept as JSON; `from_facts` reads it."""
        return {
            "start": self.start.isoformat(),
            "count": self.count,
            "due": self.due.isoformat(),
            "counted": [day.isoformat() for day in self.counted],
            "skipped": [
                {
                    "day": row.day.isoformat(),
                    "reason": row.reason,
                    "kind": row.kind.value,
                    "source": row.source,
                }
                for row in self.skipped
            ],
            "estimated": self.estimated,
            "version": self.version,
        }


def from_facts(facts: Mapping[str, Any]) -> Derivation:
    """Return the derivation that was kept as plain data."""
    return Derivation(
        start=date.fromisoformat(facts["start"]),
        count=int(facts["count"]),
        due=date.fromisoformat(facts["due"]),
        counted=tuple(date.fromisoformat(day) for day in facts["counted"]),
        skipped=tuple(
            Skipped(
                date.fromisoformat(row["day"]),
                row["reason"],
                DayOffKind(row["kind"]),
                row["source"],
            )
            for row in facts["skipped"]
        ),
        estimated=bool(facts["estimated"]),
        version=int(facts["version"]),
    )


def replay(derivation: Derivation) -> date:
    """Return the due date, counted again by the derivation's own listed days alone.

    Needs no calendar, so that anybody can check it. Raises `ValueError` where the list
    leaves a day out, names one twice, or does not hold as many counted days as the term.
    """
    counted, skipped = set(derivation.counted), {row.day for row in derivation.skipped}
    listed = len(derivation.counted) + len(derivation.skipped)
    if counted & skipped or len(counted) + len(skipped) != listed:
        raise ValueError("a day is listed twice")
    day, left = derivation.start, derivation.count
    for _ in range(listed):
        day += _ONE_DAY
        if day in counted:
            left -= 1
        elif day not in skipped:
            raise ValueError(f"{day} is neither counted nor skipped")
    if left or day not in counted:
        raise ValueError("the list does not end with the last day of the term")
    return day


def _after(day: date) -> Iterator[date]:
    for _ in range(_HORIZON):
        day += _ONE_DAY
        yield day
    raise ValueError("the calendar has no working day for ten years")


def add_working_days(start: date, count: int, calendar: Calendar) -> Derivation:
    """Return the date `count` working days after `start`, with its derivation.

    The start is day 0 whatever the hour and is not counted; the act is on time to the end of
    the due date. `estimated` tells that a year passed through has no confirmed decree.
    Raises `ValueError` for a count below one.
    """
    if count < 1:
        raise ValueError("count at least one working day")
    counted: list[date] = []
    skipped: list[Skipped] = []
    for day in _after(start):
        off = calendar.skipped(day)
        if off is not None:
            skipped.append(off)
            continue
        counted.append(day)
        if len(counted) == count:
            break
    due = counted[-1]
    years = set(range(start.year, due.year + 1))
    estimated = not years <= calendar.decreed_years
    return Derivation(
        start, count, due, tuple(counted), tuple(skipped), estimated, calendar.version
    )


def working_days_left(today: date, due: date, calendar: Calendar) -> int:
    """Return the working days from `today` to `due`: 0 on the day itself, negative when late."""
    if today == due:
        return 0
    first, last = min(today, due), max(today, due)
    span = (last - first).days
    days = sum(calendar.works(first + timedelta(days=step)) for step in range(1, span + 1))
    return days if today < due else -days
