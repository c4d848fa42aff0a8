"""An objection after it was filed: its card, the reply, and what comes after."""

from typing import Any

from aiogram import F, Router

from bot.handlers import withdrawing
from bot.handlers.declined import declined, unknown
from bot.keyboards import Keyboard, inline
from bot.presses import CasePress, ObjectionPress, SurveyPress
from bot.turn import Outcome, Say, Turn, say
from office.outbox import Kind
from office.refusals import NotFound, Refusal
from register import objections, own_objection, telling
from register.own_objection import ObjectionWay as Way
from register.own_objection import OwnObjection

_ROWS = (
    (Way.ACCEPT, Way.CONTEST),
    (Way.NEXT, Way.BUNDLE),
    (Way.COUNTING, Way.RECEIPT),
    (Way.WITHDRAW,),
)
_LABELS = {
    Way.ACCEPT: "@objection_accept",
    Way.CONTEST: "@objection_contest",
    Way.NEXT: "@objection_next",
    Way.BUNDLE: "@bundle",
    Way.COUNTING: "@case_counting",
    Way.RECEIPT: "@case_receipt",
    Way.WITHDRAW: "@case_withdraw",
}


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="objection_case")
    acts = {
        "open": open_,
        Way.COUNTING: counting,
        Way.RECEIPT: receipt,
        Way.ACCEPT: accept,
        Way.CONTEST: contest,
        Way.NEXT: dispute,
        Way.BUNDLE: bundle,
        Way.WITHDRAW: withdraw,
    }
    for what, act in acts.items():
        routes.callback_query.register(act, ObjectionPress.filter(F.what == str(what)))
    return routes


def open_(turn: Turn) -> Outcome:
    """Show how an objection stands."""
    return shown(turn, _number(turn))


def shown(turn: Turn, number: int) -> Outcome:
    """Return an objection's card."""
    try:
        return Outcome((card(own_objection.objection(turn.unit, number)),))
    except NotFound:
        return unknown()


def card(own: OwnObjection, refused: Refusal | None = None, field: str = "") -> Say:
    """Return the text of an objection's card with the buttons that are lawful today."""
    facts: dict[str, Any] = {
        **{name: value for name, value in own.facts.items() if name != "counting"},
        "story": [{"on": row.on.isoformat(), "event": row.event} for row in own.story],
        "since": own.since.isoformat(),
        "days_left": own.days_left,
        "until": own.dispute.until.isoformat() if own.dispute else None,
        "reason": declined(refused, field),
    }
    return Say("case_objection", facts, _keyboard(own), Kind.ANSWER)


def _keyboard(own: OwnObjection, *, shown: Way | None = None) -> Keyboard:
    rows: list[Any] = [
        [(_LABELS[way], ObjectionPress(what=way.value, number=own.id)) for way in row]
        for row in ([way for way in row if way in own.ways and way is not shown] for row in _ROWS)
        if row
    ]
    if own.request_id is not None:
        rows.append([("@case_open", CasePress(what="open", number=own.request_id))])
    if Way.SURVEY in own.ways:
        rows.append([("@survey", SurveyPress(kind="objection", number=own.id))])
    rows.append([("@ask_staff", ObjectionPress(what="staff", number=own.id))])
    return inline(*rows)


def _number(turn: Turn) -> int:
    press = turn.arrival.press
    return press.number if isinstance(press, ObjectionPress) else 0


def _allowed(turn: Turn, way: Way) -> OwnObjection | Outcome:
    number = _number(turn)
    try:
        own = own_objection.objection(turn.unit, number)
    except NotFound:
        return unknown()
    if way in own.ways:
        return own
    field = "withdraw_objection" if way is Way.WITHDRAW else way.value
    return Outcome((card(own, own_objection.why_not(turn.unit, number, way), field),))


def counting(turn: Turn) -> Outcome:
    """Show how the date of the reply was counted."""
    own = _allowed(turn, Way.COUNTING)
    if isinstance(own, Outcome):
        return own
    words = say(
        "case_counting",
        kind=Kind.ANSWER,
        number=own.number,
        first=own.facts["counting"],
        extension=None,
    )
    return Outcome((words,))


def receipt(turn: Turn) -> Outcome:
    """Send the receipt's paper again."""
    own = _allowed(turn, Way.RECEIPT)
    if isinstance(own, Outcome):
        return own
    words = say("letter_enclosed", kind=Kind.ANSWER, letter=own.receipt, number=own.number)
    return Outcome((words,))


def accept(turn: Turn) -> Outcome:
    """Accept the reply; the notice follows from the act."""
    own = _allowed(turn, Way.ACCEPT)
    if isinstance(own, Outcome):
        return own
    objections.accept(turn.unit, own.id)
    return Outcome()


def contest(turn: Turn) -> Outcome:
    """Say that the reply does not satisfy; the notice tells what comes after."""
    own = _allowed(turn, Way.CONTEST)
    if isinstance(own, Outcome):
        return own
    objections.contest(turn.unit, own.id)
    return Outcome()


def dispute(turn: Turn) -> Outcome:
    """Show the way to the Komisi Informasi while it is open."""
    own = _allowed(turn, Way.NEXT)
    if isinstance(own, Outcome) or own.dispute is None or own.dispute.counted is None:
        return own if isinstance(own, Outcome) else unknown()
    words = say(
        "case_dispute",
        _keyboard(own, shown=Way.NEXT),
        kind=Kind.ANSWER,
        number=own.number,
        until=own.dispute.until.isoformat(),
        counting=telling.counting(own.dispute.counted),
    )
    return Outcome((words,))


def bundle(turn: Turn) -> Outcome:
    """Send the letters of the case as one bundle."""
    own = _allowed(turn, Way.BUNDLE)
    if isinstance(own, Outcome):
        return own
    words = say("bundle_enclosed", kind=Kind.ANSWER, bundle=own.request_id, number=own.number)
    return Outcome((words,))


def withdraw(turn: Turn) -> Outcome:
    """Ask before withdrawing."""
    own = _allowed(turn, Way.WITHDRAW)
    if isinstance(own, Outcome):
        return own
    return withdrawing.ask(turn, "objection", own.id, own.number)
