"""Read side: which requests wait for words for everybody, and which were published last."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from office.masking import mask
from office.paging import PAGE_SIZE, Page, nearest, offset
from office.people import Permission
from office.refusals import NotFound, NotValid
from office.unit import Unit
from register import open_subjects
from register.list_words import InformationClass
from register.open_subjects import OpenSubject
from register.tables import Request

LATEST = 10
_UNWORDED = ~select(OpenSubject.request_id).where(OpenSubject.request_id == Request.id).exists()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What is said in public of a request, by whom and since when; `mark` tells it from others."""

    subject: str
    information_class: InformationClass | None
    written_by: int | None
    written_at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class Case:
    """A request as whoever words it for everybody sees it: no identity, no purpose.

    `fault` is why its own words cannot be published as they are, None where they can; `mark` goes
    with them, so that nothing is published but what was read.
    """

    id: int
    number: str
    received: date
    information: str
    fault: NotValid | None
    mark: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the requests that wait for words; `oldest` is when the first of all came."""

    page: Page[Case]
    oldest: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """Public words that can still be taken back: of which request, by whom and when."""

    id: int
    number: str
    subject: str
    written_by: int | None
    written_at: datetime


def waiting(unit: Unit, number: int = 1, *, longest_first: bool = False) -> Waiting:
    """Return a page of the requests nobody has worded yet, in the order of the open register.

    There the newest stand first, so what is read most is worded first; `longest_first` turns it.
    """
    unit.require(Permission.PROCESS_REQUESTS)
    counted = select(func.count(), func.min(Request.received_date)).where(_UNWORDED)
    total, oldest = unit.session.execute(counted).one()
    number = nearest(number, total)
    found = unit.session.scalars(
        select(Request)
        .where(_UNWORDED)
        .order_by(Request.id if longest_first else Request.id.desc())
        .limit(PAGE_SIZE)
        .offset(offset(number))
    )
    return Waiting(Page([_case(unit, one) for one in found], total, number), oldest)


def case(unit: Unit, number: int) -> tuple[Case, Reviewed | None]:
    """Return one request to be worded, and what is said of it already; raise `NotFound`."""
    unit.require(Permission.PROCESS_REQUESTS)
    request = unit.session.get(Request, number)
    if request is None:
        raise NotFound("request_unknown")
    row = unit.session.get(OpenSubject, number)
    return _case(unit, request), _reviewed(row) if row is not None else None


def latest(unit: Unit) -> list[Said]:
    """Return what was published last, the newest first."""
    unit.require(Permission.PROCESS_REQUESTS)
    rows = unit.session.execute(
        select(
            Request.id, Request.registration_number, OpenSubject.subject, OpenSubject.written_by,
            OpenSubject.written_at,
        )
        .join(OpenSubject, OpenSubject.request_id == Request.id)
        .order_by(OpenSubject.written_at.desc(), Request.id.desc())
        .limit(LATEST)
    )  # fmt: skip
    return [Said(*row) for row in rows]


def public_of(unit: Unit, numbers: list[int]) -> list[int]:
    """Return which of some requests have public words."""
    unit.require(Permission.PROCESS_REQUESTS)
    query = select(OpenSubject.request_id).where(OpenSubject.request_id.in_(numbers))
    return list(unit.session.scalars(query.order_by(OpenSubject.request_id)))


def _case(unit: Unit, request: Request) -> Case:
    subject = open_subjects.even(request.information_detail)
    return Case(
        id=request.id,
        number=request.registration_number,
        received=request.received_date,
        # What is publishable has nothing to mask: it is shown as everybody would read it.
        information=mask(request.information_detail),
        fault=_fault(unit, request, subject),
        mark=open_subjects.mark_of(subject),
    )


def _fault(unit: Unit, request: Request, subject: str) -> NotValid | None:
    try:
        open_subjects.prove(unit, request, subject)
    except NotValid as fault:
        return fault
    return None


def _reviewed(row: OpenSubject) -> Reviewed:
    chosen = InformationClass(row.information_class) if row.information_class else None
    mark = open_subjects.mark_of_said(row)
    return Reviewed(row.subject, chosen, row.written_by, row.written_at, mark)
