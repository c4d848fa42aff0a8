"""Pure: from the queue, the officers and their hours to the time within which a person answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any
from zoneinfo import ZoneInfo

from office.service_hours import ServiceHours

WARN = 0.75
FULL = 1.0
# Deviations added to the mean; `python -m benchmarks promise` shows what is kept with it.
SAFETY = 2.5
# How far off the mean of fifty measured cases is, as lengths vary about as much as they last.
_DOUBT = 0.15
_STEP = 30  # minutes; a promise names half hours
_HIGHEST = 10.0  # load beyond which a promise grows no further; nobody at all is no number


@dataclass(frozen=True, slots=True)
class Workload:
    """What stands before a new question: those waiting, minutes each, officers, today's load."""

    ahead: int
    handling_minutes: float
    officers: int
    load: float


@dataclass(frozen=True, slots=True)
class Promise:
    """From when and until when an answer is promised, and the figures that led to it."""

    from_: datetime
    by: datetime
    basis: Mapping[str, Any]


def load(escalations_per_day: float, handling_minutes: float, staffed_minutes: float) -> float:
    """Return which part of the staffed minutes the escalations of a day take.

    Where nobody is there any work is too much: `inf`, and 0 where there is no work either.
    """
    work = escalations_per_day * handling_minutes
    if staffed_minutes <= 0:
        return float("inf") if work > 0 else 0.0
    return work / staffed_minutes


def promise(now: datetime, workload: Workload, hours: ServiceHours) -> Promise:
    """Return when an answer may be expected, in half hours within the hours of service.

    The earliest is when the officers have worked off what is ahead; the latest adds the
    question's own handling and a safety that grows with the root of the queue, because
    long and short cases even out. From full load on the latest grows in proportion.
    """
    earliest, latest = _minutes(workload)
    begins, ends = hours.after(now, earliest), hours.after(now, latest)
    from_ = _floor(hours.opens_next(begins), hours)
    by = _ceiling(ends, hours)
    if by <= from_:
        by = _ceiling(hours.after(from_, _STEP), hours)
    basis = {
        "ahead": workload.ahead,
        "handling_minutes": round(workload.handling_minutes, 2),
        "officers": workload.officers,
        "load": round(min(workload.load, _HIGHEST), 3),
        "earliest_minutes": round(earliest, 1),
        "latest_minutes": round(latest, 1),
        "hours": hours.version,
        "calendar": hours.calendar.version,
    }
    return Promise(from_, by, basis)


def _minutes(workload: Workload) -> tuple[float, float]:
    """Return the staffed minutes after which an answer comes at the earliest and the latest."""
    officers, each = max(1, workload.officers), workload.handling_minutes
    earliest = workload.ahead * each / officers
    # Three things are not known: its own length, the lengths ahead, and the mean of both.
    spread = each * sqrt(
        1 + workload.ahead / officers**2 + (_DOUBT * workload.ahead / officers) ** 2
    )
    latest = earliest + each + SAFETY * spread
    return earliest, latest * max(FULL, min(workload.load, _HIGHEST))


def _floor(at: datetime, hours: ServiceHours) -> datetime:
    """Return the half hour at or before an instant, but not before the desk opened."""
    rounded = at - _past_half(at, hours.zone)
    return max(rounded, hours.opens_next(rounded))


def _ceiling(at: datetime, hours: ServiceHours) -> datetime:
    """Return the half hour at or after an instant, but not after the desk closes."""
    past = _past_half(at, hours.zone)
    if not past:
        return at
    rounded = at - past + timedelta(minutes=_STEP)
    return min(rounded, hours.closes_next(at - timedelta(microseconds=1)))


def _past_half(at: datetime, zone: ZoneInfo) -> timedelta:
    local = at.astimezone(zone)
    return timedelta(
        minutes=local.minute % _STEP, seconds=local.second, microseconds=local.microsecond
    )
