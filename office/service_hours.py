"""Pure arithmetic over the minutes in which the desk is staffed, given frozen hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from office.clock import local_date
from office.workdays import Calendar, WorkWeek

_ONE_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_HORIZON = 3660  # days; hours in which nobody is ever there are a mistake, not an answer

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A part of a day in which the desk is staffed, in the office's own time."""

    opens: time
    closes: time

    def as_text(self) -> str:
        """Return the window as it is written: `08.00-12.00`."""
        return f"{self.opens:%H.%M}-{self.closes:%H.%M}"


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """A part of one day in which the desk is closed although its hours say otherwise."""

    day: date
    since: time
    until: time
    reason: str = ""
    number: int = 0


Windows = Mapping[int, tuple[Window, ...]]

_LONG_DAY = (Window(time(8), time(12)), Window(time(13), time(15, 30)))
_FRIDAY = (Window(time(8), time(11, 30)), Window(time(13), time(15)))
_SATURDAY = (Window(time(8), time(12)),)


def usual_windows(week: WorkWeek = WorkWeek.FIVE) -> dict[int, tuple[Window, ...]]:
    """Return the hours an office has until it sets its own; Monday is 0."""
    found: dict[int, tuple[Window, ...]] = {**dict.fromkeys(range(4), _LONG_DAY), 4: _FRIDAY}
    if week is WorkWeek.SIX:
        found[5] = _SATURDAY
    return found


def fit_a_day(windows: Windows, week: WorkWeek) -> bool:
    """Tell whether some window lies on a day of the working week."""
    return any(rows and day < week.days for day, rows in windows.items())


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When the desk is staffed: windows of each weekday, closures, and the office's calendar.

    Every instant is aware and in UTC. A window holds its opening and not its closing; an
    instant that is counted to may be a closing.
    """

    windows: Windows
    closures: tuple[Closure, ...]
    calendar: Calendar
    zone: ZoneInfo
    version: int = 0
    # The windows that were set fit no day of the working week: the usual ones stand in for them.
    stands_in: bool = False
    # What was worked out of the above, by day; the same whoever asks.
    _days: dict[date, tuple[Span, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def is_open(self, at: datetime) -> bool:
        """Tell whether somebody is at the desk at an instant."""
        return any(start <= at < end for start, end in self.spans(self._day(at)))

    def opens_next(self, at: datetime) -> datetime:
        """Return the instant itself while the desk is staffed, else when it next opens."""
        start, _ = next(self._from(at))
        return start

    def closes_next(self, at: datetime) -> datetime:
        """Return when the window that is open, or the next one, closes."""
        _, end = next(self._from(at))
        return end

    def after(self, at: datetime, minutes: float) -> datetime:
        """Return the instant at which so many staffed minutes have passed.

        It lies within a window; a span that ends with a window ends at its closing. Raises
        `ValueError` for fewer than no minutes.
        """
        if minutes < 0:
            raise ValueError("count forward")
        left = timedelta(minutes=minutes)
        for start, end in self._from(at):
            if left <= end - start:
                return start + left
            left -= end - start
        raise _nobody_ever()

    def minutes_between(self, one: datetime, other: datetime) -> float:
        """Return the staffed minutes from one instant to another; negative backwards."""
        if other < one:
            return -self.minutes_between(other, one)
        total = timedelta()
        for start, end in self._from(one, self._day(other)):
            if start >= other:
                break
            total += min(end, other) - start
        return total / _MINUTE

    def minutes_on(self, day: date) -> float:
        """Return how many minutes of a day are staffed."""
        return sum(((end - start) / _MINUTE for start, end in self.spans(day)), 0.0)

    def day_before(self, day: date) -> date:
        """Return the last staffed day before a date."""
        for _ in range(_HORIZON):
            day -= _ONE_DAY
            if self.spans(day):
                return day
        raise _nobody_ever()

    def after_working_days(self, at: datetime, days: int) -> datetime:
        """Return the end of service on the n-th staffed day after the day of an instant.

        Raises `ValueError` for fewer than one day.
        """
        if days < 1:
            raise ValueError("count at least one working day")
        day, left = self._day(at), days
        for _ in range(_HORIZON):
            day += _ONE_DAY
            spans = self.spans(day)
            left -= bool(spans)
            if not left:
                return spans[-1][1]
        raise _nobody_ever()

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return the staffed spans of a local date as instants, in order and without overlap."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = tuple(self._spans(day))
        return known

    def _spans(self, day: date) -> list[Span]:
        found: list[Span] = []
        for window in self._windows(day):
            start, end = self._instant(day, window.opens), self._instant(day, window.closes)
            # Where clocks are put forward two windows may meet; no minute is counted twice.
            if found:
                start = max(start, found[-1][1])
            if start < end:
                found.append((start, end))
        for closure in self.closures:
            if closure.day != day:
                continue
            gap = self._instant(day, closure.since), self._instant(day, closure.until)
            found = [rest for span in found for rest in _without(span, gap)]
        return found

    def _windows(self, day: date) -> tuple[Window, ...]:
        if not self.calendar.works(day):
            return ()
        own = self.windows.get(day.weekday(), ())
        if own or day.weekday() < self.calendar.week.days:
            return own
        # A day worked by exception has no hours of its own: the shortest day's are safe.
        return min(filter(None, self.windows.values()), key=_length, default=())

    def _from(self, at: datetime, last: date | None = None) -> Iterator[Span]:
        """Yield what is left of the staffed spans from an instant on."""
        day = self._day(at)
        for _ in range(_HORIZON):
            if last is not None and day > last:
                return
            for start, end in self.spans(day):
                if end > at:
                    yield max(start, at), end
            day += _ONE_DAY
        if last is None:
            raise _nobody_ever()

    def _day(self, at: datetime) -> date:
        return local_date(at, self.zone)

    def _instant(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)


def _without(span: Span, gap: Span) -> list[Span]:
    (start, end), (since, until) = span, gap
    left = [(start, min(end, since)), (max(start, until), end)]
    return [(one, other) for one, other in left if one < other]


def _length(windows: tuple[Window, ...]) -> int:
    return sum(_minutes(row.closes) - _minutes(row.opens) for row in windows)


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _nobody_ever() -> ValueError:
    return ValueError("nobody is at the desk for ten years")
