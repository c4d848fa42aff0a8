"""Acts on a request: submit, take up, grant, refuse, withdraw."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from office import daysoff, files
from office.clock import local_date
from office.files import Kept
from office.outbox import Kind, Notice
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register import deadlines, nik, numbering, steps
from register.deadlines import NoticeDates
from register.intake import Identity, RequestForm
from register.steps import Step
from register.tables import Request, RequestEvent
from register.words import Channel, Decision, RefusalGround, Status

SHORTEST_REASON = 20
# What is written to the applicant must fit one message beside the notice's own words.
LONGEST_REASON = 2500
LONGEST_NOTE = 1500


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant holds after filing."""

    number: int
    registration_number: str
    tracking_code: str
    received_date: date
    notice: NoticeDates
    is_new: bool


def submit(
    unit: Unit,
    form: RequestForm,
    *,
    draft_key: str,
    received_at: datetime | None = None,
    language: str = "id",
) -> Receipt:
    """Enter a request in the register and give it its number at once.

    Number, due date, first event, journal and receipt become true together (UU 14/2008
    Pasal 22 ayat (4)). The same draft submitted twice is the same request. `received_at` is
    when the channel took it in; an outage of ours does not shorten anybody's right.
    """
    unit.require(Permission.FILE_REQUEST)
    earlier = unit.session.scalar(select(Request).where(Request.draft_key == draft_key))
    if earlier is not None:
        return _receipt(unit, earlier, is_new=False)

    received_at = min(received_at or unit.now, unit.now)
    received = local_date(received_at, unit.zone)
    notice = deadlines.notice_dates(received, daysoff.calendar(unit, received))
    sequence, number = numbering.take(unit, numbering.REQUESTS, received)
    request = _entry(unit, form, draft_key=draft_key, language=language)
    request.received_at, request.received_date = received_at, received
    request.year, request.sequence, request.registration_number = received.year, sequence, number
    request.notice_due, request.notice_due_internal = notice.strict.on, notice.internal.on
    unit.session.add(request)
    unit.flush()
    _note(unit, request, "submitted")

    unit.record("request.submitted", _subject(request), due=request.notice_due)
    receipt = _receipt(unit, request, is_new=True)
    _tell(unit, request, "request_receipt", receipt_facts(receipt), kind=Kind.RECEIPT)
    _tell(unit, request, "request_rights", {}, kind=Kind.RECEIPT, part="rights")
    return receipt


def _entry(unit: Unit, form: RequestForm, *, draft_key: str, language: str) -> Request:
    person = unit.actor.person if isinstance(unit.actor, Citizen) else None
    tracking_code = numbering.tracking_code()
    identity = form.identity
    return Request(
        draft_key=draft_key,
        tracking_code=tracking_code,
        channel=Channel.TELEGRAM,
        person=person,
        language=language,
        applicant_type=form.applicant_type,
        sealed_identity=unit.vault.seal(
            json.dumps(asdict(identity)), identity_place(tracking_code)
        ),
        identity_index=unit.vault.blind_index(
            nik.plain(identity.national_id or identity.legal_entity_decree_no)
        ),
        identity_doubt=form.identity_doubt,
        occupation=form.occupation,
        power_of_attorney=form.power_of_attorney,
        information_detail=form.information_detail,
        purpose_of_use=form.purpose_of_use,
        purpose_category=form.purpose_category,
        access_mode=form.access_mode,
        copy_format=form.copy_format,
        delivery_method=form.delivery_method,
        status=Status.REGISTERED,
        version=1,
    )


def identity_place(tracking_code: str) -> str:
    """Return the context that binds a sealed identity to its request."""
    return f"requests:identity:{tracking_code}"


def identity_of(unit: Unit, request: Request) -> Identity:
    """Return who asked, unsealed; callers decide who may read it."""
    text = unit.vault.unseal(request.sealed_identity, identity_place(request.tracking_code))
    return Identity(**json.loads(text))


def receipt_facts(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt as plain data for the citizen's text."""
    strict = receipt.notice.strict
    return {
        "number": receipt.registration_number,
        "tracking_code": receipt.tracking_code,
        "received": receipt.received_date.isoformat(),
        "due": strict.on.isoformat(),
        "days": strict.term.working_days,
        "source": strict.term.source,
        "first": strict.derivation.counted[0].isoformat(),
        "skipped": [
            {"day": row.day.isoformat(), "reason": row.reason}
            for row in strict.derivation.skipped
            if row.reason != "weekend"
        ],
        "estimated": strict.derivation.estimated,
    }


def take_up(unit: Unit, number: int, *, version: int) -> None:
    """Begin to work on a request."""
    request = _move(unit, number, Step.TAKE_UP, version)
    _settle(unit, request, "taken_up")
    _tell(unit, request, "request_taken_up", {"number": request.registration_number})


def grant(unit: Unit, number: int, *, version: int, document: Kept, note: str = "") -> None:
    """Grant a request in full and hand over the document with the notice."""
    _fits("note", note, LONGEST_NOTE)
    request = _move(unit, number, Step.GRANT, version)
    request.decision = Decision.GRANTED_FULL
    request.provided_file = files.file(unit, document)
    request.notice_date = request.provided_date = unit.today
    request.decided_by = _staff(unit)
    _settle(unit, request, "granted", note)
    facts = {"number": request.registration_number, "note": note}
    _tell(unit, request, "request_granted", facts, kind=Kind.RECEIPT)
    _tell(
        unit, request, "request_document", facts, kind=Kind.RECEIPT, part="file",
        file_id=request.provided_file,
    )  # fmt: skip


def refuse(unit: Unit, number: int, *, version: int, ground: RefusalGround, reason: str) -> Status:
    """Refuse on a lawful ground; return where the request stands now.

    An exemption (Pasal 17) is only proposed: a second person must approve (Perki 1/2021
    Pasal 10 ayat (2), Pasal 34).
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    _fits("reason", reason, LONGEST_REASON)
    step = Step.PROPOSE_REFUSAL if ground.is_exemption else Step.REFUSE
    request = _move(unit, number, step, version)
    request.refusal_ground, request.refusal_reason = ground, reason.strip()
    request.proposed_by = _staff(unit)
    if ground.is_exemption:
        _settle(unit, request, "refusal_proposed", ground=ground.value)
    else:
        _close_refused(unit, request)
    return Status(request.status)


def approve_refusal(unit: Unit, number: int, *, version: int) -> None:
    """Approve a proposed refusal; whoever proposed it may not."""
    request = _move(unit, number, Step.APPROVE_REFUSAL, version)
    if request.proposed_by == _staff(unit):
        raise NotAllowed("second_person_needed")
    _close_refused(unit, request)


def return_refusal(unit: Unit, number: int, *, version: int, note: str) -> None:
    """Send a proposed refusal back to be worked on."""
    _fits("note", note, LONGEST_NOTE)
    request = _move(unit, number, Step.RETURN_REFUSAL, version)
    request.refusal_ground = request.refusal_reason = request.proposed_by = None
    _settle(unit, request, "refusal_returned", note)


def _close_refused(unit: Unit, request: Request) -> None:
    ground = RefusalGround(request.refusal_ground or "")
    request.decision = ground.decision
    request.notice_date = unit.today
    request.decided_by = _staff(unit)
    _settle(unit, request, "refused", ground=ground.value)
    facts = {
        "number": request.registration_number,
        "ground": ground.value,
        "reason": request.refusal_reason,
    }
    _tell(unit, request, "request_refused", facts, kind=Kind.RECEIPT)


def withdraw(unit: Unit, number: int, *, version: int | None = None) -> str:
    """Withdraw one's own request; return its registration number."""
    unit.require(Permission.FILE_REQUEST)
    owner = unit.session.scalar(select(Request.person).where(Request.id == number))
    if not isinstance(unit.actor, Citizen) or owner != unit.actor.person:
        raise NotFound("request_unknown")
    request = _move(unit, number, Step.WITHDRAW, version)
    _settle(unit, request, "withdrawn")
    _tell(unit, request, "request_withdrawn", {"number": request.registration_number})
    return request.registration_number


def _move(unit: Unit, number: int, step: Step, version: int | None) -> Request:
    rule = steps.RULES[step]
    unit.require(rule.permission)
    request = unit.session.get(Request, number, populate_existing=True)
    if request is None:
        raise NotFound("request_unknown")
    if version is not None and request.version != version:
        raise NotNow("version_moved", status=request.status)
    request.status = steps.target(step, Status(request.status))
    return request


def _settle(unit: Unit, request: Request, event: str, note: str = "", **facts: object) -> None:
    try:
        unit.flush()
    except StaleDataError:
        raise NotNow("version_moved", status=request.status) from None
    _note(unit, request, event, note)
    unit.record(f"request.{event}", _subject(request), status=request.status, **facts)


def _note(unit: Unit, request: Request, event: str, note: str = "") -> None:
    unit.session.add(
        RequestEvent(
            request_id=request.id, at=unit.now, actor=unit.actor.label, event=event, note=note
        )
    )


def _tell(
    unit: Unit,
    request: Request,
    key: str,
    data: Mapping[str, Any],
    *,
    kind: Kind = Kind.ANSWER,
    part: str = "",
    file_id: int | None = None,
) -> None:
    if request.person is None:
        return
    once = f"request:{request.id}:v{request.version}:{part or key}"
    unit.post(
        Notice(request.person, key, once, kind, data, file_id=file_id, language=request.language)
    )


def _receipt(unit: Unit, request: Request, *, is_new: bool) -> Receipt:
    notice = deadlines.notice_dates(
        request.received_date, daysoff.calendar(unit, request.received_date)
    )
    return Receipt(
        request.id, request.registration_number, request.tracking_code, request.received_date,
        notice, is_new,
    )  # fmt: skip


def _fits(field: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise NotValid(field, "too_long", longest=longest, length=len(text))


def _subject(request: Request) -> str:
    return f"request:{request.id}"


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
