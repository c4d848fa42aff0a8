"""Read side: the objection register and one objection in full."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from office import daysoff
from office.people import Citizen, Permission
from office.refusals import NotFound
from office.unit import Unit
from office.workdays import Calendar, working_days_left
from register import cases, deadlines, dossier, nik, objection_moves, papers, search
from register.deadlines import Due
from register.dossier import Happening
from register.figures.words import ClockState
from register.identities import unsealed
from register.intake import Identity
from register.law import Clock
from register.objection_steps import ObjectionStep
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import Ground, ObjectionStatus, SuperiorDecision
from register.papers import Paper
from register.privacy import mask_name
from register.remedies import Remedy
from register.tables import Request
from register.words import Channel

PAGE_SIZE = 25
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the objection register as lists show it."""

    id: int
    objection_number: str
    request_number: str | None
    received_date: date
    applicant: str
    grounds: list[Ground]
    status: ObjectionStatus
    decision: str | None
    response_due: date
    response_date: date | None
    days_left: int | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the objection register; `total` counts to a thousand."""

    lines: list[Line]
    total: int
    is_exact: bool
    older: int | None


@dataclass(frozen=True, slots=True)
class ObjectionDossier:
    """One objection in full, for somebody who opened it."""

    line: Line
    entry: dict[str, Any]
    request_id: int | None
    refusal: dict[str, Any] | None
    identity: Identity
    due: Due
    internal: Due
    statements: dict[str, str]
    letters: list[Paper]
    dispute: Remedy | None
    story: list[Happening]
    possible: list[ObjectionStep]
    is_refuser: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How the objection register stands today."""

    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader of the objection register looks for; purpose is no way to look."""

    text: str = ""
    status: str = ""
    channel: str = ""
    decision: str = ""
    ground: str = ""  # the letter under which the law lists it
    clock: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None


def page(unit: Unit, filters: Filters = Filters(), *, before: int | None = None) -> Page:
    """Return a page of the objection register, newest first."""
    unit.require(Permission.READ_REGISTER)
    conditions = _choice(unit, filters)
    query = select(Objection).where(*conditions).order_by(Objection.id.desc())
    if before is not None:
        query = query.where(Objection.id < before)
    found = list(unit.session.scalars(query.limit(PAGE_SIZE + 1)))
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    calendar = daysoff.calendar(unit, unit.today)
    about = {row.id: row for row in unit.session.scalars(_about(found))}
    counted, is_exact = _total(unit, conditions)
    return Page(
        [_line(unit, row, calendar, about.get(row.request_id or 0)) for row in found],
        counted,
        is_exact,
        found[-1].id if more else None,
    )


def total(unit: Unit, filters: Filters) -> tuple[int, bool]:
    """Return how many objections are found, counted to a thousand, and whether these are all."""
    unit.require(Permission.READ_REGISTER)
    return _total(unit, _choice(unit, filters))


def _total(unit: Unit, conditions: list[ColumnElement[bool]]) -> tuple[int, bool]:
    some = select(Objection.id).where(*conditions).limit(MOST_COUNTED + 1).subquery()
    counted = unit.session.scalar(select(func.count()).select_from(some)) or 0
    return min(counted, MOST_COUNTED), counted <= MOST_COUNTED


def _choice(unit: Unit, filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on what is looked for; a value nobody knows narrows nothing."""
    chosen = (
        (Objection.status, filters.status, ObjectionStatus),
        (Objection.channel, filters.channel, Channel),
        (Objection.decision, filters.decision, SuperiorDecision),
    )
    conditions = [column == value for column, value, known in chosen if value in set(known)]
    if filters.ground in {ground.letter for ground in Ground}:
        conditions.append(Objection.grounds.contains(filters.ground, autoescape=True))
    if filters.clock in _CLOCK:
        conditions += _CLOCK[filters.clock](unit.today)
    if filters.year:
        conditions.append(Objection.year == filters.year)
    if filters.since is not None:
        conditions.append(Objection.received_date >= filters.since)
    if filters.until is not None:
        conditions.append(Objection.received_date <= filters.until)
    text = filters.text.strip()
    return [*conditions, *_saying(unit, text)] if text else conditions


def _saying(unit: Unit, text: str) -> list[ColumnElement[bool]]:
    """Return the conditions on objections that a line of text names, or else that say it."""
    exact = or_(
        Objection.objection_number == text.upper(),
        Objection.tracking_code == text.upper(),
        Objection.identity_index == unit.vault.blind_index(nik.plain(text)),
    )
    sought = search.sought(unit, text, within=search.OBJECTIONS)
    if sought is None or unit.session.scalar(select(Objection.id).where(exact).limit(1)):
        return [exact]
    return search.having_all(sought)


_RESPONSE = Objection.response_date
_WAITS = and_(Objection.status == ObjectionStatus.RECORDED, _RESPONSE.is_(None))
# How the reply stands against its clock: given in time or late, or still owed.
_CLOCK: Mapping[str, Callable[[date], list[ColumnElement[bool]]]] = {
    ClockState.ON_TIME: lambda _: [Objection.response_due >= _RESPONSE],
    ClockState.LATE: lambda _: [Objection.response_due < _RESPONSE],
    ClockState.OPEN: lambda today: [_WAITS, Objection.response_due >= today],
    ClockState.LATE_OPEN: lambda today: [_WAITS, Objection.response_due < today],
    ClockState.NONE: lambda _: [Objection.status != ObjectionStatus.RECORDED, _RESPONSE.is_(None)],
}


def _about(rows: list[Objection]) -> Select[Request]:
    """Return the query for the requests objected to, so that a page asks once for all."""
    return select(Request).where(Request.id.in_({row.request_id for row in rows if row.request_id}))


def _line(unit: Unit, row: Objection, calendar: Calendar, request: Request | None) -> Line:
    waits = row.status == ObjectionStatus.RECORDED
    answered = row.response_date or unit.today
    return Line(
        id=row.id,
        objection_number=row.objection_number,
        request_number=request.registration_number if request else None,
        received_date=row.received_date,
        applicant=mask_name(unsealed(unit, row).applicant_name),
        grounds=objection_moves.grounds_of(row),
        status=ObjectionStatus(row.status),
        decision=row.decision,
        response_due=row.response_due,
        response_date=row.response_date,
        days_left=working_days_left(unit.today, row.response_due, calendar) if waits else None,
        is_late=row.status != ObjectionStatus.WITHDRAWN and answered > row.response_due,
    )


def line_of(unit: Unit, row: Objection) -> Line:
    """Return the line of one objection."""
    return _line(unit, row, daysoff.calendar(unit, unit.today), _request(unit, row))


_SHOWN = (
    "version", "received_at", "channel", "person", "applicant_type", "occupation",
    "information_detail", "purpose_of_use", "case_facts", "past_window", "decision", "reasons",
    "order_to_ppid", "order_due", "response_date", "decided_by", "applicant_reaction",
    "reaction_text", "tracking_code", "exemption",
)  # fmt: skip


def record(unit: Unit, number: int) -> ObjectionDossier:
    """Return one objection in full with its identity masked; raise `NotFound`."""
    unit.require(Permission.READ_REGISTER)
    row = unit.session.get(Objection, number)
    if row is None:
        raise NotFound("objection_unknown")
    calendar = daysoff.calendar(unit, row.received_date)
    cautious = calendar.counting_collective_leave()
    return ObjectionDossier(
        line=_line(unit, row, daysoff.calendar(unit, unit.today), _request(unit, row)),
        entry={name: getattr(row, name) for name in _SHOWN},
        request_id=row.request_id,
        refusal=_refusal(unit, row),
        identity=dossier.masked(unsealed(unit, row)),
        due=deadlines.due(Clock.OBJECTION_RESPONSE, row.received_date, calendar),
        internal=deadlines.due(Clock.OBJECTION_RESPONSE, row.received_date, cautious),
        statements=json.loads(row.statements),
        letters=papers.of_case(unit, request_id=None, objections=[number]),
        dispute=cases.dispute_of(unit, row),
        story=story(unit, number),
        possible=objection_moves.possible(unit, row),
        is_refuser=objection_moves.is_refuser(unit, row),
    )


def _request(unit: Unit, row: Objection) -> Request | None:
    return unit.session.get(Request, row.request_id) if row.request_id else None


def _refusal(unit: Unit, row: Objection) -> dict[str, Any] | None:
    request = _request(unit, row)
    if request is None or request.decision is None:
        return None
    return {
        "decision": request.decision,
        "ground": request.refusal_ground,
        "reason": request.refusal_reason,
        "proposed_by": request.proposed_by,
        "notice_date": request.notice_date,
        "exemption": request.exemption,
    }


def story(unit: Unit, number: int) -> list[Happening]:
    """Return what happened to an objection, in order."""
    rows = unit.session.scalars(
        select(ObjectionEvent)
        .where(ObjectionEvent.objection_id == number)
        .order_by(ObjectionEvent.effective_on, ObjectionEvent.at, ObjectionEvent.id)
    )
    return [Happening(row.at, row.effective_on, row.actor, row.event, row.note) for row in rows]


def figures(unit: Unit) -> Figures:
    """Return how many objections wait, and how many of them are late."""
    unit.require(Permission.READ_REGISTER)
    waiting = Objection.status == ObjectionStatus.RECORDED

    def count(*conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(Objection).where(waiting, *conditions)
        return unit.session.scalar(query) or 0

    return Figures(count(), count(Objection.response_due < unit.today))


def own(unit: Unit, *, size: int = 5) -> list[Objection]:
    """Return the acting citizen's latest objections, newest first."""
    unit.require(Permission.FILE_REQUEST)
    if not isinstance(unit.actor, Citizen):
        return []
    query = (
        select(Objection)
        .where(Objection.person == unit.actor.person)
        .order_by(Objection.id.desc())
        .limit(size)
    )
    return list(unit.session.scalars(query))
