"""Read side: pages of the register and its figures; the cost does not grow with the register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from office import daysoff
from office.counters import counters
from office.masking import mask
from office.people import Citizen, Permission
from office.unit import Unit
from office.workdays import Calendar, add_working_days, working_days_left
from register import nik, numbering, search, spans
from register.figures import slices
from register.figures.words import Dimension
from register.identities import unsealed
from register.privacy import mask_name
from register.search import Sought, Stretch
from register.tables import Request
from register.words import OPEN_STATUSES, Channel, Status

PAGE_SIZE = 25
MOST_COUNTED = 1000
# The office owes a notice of these; the term of what is incomplete does not run.
_RUNNING = OPEN_STATUSES - {Status.INCOMPLETE}
_SOON = 2  # working days; when the desk is warned, not a legal term


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
    """One page of the register; `total` counts to a thousand and then says "more"."""

    rows: list[Row]
    total: int
    is_exact: bool
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader of the register looks for; purpose is no way to look.

    `slices` are the parts of a figure; what no figure knows narrows nothing.
    """

    text: str = ""
    status: str = ""
    channel: str = ""
    year: int | None = None
    late: bool = False
    since: date | None = None
    until: date | None = None
    slices: Mapping[Dimension, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """How the register stands today."""

    open: int
    late: int
    due_soon: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the register a page begins: before or after a request's own number."""

    before: int | None = None
    after: int | None = None


def page(unit: Unit, filters: Filters, place: Place = Place()) -> Page:
    """Return a page of the register, newest first."""
    unit.require(Permission.READ_REGISTER)
    choice = _choice(unit, filters)
    found = _found(unit, choice, place)
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    backwards = place.after is not None
    if backwards:
        found.reverse()
    calendar = daysoff.calendar(unit, unit.today)
    rows = [_row(unit, request, calendar) for request in found]
    has_newer = more if backwards else place.before is not None
    has_older = bool(rows) and (backwards or more)
    counted, is_exact = _total(unit, choice)
    return Page(
        rows, counted, is_exact,
        newer=rows[0].id if rows and has_newer else None,
        older=rows[-1].id if has_older else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which requests are meant: by conditions, and by words that lead the way to them."""

    conditions: list[ColumnElement[bool]]
    stretch: Stretch
    sought: Sought | None = None


def _choice(unit: Unit, filters: Filters) -> _Choice:
    """Return the way to the requests that are looked for.

    The rarest word leads to the requests that have it. Where it is common and the filters leave
    fewer requests, these are looked through for the words instead.
    """
    conditions = _conditions(unit, filters)
    stretch = _stretch(unit, filters)
    text = filters.text.strip()
    if not text:
        return _Choice(conditions, stretch)
    sought = search.sought(unit, text)
    exact = _exactly(unit, text)
    if sought is None or unit.session.scalar(select(Request.id).where(exact).limit(1)) is not None:
        return _Choice([*conditions, exact], stretch)
    if sought.spread.is_common and conditions:
        narrowed = [*stretch.holds(Request.id), *conditions]
        among = search.spread(unit, select(Request.id).where(*narrowed))
        if among < sought.spread:
            return _Choice([*conditions, *search.having_all(sought)], stretch)
    return _Choice(conditions, stretch, sought)


def _found(unit: Unit, choice: _Choice, place: Place) -> list[Request]:
    """Return the requests from a place on, one more than a page shows."""
    size = PAGE_SIZE + 1
    backwards = place.after is not None
    order = Request.id if backwards else Request.id.desc()
    stretch = choice.stretch.within(_beginning(place))
    numbers: Select[Any] | list[int]
    if choice.sought is not None:
        numbers = search.among(
            unit, choice.sought, choice.conditions,
            stretch=stretch, oldest_first=backwards, size=size,
        )  # fmt: skip
    else:
        # Sorted by their numbers alone, and only those of the page are then read.
        conditions = [*stretch.holds(Request.id), *choice.conditions]
        numbers = select(Request.id).where(*conditions).order_by(order).limit(size)
    found = select(Request).where(Request.id.in_(numbers)).order_by(order)
    return list(unit.session.scalars(found))


def _beginning(place: Place) -> Stretch:
    if place.after is not None:
        return Stretch(first=place.after + 1)
    return Stretch(last=place.before - 1 if place.before is not None else None)


def _total(unit: Unit, choice: _Choice) -> tuple[int, bool]:
    if choice.sought is not None:
        size = MOST_COUNTED + 1
        counted = len(
            search.among(
                unit, choice.sought, choice.conditions, stretch=choice.stretch, size=size
            )
        )  # fmt: skip
    elif choice.conditions:
        conditions = [*choice.stretch.holds(Request.id), *choice.conditions]
        counted = _count(unit, conditions, MOST_COUNTED + 1)
    else:
        given = select(func.sum(counters.c.value)).where(counters.c.series == numbering.REQUESTS)
        return int(unit.session.scalar(given) or 0), True
    return min(counted, MOST_COUNTED), counted <= MOST_COUNTED


def _count(unit: Unit, conditions: list[ColumnElement[bool]], most: int) -> int:
    some = select(Request.id).where(*conditions).limit(most).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def _conditions(unit: Unit, filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.status in set(Status):
        conditions.append(Request.status == filters.status)
    if filters.channel in set(Channel):
        conditions.append(Request.channel == filters.channel)
    if filters.year:
        # The sum keeps the year from being looked up beside another filter: its stretch leads
        # there, and the other has an index that leads to fewer.
        year = Request.year if replace(filters, year=None) == Filters() else Request.year + 0
        conditions.append(year == filters.year)
    if filters.late:
        conditions += [*_owed(), Request.notice_due < unit.today]
    # As with the year: the stretch leads to the days.
    received = func.coalesce(Request.received_date, Request.received_date)
    if filters.since is not None:
        conditions.append(received >= filters.since)
    if filters.until is not None:
        conditions.append(received <= filters.until)
    if filters.slices:
        conditions += slices.conditions(unit, filters.slices)
    return conditions


def _stretch(unit: Unit, filters: Filters) -> Stretch:
    """Return where requests lie: one after another, but for what was entered late."""
    found = Stretch()
    if filters.year:
        first, last = (
            unit.session.scalar(select(end(Request.id)).where(Request.year == filters.year))
            for end in (func.min, func.max)
        )
        found = Stretch(first or 0, last or 0)
    if filters.since is not None or filters.until is not None:
        found = found.within(spans.stretch(unit, Request, filters.since, filters.until))
    return found


def total(unit: Unit, filters: Filters) -> tuple[int, bool]:
    """Return how many requests are found, counted to a thousand, and whether these are all."""
    unit.require(Permission.READ_REGISTER)
    return _total(unit, _choice(unit, filters))


def _owed() -> list[ColumnElement[bool]]:
    """Return the conditions on which the office owes a notice and its term runs."""
    return [Request.status.in_(_RUNNING), Request.notice_date.is_(None)]


def _exactly(unit: Unit, text: str) -> ColumnElement[bool]:
    """Return the condition on which a line of text names a request: its number, code or NIK."""
    return or_(
        Request.registration_number == text.upper(),
        Request.tracking_code == text.upper(),
        Request.identity_index == unit.vault.blind_index(nik.plain(text)),
    )


def _row(unit: Unit, request: Request, calendar: Calendar) -> Row:
    status = Status(request.status)
    left = None
    if status in OPEN_STATUSES:
        left = working_days_left(unit.today, request.notice_due, calendar)
    return Row(
        id=request.id,
        registration_number=request.registration_number,
        received_date=request.received_date,
        applicant=mask_name(unsealed(unit, request).applicant_name),
        applicant_type=request.applicant_type,
        information=mask(request.information_detail),
        status=status,
        decision=request.decision,
        notice_due=request.notice_due,
        notice_date=request.notice_date,
        days_left=left,
        is_past=unit.today > request.notice_due and status is not Status.INCOMPLETE,
    )


def row_of(unit: Unit, request: Request) -> Row:
    """Return the line of one request."""
    return _row(unit, request, daysoff.calendar(unit, unit.today))


def rows_of(unit: Unit, requests: Iterable[Request]) -> list[Row]:
    """Return the lines of some requests, with one look at the calendar."""
    calendar = daysoff.calendar(unit, unit.today)
    return [_row(unit, request, calendar) for request in requests]


def figures(unit: Unit) -> Figures:
    """Return how many requests are open, late, and due within two working days."""
    unit.require(Permission.READ_REGISTER)
    calendar = daysoff.calendar(unit, unit.today)
    soon = add_working_days(unit.today, _SOON, calendar).due
    waiting = Request.status.in_(OPEN_STATUSES)

    def count(*conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(Request).where(waiting, *conditions)
        return unit.session.scalar(query) or 0

    return Figures(
        open=count(),
        late=count(*_owed(), Request.notice_due < unit.today),
        due_soon=count(*_owed(), Request.notice_due.between(unit.today, soon)),
    )


def next_due(unit: Unit, *, size: int = 10) -> list[Row]:
    """Return the requests whose notice the office owes next, today's first; none that is late."""
    unit.require(Permission.READ_REGISTER)
    ahead = Request.notice_date.is_(None), Request.notice_due >= unit.today
    query = select(Request).where(*ahead).order_by(Request.notice_due, Request.id).limit(size)
    found: list[Request] = []
    for status in _RUNNING:  # each by itself is read in the order of an index
        found += unit.session.scalars(query.where(Request.status == status))
    found.sort(key=lambda request: (request.notice_due, request.id))
    calendar = daysoff.calendar(unit, unit.today)
    return [_row(unit, request, calendar) for request in found[:size]]


def own(unit: Unit, *, size: int = 5) -> list[Request]:
    """Return the acting citizen's latest requests, newest first."""
    unit.require(Permission.FILE_REQUEST)
    if not isinstance(unit.actor, Citizen):
        return []
    query = (
        select(Request)
        .where(Request.person == unit.actor.person)
        .order_by(Request.id.desc())
        .limit(size)
    )
    return list(unit.session.scalars(query))
