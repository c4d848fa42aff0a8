"""Acts on an objection: raise, decide, accept, contest, end, withdraw."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from office import daysoff
from office.clock import local_date
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit
from office.workdays import working_days_left
from register import (
    cases,
    deadlines,
    decisions,
    exemption_list,
    identities,
    moves,
    numbering,
    objection_moves,
    requests,
    rights_guard,
    survey,
)
from register.intake import Identity
from register.law import Clock
from register.moves import LONGEST_NOTE, LONGEST_REASON, SHORTEST_REASON, fits
from register.objection_steps import ObjectionStep
from register.objection_tables import Objection
from register.objection_words import Ground, ObjectionStatus, Reaction, SuperiorDecision
from register.tables import Request
from register.words import ApplicantType, Channel, Status

LONGEST_FACTS = 3000


@dataclass(frozen=True, slots=True)
class ObjectionForm:
    """What the applicant says (Perki 1/2021 Pasal 41 ayat (5), Lampiran X)."""

    grounds: Collection[Ground]
    case_facts: str


@dataclass(frozen=True, slots=True)
class Objector:
    """Who objects where no request lies behind it, and about what information."""

    identity: Identity
    applicant_type: ApplicantType
    occupation: str
    information_detail: str
    purpose_of_use: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What the applicant holds after objecting."""

    id: int
    objection_number: str
    response_due: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """The superior's decision: a statement on each ground, and reasons (Pasal 44)."""

    decision: SuperiorDecision
    statements: Mapping[Ground, str]
    reasons: str
    order: str = ""
    order_due: date | None = None
    exemption: int | None = None


def raise_about(
    unit: Unit,
    number: int,
    form: ObjectionForm,
    *,
    draft_key: str,
    received_at: datetime | None = None,
) -> Filed:
    """Object about one's own request; recorded at once, so that both ways of counting agree.

    One that comes after its days is recorded and marked, never lost.
    """
    unit.require(Permission.FILE_REQUEST)
    at = min(received_at or unit.now, unit.now)
    request = _of_applicant(unit, number)
    return _record(unit, form, request, _about(unit, request), Channel.TELEGRAM, at, draft_key)


def enter(
    unit: Unit,
    form: ObjectionForm,
    *,
    draft_key: str,
    channel: Channel,
    received: date,
    number: int | None = None,
    objector: Objector | None = None,
) -> Filed:
    """Enter an objection that came by another door, with the date on which it truly came."""
    moves.as_officer(unit, Permission.PROCESS_REQUESTS)
    requests.plausible(unit, received)
    request = unit.session.get(Request, number) if number is not None else None
    if number is not None and request is None:
        raise NotFound("request_unknown")
    if request is not None and received < request.received_date:
        raise NotValid("received", "objection_before_request", received=request.received_date)
    said = _about(unit, request) if request is not None else objector
    if said is None:
        raise NotValid("objector", "required")
    at = unit.now
    if received != unit.today:
        at = datetime.combine(received, time(12), unit.zone)
    return _record(unit, form, request, said, channel, at, draft_key)


def _of_applicant(unit: Unit, number: int) -> Request:
    request = unit.session.get(Request, number)
    if request is None or unit.actor != Citizen(request.person or 0):
        raise NotFound("request_unknown")
    return request


def _about(unit: Unit, request: Request) -> Objector:
    return Objector(
        identities.unsealed(unit, request),
        ApplicantType(request.applicant_type),
        request.occupation,
        request.information_detail,
        request.purpose_of_use,
    )


def _record(
    unit: Unit,
    form: ObjectionForm,
    request: Request | None,
    said: Objector,
    channel: Channel,
    at: datetime,
    draft_key: str,
) -> Filed:
    if (present := _sent_before(unit, form, request, draft_key)) is not None:
        return present
    grounds = _checked(form.grounds, request)
    facts = fits("case_facts", form.case_facts, LONGEST_FACTS, shortest=10)
    actor, day = unit.actor, local_date(at, unit.zone)
    sequence, number = numbering.take(unit, numbering.OBJECTIONS, day)
    tracking_code = numbering.tracking_code()
    objection = Objection(
        year=day.year,
        sequence=sequence,
        objection_number=number,
        draft_key=draft_key,
        tracking_code=tracking_code,
        channel=channel,
        person=actor.person if isinstance(actor, Citizen) else request and request.person,
        entered_by=actor.staff_id if isinstance(actor, StaffMember) else None,
        language=request.language if request else "id",
        received_at=at,
        received_date=day,
        request_id=request.id if request else None,
        applicant_type=said.applicant_type,
        sealed_identity=identities.sealed(unit.vault, said.identity, tracking_code),
        identity_index=identities.fingerprint(unit.vault, said.identity),
        occupation=said.occupation,
        information_detail=said.information_detail,
        purpose_of_use=said.purpose_of_use,
        grounds="".join(sorted(ground.letter for ground in grounds)),
        case_facts=facts,
        refused_by=request.proposed_by if request else None,
        past_window=request is not None and _is_past(unit, request, grounds, day),
        status=ObjectionStatus.RECORDED,
        statements="{}",
        version=1,
    )
    restate(unit, objection)
    unit.session.add(objection)
    objection_moves.settle(unit, objection, ObjectionStep.OBJECT, grounds=objection.grounds)
    rights_guard.inherit(unit, objection)
    if request is not None:
        moves.note_event(unit, request, "objected", objection.objection_number)
    return _filed(objection, is_new=True)


def _sent_before(
    unit: Unit, form: ObjectionForm, request: Request | None, draft_key: str
) -> Filed | None:
    """Return what was sent twice; refuse another paper under a key that was used."""
    present = unit.session.scalar(select(Objection).where(Objection.draft_key == draft_key))
    if present is None:
        return None
    about = request.id if request else None
    if (present.request_id, present.case_facts) != (about, form.case_facts.strip()):
        raise NotNow("draft_key_used", number=present.objection_number)
    return _filed(present, is_new=False)


def _checked(given: Collection[Ground], request: Request | None) -> frozenset[Ground]:
    grounds = frozenset(given)
    if not grounds:
        raise NotValid("grounds", "required")
    if request is None and grounds != {Ground.PERIODIC_INFO_NOT_PROVIDED}:
        raise NotValid("grounds", "ground_needs_request")
    return grounds


def _is_past(unit: Unit, request: Request, grounds: Collection[Ground], day: date) -> bool:
    """Tell whether every ground that runs against a date has run out; lateness is flagged only."""
    open_until = {
        row.ground: row.until for row in cases.windows(unit, request, day) if row.ground is not None
    }
    timed = [open_until[ground] for ground in grounds if ground in open_until]
    return bool(timed) and len(timed) == len(grounds) and max(timed) < day


def restate(unit: Unit, objection: Objection) -> None:
    """Compute an objection's stored dates anew; a reply's term ended when it was given."""
    calendar = daysoff.calendar(unit, objection.received_date)
    start = objection.received_date
    objection.calendar_version = calendar.version
    if objection.response_date is None:
        objection.response_due = deadlines.due(Clock.OBJECTION_RESPONSE, start, calendar).on
        objection.response_due_internal = deadlines.due(
            Clock.OBJECTION_RESPONSE, start, calendar.counting_collective_leave()
        ).on
    else:
        until = deadlines.due(Clock.DISPUTE_FILING, objection.response_date, calendar).on
        objection.dispute_until = max(until, objection.dispute_until or until)
        if objection.response_days is None:
            objection.response_days = working_days_left(start, objection.response_date, calendar)


def _filed(objection: Objection, *, is_new: bool) -> Filed:
    return Filed(objection.id, objection.objection_number, objection.response_due, is_new)


def decide(unit: Unit, number: int, *, version: int, reply: Reply) -> None:
    """Answer an objection in writing; where it is upheld, the request is taken up again.

    Whoever refused may not decide. A statement is due on each ground (Perki 1/2021 Pasal 44),
    and reasons whenever the PPID is confirmed (UU 14/2008 Pasal 36 ayat (3)).
    """
    reasons = fits("reasons", reply.reasons, LONGEST_REASON, shortest=SHORTEST_REASON)
    given = {
        "decision": reply.decision.value, "reasons": reasons, "statements": "yes",
    }  # fmt: skip
    objection = objection_moves.begin(
        unit, number, ObjectionStep.DECIDE, version=version, given=given
    )
    statements = _statements(objection, reply)
    request = unit.session.get(Request, objection.request_id) if objection.request_id else None
    objection.exemption = _cited(unit, objection, reply, request)
    objection.order_to_ppid = _order(unit, reply)
    objection.order_due = reply.order_due
    objection.decision, objection.reasons = reply.decision, reasons
    objection.statements = json.dumps(statements, ensure_ascii=False)
    objection.response_date, objection.decided_by = unit.today, moves.staff_id(unit)
    restate(unit, objection)
    objection_moves.settle(unit, objection, ObjectionStep.DECIDE, decision=reply.decision.value)
    if request is not None and reply.decision.favours_applicant and _can_reopen(request):
        decisions.reopen(unit, request.id, reason=objection.order_to_ppid or reasons)


def _statements(objection: Objection, reply: Reply) -> dict[str, str]:
    said = {ground.letter: text.strip() for ground, text in reply.statements.items()}
    for letter in objection.grounds:
        if len(said.get(letter, "")) < _SHORTEST_STATEMENT:
            raise NotValid("statements", "statement_missing", ground=letter)
        fits("statements", said[letter], LONGEST_NOTE)
    return {letter: said[letter] for letter in objection.grounds}


_SHORTEST_STATEMENT = 5


def _order(unit: Unit, reply: Reply) -> str | None:
    order = fits("order", reply.order, LONGEST_REASON)
    if reply.decision.favours_applicant and (len(order) < SHORTEST_REASON or not reply.order_due):
        raise NotValid("order", "order_needed", shortest=SHORTEST_REASON)
    if reply.order_due is not None and reply.order_due < unit.today:
        raise NotValid("order_due", "date_behind", today=unit.today)
    return order or None


def _cited(unit: Unit, objection: Objection, reply: Reply, request: Request | None) -> int | None:
    """Return the exemption that a refusal by the superior attaches (Pasal 44 ayat (3))."""
    refuses = reply.decision is SuperiorDecision.REJECTED
    about_exemption = Ground.REFUSED_AS_EXEMPT.letter in objection.grounds
    if not (refuses and about_exemption):
        return None
    exemption = reply.exemption or (request.exemption if request else None)
    if exemption is None:
        raise NotValid("exemption", "required")
    return exemption_list.in_force(unit, exemption).id


def _can_reopen(request: Request) -> bool:
    return request.status not in {Status.IN_PROCESS, Status.WITHDRAWN}


def accept(unit: Unit, number: int, *, version: int | None = None, text: str = "") -> str:
    """Note that the applicant accepts the reply; return the objection's number."""
    return _react(unit, number, ObjectionStep.ACCEPT, Reaction.ACCEPTS, version, text)


def contest(unit: Unit, number: int, *, version: int | None = None, text: str = "") -> str:
    """Note that the applicant is not satisfied and is told of the Komisi Informasi."""
    return _react(unit, number, ObjectionStep.CONTEST, Reaction.NOT_SATISFIED, version, text)


def _react(
    unit: Unit, number: int, step: ObjectionStep, reaction: Reaction, version: int | None,
    text: str,
) -> str:  # fmt: skip
    text = fits("text", text, LONGEST_NOTE)
    if isinstance(unit.actor, StaffMember) and not text:
        raise NotValid("text", "required")
    objection = objection_moves.begin(unit, number, step, version=version)
    objection.applicant_reaction, objection.reaction_text = reaction, text or None
    survey.invite(unit, f"objection:{objection.id}")
    objection_moves.settle(unit, objection, step, note=text)
    return objection.objection_number


def end(unit: Unit, number: int) -> None:
    """End an objection whose reply nobody contested in time."""
    objection = objection_moves.begin(unit, number, ObjectionStep.END, version=None)
    objection_moves.settle(unit, objection, ObjectionStep.END)


def withdraw(unit: Unit, number: int, *, version: int | None = None, note: str = "") -> str:
    """Withdraw an objection for its applicant; return its number."""
    note = fits("note", note, LONGEST_NOTE)
    objection = objection_moves.begin(unit, number, ObjectionStep.WITHDRAW, version=version)
    if isinstance(unit.actor, StaffMember) and not note:
        raise NotValid("note", "required")
    objection_moves.settle(unit, objection, ObjectionStep.WITHDRAW, note=note)
    return objection.objection_number
