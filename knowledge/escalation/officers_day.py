"""Read side: one officer's own day at the desk, and what presses there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from knowledge.escalation import moving
from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import EscalationStatus, Lane
from office.people import Permission
from office.unit import Unit

_MOST = 20
_ELSEWHERE = (EscalationStatus.AWAITING_CITIZEN, EscalationStatus.AWAITING_OPD)


@dataclass(frozen=True, slots=True)
class Own:
    """A conversation an officer holds, is meant to have, or waits for a word in."""

    id: int
    ticket: str
    status: str
    lane: str
    # None while nothing of the citizen's is unanswered.
    promised_by: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What an officer has, and how many of everybody's conversations press."""

    held: list[Own]
    meant: list[Own]
    elsewhere: list[Own]
    late: int
    urgent: int

    def __bool__(self) -> bool:
        """Tell whether the officer has anything at all."""
        return bool(self.held or self.meant or self.elsewhere)


def day(unit: Unit) -> Day:
    """Return the acting officer's conversations, the first due first, and what presses."""
    unit.require(Permission.ANSWER_CITIZENS)
    me = moving.staff_of(unit)
    row = Escalation
    found = unit.session.scalars(
        select(row)
        .where(
            row.status.in_(moving.OPEN),
            or_(
                and_(row.status == EscalationStatus.HELD, row.held_by == me),
                and_(row.status == EscalationStatus.QUEUED, row.meant_for == me),
                and_(row.status.in_(_ELSEWHERE), row.previous_officer == me),
            ),
        )
        .order_by(row.lane_rank, row.promised_by, row.id)
        .limit(_MOST)
    ).all()

    def of(*statuses: EscalationStatus) -> list[Own]:
        return [_own(unit, one) for one in found if one.status in statuses]

    return Day(
        of(EscalationStatus.HELD), of(EscalationStatus.QUEUED), of(*_ELSEWHERE),
        _count(unit, row.waiting_since.is_not(None), row.promised_by < unit.now),
        _count(unit, row.status == EscalationStatus.QUEUED, row.lane == Lane.URGENT),
    )  # fmt: skip


def _own(unit: Unit, row: Escalation) -> Own:
    promised = row.promised_by if row.waiting_since is not None else None
    is_late = promised is not None and promised < unit.now
    return Own(row.id, row.ticket, row.status, row.lane, promised, is_late)


def _count(unit: Unit, *conditions: object) -> int:
    query = select(func.count(Escalation.id)).where(
        Escalation.status.in_(moving.OPEN),
        *conditions,  # type: ignore[arg-type]
    )
    return unit.session.scalar(query) or 0
