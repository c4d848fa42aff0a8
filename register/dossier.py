"""Read side: one request in full with its whole story, as frozen values."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from office import files, regional
from office.files import Filed
from office.masking import mask
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotValid
from office.unit import Unit
from register import book, cases, moves, papers, telling
from register.book import Row
from register.clocks import Clocks
from register.identities import unsealed
from register.intake import Identity
from register.objection_tables import Objection
from register.papers import Paper
from register.privacy import impersonal, mask_email, mask_name, mask_number
from register.remedies import Remedy
from register.retention_scrub import is_erased
from register.rights_guard import seen
from register.steps import Step
from register.tables import Part, Release, Request, RequestEvent, RequestFile
from register.words import OPEN_STATUSES

LONGEST_REASON_TO_LOOK = 200


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a case's story; `on` is the day it counts for."""

    at: datetime
    on: date
    actor: str
    event: str
    note: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that came with the request."""

    role: str
    filed: Filed


@dataclass(frozen=True, slots=True)
class Leaving:
    """A file that is to leave, with what the gate found."""

    id: int
    filed: Filed
    status: str
    findings: list[dict[str, Any]]
    added_by: int
    released_by: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part and where it stands."""

    id: int
    request_id: int
    registration_number: str
    ordinal: int
    description: str
    office: str
    status: str
    due: date
    answer: str | None
    filed: Filed | None
    return_reason: str | None
    version: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection about a request, in one line."""

    id: int
    objection_number: str
    status: str
    received: date
    response_due: date


@dataclass(frozen=True, slots=True)
class Dossier:
    """One request in full, for somebody who opened it; `entry` holds its own columns."""

    row: Row
    entry: dict[str, Any]
    identity: Identity
    clocks: Clocks
    enclosures: list[Enclosure]
    leaving: list[Leaving]
    parts: list[PartRow]
    objections: list[ObjectionRow]
    letters: list[Paper]
    remedies: list[Remedy]
    story: list[Happening]
    possible: list[Step]
    waiting: list[Step]
    follows: tuple[int, str] | None
    followed_by: list[tuple[int, str]] = field(default_factory=list)


_SHOWN = (
    "version", "received_at", "tracking_code", "channel", "person", "entered_by", "identity_doubt",
    "applicant_type", "occupation", "information_detail", "purpose_of_use", "purpose_category",
    "access_mode", "copy_format", "delivery_method", "incomplete_date", "incomplete_received",
    "missing", "repaired_date", "complete_date", "extended_on", "extension_ground",
    "extension_reason", "decision", "refusal_ground", "refusal_reason", "exemption",
    "under_control", "holding_body", "not_documented", "held_soft", "held_hard", "redaction",
    "notice_note", "proposed_by", "decided_by", "notice_date", "provide_due", "provided_date",
    "provided_how", "fee_total", "payment_method", "payment_receipt", "paid_on", "register_note",
    "closed_on", "check_due", "fix_due", "notice_due", "notice_due_internal", "objection_until",
)  # fmt: skip


def dossier(unit: Unit, number: int) -> Dossier:
    """Return one request in full with its identity masked; raise `NotFound`."""
    unit.require(Permission.READ_REGISTER)
    request = _found(unit, number)
    objections = cases.objections_of(unit, request)
    entry = {name: getattr(request, name) for name in _SHOWN}
    return Dossier(
        row=book.row_of(unit, request),
        entry={**entry, "fees": json.loads(request.fee_items)},
        identity=masked(unsealed(unit, request)),
        clocks=telling.clocks_of(unit, request),
        enclosures=_enclosures(unit, number),
        leaving=_leaving(unit, number),
        parts=parts_of(unit, request),
        objections=[_objection_row(row) for row in objections],
        letters=papers.of_case(unit, request_id=number, objections=[row.id for row in objections]),
        remedies=cases.open_remedies(unit, request),
        story=story(unit, number),
        possible=moves.possible(unit, request),
        waiting=moves.waiting(unit, request),
        follows=_named(unit, request.follows),
        followed_by=_followers(unit, number),
    )


def _found(unit: Unit, number: int) -> Request:
    request = unit.session.get(Request, number)
    if request is None:
        raise NotFound("request_unknown")
    return request


def story(unit: Unit, number: int) -> list[Happening]:
    """Return what happened to a request, in order; what fell on an earlier day stands there."""
    rows = unit.session.scalars(
        select(RequestEvent)
        .where(RequestEvent.request_id == number)
        .order_by(RequestEvent.effective_on, RequestEvent.at, RequestEvent.id)
    )
    return [Happening(row.at, row.effective_on, row.actor, row.event, row.note) for row in rows]


def _enclosures(unit: Unit, number: int) -> list[Enclosure]:
    rows = unit.session.scalars(
        select(RequestFile).where(RequestFile.request_id == number).order_by(RequestFile.id)
    )
    return [Enclosure(row.role, files.find(unit, row.file_id)) for row in rows]


def _leaving(unit: Unit, number: int) -> list[Leaving]:
    rows = unit.session.scalars(
        select(Release).where(Release.request_id == number).order_by(Release.id)
    )
    return [
        Leaving(
            row.id, files.find(unit, row.file_id), row.status, json.loads(row.findings),
            row.added_by, row.released_by, row.reason,
        )
        for row in rows
    ]  # fmt: skip


def parts_of(unit: Unit, request: Request) -> list[PartRow]:
    """Return the parts of a request, in order."""
    rows = unit.session.scalars(
        select(Part).where(Part.request_id == request.id).order_by(Part.ordinal)
    )
    names = regional.names(unit)
    return [_part(unit, row, request, names) for row in rows]


def parts_waiting(unit: Unit) -> list[PartRow]:
    """Return the parts that wait for the acting member's own regional office, soonest first."""
    unit.require(Permission.ANSWER_PARTS)
    actor = unit.actor
    own = actor.regional_office if isinstance(actor, StaffMember) else None
    if own is None:
        return []
    rows = unit.session.execute(
        select(Part, Request)
        .join(Request, Request.id == Part.request_id)
        .where(Part.regional_office == own)
        .order_by(Part.status != "assigned", Part.due, Part.id)
        .limit(100)
    )
    names = regional.names(unit)
    return [_part(unit, part, request, names) for part, request in rows]


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A part as the office that answers it sees it: no identity and no purpose."""

    part: PartRow
    information: str
    is_open: bool


def own_part(unit: Unit, number: int) -> OwnPart:
    """Return one part of the acting member's own regional office; raise `NotFound`."""
    unit.require(Permission.ANSWER_PARTS)
    actor = unit.actor
    own = actor.regional_office if isinstance(actor, StaffMember) else None
    row = unit.session.get(Part, number)
    if row is None or own is None or row.regional_office != own:
        raise NotFound("part_unknown")
    request = unit.session.get_one(Request, row.request_id)
    return OwnPart(
        _part(unit, row, request, regional.names(unit)),
        mask(request.information_detail),
        row.status == "assigned" and request.status in OPEN_STATUSES,
    )


def _part(unit: Unit, row: Part, request: Request, names: dict[int, str]) -> PartRow:
    office = names.get(row.regional_office or 0, "") or row.holding_body or ""
    return PartRow(
        row.id, row.request_id, request.registration_number, row.ordinal, row.description, office,
        row.status, row.due, row.answer,
        files.find(unit, row.file_id) if row.file_id else None,
        row.return_reason, row.version,
        is_late=row.status == "assigned" and unit.today > row.due,
    )  # fmt: skip


def _objection_row(row: Objection) -> ObjectionRow:
    return ObjectionRow(
        row.id, row.objection_number, row.status, row.received_date, row.response_due
    )


def _named(unit: Unit, number: int | None) -> tuple[int, str] | None:
    if number is None:
        return None
    return number, _found(unit, number).registration_number


def _followers(unit: Unit, number: int) -> list[tuple[int, str]]:
    rows = unit.session.execute(
        select(Request.id, Request.registration_number)
        .where(Request.follows == number)
        .order_by(Request.id)
    )
    return [(row.id, row.registration_number) for row in rows]


def masked(identity: Identity) -> Identity:
    """Return an identity fit to be seen by somebody who need not know it."""
    if is_erased(identity):
        return identity
    return Identity(
        applicant_name=mask_name(identity.applicant_name),
        proxy_name=mask_name(identity.proxy_name),
        national_id=mask_number(identity.national_id),
        legal_entity_decree_no=mask_number(identity.legal_entity_decree_no),
        address="•" * 8,
        phone=mask_number(identity.phone),
        email=mask_email(identity.email),
        proxy_address="•" * 8 if identity.proxy_address else "",
        proxy_phone=mask_number(identity.proxy_phone),
        givers="•" * 8 if identity.givers else "",
    )


def reveal(unit: Unit, number: int, *, reason: str) -> Identity:
    """Return the full identity; who looked and why is entered in the journal."""
    unit.require(Permission.REVEAL_IDENTITY)
    if len(reason) > LONGEST_REASON_TO_LOOK:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON_TO_LOOK, length=len(reason))
    identity = seen(unit, _found(unit, number))
    reason = impersonal(reason, identity)
    unit.record("identity.revealed", f"request:{number}", reason=reason)
    return identity


def reveal_objector(unit: Unit, number: int, *, reason: str) -> Identity:
    """Return who objects, in full; who looked and why is entered in the journal."""
    unit.require(Permission.REVEAL_IDENTITY)
    if len(reason) > LONGEST_REASON_TO_LOOK:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON_TO_LOOK, length=len(reason))
    objection = unit.session.get(Objection, number)
    if objection is None:
        raise NotFound("objection_unknown")
    identity = seen(unit, objection)
    reason = impersonal(reason, identity)
    unit.record("identity.revealed", f"objection:{number}", reason=reason)
    return identity
