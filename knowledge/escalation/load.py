"""Read side: how much the desk has to do today, against how much it can."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select, union

from knowledge.escalation.promise import FULL, WARN
from knowledge.escalation.promise import load as load_of
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import Author, Lane
from office import hours, staff
from office.clock import local_date
from office.people import Permission
from office.service_hours import ServiceHours
from office.unit import Unit

USUAL_MINUTES = 4.0  # a case, until enough of the office's own are measured
_MEASURED = 50
FEWEST = 10
_PRESENT = timedelta(hours=2)  # spans a lunch
_SETTLED = 60  # staffed minutes after which those who are there today have been seen


class Level(StrEnum):
    """Whether the desk can keep up."""

    NORMAL = "normal"
    WARN = "warn"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Load:
    """A service day's arrivals, minutes a case, officers, staffed minutes, and their load."""

    arrivals: int
    handling_minutes: float
    officers: int
    staffed_minutes: float
    load: float

    @property
    def level(self) -> Level:
        """Return whether the desk keeps up, should be helped, or promises later answers."""
        if self.load >= FULL:
            return Level.FULL
        return Level.WARN if self.load >= WARN else Level.NORMAL


def measured(unit: Unit) -> Load:
    """Return the load of the service day that is on or comes next.

    What came since the day before ended belongs to it: a Monday works off the weekend.
    """
    service = hours.at(unit)
    day = local_date(service.opens_next(unit.now), unit.zone)
    since = service.spans(service.day_before(day))[-1][1]
    arrivals = unit.session.scalar(
        select(func.count(Escalation.id)).where(
            Escalation.opened_at >= since, Escalation.lane != Lane.SPAM
        )
    )
    minutes, officers = _handling_minutes(unit), _officers(unit, service)
    staffed = service.minutes_on(day) * officers
    share = load_of(arrivals or 0, minutes, staffed)
    return Load(arrivals or 0, minutes, officers, staffed, share)


def _handling_minutes(unit: Unit) -> float:
    """Return the mean minutes an officer held a case, over the last ones that ended."""
    spans = unit.session.scalars(
        select(Escalation.handled_seconds)
        .where(Escalation.closed_at.is_not(None), Escalation.handled_seconds > 0)
        .order_by(Escalation.closed_at.desc(), Escalation.id.desc())
        .limit(_MEASURED)
    ).all()
    return sum(spans) / len(spans) / 60 if len(spans) >= FEWEST else USUAL_MINUTES


def _officers(unit: Unit, service: ServiceHours) -> int:
    """Return how many officers are at work, or were on the last day of service; at least one."""
    spans = service.spans(unit.today)
    begun = service.minutes_between(spans[0][0], unit.now) if spans else 0.0
    here = 0
    if begun >= _SETTLED:
        is_open = service.is_open(unit.now)
        here = _at_work(unit, unit.now - _PRESENT if is_open else spans[0][0])
    # Early, and on a quiet day, those are counted who were there the day before.
    day_before = service.spans(service.day_before(unit.today))
    return here or _at_work(unit, day_before[0][0]) or 1


def _at_work(unit: Unit, since: datetime) -> int:
    """Return how many people took up or wrote to a conversation since an instant."""
    held = select(Escalation.held_by).where(
        Escalation.held_since >= since, Escalation.held_by.is_not(None)
    )
    wrote = select(EscalationLine.staff_id).where(
        EscalationLine.at >= since,
        EscalationLine.staff_id.is_not(None),
        EscalationLine.author != Author.OPD,
    )
    people = unit.session.scalars(union(held, wrote))
    # Whose account was switched off meanwhile answers nobody today.
    return len(staff.who_may(unit, Permission.ANSWER_CITIZENS).keys() & set(people))
