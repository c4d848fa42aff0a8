"""What is counted for everybody, and what is hidden because it would single somebody out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from admin.texts import texts
from office.periods import Period
from office.unit import Unit
from register.figures import reading, suppression
from register.figures.reading import RequestFigures
from register.figures.suppression import suppressed
from register.figures.words import NONE, ClockState, Dimension, ObjectionDimension
from register.labels import label
from register.words import Status

# Every request shows these in the open register by itself: nothing is told by counting them.
_PLAIN = {Dimension.STATUS: "status", Dimension.DECISION: "decision"}
# These stand in no row of the open register; small counts of them are hidden.
_OF_PEOPLE = {
    Dimension.REFUSAL_GROUND: "refusal_ground",
    Dimension.PURPOSE: "purpose_category",
    Dimension.CHANNEL: "channel",
    Dimension.APPLICANT_TYPE: "applicant_type",
}
_YEAR = 12  # months; the months of a month would be itself
_PENDING = frozenset({ClockState.OPEN, ClockState.LATE_OPEN, ClockState.NONE})


@dataclass(frozen=True, slots=True)
class Line:
    """One value of a measure; `count` is None where it is hidden."""

    value: str
    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted over a period: its lines, in a steady order."""

    name: str
    period: Period
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """Return what is counted, as a heading."""
        return texts("measure", self.name)

    @property
    def most(self) -> int:
        """Return the largest count, by which bars are drawn; at least one."""
        return max((line.count or 0 for line in self.lines), default=0) or 1


def measures(unit: Unit, figures: RequestFigures, closed: Period | None) -> list[Measure]:
    """Return what is counted of a period; of people, only over the year, once it is closed."""
    found = [*_plain(figures)]
    if figures.period.unit == _YEAR:
        found.insert(0, _months(figures))
    if closed is not None:
        # The year is mostly the very period that was read already.
        of_year = figures if figures.period == closed else reading.requests(unit, closed)
        found += _of_people(unit, of_year)
    return found


def _months(figures: RequestFigures) -> Measure:
    year = figures.period.since.year
    counts: Counter[int] = Counter()
    for day, count in figures.per_day.items():
        counts[day.month] += count
    last = max(counts, default=0)
    months = (Period.month(year, number) for number in range(1, last + 1))
    lines = (
        Line(f"{one.since:%Y-%m}", one.title.split()[0], counts[one.since.month]) for one in months
    )
    return Measure("received", figures.period, tuple(lines))


def _plain(figures: RequestFigures) -> Iterable[Measure]:
    for dimension, kind in _PLAIN.items():
        counts = dict(figures.by[dimension])
        if dimension is Dimension.STATUS:
            proposed = counts.pop(Status.REFUSAL_PROPOSED, 0)
            counts[Status.IN_PROCESS] += proposed
        yield _measure(dimension.value, figures.period, counts, kind)
    yield _measure(
        Dimension.TIME_CLASS.value, figures.period, figures.by[Dimension.TIME_CLASS], "time_class"
    )
    # Which of the open ones are overdue depends on the day: the page says it, no file does.
    clock = figures.by[Dimension.STRICT_CLOCK]
    stands = {one.value: clock[one] for one in (ClockState.ON_TIME, ClockState.LATE)}
    stands["pending"] = sum(clock[one] for one in _PENDING)
    yield _measure("notice", figures.period, stands, "notice")


def _of_people(unit: Unit, figures: RequestFigures) -> Iterable[Measure]:
    closed = figures.period
    for dimension, kind in _OF_PEOPLE.items():
        hides = suppression.grounds if dimension is Dimension.REFUSAL_GROUND else suppressed
        yield _measure(dimension.value, closed, hides(figures.by[dimension]), kind)
    objections = reading.objections(unit, closed)
    decided = suppression.outcomes(objections.by[ObjectionDimension.DECISION])
    yield _measure("objection_decision", closed, decided, "superior_decision")


def _measure(name: str, period: Period, counts: Mapping[str, int | None], kind: str) -> Measure:
    lines = (Line(value, _label(kind, value), count) for value, count in counts.items())
    # What never occurred is said by its absence; what is hidden is said.
    return Measure(name, period, tuple(line for line in lines if line.count != 0))


def _label(kind: str, value: str) -> str:
    if value == NONE or kind in {"time_class", "notice"}:
        return texts("measured", f"{kind}_{value}")
    return label(kind, value)
