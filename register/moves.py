"""The one way a request moves: asked of the table, settled, told, and put on paper."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from office.outbox import Kind, Notice
from office.people import Actor, Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register import announcing, papers, telling
from register.guards import Stand
from register.lifecycle import Transition
from register.objection_tables import Objection
from register.objection_words import ObjectionStatus
from register.steps import REQUEST, Step
from register.tables import Release, Request, RequestEvent
from register.words import ReleaseStatus, Status

# What is written to the applicant must fit one message beside the notice's own words.
SHORTEST_REASON = 20
LONGEST_REASON = 2500
LONGEST_NOTE = 1500


def begin(
    unit: Unit,
    number: int,
    step: Step,
    *,
    version: int | None,
    given: Mapping[str, object] | None = None,
    on: date | None = None,
) -> Request:
    """Return a request moved to where a step leads; raise the refusal that stands in the way.

    `version` is what the actor saw; None trusts the status alone. `given` holds what the table
    requires for this step. `on` is the day the guards look at, where it is not today.
    """
    row = REQUEST.row(step)
    permit(unit.actor, row)
    # Locked, so that of two at the same moment the second sees what the first did.
    request = unit.session.get(Request, number, populate_existing=True, with_for_update=True)
    if request is None or _is_somebody_elses(unit.actor, request.person):
        raise NotFound("request_unknown")
    if version is not None and request.version != version:
        raise NotNow("version_moved", status=request.status)
    target = REQUEST.target(step, Status(request.status))
    known = given or {}
    demand(row, known)
    if row.guards:
        standing = stand(unit, request, given_otherwise=bool(known.get("how")), on=on)
        for guard in row.guards:
            guard(standing)
    announcing.request_moved(
        unit, request.registration_number, Status(request.status), Status(target)
    )
    request.status = target
    return request


def permit(actor: Actor, row: Transition) -> None:
    """Let pass an actor with one of a transition's permissions."""
    if not row.permissions & actor.permissions:
        raise NotAllowed("permission_missing", permission=min(row.permissions).value)


def _is_somebody_elses(actor: Actor, person: int | None) -> bool:
    return isinstance(actor, Citizen) and actor.person != person


def demand(row: Transition, given: Mapping[str, object]) -> None:
    """Raise `NotValid` for the first required field that was not given."""
    for name in row.required:
        value = given.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise NotValid(name, "required")


def settle(
    unit: Unit,
    request: Request,
    step: Step,
    *,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
    **journaled: object,
) -> None:
    """Write what a step changed: row, story, journal, the notice, and the letters it issues."""
    row = REQUEST.row(step)
    try:
        unit.flush()
    except StaleDataError:
        raise NotNow("version_moved", status=request.status) from None
    note_event(unit, request, row.event, note)
    unit.record(f"request.{row.event}", subject(request), status=request.status, **journaled)
    if step is Step.SUBMIT:
        announcing.request_created(unit, request)
    tell(unit, request, row.notice, {**telling.facts(unit, request), **(facts or {})})
    for kind in row.letters:
        letter = papers.issue(unit, kind, request=request)
        if kind in papers.ENCLOSED:
            enclose(unit, request, letter)


def note_event(unit: Unit, request: Request, event: str, note: str = "") -> None:
    """Add to a request's story what has happened today."""
    unit.session.add(
        RequestEvent(
            request_id=request.id,
            at=unit.now,
            effective_on=unit.today,
            actor=unit.actor.label,
            event=event,
            note=note,
        )
    )


def tell(unit: Unit, request: Request, key: str, facts: Mapping[str, Any]) -> None:
    """Post a notice to the applicant, once for each state of the request."""
    if request.person is None:
        return
    once = occasion(request, key)
    keyboard = telling.keyboard(key, request.id)
    unit.post(
        Notice(request.person, key, once, Kind.RECEIPT, facts, keyboard, language=request.language)
    )


def occasion(request: Request, key: str) -> str:
    """Return the name of the occasion of a notice; the incompleteness letter comes once only."""
    if key == "request_incomplete":
        return f"request:{request.id}:{key}"
    return f"request:{request.id}:v{request.version}:{key}"


def enclose(unit: Unit, request: Request, letter: int) -> None:
    """Post a letter's paper after its notice."""
    if request.person is None:
        return
    facts = {"letter": letter, "number": request.registration_number}
    once = f"request:{request.id}:letter:{letter}"
    unit.post(
        Notice(
            request.person, "letter_enclosed", once, Kind.RECEIPT, facts, language=request.language
        )
    )


def stand(
    unit: Unit, request: Request, *, given_otherwise: bool = True, on: date | None = None
) -> Stand:
    """Return how a request stands towards the acting person, for the guards.

    `given_otherwise` tells that the information is, or could still be, given without a file.
    `on` is the day that counts, where it is not today.
    """
    actor = unit.actor
    held, ready = _files(unit, request)
    return Stand(
        today=on or unit.today,
        citizen=actor.person if isinstance(actor, Citizen) else None,
        staff_id=actor.staff_id if isinstance(actor, StaffMember) else None,
        person=request.person,
        check_due=request.check_due,
        fix_due=request.fix_due,
        was_incomplete=request.incomplete_date is not None,
        letter_arrived=request.incomplete_received is not None,
        notice_due=request.notice_due,
        answered=request.notice_date is not None,
        extended=request.extended_on is not None,
        proposed_by=request.proposed_by,
        fee_total=request.fee_total,
        paid=request.paid_on is not None,
        held_files=held,
        ready_files=ready,
        given_otherwise=given_otherwise,
        window_until=request.objection_until,
        open_objection=_has_open_objection(unit, request),
    )


def _files(unit: Unit, request: Request) -> tuple[int, int]:
    counted = dict(
        unit.session.execute(
            select(Release.status, func.count())
            .where(Release.request_id == request.id)
            .group_by(Release.status)
        ).all()
    )
    ready = counted.get(ReleaseStatus.PASSED, 0) + counted.get(ReleaseStatus.RELEASED, 0)
    return counted.get(ReleaseStatus.HELD, 0), ready


def _has_open_objection(unit: Unit, request: Request) -> bool:
    waiting = [ObjectionStatus.RECORDED, ObjectionStatus.ANSWERED]
    found = select(Objection.id).where(
        Objection.request_id == request.id, Objection.status.in_(waiting)
    )
    return unit.session.scalar(found.limit(1)) is not None


def possible(unit: Unit, request: Request) -> list[Step]:
    """Return the steps the acting person may take now, guards included."""
    standing = stand(unit, request)
    return [
        Step(row.step)
        for row in REQUEST.open_to(Status(request.status), unit.actor.permissions)
        if passes(row, standing)
    ]


def waiting(unit: Unit, request: Request) -> list[Step]:
    """Return the steps that now are for somebody else: another office, or the applicant."""
    standing = stand(unit, request)
    anybody = replace(standing, staff_id=0, citizen=None)
    status = Status(request.status)
    own = set(possible(unit, request))
    return [
        Step(row.step)
        for row in REQUEST.rows
        if status in row.origins and row.step not in own and passes(row, anybody)
    ]


def passes(row: Transition, standing: Stand) -> bool:
    """Tell whether all guards of a transition let pass."""
    try:
        for guard in row.guards:
            guard(standing)
    except (NotNow, NotAllowed, NotFound):
        return False
    return True


def fits(field: str, text: str, longest: int, *, shortest: int = 0) -> str:
    """Return a text within its limits; raise `NotValid` beyond them."""
    tidy = text.strip()
    if len(tidy) < shortest:
        raise NotValid(field, "too_short", shortest=shortest)
    if len(tidy) > longest:
        raise NotValid(field, "too_long", longest=longest, length=len(tidy))
    return tidy


def subject(request: Request) -> str:
    """Return how the journal names a request."""
    return f"request:{request.id}"


def staff_id(unit: Unit) -> int:
    """Return the acting member of staff; raise `NotAllowed` for anybody else."""
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def as_officer(unit: Unit, permission: Permission) -> int:
    """Return the acting member of staff, who must have a permission."""
    unit.require(permission)
    return staff_id(unit)
