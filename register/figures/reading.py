"""Read side: what became of the requests and objections that were received in a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from office import daily, histograms
from office.daily import Tally
from office.people import Permission
from office.periods import Period
from office.refusals import NotAllowed
from office.unit import Unit
from register.figures import tally
from register.figures.words import NONE, ClockState, Dimension, ObjectionDimension, TimeClass, YesNo
from register.objection_words import Ground, ObjectionStatus, SuperiorDecision
from register.occupations import Occupation
from register.words import (
    ApplicantType,
    Channel,
    Decision,
    PurposeCategory,
    RefusalGround,
    Status,
)

# The program itself reads them for what the public is shown; it names nobody.
_READERS = frozenset({Permission.READ_REGISTER, Permission.KEEP_TIME})
_NINE_OF_TEN = 90

_VALUES: Mapping[Dimension, Iterable[str]] = {
    Dimension.STATUS: tuple(Status),
    Dimension.DECISION: (*Decision, NONE),
    Dimension.REFUSAL_GROUND: (*RefusalGround, NONE),
    Dimension.PURPOSE: tuple(PurposeCategory),
    Dimension.CHANNEL: tuple(Channel),
    Dimension.APPLICANT_TYPE: tuple(ApplicantType),
    Dimension.OCCUPATION: tuple(Occupation),
    Dimension.REGIONAL_OFFICE: (),
    Dimension.TIME_CLASS: tuple(TimeClass),
    Dimension.STRICT_CLOCK: tuple(ClockState),
    Dimension.PERKI_CLOCK: tuple(ClockState),
    Dimension.EXTENDED: tuple(YesNo),
    Dimension.INCOMPLETE: tuple(YesNo),
    Dimension.HOUR: tuple(map(str, range(24))),
    Dimension.WEEKDAY: tuple(map(str, range(1, 8))),
}
_OF_OBJECTIONS: Mapping[ObjectionDimension, Iterable[str]] = {
    ObjectionDimension.GROUND: tuple(Ground),
    ObjectionDimension.STATUS: tuple(ObjectionStatus),
    ObjectionDimension.DECISION: (*SuperiorDecision, NONE),
    ObjectionDimension.CLOCK: tuple(ClockState),
    ObjectionDimension.CHANNEL: tuple(Channel),
}


@dataclass(frozen=True, slots=True)
class RequestFigures:
    """The requests received in a period.

    `working_days` tells how often the written notice took so many; `by` has every value that
    occurs, and for closed lists every value there is, in the order of the list.
    """

    period: Period
    total: int
    by: Mapping[Dimension, Mapping[str, int]]
    per_day: Mapping[date, int]
    working_days: Mapping[int, int]

    @property
    def median(self) -> float | None:
        """Return the median of the working days to the written notice."""
        return histograms.median(self.working_days)

    @property
    def p90(self) -> int | None:
        """Return within how many working days nine of ten notices were given."""
        return histograms.percentile(self.working_days, _NINE_OF_TEN)

    def on_time_share(self, *, strict: bool) -> float | None:
        """Return the share on time of what was due: given, or owed and late; None for nothing."""
        return _share(self.by[Dimension.STRICT_CLOCK if strict else Dimension.PERKI_CLOCK])


@dataclass(frozen=True, slots=True)
class ObjectionFigures:
    """The objections received in a period; `working_days` of those that were answered."""

    period: Period
    total: int
    by: Mapping[ObjectionDimension, Mapping[str, int]]
    per_day: Mapping[date, int]
    working_days: Mapping[int, int]

    @property
    def median(self) -> float | None:
        """Return the median of the working days to the answer."""
        return histograms.median(self.working_days)

    @property
    def p90(self) -> int | None:
        """Return within how many working days nine of ten answers were given."""
        return histograms.percentile(self.working_days, _NINE_OF_TEN)

    def on_time_share(self) -> float | None:
        """Return the share on time of what was due: answered, or owed and late."""
        return _share(self.by[ObjectionDimension.CLOCK])


def requests(unit: Unit, period: Period) -> RequestFigures:
    """Return the figures of the requests that were received in a period."""
    _reading(unit)
    found = daily.between(unit, tally.OF_REQUESTS, period)
    clocks = {
        Dimension.STRICT_CLOCK: _clock(
            found, Dimension.STRICT_CLOCK, tally.STRICT_OPEN, unit.today
        ),
        Dimension.PERKI_CLOCK: _clock(found, Dimension.PERKI_CLOCK, tally.PERKI_OPEN, unit.today),
    }
    return RequestFigures(
        period,
        daily.total(found),
        {
            dimension: _ordered(clocks.get(dimension, found.get(dimension, {})), values)
            for dimension, values in _VALUES.items()
        },
        daily.per_day(found),
        _histogram(found),
    )


def objections(unit: Unit, period: Period) -> ObjectionFigures:
    """Return the figures of the objections that were received in a period."""
    _reading(unit)
    found = daily.between(unit, tally.OF_OBJECTIONS, period)
    clock = _clock(found, ObjectionDimension.CLOCK, tally.ANSWER_OPEN, unit.today)
    return ObjectionFigures(
        period,
        daily.total(found),
        {
            dimension: _ordered(
                clock if dimension is ObjectionDimension.CLOCK else found.get(dimension, {}), values
            )
            for dimension, values in _OF_OBJECTIONS.items()
        },
        daily.per_day(found),
        _histogram(found),
    )


def _reading(unit: Unit) -> None:
    if not _READERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.READ_REGISTER.value)


def _clock(found: Tally, dimension: StrEnum, still_open: str, today: date) -> dict[str, int]:
    """Return how acts stand against their clock on a day; the due date itself is still on time."""
    stands = dict(found.get(dimension, {}))
    for due, count in found.get(still_open, {}).items():
        is_late = due != NONE and date.fromisoformat(due) < today
        state = ClockState.LATE_OPEN if is_late else ClockState.OPEN
        stands[state] = stands.get(state, 0) + count
    return stands


def _ordered(cells: Mapping[str, int], values: Iterable[str]) -> dict[str, int]:
    """Return counts in the order of a list, those that are in none behind, the largest first."""
    listed = {str(value): cells.get(value, 0) for value in values}
    others = sorted((one for one in cells if one not in listed), key=lambda one: (-cells[one], one))
    return listed | {one: cells[one] for one in others}


def _histogram(found: Tally) -> dict[int, int]:
    cells = found.get(tally.WORKING_DAYS, {})
    return {days: cells[str(days)] for days in sorted(map(int, cells))}


def _share(clock: Mapping[str, int]) -> float | None:
    in_time = clock[ClockState.ON_TIME]
    due = in_time + clock[ClockState.LATE] + clock[ClockState.LATE_OPEN]
    return in_time / due if due else None
