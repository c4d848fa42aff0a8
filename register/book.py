"""Read side: rows of the register and one request in full, as frozen values."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from office import daysoff, files
from office.files import Filed
from office.masking import mask
from office.people import Citizen, Permission
from office.refusals import NotFound, NotValid
from office.unit import Unit
from office.workdays import Calendar, working_days_left
from register import deadlines, nik, steps
from register.deadlines import NoticeDates
from register.intake import Identity
from register.privacy import mask_email, mask_name, mask_number
from register.requests import identity_of
from register.steps import Step
from register.tables import Request, RequestEvent
from register.words import OPEN_STATUSES, RefusalGround, Status

PAGE_SIZE = 25
LONGEST_REASON_TO_LOOK = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register as lists show it: no purpose, no full identity."""

    id: int
    registration_number: str
    received_date: date
    applicant: str
    applicant_type: str
    information: str
    status: Status
    decision: str | None
    notice_due: date
    notice_date: date | None
    days_left: int | None
    is_past: bool

    @property
    def is_late(self) -> bool:
        """Tell whether the notice is or was given after its due date."""
        if self.notice_date is not None:
            return self.notice_date > self.notice_due
        return self.days_left is not None and self.is_past


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the register."""

    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader of the register looks for."""

    text: str = ""
    status: str = ""
    year: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a request's story."""

    at: datetime
    actor: str
    event: str
    note: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One request in full, for somebody who opened it."""

    row: Row
    version: int
    received_at: datetime
    tracking_code: str
    channel: str
    person: int | None
    identity: Identity
    identity_doubt: str | None
    occupation: str
    power_of_attorney: Filed | None
    information_detail: str
    purpose_of_use: str
    purpose_category: str
    access_mode: str
    copy_format: str | None
    delivery_method: str | None
    refusal_ground: RefusalGround | None
    refusal_reason: str | None
    proposed_by: int | None
    provided_date: date | None
    provided_file: Filed | None
    notice: NoticeDates
    story: list[Happening]
    possible: list[Step]


@dataclass(frozen=True, slots=True)
class Figures:
    """The desk's figures of today."""

    open: int
    late: int
    due_soon: int


def page(unit: Unit, filters: Filters, number: int = 1) -> Page:
    """Return a page of the register, newest first; late ones by their due date."""
    unit.require(Permission.READ_REGISTER)
    query = _filtered(unit, filters)
    total = unit.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    order = [Request.notice_due, Request.id] if filters.late else [Request.id.desc()]
    found = unit.session.scalars(
        query.order_by(*order).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    )
    return Page(_rows(unit, found), total, number)


def _filtered(unit: Unit, filters: Filters) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = []
    if filters.text.strip():
        text = filters.text.strip()
        conditions.append(
            or_(
                Request.registration_number.icontains(text, autoescape=True),
                Request.information_detail.icontains(text, autoescape=True),
                Request.tracking_code == text.upper(),
                Request.identity_index == unit.vault.blind_index(nik.plain(text)),
            )
        )
    if filters.status in set(Status):
        conditions.append(Request.status == filters.status)
    if filters.year:
        conditions.append(Request.year == filters.year)
    if filters.late:
        conditions += [Request.status.in_(OPEN_STATUSES), Request.notice_due < unit.today]
    return select(Request).where(*conditions)


def _rows(unit: Unit, found: Iterable[Request]) -> list[Row]:
    calendar = daysoff.calendar(unit, unit.today)
    return [_row(unit, request, calendar) for request in found]


def _row(unit: Unit, request: Request, calendar: Calendar) -> Row:
    status = Status(request.status)
    left = (
        working_days_left(unit.today, request.notice_due, calendar)
        if status in OPEN_STATUSES
        else None
    )
    return Row(
        id=request.id,
        registration_number=request.registration_number,
        received_date=request.received_date,
        applicant=mask_name(identity_of(unit, request).applicant_name),
        applicant_type=request.applicant_type,
        information=mask(request.information_detail),
        status=status,
        decision=request.decision,
        notice_due=request.notice_due,
        notice_date=request.notice_date,
        days_left=left,
        is_past=unit.today > request.notice_due,
    )


def dossier(unit: Unit, number: int) -> Dossier:
    """Return one request in full with its identity masked; raise `NotFound`."""
    unit.require(Permission.READ_REGISTER)
    request = unit.session.get(Request, number)
    if request is None:
        raise NotFound("request_unknown")
    calendar = daysoff.calendar(unit, request.received_date)
    story = unit.session.scalars(
        select(RequestEvent)
        .where(RequestEvent.request_id == number)
        .order_by(RequestEvent.at, RequestEvent.id)
    )
    status = Status(request.status)
    ground = request.refusal_ground
    return Dossier(
        row=_row(unit, request, daysoff.calendar(unit, unit.today)),
        version=request.version,
        received_at=request.received_at,
        tracking_code=request.tracking_code,
        channel=request.channel,
        person=request.person,
        identity=masked(identity_of(unit, request)),
        identity_doubt=request.identity_doubt,
        occupation=request.occupation,
        power_of_attorney=_filed(unit, request.power_of_attorney),
        information_detail=request.information_detail,
        purpose_of_use=request.purpose_of_use,
        purpose_category=request.purpose_category,
        access_mode=request.access_mode,
        copy_format=request.copy_format,
        delivery_method=request.delivery_method,
        refusal_ground=RefusalGround(ground) if ground else None,
        refusal_reason=request.refusal_reason,
        proposed_by=request.proposed_by,
        provided_date=request.provided_date,
        provided_file=_filed(unit, request.provided_file),
        notice=deadlines.notice_dates(request.received_date, calendar),
        story=[Happening(row.at, row.actor, row.event, row.note) for row in story],
        possible=steps.possible(status, unit.actor.permissions),
    )


def _filed(unit: Unit, number: int | None) -> Filed | None:
    return None if number is None else files.find(unit, number)


def masked(identity: Identity) -> Identity:
    """Return an identity fit to be seen by somebody who need not know it."""
    return Identity(
        applicant_name=mask_name(identity.applicant_name),
        proxy_name=mask_name(identity.proxy_name),
        national_id=mask_number(identity.national_id),
        legal_entity_decree_no=mask_number(identity.legal_entity_decree_no),
        address="•" * 8,
        phone=mask_number(identity.phone),
        email=mask_email(identity.email),
    )


def reveal(unit: Unit, number: int, *, reason: str) -> Identity:
    """Return the full identity; who looked and why is entered in the journal."""
    unit.require(Permission.REVEAL_IDENTITY)
    if len(reason) > LONGEST_REASON_TO_LOOK:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON_TO_LOOK, length=len(reason))
    request = unit.session.get(Request, number)
    if request is None:
        raise NotFound("request_unknown")
    unit.record("identity.revealed", f"request:{number}", reason=reason)
    return identity_of(unit, request)


def figures(unit: Unit) -> Figures:
    """Return how many requests are open, late, and due within two working days."""
    unit.require(Permission.READ_REGISTER)
    calendar = daysoff.calendar(unit, unit.today)
    dates = list(
        unit.session.scalars(select(Request.notice_due).where(Request.status.in_(OPEN_STATUSES)))
    )
    ahead = [working_days_left(unit.today, day, calendar) for day in dates if day >= unit.today]
    return Figures(
        open=len(dates),
        late=len(dates) - len(ahead),
        due_soon=sum(days <= 2 for days in ahead),
    )


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as its applicant sees it."""

    id: int
    registration_number: str
    status: Status
    received: date
    due: date
    days_left: int | None
    information: str
    can_withdraw: bool

    def facts(self) -> dict[str, Any]:
        """Return plain data for the citizen's text."""
        return {**asdict(self), "received": self.received.isoformat(), "due": self.due.isoformat()}


def own(unit: Unit, *, size: int = 5) -> list[OwnRequest]:
    """Return the acting citizen's latest requests, newest first."""
    unit.require(Permission.FILE_REQUEST)
    if not isinstance(unit.actor, Citizen):
        return []
    found = unit.session.scalars(
        select(Request)
        .where(Request.person == unit.actor.person)
        .order_by(Request.id.desc())
        .limit(size)
    )
    calendar = daysoff.calendar(unit, unit.today)
    return [_own(unit, request, calendar) for request in found]


def _own(unit: Unit, request: Request, calendar: Calendar) -> OwnRequest:
    row = _row(unit, request, calendar)
    return OwnRequest(
        id=row.id,
        registration_number=row.registration_number,
        status=row.status,
        received=row.received_date,
        due=row.notice_due,
        days_left=row.days_left,
        information=request.information_detail,
        can_withdraw=Step.WITHDRAW in steps.possible(row.status, unit.actor.permissions),
    )
