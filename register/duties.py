"""Read side for the clockwork: what the law asks for today, and what waits at each office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from office.people import Permission
from office.unit import Unit
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.tables import Part, Request
from register.words import OPEN_STATUSES, PartStatus, Status


@dataclass(frozen=True, slots=True)
class AtOffice:
    """How many parts wait at a regional office, and the nearest date."""

    count: int
    nearest: date


@dataclass(frozen=True, slots=True)
class Duties:
    """How many notices and responses are due today and late, and what waits at each office."""

    due_today: int
    late: int
    parts: Mapping[int, AtOffice]


def today(unit: Unit) -> Duties:
    """Return the register's part of a day's digest; counts only, of nobody in particular."""
    unit.require(Permission.KEEP_TIME)
    due = _owed(unit, Request.notice_due == unit.today, Objection.response_due == unit.today)
    late = _owed(unit, Request.notice_due < unit.today, Objection.response_due < unit.today)
    rows = unit.session.execute(
        select(Part.regional_office, func.count(), func.min(Part.due))
        .join(Request, Request.id == Part.request_id)
        .where(Part.status == PartStatus.ASSIGNED, Request.status.in_(OPEN_STATUSES))
        .group_by(Part.regional_office)
    )
    parts = {office: AtOffice(count, nearest) for office, count, nearest in rows if office}
    return Duties(due, late, parts)


def _owed(unit: Unit, request_is: ColumnElement[bool], objection_is: ColumnElement[bool]) -> int:
    requests = select(func.count(Request.id)).where(
        Request.status.in_(OPEN_STATUSES - {Status.INCOMPLETE}),
        Request.notice_date.is_(None),
        request_is,
    )
    objections = select(func.count(Objection.id)).where(
        Objection.status == ObjectionStatus.RECORDED, objection_is
    )
    return (unit.session.scalar(requests) or 0) + (unit.session.scalar(objections) or 0)
