"""From a case's rows to what each letter of a request says, complete at the moment of issue."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from office import daysoff, staff
from office.people import Permission, StaffMember
from office.unit import Unit
from office.workdays import Calendar
from register import deadlines, exemption_list
from register.clocks import Clocks, clocks
from register.identities import unsealed
from register.intake import Identity
from register.law import Clock
from register.list_words import PeriodType
from register.tables import Request, RequestFile
from register.telling import course
from register.words import ApplicantType, Decision, FileRole

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """What the letters of a request are written from."""

    unit: Unit
    request: Request
    number: str
    identity: Identity
    calendar: Calendar
    known: Clocks


def of_request(unit: Unit, kind: str, request: Request, number: str) -> Facts:
    """Return the facts of a letter about a request; raise `KeyError` for another kind."""
    calendar = daysoff.calendar(unit, request.received_date)
    source = Source(
        unit, request, number, unsealed(unit, request), calendar,
        clocks(course(request), calendar),
    )  # fmt: skip
    return {**_WRITERS[kind](source), "signers": _signers(unit, request)}


def signer(unit: Unit) -> str:
    """Return the name of the acting member of staff, or nothing."""
    return unit.actor.name if isinstance(unit.actor, StaffMember) else ""


def _signers(unit: Unit, request: Request) -> dict[str, str]:
    """Return who stands for the PPID and for the superior: who proposed, and who approved."""
    proposed, acting = request.proposed_by, signer(unit)
    if proposed is None or Permission.APPROVE_REFUSALS not in unit.actor.permissions:
        return {"ppid": acting, "superior": ""}
    return {"ppid": staff.names(unit).get(proposed, ""), "superior": acting}


def applicant(identity: Identity, kind: str, occupation: str) -> Facts:
    """Return who asks, the identity number masked: no paper needs it in full."""
    entity = ApplicantType(kind).is_entity
    number = identity.legal_entity_decree_no if entity else _masked(identity.national_id)
    return {
        "name": identity.applicant_name,
        "address": identity.address,
        "phone": identity.phone or None,
        "email": identity.email or None,
        "occupation": occupation or None,
        "identity_label": "Nomor SK pengesahan" if entity else "NIK",
        "identity_number": number or None,
    }


def _masked(number: str) -> str:
    return "•" * max(len(number) - 4, 0) + number[-4:]


def proxy(identity: Identity) -> Facts | None:
    """Return who acts for the applicant, or None."""
    if not identity.proxy_name:
        return None
    return {
        "name": identity.proxy_name,
        "address": identity.proxy_address or None,
        "phone": identity.proxy_phone or None,
    }


def _heading(source: Source) -> Facts:
    request = source.request
    return {
        "registration_number": request.registration_number,
        "received_at": request.received_at.astimezone(source.unit.zone).isoformat(),
        "information_detail": request.information_detail,
    }


def _addressed(source: Source) -> Facts:
    request = source.request
    return {
        **_heading(source),
        "letter_number": source.number,
        "applicant": applicant(source.identity, request.applicant_type, request.occupation),
    }


def _wish(source: Source) -> Facts:
    request = source.request
    return {
        "purpose_of_use": request.purpose_of_use,
        "access_mode": request.access_mode,
        "copy_format": request.copy_format,
        "delivery_method": request.delivery_method,
        "fee_basis": None,
    }


def _received_by(source: Source) -> str:
    entered = source.request.entered_by
    return staff.names(source.unit).get(entered, "sistem") if entered else "sistem"


def _request_form(source: Source) -> Facts:
    request = source.request
    return {
        **_heading(source),
        **_wish(source),
        "applicant": applicant(source.identity, request.applicant_type, request.occupation),
        "proxy": proxy(source.identity),
        "attachments": _attachments(source),
        "received_by": _received_by(source),
    }


_ATTACHED = {
    FileRole.IDENTITY: "Bukti identitas",
    FileRole.POWER_OF_ATTORNEY: "Surat kuasa",
    FileRole.ATTACHMENT: "Berkas pendukung",
}


def _attachments(source: Source) -> list[str]:
    roles = source.unit.session.scalars(
        select(RequestFile.role)
        .where(RequestFile.request_id == source.request.id)
        .order_by(RequestFile.id)
    )
    return [_ATTACHED[FileRole(role)] for role in roles]


def _receipt(source: Source) -> Facts:
    extended = deadlines.due(Clock.EXTENSION, source.known.base.on, source.calendar)
    return {
        **_heading(source),
        **_wish(source),
        "tracking_code": source.request.tracking_code,
        "received_by": _received_by(source),
        "channel": source.request.channel,
        "applicant_name": source.identity.applicant_name,
        "due": source.known.notice.derivation.as_facts(),
        "extension_until_on": extended.on.isoformat(),
    }


def _incomplete(source: Source) -> Facts:
    request = source.request
    lines = [line.strip(" -•\t") for line in (request.missing or "").splitlines()]
    known = request.incomplete_received is not None and request.fix_due is not None
    return {
        **_addressed(source),
        "missing": [{"item": line, "explanation": "", "basis": None} for line in lines if line],
        "fix_until_on": request.fix_due.isoformat() if known and request.fix_due else None,
    }


def _extension(source: Source) -> Facts:
    extended = source.known.extension or source.known.base
    return {
        **_addressed(source),
        "ground": source.request.extension_ground,
        "reason": source.request.extension_reason,
        "old_due": source.known.base.derivation.as_facts(),
        "new_due": extended.derivation.as_facts(),
    }


def _notice(source: Source) -> Facts:
    request = source.request
    cited = exemption_list.record(source.unit, request.exemption).row if request.exemption else None
    refused = request.decision not in {Decision.GRANTED_FULL, Decision.GRANTED_PARTIAL}
    forms = [
        name for name, held in (("softcopy", request.held_soft), ("hardcopy", request.held_hard))
        if held
    ]  # fmt: skip
    return {
        **_addressed(source),
        "decision": request.decision,
        "under_control": bool(request.under_control),
        "holding_body": request.holding_body,
        "holding_body_contact": None,
        "forms": forms,
        "material": request.notice_note,
        "access_mode": request.access_mode,
        "delivery_method": request.delivery_method,
        "fees": [_fee(row) for row in json.loads(request.fee_items)],
        "fee_basis": None,
        "payment_method": request.payment_method,
        "provide_days": _days_between(request.notice_date, request.provide_due),
        "provide_until_on": request.provide_due.isoformat() if request.provide_due else None,
        "redaction": request.redaction,
        "explanation": _explanation(request),
        "decree_number": cited.decree_no if cited else None,
        "available_until_on": None,
        # Only a refusal is sent with the decree itself; a partial grant names it.
        "enclosures": [f"Penetapan Nomor {cited.decree_no}"] if cited and refused else [],
    }


def _fee(row: Facts) -> Facts:
    return {
        "kind": row["kind"],
        "description": row["description"],
        "unit_price_rp": row["unit_price"],
        "quantity": row["quantity"],
    }


def _days_between(start: date | None, end: date | None) -> int | None:
    return (end - start).days if start and end else None


def _explanation(request: Request) -> str | None:
    if request.decision == Decision.GRANTED_PARTIAL:
        return None
    return request.refusal_reason


def _refusal_decision(source: Source) -> Facts:
    unit, request = source.unit, source.request
    cited = exemption_list.record(unit, request.exemption or 0)
    draft = cited.draft
    period = _period(draft.period_type, draft.expires_on)
    basis = f"UU 14/2008 Pasal 17 huruf {draft.ground.letter}"
    bases = [basis, *([draft.other_statute] if draft.other_statute else [])]
    decided = cited.row.decree_date
    return {
        "decree_number": cited.row.decree_no,
        "decided_on": (decided or unit.today).isoformat(),
        "registration_number": request.registration_number,
        "classification": "Informasi yang dikecualikan",
        "unit": draft.holding_unit,
        "information": draft.title,
        "description": draft.description,
        "legal_basis": bases,
        # The decree tells why the information is exempt at all; why this one request was
        # refused stands in its notice.
        "reasons": f"Apabila dibuka: {draft.consequence_if_open}\n"
        f"Apabila ditutup: {draft.consequence_if_closed}",
        "period": period,
        "expires_on": draft.expires_on.isoformat() if draft.expires_on else None,
        "test": {
            "number": draft.test_sheet_no,
            # The sheet is not asked when and where it was held; a letter must not guess.
            "held_on": None,
            "place": None,
            "rows": [
                {
                    "information": draft.title,
                    "legal_basis": "; ".join(bases),
                    "if_open": draft.consequence_if_open,
                    "if_closed": draft.consequence_if_closed,
                    "period": period,
                }
            ],
            "examiners": [
                {"name": row.name, "position": row.position, "unit": None} for row in draft.testers
            ],
        },
    }


def _period(kind: PeriodType, expires: date | None) -> str:
    if kind is PeriodType.FIXED_UNTIL and expires:
        return "sampai tanggal yang ditetapkan"
    if kind is PeriodType.AS_LONG_AS_NEEDED:
        return "selama masih diperlukan"
    return "menurut peraturan perundang-undangan"


_WRITERS: dict[str, Callable[[Source], Facts]] = {
    "request_form": _request_form,
    "receipt": _receipt,
    "incomplete": _incomplete,
    "extension": _extension,
    "notice": _notice,
    "refusal_decision": _refusal_decision,
}
