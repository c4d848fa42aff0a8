"""Rights of citizens over what the registers hold of them: seen, corrected, restricted."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit
from register import identities, intake
from register.dossier import masked
from register.identities import unsealed
from register.intake import Identity
from register.objection_tables import Objection
from register.privacy import mask_number
from register.retention_scrub import is_erased
from register.rights_guard import awaits_end, is_erasure, is_restricted, may_see
from register.rights_tables import CorrectedIdentity, RestrictedIdentity
from register.tables import Request, RequestEvent

CORRECTABLE = tuple(one.name for one in fields(Identity))
Entry = Request | Objection


@dataclass(frozen=True, slots=True)
class Held:
    """A case in which somebody is named, as who protects data sees it."""

    kind: str
    id: int
    number: str
    status: str
    received: date
    code: str
    identity: Identity
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class Own:
    """What a citizen reads of a case of their own; the identity is masked."""

    kind: str
    number: str
    received: date
    status: str
    identity: Identity


def own(unit: Unit) -> list[Own]:
    """Return the acting citizen's cases, newest first, with the identity masked."""
    return [
        Own(kind, number, row.received_date, row.status, masked(unsealed(unit, row)))
        for kind, number, row in _rows(unit, _citizen(unit))
    ]


def copy(unit: Unit) -> list[dict[str, Any]]:
    """Return what the registers hold of the acting citizen, as plain data fit for a chat.

    Numbers, addresses and tracking codes show only in part: whoever takes the file reads along.
    """
    person = _citizen(unit)
    return [_copied(unit, kind, number, row) for kind, number, row in _rows(unit, person)]


def _copied(unit: Unit, kind: str, number: str, row: Entry) -> dict[str, Any]:
    identity = {name: text for name, text in asdict(_in_chat(unsealed(unit, row))).items() if text}
    told: dict[str, Any] = {
        "kind": kind,
        "number": number,
        "tracking_code": mask_number(row.tracking_code),
        "channel": row.channel,
        "received": row.received_date.isoformat(),
        "status": row.status,
        "decision": row.decision,
        "applicant_type": row.applicant_type,
        "identity": identity,
        "occupation": row.occupation,
        "information": row.information_detail,
        "purpose": row.purpose_of_use,
    }
    if isinstance(row, Objection):
        return {**told, "case_facts": row.case_facts, "reasons": row.reasons}
    events = unit.session.execute(
        select(RequestEvent.effective_on, RequestEvent.event)
        .where(RequestEvent.request_id == row.id)
        .order_by(RequestEvent.effective_on, RequestEvent.id)
    )
    return {
        **told,
        "privacy_notice": row.privacy_notice,
        "story": [[event.effective_on.isoformat(), event.event] for event in events],
    }


def _in_chat(identity: Identity) -> Identity:
    """Return an identity of which a chat may carry all: name, telephone and mail, nothing else."""
    shut = masked(identity)
    return replace(
        shut,
        applicant_name=identity.applicant_name,
        proxy_name=identity.proxy_name,
        phone=identity.phone,
        email=identity.email,
    )


def held(unit: Unit, person: int) -> list[Held]:
    """Return the cases in which an account is named, newest first, with the identity masked."""
    unit.require(Permission.PROTECT_DATA)
    return [
        Held(
            kind, row.id, number, row.status, row.received_date, row.tracking_code,
            masked(unsealed(unit, row)), is_restricted(unit, row),
        )
        for kind, number, row in _rows(unit, person)
    ]  # fmt: skip


def _rows(unit: Unit, person: int) -> Iterator[tuple[str, str, Entry]]:
    requests = unit.session.scalars(
        select(Request).where(Request.person == person).order_by(Request.id.desc())
    )
    for request in requests.all():
        yield "request", request.registration_number, request
    objections = unit.session.scalars(
        select(Objection).where(Objection.person == person).order_by(Objection.id.desc())
    )
    for objection in objections.all():
        yield "objection", objection.objection_number, objection


def correct(
    unit: Unit, code: str, changes: Mapping[str, str], *, data_request: int | None = None
) -> None:
    """Correct the identity of the case with a tracking code; before and after are kept sealed.

    Raises `NotFound`, `NotValid` for a field that may not be so, and `NotNow` where nothing
    would change or nobody is named any more.
    """
    unit.require(Permission.PROTECT_DATA)
    row = _with_code(unit, code)
    before = unsealed(unit, row)
    if is_erased(before):
        raise NotNow("identity_erased")
    after = replace(before, **{name: _fitting(unit, name, changes[name]) for name in changes})
    changed = sorted(name for name in changes if getattr(before, name) != getattr(after, name))
    if not changed:
        raise NotNow("identity_unchanged")
    _keep(unit, row, before, after, data_request)
    row.sealed_identity = identities.sealed(unit.vault, after, code)
    row.identity_index = identities.fingerprint(unit.vault, after)
    unit.record("identity.corrected", _subject(row), fields=changed, data_request=data_request)


def _fitting(unit: Unit, name: str, text: str) -> str:
    if name not in CORRECTABLE:
        raise NotValid(name, "required")
    if not text.strip() and name not in {"applicant_name", "address"}:
        return ""
    return intake.check(intake.named(name), text, today=unit.today, insists=True)


def _keep(
    unit: Unit, row: Entry, before: Identity, after: Identity, data_request: int | None
) -> None:
    place = f"corrected_identities:{row.tracking_code}"
    unit.session.add(
        CorrectedIdentity(
            tracking_code=row.tracking_code,
            data_request=data_request,
            sealed_before=unit.vault.seal(json.dumps(asdict(before)), place),
            sealed_after=unit.vault.seal(json.dumps(asdict(after)), place),
            corrected_at=unit.now,
            corrected_by=_staff(unit),
        )
    )


def restrict(unit: Unit, person: int, *, data_request: int | None = None) -> int:
    """Restrict the identity in every case of an account; return how many were not so yet.

    What was restricted while it waits for its end is kept from now on where this asks for it.
    """
    unit.require(Permission.PROTECT_DATA)
    count = 0
    for _, _, row in _rows(unit, person):
        present = unit.session.get(RestrictedIdentity, row.tracking_code)
        if present is not None:
            if awaits_end(unit, present) and not is_erasure(unit, data_request):
                present.data_request = data_request
            continue
        count += 1
        unit.session.add(
            RestrictedIdentity(
                tracking_code=row.tracking_code,
                since=unit.now,
                data_request=data_request,
                restricted_by=_staff(unit),
            )
        )
        unit.record("identity.restricted", _subject(row), data_request=data_request)
    return count


def release(unit: Unit, code: str) -> None:
    """End the restriction of an identity; raise `NotFound` where there is none."""
    unit.require(Permission.PROTECT_DATA)
    row = _with_code(unit, code)
    ended = unit.session.execute(
        delete(RestrictedIdentity)
        .where(RestrictedIdentity.tracking_code == code)
        .returning(RestrictedIdentity.tracking_code)
    ).first()
    if ended is None:
        raise NotFound("restriction_unknown")
    unit.record("identity.unrestricted", _subject(row))


def check_papers(unit: Unit, *, request: int | None = None, objection: int | None = None) -> None:
    """Let pass whoever may see whom papers name; raise `NotAllowed` where that is restricted."""
    for row in (
        unit.session.get(Request, request) if request else None,
        unit.session.get(Objection, objection) if objection else None,
    ):
        if row is not None and not may_see(unit, row):
            raise NotAllowed("identity_restricted")


def _with_code(unit: Unit, code: str) -> Entry:
    row: Entry | None = unit.session.scalar(select(Request).where(Request.tracking_code == code))
    row = row or unit.session.scalar(select(Objection).where(Objection.tracking_code == code))
    if row is None:
        raise NotFound("request_unknown")
    return row


def _subject(row: Entry) -> str:
    return f"{'objection' if isinstance(row, Objection) else 'request'}:{row.id}"


def _citizen(unit: Unit) -> int:
    unit.require(Permission.FILE_REQUEST)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
