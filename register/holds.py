"""Cases that no term ends for now: held by an officer, restricted, asked about, or disputed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, union

from office.data_request_tables import DataRequest
from office.data_requests import About
from office.data_requests import Status as Answer
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.unit import Unit
from register import reveals
from register.identities import unsealed
from register.objection_tables import Objection
from register.objection_words import FINAL_OBJECTION_STATUSES
from register.retention_scrub import is_erased
from register.rights_tables import RestrictedIdentity, RetentionHold
from register.tables import Request


@dataclass(frozen=True, slots=True)
class Held:
    """A case that is held now."""

    number: int
    case_number: str
    reason: str
    since: datetime
    held_by: int


def hold(unit: Unit, case_number: str, *, reason: str) -> int:
    """Hold a case by its register number; its term destroys nothing until the hold is lifted.

    Raises `NotFound`, `NotValid` for a reason that says nothing or names somebody, and `NotNow`
    for a case that is held or names nobody any more.
    """
    unit.require(Permission.PROTECT_DATA)
    row = _numbered(unit, case_number)
    identity = unsealed(unit, row)
    if is_erased(identity):
        raise NotNow("identity_erased")
    reason = reveals.fitting(reason, identity)
    open_key = RetentionHold.open_key == row.tracking_code
    if unit.session.scalar(select(RetentionHold.id).where(open_key)) is not None:
        raise NotNow("held_already")
    made = RetentionHold(
        tracking_code=row.tracking_code, open_key=row.tracking_code, reason=reason,
        since=unit.now, held_by=_staff(unit),
    )  # fmt: skip
    unit.session.add(made)
    unit.flush()
    kind = "objection" if isinstance(row, Objection) else "request"
    unit.record("retention.held", f"{kind}:{row.id}", hold=made.id)
    return made.id


def lift(unit: Unit, number: int) -> None:
    """Lift a hold; raise `NotFound`, or `NotNow` for one that was lifted."""
    unit.require(Permission.PROTECT_DATA)
    row = unit.session.get(RetentionHold, number)
    if row is None:
        raise NotFound("hold_unknown")
    if row.open_key is None:
        raise NotNow("hold_lifted")
    row.open_key, row.lifted_at, row.lifted_by = None, unit.now, _staff(unit)
    unit.record("retention.hold_lifted", f"hold:{number}")


def listed(unit: Unit) -> list[Held]:
    """Return the cases that are held now, the newest first."""
    unit.require(Permission.PROTECT_DATA)
    numbers = union(
        select(Request.tracking_code, Request.registration_number.label("case_number")),
        select(Objection.tracking_code, Objection.objection_number),
    ).subquery()
    rows = unit.session.execute(
        select(RetentionHold, numbers.c.case_number)
        .join(numbers, numbers.c.tracking_code == RetentionHold.tracking_code)
        .where(RetentionHold.open_key.is_not(None))
        .order_by(RetentionHold.id.desc())
    )
    return [Held(row.id, number, row.reason, row.since, row.held_by) for row, number in rows]


def stays(table: type[Request | Objection]) -> ColumnElement[bool]:
    """Return which cases no term ends now: held, restricted, or their person asks about data.

    An identity restricted because erasure was asked for waits for its term, and goes with it.
    """
    held = select(RetentionHold.open_key).where(RetentionHold.open_key.is_not(None))
    restricted = (
        select(RestrictedIdentity.tracking_code)
        .outerjoin(DataRequest, DataRequest.id == RestrictedIdentity.data_request)
        .where(or_(DataRequest.id.is_(None), DataRequest.kind != About.ERASURE))
    )
    asks = (
        select(DataRequest.id)
        .where(DataRequest.person == table.person, DataRequest.status == Answer.OPEN)
        .exists()
    )
    codes = table.tracking_code
    return or_(codes.in_(held), _beside(table, held), codes.in_(restricted), asks)


def _beside(table: type[Request | Objection], held: Select[Any]) -> ColumnElement[bool]:
    """Return the condition that what a case is about, or what was raised about it, is held."""
    other: type[Request | Objection] = Objection if table is Request else Request
    same = Objection.request_id == Request.id
    found = select(other.id).where(same, other.tracking_code.in_(held))
    return found.correlate(table).exists()


def running(unit: Unit) -> ColumnElement[bool]:
    """Return which objections wait for a reply, or can still be taken to the Komisi Informasi."""
    return or_(
        Objection.status.not_in(FINAL_OBJECTION_STATUSES), Objection.dispute_until >= unit.today
    )


def people(unit: Unit) -> Select[Any]:
    """Return the accounts whose proof of what they were told stays, whatever its term."""
    found = union(
        select(Request.person).where(Request.person.is_not(None), stays(Request)),
        select(Objection.person).where(
            Objection.person.is_not(None), or_(stays(Objection), running(unit))
        ),
        select(DataRequest.person).where(
            DataRequest.person.is_not(None), DataRequest.status == Answer.OPEN
        ),
    ).subquery()
    return select(found.c.person)


def _numbered(unit: Unit, case_number: str) -> Request | Objection:
    wanted = case_number.strip()
    row: Request | Objection | None = unit.session.scalar(
        select(Request).where(Request.registration_number == wanted)
    )
    row = row or unit.session.scalar(select(Objection).where(Objection.objection_number == wanted))
    if row is None:
        raise NotFound("request_unknown")
    return row


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
