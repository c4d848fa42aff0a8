"""Pure: a stretch of days, its name, and the stretch it is compared with."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()
_ROMAN = ("I", "II", "III", "IV")
_ONE_DAY = timedelta(days=1)
# A month, a quarter, a half-year and a year, in months.
_UNITS = (1, 3, 6, 12)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from one to another, both included; raises `ValueError` where they are turned."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("a period ends before it begins")

    @classmethod
    def year(cls, year: int) -> "Period":
        """Return a calendar year, which is the budget year."""
        return _months(year, 1, 12)

    @classmethod
    def half(cls, year: int, number: int) -> "Period":
        """Return a half-year: 1 or 2."""
        return _nth(year, number, 6)

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        """Return a quarter: 1 to 4."""
        return _nth(year, number, 3)

    @classmethod
    def month(cls, year: int, number: int) -> "Period":
        """Return a month: 1 to 12."""
        return _nth(year, number, 1)

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.until - self.since).days + 1

    @property
    def unit(self) -> int | None:
        """Return of how many months it is one calendar unit (1, 3, 6, 12), or None."""
        for months in _UNITS:
            begins_one = self.since.day == 1 and (self.since.month - 1) % months == 0
            if begins_one and self == _months(self.since.year, self.since.month, months):
                return months
        return None

    @property
    def title(self) -> str:
        """Return its Indonesian name."""
        months, year = self.unit, self.since.year
        if months == 1:
            return f"{_MONTHS[self.since.month - 1]} {year}"
        if months == 12:
            return f"Tahun {year}"
        if months is not None:
            name = "Triwulan" if months == 3 else "Semester"
            return f"{name} {_ROMAN[(self.since.month - 1) // months]} {year}"
        if self.days == 1:
            return _said(self.since)
        return f"{_said(self.since)} s.d. {_said(self.until)}"

    def before(self) -> "Period":
        """Return the calendar unit before this one, or as many days right before it."""
        months = self.unit
        if months is None:
            return Period(self.since - timedelta(days=self.days), self.since - _ONE_DAY)
        number = self.since.year * 12 + self.since.month - 1 - months
        return _months(number // 12, number % 12 + 1, months)

    def before_so_far(self, today: date) -> "Period":
        """Return the period before this one, cut to as many days as have passed of this one."""
        whole = self.before()
        if not self.since <= today < self.until:
            return whole
        passed = whole.since + timedelta(days=(today - self.since).days)
        return Period(whole.since, min(passed, whole.until))

    def each(self) -> Iterator[date]:
        """Yield its days."""
        return (self.since + timedelta(days=step) for step in range(self.days))

    def months(self) -> Iterator["Period"]:
        """Yield the calendar months it touches, each cut to this period."""
        year, month = self.since.year, self.since.month
        while (first := date(year, month, 1)) <= self.until:
            whole = _months(year, month, 1)
            yield Period(max(first, self.since), min(whole.until, self.until))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


def month_of(day: date) -> Period:
    """Return the calendar month of a day."""
    return _months(day.year, day.month, 1)


def _nth(year: int, number: int, months: int) -> Period:
    if not 1 <= number <= 12 // months:
        raise ValueError("a year has no such part")
    return _months(year, (number - 1) * months + 1, months)


def _months(year: int, month: int, count: int) -> Period:
    last = month + count - 1
    return Period(date(year, month, 1), date(year, last, monthrange(year, last)[1]))


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
