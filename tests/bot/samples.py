"""What every text about a filed case is given in the office's life; `words` come from outside."""

from datetime import date
from typing import Any

from office.workdays import Calendar, DayOff, DayOffKind
from register import deadlines, telling
from register.law import Clock
from register.objection_words import Ground, ObjectionStatus
from register.own_case import Line
from register.remedies import RemedyKind
from register.words import Status

TODAY = date(2026, 3, 10)
LEAVE = date(2026, 3, 18)
CALENDAR = Calendar({LEAVE: DayOff(LEAVE, DayOffKind.COLLECTIVE_LEAVE, "Cuti Bersama")})
REASON = {"code": "objection_window_over", "facts": {"until": "2026-03-31"}, "field": "object"}


def counting(clock: Clock = Clock.NOTICE) -> dict[str, Any]:
    return telling.counting(deadlines.due(clock, TODAY, CALENDAR))


def request_facts(words: str = "ucapannya") -> dict[str, Any]:
    fee = {"kind": "copying", "description": words, "unit_price": 500, "quantity": 25}
    return {
        "number": "0001/PPID/III/2026", "tracking_code": "ABCDEFGHJK", "status": "registered",
        "information": words[:200], "received": "2026-03-10", "due": "2026-03-25",
        "counting": counting(), "base": counting(), "extended": True,
        "extension_ground": "not_yet_held", "extension_reason": words, "missing": words,
        "fix_due": "2026-03-13", "decision": "granted_partial", "ground": "exempt_h",
        "reason": words, "under_control": True, "holding_body": words[:200], "soft": True,
        "hard": True, "access_mode": "copy", "delivery_method": "telegram", "redaction": words,
        "note": words[:1500], "provide_due": "2026-03-31", "provide_days": 6,
        "provided_how": words[:1500], "fee_total": 12500, "fee_items": [fee], "paid": False,
        "objection_until": "2026-05-05",
    }  # fmt: skip


def objection_facts(words: str = "ucapannya") -> dict[str, Any]:
    return {
        "number": "0001/KBR/III/2026", "request_number": "0001/PPID/III/2026",
        "tracking_code": "ABCDEFGHJK", "status": "answered", "received": "2026-03-10",
        "due": "2026-04-27", "counting": counting(Clock.OBJECTION_RESPONSE),
        "grounds": [ground.value for ground in Ground], "decision": "rejected", "reasons": words,
        "statements": {ground.letter: words[:1500] for ground in Ground}, "order": words,
        "order_due": "2026-05-05", "dispute_until": "2026-05-20", "past_window": True,
    }  # fmt: skip


def case_card(words: str = "ucapannya", **changes: Any) -> dict[str, Any]:
    facts = request_facts(words)
    return {
        **{name: value for name, value in facts.items() if name not in {"counting", "base"}},
        "story": [{"on": "2026-03-10", "event": "submitted"}] * 30, "since": "2026-03-10",
        "days_left": 5, "objections": ["0001/KBR/III/2026"] * 5,
        "steps": [{"kind": kind.value, "until": "2026-05-05"} for kind in RemedyKind],
        "reason": REASON, **changes,
    }  # fmt: skip


def objection_card(words: str = "ucapannya", **changes: Any) -> dict[str, Any]:
    facts = objection_facts(words)
    del facts["counting"]
    return {
        **facts, "story": [{"on": "2026-03-10", "event": "objected"}] * 30, "since": "2026-03-10",
        "days_left": 5, "until": "2026-05-05", "reason": REASON, **changes,
    }  # fmt: skip


def listed(words: str) -> list[dict[str, Any]]:
    rows = [("request", status.value) for status in Status][:6]
    rows += [("objection", ObjectionStatus.RECORDED.value), ("objection", "answered")]
    names = Line.__slots__
    return [
        dict(
            zip(
                names,
                (
                    kind,
                    1,
                    "0001/PPID/III/2026",
                    status,
                    "2026-03-10",
                    "2026-03-25",
                    left,
                    words,
                    True,
                    RemedyKind.OBJECT.value,
                    "2026-05-05",
                ),
                strict=True,
            ),
            ordinal=ordinal,
        )
        for ordinal, ((kind, status), left) in enumerate(
            zip(rows, (5, 0, -3, None, 1, 2, 3, None), strict=True), start=1
        )
    ]


def _notices(words: str) -> dict[str, dict[str, Any]]:
    asked, objected = request_facts(words), objection_facts(words)
    keys = (
        "receipt taken_up incomplete repaired lapsed granted paid provided refused under_review "
        "back_in_process closed reopened withdrawn"
    )
    notices = {f"request_{key}": asked for key in keys.split()}
    keys = "receipt answered accepted contested ended withdrawn"
    notices |= {f"objection_{key}": objected for key in keys.split()}
    still = {"remedy_until": "2026-05-05"}
    return {
        **notices,
        "request_extended": {**asked, "old_due": "2026-03-24"},
        "request_late": {**asked, "still": ["request", 1], **still},
        "objection_late": {**objected, "still": ["objection", 1], **still},
        "request_document": {"number": "0001/PPID/III/2026", "name": words[:150]},
        "request_link": {"number": "0001", "name": words[:150], "path": "/ambil/kata"},
        "letter_enclosed": {"letter": 1, "number": "0001/PPID/III/2026"},
        "bundle_enclosed": {"bundle": 1, "number": "0001/PPID/III/2026"},
    }  # fmt: skip


def _conversations(words: str) -> dict[str, dict[str, Any]]:
    number = {"number": "0001/PPID/III/2026"}
    grounds = [{"ground": ground.value, "ticked": True, "until": "2026-05-05"} for ground in Ground]
    steps = [
        {"kind": kind, "until": "2026-05-05", "grounds": [ground.value for ground in Ground],
         "counting": counting(Clock.OBJECTION_FILING)}
        for kind in ("repair", "object", "dispute", "object")
    ]  # fmt: skip
    over = {"over": "2026-05-05"}
    return {
        "status_list": {"cases": listed(words), "has_draft": True},
        "case_request": case_card(words),
        "case_objection": objection_card(words),
        "case_counting": {**number, "first": counting(), "extension": counting(Clock.EXTENSION)},
        "case_remedies": {**number, "remedies": steps},
        "case_contest_closed": {**number, "confirmed": "2026-03-12", "until": "2026-05-05"},
        "request_filed": {**number, "due": "2026-03-25"},
        "objection_filed": {**number, "due": "2026-04-27"},
        "case_dispute": {**number, "until": "2026-05-05", "counting": counting()},
        "case_tracked": {
            **number, "kind_of_case": "request", "status": "refused", "decision": "refused_exempt",
            "received": "2026-03-10", "due": "2026-03-25", "days_left": 3,
            "information": words[:80],
        },
        "withdraw_confirm": {**number, "kind_of_case": "objection"},
        "repair_begin": {**number, "missing": words, "fix_due": "2026-03-13", "most": 5},
        "repair_taken": {"text": words[:1500], "count": 2, "most": 5, "reason": REASON},
        "repair_left": {"fix_due": "2026-03-13"},
        "repair_too_late": {"reason": REASON},
        "objecting_choose": {"cases": [{**number, "information": words}] * 8},
        "objecting_grounds": {**number, "grounds": grounds, "reason": REASON, **over},
        "objecting_facts": {**number, "reason": REASON},
        "objecting_review": {
            **number, "grounds": [ground.value for ground in Ground], "case_facts": words, **over,
        },
        "objecting_anyway": {"reason": REASON},
    }  # fmt: skip


def case_samples(words: str) -> dict[str, dict[str, Any]]:
    """Return the data of every text about a filed case."""
    return {**_notices(words), **_conversations(words)}
