"""From an objection's row to what each of its letters says."""

import json
from typing import Any

from office import daysoff, staff
from office.unit import Unit
from register import deadlines, exemption_list
from register.identities import unsealed
from register.law import Clock
from register.letter_facts import applicant, proxy, signer
from register.objection_tables import Objection
from register.tables import Request
from register.words import Decision

Facts = dict[str, Any]
# A notice with one of these went out together with the exemption decision.
_WITH_DECREE = {Decision.REFUSED_EXEMPT, Decision.REFUSED_OTHER_LAW}


def of_objection(
    unit: Unit, kind: str, objection: Objection, request: Request | None, number: str
) -> Facts:
    """Return the facts of a letter about an objection."""
    identity = unsealed(unit, objection)
    who = applicant(identity, objection.applicant_type, objection.occupation)
    received_at = objection.received_at.astimezone(unit.zone).isoformat()
    calendar = daysoff.calendar(unit, objection.received_date)
    due = deadlines.due(Clock.OBJECTION_RESPONSE, objection.received_date, calendar)
    shared: Facts = {
        "objection_number": objection.objection_number,
        "registration_number": request.registration_number if request else None,
        "signers": {"ppid": "", "superior": signer(unit)},
    }
    if kind == "objection_form":
        return shared | {
            "purpose_of_use": objection.purpose_of_use,
            "applicant": who,
            "proxy": proxy(identity),
            "grounds": list(objection.grounds),
            "case_facts": objection.case_facts,
            "filed_at": received_at,
            "answer_due_on": due.on.isoformat(),
            "received_by": _received_by(unit, objection),
        }
    if kind == "objection_receipt":
        return shared | {
            "tracking_code": objection.tracking_code,
            "received_at": received_at,
            "received_by": _received_by(unit, objection),
            "channel": objection.channel,
            "applicant_name": identity.applicant_name,
            "grounds": list(objection.grounds),
            "case_facts": objection.case_facts,
            "due": due.derivation.as_facts(),
        }
    return (
        shared
        | _reply(unit, objection, request, number)
        | {
            "received_at": received_at,
            "applicant": who,
        }
    )


def _received_by(unit: Unit, objection: Objection) -> str:
    entered = objection.entered_by
    return staff.names(unit).get(entered, "sistem") if entered else "sistem"


def _reply(unit: Unit, objection: Objection, request: Request | None, number: str) -> Facts:
    cited = exemption_list.record(unit, objection.exemption).row if objection.exemption else None
    statements: dict[str, str] = json.loads(objection.statements)
    return {
        "letter_number": number,
        "decision": objection.decision,
        "statements": [
            {"ground": letter, "statement": text} for letter, text in statements.items()
        ],
        "reasons": objection.reasons,
        "order": objection.order_to_ppid,
        "order_due_on": objection.order_due.isoformat() if objection.order_due else None,
        "decree_number": cited.decree_no if cited else None,
        "decree_sent": request is not None and request.decision in _WITH_DECREE,
        "commission": "",
        "commission_contact": None,
        "enclosures": [],
    }
