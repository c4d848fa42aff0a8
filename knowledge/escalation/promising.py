"""Makes a promise from the calendar, the queue and the load as they are at this moment."""

from sqlalchemy import func, select

from knowledge.escalation import load
from knowledge.escalation.promise import Promise, Workload, promise
from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import LANE_RANK, EscalationStatus, Lane
from office import hours
from office.unit import Unit


def promise_for(unit: Unit, lane: Lane, *, apart_from: int | None = None) -> Promise:
    """Return when somebody who joins a lane now will be answered."""
    measured = load.measured(unit)
    return promise(
        unit.now,
        Workload(
            ahead=_ahead(unit, lane, apart_from),
            handling_minutes=measured.handling_minutes,
            officers=measured.officers,
            load=measured.load,
        ),
        hours.at(unit),
    )


def _ahead(unit: Unit, lane: Lane, apart_from: int | None) -> int:
    """Return how many are taken up before somebody who joins a lane now."""
    query = select(func.count(Escalation.id)).where(
        Escalation.status.in_([EscalationStatus.QUEUED, EscalationStatus.HELD]),
        Escalation.waiting_since.is_not(None),
        Escalation.lane_rank <= LANE_RANK[lane],
    )
    if apart_from is not None:
        query = query.where(Escalation.id != apart_from)
    return unit.session.scalar(query) or 0
