"""Acts on the parts of a request: send to a regional office, answer, return, name another body.

Nothing here stops a clock: sending a part on is the office's own affair.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from office import daysoff, files, regional
from office.files import Kept
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit
from register import deadlines, moves
from register.moves import LONGEST_REASON, fits
from register.tables import Part, Request
from register.words import OPEN_STATUSES, PartStatus

# So many working days before the notice is due a part comes back; the office's own wish.
_BEFORE_NOTICE = 3
_MOST_PARTS = 12


def assign(
    unit: Unit, number: int, *, description: str, regional_office: int, due: date | None = None
) -> int:
    """Send a part to a regional office with an internal date; return its number."""
    moves.as_officer(unit, Permission.PROCESS_REQUESTS)
    request = _open_request(unit, number)
    known = {row.number for row in regional.every(unit)}
    if regional_office not in known:
        raise NotValid("regional_office", "choice_unclear")
    by = due or _internal_due(unit, request)
    # Once the notice is late, its date bounds nothing any more.
    if by < unit.today or by > request.notice_due >= unit.today:
        raise NotValid("due", "part_due_outside", latest=request.notice_due)
    return _add(unit, request, description, PartStatus.ASSIGNED, by, office=regional_office)


def name_other_body(unit: Unit, number: int, *, description: str, holding_body: str) -> int:
    """Note that a part is held by another public body (UU 14/2008 Pasal 22 ayat (7) huruf b)."""
    moves.as_officer(unit, Permission.PROCESS_REQUESTS)
    request = _open_request(unit, number)
    body = fits("holding_body", holding_body, 200, shortest=3)
    return _add(unit, request, description, PartStatus.ELSEWHERE, unit.today, body=body)


def _internal_due(unit: Unit, request: Request) -> date:
    calendar = daysoff.calendar(unit, request.received_date)
    wished = deadlines.worked_before(request.notice_due, _BEFORE_NOTICE, calendar)
    return max(wished, unit.today)


def _open_request(unit: Unit, number: int) -> Request:
    request = unit.session.get(Request, number, populate_existing=True)
    if request is None:
        raise NotFound("request_unknown")
    if request.status not in OPEN_STATUSES:
        raise NotNow("step_not_now", step="assign", status=request.status)
    return request


def _add(
    unit: Unit, request: Request, description: str, status: PartStatus, due: date,
    *, office: int | None = None, body: str | None = None,
) -> int:  # fmt: skip
    last = unit.session.scalar(select(func.max(Part.ordinal)).where(Part.request_id == request.id))
    if (last or 0) >= _MOST_PARTS:
        raise NotValid("description", "too_many_parts", most=_MOST_PARTS)
    part = Part(
        request_id=request.id,
        ordinal=(last or 0) + 1,
        description=fits("description", description, LONGEST_REASON, shortest=5),
        regional_office=office,
        holding_body=body,
        status=status,
        due=due,
        answered_on=unit.today if status is PartStatus.ELSEWHERE else None,
        version=1,
    )
    unit.session.add(part)
    unit.flush()
    moves.note_event(unit, request, f"part_{status.value}", part.description)
    unit.record(f"part.{status.value}", f"part:{part.id}", request=request.id, office=office)
    return part.id


def answer(
    unit: Unit, number: int, *, version: int, text: str, document: Kept | None = None
) -> None:
    """Answer a part, with or without a file; only the office it was sent to may."""
    part, request = _mine(unit, number, version)
    part.answer = fits("answer", text, LONGEST_REASON, shortest=3)
    part.file_id = files.file(unit, document) if document else None
    part.status, part.answered_on = PartStatus.ANSWERED, unit.today
    _settle(unit, part, request, "part_answered")


def send_back(unit: Unit, number: int, *, version: int, reason: str) -> None:
    """Return a part that is not this office's, with the reason."""
    part, request = _mine(unit, number, version)
    part.return_reason = fits("reason", reason, LONGEST_REASON, shortest=5)
    part.status, part.answered_on = PartStatus.RETURNED, unit.today
    _settle(unit, part, request, "part_returned", part.return_reason)


def _mine(unit: Unit, number: int, version: int) -> tuple[Part, Request]:
    unit.require(Permission.ANSWER_PARTS)
    part = unit.session.get(Part, number, populate_existing=True)
    actor = unit.actor
    office = actor.regional_office if isinstance(actor, StaffMember) else None
    if part is None or office is None or part.regional_office != office:
        raise NotFound("part_unknown")
    if part.version != version or part.status != PartStatus.ASSIGNED:
        raise NotNow("version_moved")
    request = unit.session.get_one(Request, part.request_id)
    if request.status not in OPEN_STATUSES:
        raise NotNow("step_not_now", step="answer", status=request.status)
    return part, request


def _settle(unit: Unit, part: Part, request: Request, event: str, note: str = "") -> None:
    try:
        unit.flush()
    except StaleDataError:
        raise NotNow("version_moved") from None
    moves.note_event(unit, request, event, note)
    unit.record(f"part.{part.status}", f"part:{part.id}", request=request.id)
