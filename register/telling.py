"""What a citizen is told about a request: plain facts for texts, and the buttons beneath."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from office import daysoff
from office.unit import Unit
from office.workdays import Derivation
from register.clocks import Clocks, Course, clocks
from register.deadlines import Due
from register.tables import Request

# Buttons by the text they stand under; `c` is a press on a case, `s` the survey, `m` the menu.
_BUTTONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "request_receipt": (("@case_counting", "c:counting:{id}"), ("@case_open", "c:open:{id}")),
    "request_incomplete": (("@case_repair", "c:repair:{id}"),),
    "request_extended": (("@case_counting", "c:counting:{id}"),),
    "request_granted": (("@case_open", "c:open:{id}"),),
    "request_provided": (
        ("@case_confirm", "c:confirm:{id}"),
        ("@case_contest", "c:contest:{id}"),
    ),
    "request_refused": (("@case_object", "c:object:{id}"), ("@case_remedies", "c:remedies:{id}")),
    "request_lapsed": (("@case_remedies", "c:remedies:{id}"),),
    "request_late": (("@case_object", "c:object:{id}"), ("@case_remedies", "c:remedies:{id}")),
    "request_closed": (("@survey", "s:request:{id}"),),
    "objection_receipt": (("@objection_open", "o:open:{id}"),),
    "objection_answered": (
        ("@objection_accept", "o:accept:{id}"),
        ("@objection_contest", "o:contest:{id}"),
    ),
    "objection_accepted": (("@survey", "s:objection:{id}"),),
    "objection_contested": (("@bundle", "o:bundle:{id}"), ("@survey", "s:objection:{id}")),
    "objection_late": (("@objection_open", "o:open:{id}"), ("@bundle", "o:bundle:{id}")),
}


def keyboard(key: str, number: int) -> Mapping[str, Any] | None:
    """Return the buttons under a text about a case, or None."""
    rows = [[[words, press.format(id=number)]] for words, press in _BUTTONS.get(key, ())]
    return {"inline": rows} if rows else None


def course(request: Request) -> Course:
    """Return what has moved a request's clocks."""
    return Course(
        received=request.received_date,
        incomplete=request.incomplete_received or request.incomplete_date,
        complete=request.complete_date,
        extended=request.extended_on is not None,
    )


def clocks_of(unit: Unit, request: Request) -> Clocks:
    """Return every clock of a request by the calendar as it is now."""
    return clocks(course(request), daysoff.calendar(unit, request.received_date))


def facts(unit: Unit, request: Request) -> dict[str, Any]:
    """Return a request as plain data for its applicant's texts."""
    known = clocks_of(unit, request)
    return {
        "number": request.registration_number,
        "tracking_code": request.tracking_code,
        "status": request.status,
        "information": request.information_detail[:200],
        "received": request.received_date.isoformat(),
        "due": request.notice_due.isoformat(),
        "counting": counting(known.notice),
        "base": counting(known.base),
        "extended": request.extended_on is not None,
        "extension_ground": request.extension_ground,
        "extension_reason": request.extension_reason,
        "missing": request.missing,
        "fix_due": _iso(request.fix_due),
        "decision": request.decision,
        "ground": request.refusal_ground,
        "reason": request.refusal_reason,
        "under_control": request.under_control,
        "holding_body": request.holding_body,
        "soft": request.held_soft,
        "hard": request.held_hard,
        "access_mode": request.access_mode,
        "delivery_method": request.delivery_method,
        "redaction": request.redaction,
        "note": request.notice_note,
        "provide_due": _iso(request.provide_due),
        "provide_days": max(0, (request.provide_due - unit.today).days)
        if request.provide_due
        else None,
        "provided_how": request.provided_how,
        "fee_total": request.fee_total,
        "fee_items": json.loads(request.fee_items),
        "paid": request.paid_on is not None,
        "objection_until": _iso(request.objection_until),
    }


def counting(known: Due) -> dict[str, Any]:
    """Return how a date was counted, as plain data."""
    derivation = known.derivation
    return {
        "start": derivation.start.isoformat(),
        "due": derivation.due.isoformat(),
        "days": known.term.working_days,
        "source": known.term.source,
        "first": derivation.counted[0].isoformat(),
        "counted": [day.isoformat() for day in derivation.counted],
        "skipped": _skipped(derivation),
        "estimated": derivation.estimated,
    }


def _skipped(derivation: Derivation) -> list[dict[str, str]]:
    return [{"day": row.day.isoformat(), "reason": row.reason} for row in derivation.skipped]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
