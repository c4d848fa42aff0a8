"""Read side: what one person has running in the register, for whoever speaks with them."""

from dataclasses import dataclass

from sqlalchemy import select

from office.people import Permission
from office.unit import Unit
from register import book, objection_book
from register.book import Row
from register.objection_book import Line
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.tables import Request
from register.words import OPEN_STATUSES

_MOST = 5


@dataclass(frozen=True, slots=True)
class Running:
    """Requests and objections of one person that are not over, the first due first."""

    requests: list[Row]
    objections: list[Line]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.requests or self.objections)


def running(unit: Unit, person: int) -> Running:
    """Return what a person waits for in the register; identities stay masked."""
    unit.require(Permission.READ_REGISTER)
    requests = unit.session.scalars(
        select(Request)
        .where(Request.person == person, Request.status.in_(OPEN_STATUSES))
        .order_by(Request.notice_due, Request.id)
        .limit(_MOST)
    ).all()
    objections = unit.session.scalars(
        select(Objection)
        .where(Objection.person == person, Objection.status == ObjectionStatus.RECORDED)
        .order_by(Objection.response_due, Objection.id)
        .limit(_MOST)
    )
    return Running(
        book.rows_of(unit, requests) if requests else [],
        [objection_book.line_of(unit, row) for row in objections],
    )
