"""Read side: the questions of a period, and how the desk kept up with what was passed to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.edition import LANGUAGES
from knowledge.escalation.load import FEWEST, USUAL_MINUTES, Load
from knowledge.escalation.promise import load as load_of
from knowledge.escalation.words import Lane, Outcome, Reason
from knowledge.figures import tally
from knowledge.words import Band
from office import daily, histograms, hours
from office.daily import Tally
from office.people import Permission
from office.periods import Period
from office.refusals import NotAllowed
from office.unit import Unit

# The program itself reads them for what the public is shown; they name nobody.
_READERS = frozenset({Permission.READ_QUESTIONS, Permission.KEEP_TIME})
_NINE_OF_TEN = 90
_FOLLOWED = (
    tally.PICKED, "helped", "not_this", "none_fits", "staff", "insisted", "filed", tally.NONE,
)  # fmt: skip
_PROMISES = (tally.KEPT, tally.LAPSED, tally.WAITING, tally.NONE)


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """The questions of a period.

    `by_entry` counts how often each entry was given, by the bot or by a citizen's choice;
    `escalated` how many conversations with staff began. `by_follow_up` names what the citizen
    did: `none`, `picked`, `helped`, `not_this`, `none_fits`, `staff`, `insisted`, `filed`.
    """

    period: Period
    total: int
    by_band: Mapping[str, int]
    by_route: Mapping[str, int]
    by_entry: Mapping[str, int]
    by_follow_up: Mapping[str, int]
    by_language: Mapping[str, int]
    by_hour: Mapping[int, int]
    per_day: Mapping[date, int]
    escalated: int


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The conversations with staff that began in a period.

    `by_outcome` has `open` for those that did not end; `reply_minutes` tells how often the first
    reply took so many minutes of the clock; `promises` counts `kept`, `lapsed`, `waiting` and
    `none` (ended without a reply). `load` is the share of the staffed minutes they took.
    """

    period: Period
    opened: int
    by_outcome: Mapping[str, int]
    by_lane: Mapping[str, int]
    by_reason: Mapping[str, int]
    reply_minutes: Mapping[int, int]
    promises: Mapping[str, int]
    per_day: Mapping[date, int]
    handled_seconds: int
    handled: int
    load: Load

    @property
    def median_minutes(self) -> float | None:
        """Return the median of the minutes to the first reply."""
        return histograms.median(self.reply_minutes)

    @property
    def p90_minutes(self) -> int | None:
        """Return within how many minutes nine of ten first replies were given."""
        return histograms.percentile(self.reply_minutes, _NINE_OF_TEN)

    @property
    def kept_share(self) -> float | None:
        """Return the share of kept promises among those that were put to the test."""
        kept = self.promises[tally.KEPT]
        tested = kept + self.promises[tally.LAPSED]
        return kept / tested if tested else None


def questions(unit: Unit, period: Period) -> QuestionFigures:
    """Return the figures of the questions that were asked in a period."""
    _reading(unit)
    found = daily.between(unit, tally.OF_QUESTIONS, period)
    hours = found.get(tally.HOUR, {})
    return QuestionFigures(
        period=period,
        total=daily.total(found),
        by_band=_ordered(found, tally.BAND, Band),
        by_route=_ordered(found, tally.ROUTE),
        by_entry=_ordered(found, tally.ENTRY),
        by_follow_up=_ordered(found, tally.FOLLOW_UP, _FOLLOWED),
        by_language=_ordered(found, tally.LANGUAGE, ("id", *LANGUAGES)),
        by_hour={hour: hours.get(str(hour), 0) for hour in range(24)},
        per_day=daily.per_day(found),
        escalated=daily.total(daily.between(unit, tally.OF_DESK, period)),
    )


def desk(unit: Unit, period: Period) -> DeskFigures:
    """Return the figures of the conversations with staff that began in a period."""
    _reading(unit)
    found = daily.between(unit, tally.OF_DESK, period)
    minutes, handled = found.get(tally.REPLY_MINUTES, {}), found.get(tally.HANDLED, {})
    return DeskFigures(
        period=period,
        opened=daily.total(found),
        by_outcome=_ordered(found, tally.OUTCOME, (*Outcome, tally.OPEN)),
        by_lane=_ordered(found, tally.LANE, Lane),
        by_reason=_ordered(found, tally.REASON, Reason),
        reply_minutes={spent: minutes[str(spent)] for spent in sorted(map(int, minutes))},
        promises=_ordered(found, tally.PROMISE, _PROMISES),
        per_day=daily.per_day(found),
        handled_seconds=handled.get(tally.SECONDS, 0),
        handled=handled.get(tally.CASES, 0),
        load=_load(unit, period, found),
    )


def _reading(unit: Unit) -> None:
    if not _READERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.READ_QUESTIONS.value)


def _ordered(found: Tally, dimension: str, values: Iterable[str] = ()) -> dict[str, int]:
    """Return counts in the order of a list, those that are in none behind, the largest first."""
    cells = found.get(dimension, {})
    listed = {str(value): cells.get(value, 0) for value in values}
    others = sorted((one for one in cells if one not in listed), key=lambda one: (-cells[one], one))
    return listed | {one: cells[one] for one in others}


def _load(unit: Unit, period: Period, found: Tally) -> Load:
    """Return the work of a period against the minutes that were staffed in it.

    Days count from the desk's first to today, as far as the office then served; on each at least
    one person was there. Suspected spam is no work.
    """
    lanes, handled = found.get(tally.LANE, {}), found.get(tally.HANDLED, {})
    arrivals = sum(count for lane, count in lanes.items() if tally.is_work(lane))
    cases = handled.get(tally.CASES, 0)
    each = handled.get(tally.SECONDS, 0) / cases / 60 if cases >= FEWEST else USUAL_MINUTES
    present = found.get(tally.OFFICERS, {})
    service = hours.at(unit)
    staffed, days, people = 0.0, 0, 0
    for day in _served(unit, period):
        if minutes := service.minutes_on(day):
            there = max(1, present.get(day.isoformat(), 1))
            staffed, days, people = staffed + minutes * there, days + 1, people + there
    officers = max(1, round(people / days)) if days else 1
    return Load(arrivals, each, officers, staffed, load_of(arrivals, each, staffed))


def _served(unit: Unit, period: Period) -> Iterable[date]:
    first = tally.OF_DESK.first(unit)
    since, until = max(period.since, first or unit.today), min(period.until, unit.today)
    return Period(since, until).each() if since <= until else ()
