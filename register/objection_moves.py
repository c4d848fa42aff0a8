"""The one way an objection moves: asked of the table, settled, told, and put on paper."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from office import daysoff
from office.outbox import Kind, Notice
from office.people import Citizen, StaffMember
from office.refusals import NotFound, NotNow
from office.unit import Unit
from register import announcing, deadlines, moves, papers, search, telling
from register.guards import Stand
from register.law import Clock
from register.objection_steps import OBJECTION, ObjectionStep
from register.objection_tables import Objection, ObjectionEvent
from register.objection_words import Ground, ObjectionStatus
from register.tables import Request


def begin(
    unit: Unit,
    number: int,
    step: ObjectionStep,
    *,
    version: int | None,
    given: Mapping[str, object] | None = None,
) -> Objection:
    """Return an objection moved to where a step leads; raise the refusal in the way."""
    row = OBJECTION.row(step)
    moves.permit(unit.actor, row)
    objection = unit.session.get(Objection, number, populate_existing=True, with_for_update=True)
    citizen = isinstance(unit.actor, Citizen)
    if objection is None or (citizen and unit.actor != Citizen(objection.person or 0)):
        raise NotFound("objection_unknown")
    if version is not None and objection.version != version:
        raise NotNow("version_moved", status=objection.status)
    target = OBJECTION.target(step, ObjectionStatus(objection.status))
    moves.demand(row, given or {})
    standing = stand(unit, objection)
    for guard in row.guards:
        guard(standing)
    announcing.objection_moved(
        unit, objection.objection_number, ObjectionStatus(objection.status), ObjectionStatus(target)
    )
    objection.status = target
    return objection


def settle(
    unit: Unit,
    objection: Objection,
    step: ObjectionStep,
    *,
    note: str = "",
    **journaled: object,
) -> None:
    """Write what a step changed: row, story, journal, the notice, and the letters it issues."""
    row = OBJECTION.row(step)
    try:
        unit.flush()
    except StaleDataError:
        raise NotNow("version_moved", status=objection.status) from None
    note_event(unit, objection, row.event, note)
    subject = f"objection:{objection.id}"
    unit.record(f"objection.{row.event}", subject, status=objection.status, **journaled)
    if step in {ObjectionStep.OBJECT, ObjectionStep.DECIDE}:
        _remember(unit, objection)
    if step is ObjectionStep.OBJECT:
        announcing.objection_created(unit, objection)
    tell(unit, objection, row.notice)
    request = unit.session.get(Request, objection.request_id) if objection.request_id else None
    for kind in row.letters:
        letter = papers.issue(unit, kind, request=request, objection=objection)
        if kind in papers.ENCLOSED:
            _enclose(unit, objection, letter)


def _remember(unit: Unit, objection: Objection) -> None:
    """Make an objection findable by what was objected and what was answered; never by purpose."""
    statements = json.loads(objection.statements).values()
    said = (objection.objection_number, objection.information_detail, objection.case_facts)
    answered = (objection.reasons, objection.order_to_ppid, *statements)
    search.remember(unit, objection.id, (*said, *answered), within=search.OBJECTIONS)


def note_event(unit: Unit, objection: Objection, event: str, note: str = "") -> None:
    """Add to an objection's story what has happened today."""
    unit.session.add(
        ObjectionEvent(
            objection_id=objection.id,
            at=unit.now,
            effective_on=unit.today,
            actor=unit.actor.label,
            event=event,
            note=note,
        )
    )


def tell(unit: Unit, objection: Objection, key: str) -> None:
    """Post a notice to the applicant, once for each state of the objection."""
    if objection.person is None:
        return
    once = f"objection:{objection.id}:v{objection.version}:{key}"
    keyboard = telling.keyboard(key, objection.id)
    told = facts(unit, objection)
    unit.post(
        Notice(
            objection.person, key, once, Kind.RECEIPT, told, keyboard, language=objection.language
        )
    )


def _enclose(unit: Unit, objection: Objection, letter: int) -> None:
    if objection.person is None:
        return
    told = {"letter": letter, "number": objection.objection_number}
    once = f"objection:{objection.id}:letter:{letter}"
    unit.post(
        Notice(
            objection.person, "letter_enclosed", once, Kind.RECEIPT, told,
            language=objection.language,
        )
    )  # fmt: skip


def grounds_of(objection: Objection) -> list[Ground]:
    """Return the grounds of an objection in the law's order."""
    return [ground for ground in Ground if ground.letter in objection.grounds]


def facts(unit: Unit, objection: Objection) -> dict[str, Any]:
    """Return an objection as plain data for its applicant's texts."""
    calendar = daysoff.calendar(unit, objection.received_date)
    due = deadlines.due(Clock.OBJECTION_RESPONSE, objection.received_date, calendar)
    request = unit.session.get(Request, objection.request_id) if objection.request_id else None
    return {
        "number": objection.objection_number,
        "request_number": request.registration_number if request else None,
        "tracking_code": objection.tracking_code,
        "status": objection.status,
        "received": objection.received_date.isoformat(),
        "due": objection.response_due.isoformat(),
        "counting": telling.counting(due),
        "grounds": [ground.value for ground in grounds_of(objection)],
        "decision": objection.decision,
        "reasons": objection.reasons,
        "statements": json.loads(objection.statements),
        "order": objection.order_to_ppid,
        "order_due": objection.order_due.isoformat() if objection.order_due else None,
        "dispute_until": objection.dispute_until.isoformat() if objection.dispute_until else None,
        "past_window": objection.past_window,
    }


def stand(unit: Unit, objection: Objection) -> Stand:
    """Return how an objection stands towards the acting person, for the guards."""
    actor = unit.actor
    return Stand(
        today=unit.today,
        citizen=actor.person if isinstance(actor, Citizen) else None,
        staff_id=actor.staff_id if isinstance(actor, StaffMember) else None,
        person=objection.person,
        window_until=objection.dispute_until,
        refused_by=_refusers(unit, objection),
    )


def _refusers(unit: Unit, objection: Objection) -> frozenset[int]:
    """Return who refused: the PPID who wrote the refusal or proposed it.

    The superior who approved an exemption is the very official to whom the law sends the
    objection (Perki 1/2021 Pasal 10 ayat (2), UU 14/2008 Pasal 36), so approving is not refusing.
    """
    request = unit.session.get(Request, objection.request_id) if objection.request_id else None
    # As it was when the objection came, and as it is: a later decision excuses nobody.
    known = (objection.refused_by, request.proposed_by if request else None)
    return frozenset(number for number in known if number is not None)


def is_refuser(unit: Unit, objection: Objection) -> bool:
    """Tell whether the acting person refused the request that is objected about."""
    actor = unit.actor
    return isinstance(actor, StaffMember) and actor.staff_id in _refusers(unit, objection)


def possible(unit: Unit, objection: Objection) -> list[ObjectionStep]:
    """Return the steps the acting person may take now, guards included."""
    standing = stand(unit, objection)
    rows = OBJECTION.open_to(ObjectionStatus(objection.status), unit.actor.permissions)
    return [ObjectionStep(row.step) for row in rows if moves.passes(row, standing)]
