"""One conversation on one screen: what was said, what stands beside it, what may be done."""

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.responses import Response

from admin import composer
from admin.composer import Draft
from admin.pages import documents
from admin.pages.beside import beside
from admin.texts import table
from admin.visit import Visit
from knowledge.escalation import assigned, board, context, presence, signs, talk
from knowledge.escalation.lines import LONGEST_REPLY
from knowledge.escalation.talk import Conversation, Line
from knowledge.escalation.words import (
    CHOSEN_OUTCOMES,
    Author,
    EscalationStatus,
    Lane,
    Outcome,
)
from office import files, staff
from office.clock import local_date
from office.people import Permission
from office.refusals import NotNow, NotValid
from office.unit import Unit

_LAST_LINES = 40
_STATUS = {NotNow: 409, NotValid: 422}
LONGEST_INFORMATION = 2000


def show(visit: Visit) -> Response:
    """Show a conversation with its story and what may be done with it."""
    return page(visit)


def done(visit: Visit, work: Callable[[Unit], object], path: str, message: str) -> Response:
    """Act and go on; where it is declined, show the conversation with all that was typed."""
    try:
        visit.act(work)
    except (NotNow, NotValid) as refused:
        return page(visit, refused)
    return visit.go(path, message)


def page(visit: Visit, refused: NotNow | NotValid | None = None) -> Response:
    """Show a conversation, and why something was declined just now."""
    with visit.reading() as unit:
        # Read first: what moves while the page is made, the open page is told of.
        version = board.version(unit)
        found = talk.conversation(unit, visit.number)
        draft = composer.draft(visit, unit, found)
        facts = {
            **_standing(visit, unit, found),
            **_said(visit, unit, found),
            **_reply(unit, found, draft),
            "beside": beside(visit, unit, found),
            "passing": assigned.passing(unit),
            "given_back": context.given_back(unit, found.id),
        }
    status = 200 if refused is None else _STATUS[type(refused)]
    return visit.page(
        "conversation.html",
        status,
        talk=found,
        version=version,
        draft=draft,
        refused=_spoken(refused),
        reply_words=table()["reply_refusal"],
        typed=visit.fields,
        form=visit.request.url.path.rpartition("/")[2] if refused is not None else "",
        **facts,
    )


def _spoken(refused: NotNow | NotValid | None) -> dict[str, Any] | None:
    """Return a refusal as the page says it: lists become words."""
    if refused is None:
        return None
    facts = {
        name: ", ".join(fact) if isinstance(fact, list) else fact
        for name, fact in refused.facts.items()
    }
    return {"code": refused.code, "field": getattr(refused, "field", ""), "facts": facts}


def _standing(visit: Visit, unit: Unit, found: Conversation) -> dict[str, Any]:
    """Return where a conversation stands, as seen by the visitor."""
    me = visit.member.staff_id if visit.member else 0
    run_out = found.held_until is not None and found.held_until < unit.now
    is_held = found.status == EscalationStatus.HELD
    colleagues = staff.who_may(unit, Permission.ANSWER_CITIZENS)
    return {
        "me": me,
        "now": unit.now,
        "names": staff.names(unit),
        "mine": is_held and found.held_by == me,
        "free": _may_be_claimed(found, me, run_out=run_out),
        "held_by_other": is_held and found.held_by != me and not run_out,
        "present": [
            one for one in presence.around(unit, [found.id]).get(found.id, ()) if one.staff_id != me
        ],
        "colleagues": {number: name for number, name in colleagues.items() if number != me},
        "one_day": _is_one_day(unit, found),
        "lanes": list(Lane),
        "outcomes": list(CHOSEN_OUTCOMES),
        "not_possible": Outcome.NOT_POSSIBLE,
        "longest": LONGEST_REPLY,
        "longest_information": LONGEST_INFORMATION,
        "upload_limit": files.LARGEST // 1024**2,
        "photos": documents.PHOTOS,
        "sounds": documents.SOUNDS,
    }


def _is_one_day(unit: Unit, found: Conversation) -> bool:
    """Tell whether a promise begins and ends on the same day."""
    ends = [at for at in (found.promised_from, found.promised_by) if at is not None]
    return len({local_date(at, unit.zone) for at in ends}) == 1


def _may_be_claimed(found: Conversation, me: int, *, run_out: bool) -> bool:
    if found.not_for == me:
        return False
    free = (EscalationStatus.QUEUED, EscalationStatus.AWAITING_CITIZEN)
    return found.status in free or (found.status == EscalationStatus.HELD and run_out)


def _said(visit: Visit, unit: Unit, found: Conversation) -> dict[str, Any]:
    """Return the last lines day by day, and which of them the visitor had not seen."""
    shown = found.lines if visit.query("semua") else found.lines[-_LAST_LINES:]
    days: list[tuple[date, list[Line]]] = []
    for line in shown:
        day = local_date(line.at, unit.zone)
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(line)
    pending = {line.id for line in found.pending}
    seen = visit.fields.get("seen_line", "")
    newer = (
        {line.id for line in shown if line.author == Author.CITIZEN and line.id > int(seen)}
        if seen.isascii() and seen.isdigit() and len(seen) < 10
        else set()
    )
    return {
        "days": days,
        "hidden": len(found.lines) - len(shown),
        "pending": pending,
        "newer": newer,
    }


def _reply(unit: Unit, found: Conversation, draft: Draft) -> dict[str, Any]:
    """Return what the reply form must ask for."""
    care = signs.care(draft.text, found.asked)
    return {
        "care": care,
        "needs_second": found.sensitive or bool(care),
        "checklist": signs.CHECKLIST,
        "blanks": signs.blanks(draft.text),
        "approvers": [
            name
            for number, name in staff.who_may(unit, Permission.APPROVE_REPLIES).items()
            if number != found.held_by
        ],
    }
