"""What citizens are told about their conversation with staff: notices, facts and buttons."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import EscalationStatus
from office.outbox import Kind, Notice
from office.unit import Unit

# Whose mark it is, beside the marks of other rooms.
KIND = "escalation"
# The keys in place of the letters while staff are talked to, and afterwards, as the citizens' door
# lays them out (bot/handlers/handover.py, bot/keyboards.py).
_TALKING = {
    "reply": [["@menu_status", "@menu_help"], ["@end_talk"]],
    "hint": "@hint_staff",
    "contact": None,
}
_OVER = {
    "reply": [
        ["@menu_ask", "@menu_file"],
        ["@menu_status", "@menu_staff"],
        ["@menu_programmes", "@menu_agenda"],
        ["@menu_help", "@menu_language"],
    ],
    "hint": "@hint_menu",
}
_KEYS: Mapping[str, Mapping[str, Any]] = {
    "escalation_opened": _TALKING,
    "escalation_reopened": _TALKING,
    "escalation_reopened_by_staff": _TALKING,
    "escalation_to_another": _TALKING,
    "escalation_closed": _OVER,
}
# A person wrote these by hand.
_BY_STAFF = frozenset({"staff_reply", "staff_file"})
# What a press under these texts carries, as the citizens' door unpacks it.
_BUTTONS = {
    "escalation_rating": (
        ("@rating_4", "r:{id}:4"),
        ("@rating_3", "r:{id}:3"),
        ("@rating_2", "r:{id}:2"),
        ("@rating_1", "r:{id}:1"),
    ),
    "escalation_to_request": (("@go_on_to_request", "f:{offer}"),),
}


def tell(
    unit: Unit,
    escalation: Escalation,
    key: str,
    occasion: str,
    data: Mapping[str, object],
    *,
    file_id: int | None = None,
    after: timedelta = timedelta(0),
) -> str:
    """Post a notice about a conversation; return the name of its occasion."""
    once = f"escalation:{escalation.id}:{occasion}"
    unit.post(
        Notice(
            escalation.person,
            key,
            once,
            Kind.REPLY if key in _BY_STAFF else Kind.ANSWER,
            data,
            _keyboard(key, {"id": escalation.id, **data}),
            file_id=file_id,
            language=escalation.language,
            after=after,
        )
    )
    return once


def still(escalation: Escalation) -> list[object]:
    """Return the mark of a notice that must be true when it is sent, not only when written."""
    return [KIND, escalation.id, escalation.status]


def is_still_so(unit: Unit, mark: Sequence[object]) -> bool:
    """Tell whether a marked notice is true now.

    A reminder, while the citizen has not answered; an apology, while nobody answered them.
    """
    number, status = int(str(mark[1])), mark[2]
    escalation = unit.session.get(Escalation, number)
    if escalation is None:
        return False
    if status == EscalationStatus.AWAITING_CITIZEN:
        return escalation.status == status
    is_open = escalation.status != EscalationStatus.CLOSED
    return is_open and escalation.waiting_since is not None


def _keyboard(key: str, data: Mapping[str, object]) -> Mapping[str, Any] | None:
    if key in _KEYS:
        return _KEYS[key]
    rows = [[[words, press.format(**data)]] for words, press in _BUTTONS.get(key, ())]
    return {"inline": rows} if rows else None


def promised(escalation: Escalation) -> dict[str, str | None]:
    """Return the promise as plain data for texts: the instants between which an answer comes."""
    first, last = escalation.promised_from, escalation.promised_by
    return {"from": first.isoformat() if first else None, "by": last.isoformat() if last else None}


def as_text(basis: Mapping[str, object]) -> str:
    """Return what a promise was reckoned from, to be kept."""
    return json.dumps(dict(basis), sort_keys=True)
