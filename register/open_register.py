"""Read side: the register as everybody may read it, without purpose, name or occupation.

The written notice and its dates are public acts of the office; who asked and why are not.
Reading asks nobody for a permission, so nothing personal is ever selected here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from office.clock import local_date
from office.counters import counters
from office.refusals import NotFound
from office.unit import Unit
from register import numbering
from register.list_words import InformationClass
from register.open_subjects import OpenSubject
from register.tables import Part, Request, RequestEvent
from register.words import OPEN_STATUSES, Decision, Status

PAGE_SIZE = 25
_PORTION = 500
# That somebody means to refuse is no decision yet, and nobody's business until it is one.
STATUSES = tuple(one for one in Status if one is not Status.REFUSAL_PROPOSED)


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One request as everybody may see it; `subject` is None until an officer reviewed it.

    `working_days` is how many passed from receipt to the written notice; `on_time` is None while
    nothing is owed any more and no notice was given, or while the term still runs.
    """

    year: int
    sequence: int
    number: str
    received: date
    subject: str | None
    information_class: InformationClass | None
    status: Status
    decision: Decision | None
    due: date
    extended: bool
    notified: date | None
    provided: date | None
    closed: date | None
    working_days: int | None
    on_time: bool | None


@dataclass(frozen=True, slots=True)
class OpenFilters:
    """What a reader of the open register looks for; by default every request of a year."""

    year: int
    status: str = ""
    month: int | None = None
    # Only what a regional office answers a part of.
    regional_office: int | None = None


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page of a year, newest first; the neighbours begin after or before a sequence."""

    rows: list[OpenRow]
    total: int
    newer: int | None
    older: int | None


def years(unit: Unit) -> list[int]:
    """Return the years with requests, the newest first."""
    query = select(counters.c.year).where(counters.c.series == numbering.REQUESTS)
    return list(unit.session.scalars(query.order_by(counters.c.year.desc())))


def page(
    unit: Unit,
    filters: OpenFilters,
    *,
    before: int | None = None,
    after: int | None = None,
    size: int = PAGE_SIZE,
) -> OpenPage:
    """Return a page of a year: the requests before a sequence, or after one, or the newest."""
    query = _query().where(*_conditions(filters))
    backwards = after is not None and before is None
    if before is not None:
        query = query.where(Request.sequence < before)
    if backwards:
        query = query.where(Request.sequence > after).order_by(Request.sequence)
    else:
        query = query.order_by(Request.sequence.desc())
    found = list(unit.session.execute(query.limit(size + 1)))
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    rows = _rows(unit, found)
    has_newer = more if backwards else before is not None
    has_older = bool(rows) and (backwards or more)
    return OpenPage(
        rows,
        total(unit, filters),
        newer=rows[0].sequence if rows and has_newer else None,
        older=rows[-1].sequence if has_older else None,
    )


def total(unit: Unit, filters: OpenFilters) -> int:
    """Return how many requests a filter finds."""
    counted = select(func.count()).select_from(Request).where(*_conditions(filters))
    return unit.session.scalar(counted) or 0


def one(unit: Unit, year: int, sequence: int) -> OpenRow:
    """Return the request with a number; raise `NotFound`."""
    query = _query().where(Request.year == year, Request.sequence == sequence)
    found = unit.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("request_unknown")
    return _rows(unit, [found])[0]


def every(unit: Unit, filters: OpenFilters) -> Iterator[OpenRow]:
    """Yield all that a filter finds in the order of the numbers, a portion at a time."""
    query = _query().where(*_conditions(filters)).order_by(Request.sequence).limit(_PORTION)
    last = 0
    while found := list(unit.session.execute(query.where(Request.sequence > last))):
        yield from _rows(unit, found)
        last = found[-1].sequence


def updated_on(unit: Unit, filters: OpenFilters) -> date | None:
    """Return the office's day on which anything of these requests last moved; None without any."""
    conditions = _conditions(filters)
    moved = [
        unit.session.scalar(
            select(func.max(RequestEvent.at))
            .join(Request, Request.id == RequestEvent.request_id)
            .where(*conditions)
        ),
        unit.session.scalar(
            select(func.max(OpenSubject.written_at))
            .join(Request, Request.id == OpenSubject.request_id)
            .where(*conditions)
        ),
    ]
    newest = max((at for at in moved if at is not None), default=None)
    return None if newest is None else local_date(newest, unit.zone)


def _query() -> Select[*tuple[Any, ...]]:
    return select(
        Request.year,
        Request.sequence,
        Request.registration_number,
        Request.received_date,
        Request.status,
        Request.decision,
        Request.notice_due,
        Request.extended_on,
        Request.notice_date,
        Request.notice_days,
        Request.provided_date,
        Request.closed_on,
        OpenSubject.subject,
        OpenSubject.information_class,
    ).outerjoin(OpenSubject, OpenSubject.request_id == Request.id)


def _conditions(filters: OpenFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Request.year == filters.year]
    if filters.status in set(STATUSES):
        wanted = [filters.status]
        if filters.status == Status.IN_PROCESS:
            wanted.append(Status.REFUSAL_PROPOSED)
        # The sum keeps the way by year and sequence, which is the order of the page.
        conditions.append((Request.status + "").in_(wanted))
    if filters.month is not None:
        first = date(filters.year, filters.month, 1)
        after = date(filters.year + filters.month // 12, filters.month % 12 + 1, 1)
        conditions += [Request.received_date >= first, Request.received_date < after]
    if filters.regional_office is not None:
        own = select(Part.request_id).where(Part.regional_office == filters.regional_office)
        conditions.append(Request.id.in_(own))
    return conditions


def _rows(unit: Unit, found: list[Row[Any]]) -> list[OpenRow]:
    return [_row(row, unit.today) for row in found]


def _row(row: Row[Any], today: date) -> OpenRow:
    status = Status(row.status)
    return OpenRow(
        year=row.year,
        sequence=row.sequence,
        number=row.registration_number,
        received=row.received_date,
        subject=row.subject,
        information_class=InformationClass(row.information_class)
        if row.information_class
        else None,
        status=_told(status),
        # What is only proposed is in neither column; it may still be sent back.
        decision=Decision(row.decision) if row.decision else None,
        due=row.notice_due,
        extended=row.extended_on is not None,
        notified=row.notice_date,
        provided=row.provided_date,
        closed=row.closed_on,
        working_days=row.notice_days,
        on_time=_on_time(status, row.notice_date, row.notice_due, today),
    )


def _told(status: Status) -> Status:
    return Status.IN_PROCESS if status is Status.REFUSAL_PROPOSED else status


def _on_time(status: Status, told: date | None, due: date, today: date) -> bool | None:
    if told is not None:
        return told <= due
    runs = status in OPEN_STATUSES - {Status.INCOMPLETE}
    return False if runs and today > due else None
