"""The clockwork's act: find milestones that have come and record each once."""

from sqlalchemy import select

from office import daysoff
from office.people import Permission
from office.unit import Unit
from office.workdays import working_days_left
from register.tables import Request, RequestEvent
from register.words import OPEN_STATUSES

_SOON = 2  # working days; when the desk is warned, not a legal term


def run(unit: Unit) -> int:
    """Record for every open request that it is due soon, or late; return the new events.

    Nothing is scheduled: after a week switched off the next run catches up.
    """
    unit.require(Permission.KEEP_TIME)
    calendar = daysoff.calendar(unit, unit.today)
    noted = unit.session.execute(
        select(RequestEvent.request_id, RequestEvent.once)
        .join(Request, Request.id == RequestEvent.request_id)
        .where(RequestEvent.once.is_not(None), Request.status.in_(OPEN_STATUSES))
    )
    known = {(row.request_id, row.once) for row in noted}
    found = unit.session.scalars(select(Request).where(Request.status.in_(OPEN_STATUSES)))
    events = 0
    for request in found:
        is_past = unit.today > request.notice_due
        left = working_days_left(unit.today, request.notice_due, calendar)
        for milestone in _milestones(left, is_past=is_past):
            if (request.id, milestone) not in known:
                _record(unit, request, milestone)
                events += 1
    return events


def _milestones(days_left: int, *, is_past: bool) -> list[str]:
    if is_past:
        return ["due_soon", "late"]
    return ["due_soon"] if days_left <= _SOON else []


def _record(unit: Unit, request: Request, milestone: str) -> None:
    unit.session.add(
        RequestEvent(
            request_id=request.id,
            at=unit.now,
            actor=unit.actor.label,
            event=milestone,
            once=milestone,
            note="",
        )
    )
    unit.record(f"request.{milestone}", f"request:{request.id}", due=request.notice_due)
