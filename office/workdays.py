"""Pure arithmetic over working days, given a frozen calendar, that shows its work."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_HORIZON = 3660  # days; a calendar that never works again is a mistake, not an answer


class DayOffKind(StrEnum):
    """Why a weekday is not worked."""

    NATIONAL = "national"
    COLLECTIVE_LEAVE = "collective_leave"
    REGIONAL = "regional"
    AD_HOC = "ad_hoc"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A date on which the office does not work, and by what name."""

    day: date
    kind: DayOffKind
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off the office knows, and the years whose decree it has confirmed."""

    days_off: Mapping[date, DayOff]
    decreed_years: frozenset[int] = field(default_factory=frozenset)

    def reason_off(self, day: date) -> str | None:
        """Return why a day is not worked (`weekend` or the holiday's name), or None."""
        off = self.days_off.get(day)
        if day.weekday() >= _SATURDAY:
            return f"weekend; {off.name}" if off else "weekend"
        return off.name if off else None

    def works(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        return day.weekday() < _SATURDAY and day not in self.days_off

    def counting_collective_leave(self) -> "Calendar":
        """Return the calendar in which cuti bersama is worked: the safe internal target."""
        kept = {
            day: off
            for day, off in self.days_off.items()
            if off.kind is not DayOffKind.COLLECTIVE_LEAVE
        }
        return Calendar(kept, self.decreed_years)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that was not counted, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """A due date with everything needed to count it again by hand."""

    start: date
    count: int
    due: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    estimated: bool


def _after(day: date) -> Iterator[date]:
    for _ in range(_HORIZON):
        day += _ONE_DAY
        yield day
    raise ValueError("the calendar has no working day for ten years")


def add_working_days(start: date, count: int, calendar: Calendar) -> Derivation:
    """Return the date `count` working days after `start`, with its derivation.

     The start is day 0 whatever the hour; the act is on time to the end of the due date
    . `estimated` tells that a year passed through has no confirmed decree.
    """
    if count < 1:
        raise ValueError("count at least one working day")
    counted: list[date] = []
    skipped: list[Skipped] = []
    for day in _after(start):
        reason = calendar.reason_off(day)
        if reason is not None:
            skipped.append(Skipped(day, reason))
            continue
        counted.append(day)
        if len(counted) == count:
            break
    due = counted[-1]
    years = set(range(start.year, due.year + 1))
    return Derivation(
        start, count, due, tuple(counted), tuple(skipped), not years <= calendar.decreed_years
    )


def working_days_left(today: date, due: date, calendar: Calendar) -> int:
    """Return the working days from `today` to `due`: 0 on the day itself, negative when late."""
    if today == due:
        return 0
    first, last = min(today, due), max(today, due)
    span = (last - first).days
    days = sum(calendar.works(first + timedelta(days=step)) for step in range(1, span + 1))
    return days if today < due else -days
