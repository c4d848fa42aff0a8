"""Read side: what of the request register waits on the desk besides the notices, in counts."""

from dataclasses import dataclass

from sqlalchemy import func, select

from office.people import Permission
from office.unit import Unit
from register.tables import Part, Release, Request
from register.words import OPEN_STATUSES, PartStatus, ReleaseStatus, Status


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many parts are late, files are held, and proposed refusals wait for approval."""

    parts_late: int
    files_held: int
    refusals_proposed: int
    to_hand_over: int


def waiting(unit: Unit) -> Waiting:
    """Return what waits today."""
    unit.require(Permission.READ_REGISTER)
    late = (
        select(func.count(Part.id))
        .join(Request, Request.id == Part.request_id)
        .where(
            Part.status == PartStatus.ASSIGNED,
            Part.due < unit.today,
            Request.status.in_(OPEN_STATUSES),
        )
    )
    held = (
        select(func.count(Release.id))
        .join(Request, Request.id == Release.request_id)
        .where(
            Release.status == ReleaseStatus.HELD,
            Request.status.in_(OPEN_STATUSES | {Status.NOTIFIED}),
        )
    )

    def standing(status: Status) -> int:
        query = select(func.count(Request.id)).where(Request.status == status)
        return unit.session.scalar(query) or 0

    return Waiting(
        unit.session.scalar(late) or 0,
        unit.session.scalar(held) or 0,
        standing(Status.REFUSAL_PROPOSED),
        standing(Status.NOTIFIED),
    )
