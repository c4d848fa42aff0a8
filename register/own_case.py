"""Read side: a citizen's own requests as their owner sees them, and what may be done today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from office import daysoff
from office.people import Citizen, Permission
from office.refusals import NotFound, NotNow, Refusal
from office.unit import Unit
from office.workdays import working_days_left
from register import book, cases, dossier, labels, moves, objection_book, papers, survey, telling
from register.dossier import Happening
from register.objection_tables import Objection
from register.objection_words import Ground, ObjectionStatus
from register.remedies import Remedy, RemedyKind
from register.steps import REQUEST, Step
from register.tables import Request
from register.words import OPEN_STATUSES, Status


class Way(StrEnum):
    """Something an owner may do about a request; also what its button is called."""

    COUNTING = "counting"
    RECEIPT = "receipt"
    REPAIR = "repair"
    CONFIRM = "confirm"
    CONTEST = "contest"
    OBJECT = "object"
    REMEDIES = "remedies"
    BUNDLE = "bundle"
    WITHDRAW = "withdraw"
    SURVEY = "survey"


_STEPS = {Way.REPAIR: Step.REPAIR, Way.CONFIRM: Step.CONFIRM, Way.WITHDRAW: Step.WITHDRAW}


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a case in the citizen's vocabulary; no name of staff, nothing internal."""

    on: date
    event: str


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a list; `kind` is request or objection, `remedy` the step that lapses next."""

    kind: str
    id: int
    number: str
    status: str
    received: date
    due: date
    days_left: int | None
    information: str
    can_withdraw: bool
    remedy: RemedyKind | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A request as its owner sees it; `days_left` counts while the answer is owed."""

    id: int
    number: str
    facts: dict[str, Any]
    story: list[Moment]
    ways: frozenset[Way]
    remedies: list[Remedy]
    objections: list[tuple[int, str]]
    receipt: int | None
    days_left: int | None
    since: date


def has_open(unit: Unit) -> bool:
    """Tell whether a request or an objection of the acting citizen waits for its answer."""
    unit.require(Permission.FILE_REQUEST)
    if not isinstance(unit.actor, Citizen):
        return False
    person = unit.actor.person
    request = select(Request.id).where(Request.person == person, Request.status.in_(OPEN_STATUSES))
    objection = select(Objection.id).where(
        Objection.person == person, Objection.status == ObjectionStatus.RECORDED
    )
    return unit.session.scalar(request.union_all(objection).limit(1)) is not None


def lines(unit: Unit, *, size: int = 8) -> list[Line]:
    """Return the acting citizen's latest requests and objections, newest first."""
    found: list[Request | Objection] = [
        *book.own(unit, size=size),
        *objection_book.own(unit, size=size),
    ]
    found.sort(key=lambda row: (row.received_at, row.id), reverse=True)
    return [_line(unit, row) for row in found[:size]]


def _line(unit: Unit, row: Request | Objection) -> Line:
    if isinstance(row, Request):
        waits, due = row.status in OPEN_STATUSES - {Status.INCOMPLETE}, row.notice_due
        can_withdraw = Step.WITHDRAW in moves.possible(unit, row)
        kind, number = "request", row.registration_number
        following = next(iter(cases.open_remedies(unit, row)), None)
    else:
        waits, due = row.status == ObjectionStatus.RECORDED, row.response_due
        can_withdraw = waits
        kind, number = "objection", row.objection_number
        following = cases.dispute_of(unit, row)
    left = days_left(unit, due) if waits else None
    return Line(
        kind, row.id, number, row.status, row.received_date, due, left, row.information_detail,
        can_withdraw, following.kind if following else None, following.until if following else None,
    )  # fmt: skip


def days_left(unit: Unit, due: date) -> int:
    """Return the working days from today to a date; negative when it is past."""
    return working_days_left(unit.today, due, daysoff.calendar(unit, unit.today))


def numbered(unit: Unit, number: str) -> Line | None:
    """Return the acting citizen's case with a printed number, or None: not there, or not theirs."""
    own, wanted = _owner(unit), number.strip().upper()
    row: Request | Objection | None = unit.session.scalar(
        select(Request).where(Request.registration_number == wanted, Request.person == own)
    )
    row = row or unit.session.scalar(
        select(Objection).where(Objection.objection_number == wanted, Objection.person == own)
    )
    return _line(unit, row) if row is not None else None


def request(unit: Unit, number: int) -> OwnCase:
    """Return one of the acting citizen's requests; raise `NotFound` for anybody else's."""
    row = _own(unit, number)
    objections = cases.objections_of(unit, row)
    open_now = cases.open_remedies(unit, row)
    letters = papers.of_case(unit, request_id=number, objections=[])
    receipt = next((one.id for one in letters if one.kind == "receipt"), None)
    ways = _ways(unit, row, open_now, objections)
    story = told(dossier.story(unit, number), "citizen_event")
    waits = row.status in OPEN_STATUSES - {Status.INCOMPLETE}
    return OwnCase(
        id=row.id,
        number=row.registration_number,
        facts=telling.facts(unit, row),
        story=story,
        # Requests from before letters were issued have no paper to send again.
        ways=ways if receipt is not None else ways - {Way.RECEIPT},
        remedies=open_now,
        objections=[(one.id, one.objection_number) for one in objections],
        receipt=receipt,
        days_left=days_left(unit, row.notice_due) if waits else None,
        since=since(story, row.received_date),
    )


def _owner(unit: Unit) -> int:
    unit.require(Permission.FILE_REQUEST)
    if not isinstance(unit.actor, Citizen):
        raise NotFound("request_unknown")
    return unit.actor.person


def _own(unit: Unit, number: int) -> Request:
    person = _owner(unit)
    row = unit.session.get(Request, number, populate_existing=True)
    if row is None or row.person != person:
        raise NotFound("request_unknown")
    return row


def told(story: Sequence[Happening], vocabulary: str) -> list[Moment]:
    """Return what of a story the citizen's vocabulary has a word for."""
    known = labels.table()[vocabulary]
    return [Moment(row.on, row.event) for row in story if row.event in known]


def since(story: Sequence[Moment], received: date) -> date:
    """Return since when a case stands as it does: what moves only a date changes no status."""
    return max((row.on for row in story if row.event not in _KEEPING), default=received)


_KEEPING = frozenset({"late", "deadline_recomputed", "paid", "objected", "extended"})


def _ways(
    unit: Unit, row: Request, open_now: Sequence[Remedy], objections: Sequence[Objection]
) -> frozenset[Way]:
    possible = moves.possible(unit, row)
    grounds = {one.ground for one in open_now if one.kind is RemedyKind.OBJECT}
    as_given = Ground.ANSWERED_NOT_AS_REQUESTED in grounds and row.status == Status.PROVIDED
    found = {
        Way.COUNTING: True,
        Way.RECEIPT: True,
        Way.CONTEST: as_given,
        Way.OBJECT: bool(grounds),
        Way.REMEDIES: bool(open_now),
        Way.BUNDLE: bool(objections),
        Way.SURVEY: survey.open_to(unit, f"request:{row.id}"),
        **{way: step in possible for way, step in _STEPS.items()},
    }
    return frozenset(way for way, is_open in found.items() if is_open)


def why_not(unit: Unit, number: int, way: Way) -> Refusal:
    """Return why something cannot be done about one's own request now."""
    row = _own(unit, number)
    if way in _STEPS:
        return _step_refused(unit, row, _STEPS[way])
    if way in {Way.OBJECT, Way.CONTEST}:
        return _objecting_refused(unit, row)
    return NotNow(f"{way.value}_not_now")


def _step_refused(unit: Unit, row: Request, step: Step) -> Refusal:
    try:
        REQUEST.target(step, Status(row.status))
        standing = moves.stand(unit, row)
        for guard in REQUEST.row(step).guards:
            guard(standing)
    except Refusal as refused:
        return refused
    return NotNow("version_moved", status=row.status)


def _objecting_refused(unit: Unit, row: Request) -> Refusal:
    """Tell between too late, already done, and too early."""
    windows = cases.windows(unit, row, unit.today)
    running = [one for one in windows if one.until >= unit.today]
    if running:
        return NotNow("objection_raised")
    if windows:
        return NotNow("objection_window_over", until=max(one.until for one in windows))
    if row.status == Status.WITHDRAWN:
        return NotNow("objection_withdrawn_request")
    return NotNow("objection_not_yet", due=row.notice_due)
