"""Fill in an objection (Perki 1/2021 Pasal 41): grounds, what happened, review, send."""

import re
import secrets
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from aiogram import Router

from bot.filters import At, FormAnswer, Said
from bot.handlers import closed
from bot.handlers.declined import declined, unknown
from bot.handlers.handover import home
from bot.keyboards import MENU, inline, reply
from bot.presses import CasePress
from bot.states import Objecting
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from office.masking import holds_long_number, mask
from office.outbox import Kind
from office.refusals import NotFound, NotValid, Refusal
from office.switches import Function
from register import moves, objections, own_case
from register.objection_words import Ground
from register.objections import LONGEST_FACTS, ObjectionForm
from register.own_case import OwnCase, Way
from register.remedies import RemedyKind

Draft = Mapping[str, Any]

DONE = "selesai"
_SHORTEST_FACTS = 10
_ORDINALS = re.compile(r"[1-7](?:[\s,.&+]+(?:dan\s+)?[1-7])*\.?", re.IGNORECASE)
# Whether an answer fits or a fee is fair is for the applicant to say, not for the register.
_JUDGED = frozenset({Ground.ANSWERED_NOT_AS_REQUESTED, Ground.UNREASONABLE_FEE})
_CHOOSING_KEYS = reply(["1", "2", "3", "4"], ["5", "6", "7"], ["@done"], ["@cancel"])
_TELLING_KEYS = reply(["@back", "@cancel"], hint="@hint_form")
_REVIEW_KEYS = reply(["@objection_send"], ["@back", "@cancel"])


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="objecting")
    form, words = Router(name="objecting-form"), Router(name="objecting-words")
    form.message.filter(FormAnswer(Objecting.choosing, Objecting.telling, Objecting.reviewing))
    form.message.register(leave, Said(Word.CANCEL, Word.DISCARD))
    form.message.register(leave, At(Objecting.choosing), Said(Word.BACK))
    form.message.register(back, Said(Word.BACK))
    form.message.register(choose, At(Objecting.choosing))
    form.message.register(tell, At(Objecting.telling))
    form.message.register(send, At(Objecting.reviewing), Said(Word.SEND_OBJECTION))
    form.message.register(review, At(Objecting.reviewing))
    words.message.register(which, Said(Word.OBJECT))
    words.message.register(nothing_to_send, Said(Word.SEND_OBJECTION, Word.SEND_REPAIR))
    routes.include_routers(form, words)
    return routes


def which(turn: Turn) -> Outcome:
    """Ask about which request, of those that an objection is open for."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    own = [row for row in own_case.lines(turn.unit) if row.kind == "request"]
    found = [row for row in own if Way.OBJECT in own_case.request(turn.unit, row.id).ways]
    keyboard = inline(*([(row.number, CasePress(what="object", number=row.id))] for row in found))
    facts = [{"number": row.number, "information": row.information} for row in found]
    words = say("objecting_choose", keyboard if found else MENU, kind=Kind.ANSWER, cases=facts)
    return Outcome((words,))


def anyway(number: int, refused: Refusal) -> Say:
    """Return the offer to object although the register sees no open ground."""
    keyboard = inline([("@object_anyway", CasePress(what="insist", number=number))])
    return say("objecting_anyway", keyboard, kind=Kind.ANSWER, reason=declined(refused))


def begin(
    turn: Turn, case: OwnCase, grounds: Collection[Ground] | None, over: date | None = None
) -> Outcome:
    """Begin with grounds ticked; an unfinished objection to the same request is taken up again.

    No grounds given: those that the register itself shows. `over` is when the days ran out.
    """
    if Function.FILING in turn.closed:
        return closed.filing(turn, "objection")
    draft = turn.memory.get("objection")
    if not draft or draft["request"] != case.id:
        ticked = _evident(case) if grounds is None else grounds
        draft = {
            "key": secrets.token_hex(12),
            "request": case.id,
            "number": case.number,
            "grounds": sorted(ticked),
            "facts": "",
            "over": over.isoformat() if over else None,
        }
    return _choosing(turn, draft, case)


def _evident(case: OwnCase) -> frozenset[Ground]:
    """Return the open grounds that are a matter of record; where there is none, all open ones."""
    found = {row.ground for row in case.remedies if row.kind is RemedyKind.OBJECT}
    lawful = frozenset(ground for ground in found if ground is not None)
    return lawful - _JUDGED or lawful


def resume(turn: Turn) -> Outcome:
    """Go on with an unfinished objection."""
    draft = _draft(turn)
    if draft is None:
        return _end(turn, "objecting_left")
    if Function.FILING in turn.closed:
        return closed.filing(turn, "objection")
    if draft["facts"]:
        return review(turn)
    return _choosing(turn, draft)


def _draft(turn: Turn) -> Draft | None:
    found: Draft | None = turn.memory.get("objection")
    return found


def _kept(turn: Turn, draft: Draft) -> dict[str, Any]:
    return {**turn.memory, "objection": dict(draft)}


def _choosing(
    turn: Turn, draft: Draft, case: OwnCase | None = None, refused: Refusal | None = None
) -> Outcome:
    try:
        case = case or own_case.request(turn.unit, int(draft["request"]))
    except NotFound:
        return unknown()
    until = {row.ground: row.until.isoformat() for row in case.remedies if row.ground}
    grounds = [
        {"ground": ground.value, "ticked": ground in draft["grounds"], "until": until.get(ground)}
        for ground in Ground
    ]
    words = say(
        "objecting_grounds",
        _CHOOSING_KEYS,
        number=draft["number"],
        grounds=grounds,
        over=draft["over"],
        reason=declined(refused, "grounds"),
    )
    return Outcome((words,), Objecting.choosing, _kept(turn, draft))


def choose(turn: Turn) -> Outcome:
    """Tick or untick grounds by their numbers, or go on."""
    draft = _draft(turn)
    if draft is None:
        return _end(turn, "objecting_left")
    text = " ".join(turn.text.casefold().split()).rstrip(".!")
    if text == DONE:
        if not draft["grounds"]:
            return _choosing(turn, draft, refused=NotValid("grounds", "required"))
        return review(turn) if draft["facts"] else _telling(turn, draft)
    if not _ORDINALS.fullmatch(text):
        return _choosing(turn, draft, refused=NotValid("grounds", "ground_unclear"))
    order = [ground.value for ground in Ground]
    named = {order[int(digit) - 1] for digit in re.findall(r"\d", text)}
    return _choosing(turn, {**draft, "grounds": sorted(named ^ set(draft["grounds"]))})


def _telling(turn: Turn, draft: Draft, refused: Refusal | None = None) -> Outcome:
    words = say("objecting_facts", _TELLING_KEYS, number=draft["number"], reason=declined(refused))
    return Outcome((words,), Objecting.telling, _kept(turn, draft), _to_erase(turn))


def _to_erase(turn: Turn) -> tuple[int, ...]:
    """Return the message to be erased: it held a number as long as a NIK."""
    return (turn.arrival.message_id,) if holds_long_number(turn.text) else ()


def tell(turn: Turn) -> Outcome:
    """Take what happened, in the applicant's own words."""
    draft = _draft(turn)
    if draft is None:
        return _end(turn, "objecting_left")
    try:
        if not turn.text:
            raise NotValid("case_facts", "text_needed")
        facts = moves.fits("case_facts", turn.text, LONGEST_FACTS, shortest=_SHORTEST_FACTS)
    except NotValid as refused:
        return _telling(turn, draft, refused)
    return _reviewing(turn, {**draft, "facts": facts})


def review(turn: Turn) -> Outcome:
    """Show the whole objection before it is sent."""
    draft = _draft(turn)
    return _end(turn, "objecting_left") if draft is None else _reviewing(turn, draft)


def _reviewing(turn: Turn, draft: Draft) -> Outcome:
    words = say(
        "objecting_review",
        _REVIEW_KEYS,
        number=draft["number"],
        grounds=[ground.value for ground in Ground if ground in draft["grounds"]],
        case_facts=mask(draft["facts"]),
        over=draft["over"],
    )
    return Outcome((words,), Objecting.reviewing, _kept(turn, draft), _to_erase(turn))


def back(turn: Turn) -> Outcome:
    """Open the step before."""
    draft = _draft(turn)
    if draft is None:
        return _end(turn, "objecting_left")
    at_review = turn.standing.step == Objecting.reviewing.state
    return _telling(turn, draft) if at_review else _choosing(turn, draft)


def send(turn: Turn) -> Outcome:
    """Enter the objection in the register; its receipt follows from the act."""
    draft = _draft(turn)
    if draft is None:
        return nothing_to_send(turn)
    if Function.FILING in turn.closed:
        return closed.sending(turn, "objection", _REVIEW_KEYS)
    form = ObjectionForm([Ground(one) for one in draft["grounds"]], draft["facts"])
    try:
        filed = objections.raise_about(
            turn.unit,
            int(draft["request"]),
            form,
            draft_key=draft["key"],
            received_at=turn.arrival.sent_at,
        )
    except NotFound:
        return unknown()
    due = filed.response_due.isoformat()
    return _end(turn, "objection_filed", number=filed.objection_number, due=due)


def leave(turn: Turn) -> Outcome:
    """Stop; nothing of the objection is kept."""
    return _end(turn, "objecting_left")


def nothing_to_send(turn: Turn) -> Outcome:
    """Answer a second press of a sending button."""
    return Outcome((say("draft_sent", MENU),), step=home(turn))


def _end(turn: Turn, key: str, **facts: Any) -> Outcome:
    memory = {name: kept for name, kept in turn.memory.items() if name != "objection"}
    return Outcome((say(key, MENU, **facts),), step=home(turn), memory=memory)
