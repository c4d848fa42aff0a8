"""A request after it was filed: its card, and what its owner may do about it today."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from aiogram import F, Router

from bot.handlers import objecting, repairing, withdrawing
from bot.handlers.declined import declined, unknown
from bot.keyboards import Keyboard, inline
from bot.presses import CasePress, ObjectionPress, SurveyPress
from bot.turn import Outcome, Say, Turn, say
from office.outbox import Kind
from office.refusals import NotFound, Refusal
from register import own_case, requests, telling
from register.objection_words import Ground
from register.own_case import OwnCase, Way
from register.remedies import Remedy, RemedyKind
from register.words import Status

_ROWS = (
    (Way.REPAIR,),
    (Way.CONFIRM, Way.CONTEST),
    (Way.OBJECT, Way.REMEDIES),
    (Way.COUNTING, Way.RECEIPT),
    (Way.BUNDLE, Way.WITHDRAW),
)


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="case")
    acts = {
        "open": open_,
        Way.COUNTING: counting,
        Way.RECEIPT: receipt,
        Way.REPAIR: repair,
        Way.CONFIRM: confirm,
        Way.CONTEST: contest,
        Way.OBJECT: object_,
        "insist": insist,
        Way.REMEDIES: remedies,
        Way.BUNDLE: bundle,
        Way.WITHDRAW: withdraw,
    }
    for what, act in acts.items():
        routes.callback_query.register(act, CasePress.filter(F.what == str(what)))
    return routes


def open_(turn: Turn) -> Outcome:
    """Show how a request stands."""
    return shown(turn, _number(turn))


def shown(turn: Turn, number: int, refused: Refusal | None = None, field: str = "") -> Outcome:
    """Return a request's card, led by why something was declined."""
    try:
        case = own_case.request(turn.unit, number)
    except NotFound:
        return unknown()
    return Outcome((card(case, refused, field),))


def card(case: OwnCase, refused: Refusal | None = None, field: str = "") -> Say:
    """Return the text of a request's card with the buttons that are lawful today."""
    facts: dict[str, Any] = {
        **{name: value for name, value in case.facts.items() if name not in {"counting", "base"}},
        "story": [{"on": row.on.isoformat(), "event": row.event} for row in case.story],
        "since": case.since.isoformat(),
        "days_left": case.days_left,
        "objections": [number for _, number in case.objections],
        "steps": _soonest(case.remedies),
        "reason": declined(refused, field),
    }
    return Say("case_request", facts, _keyboard(case), Kind.ANSWER)


def _soonest(rows: Iterable[Remedy]) -> list[dict[str, str]]:
    """Return each kind of step once, with the day on which the first of its kind lapses."""
    found: dict[str, date] = {}
    for row in rows:
        found[row.kind.value] = min(row.until, found.get(row.kind.value, row.until))
    return [{"kind": kind, "until": until.isoformat()} for kind, until in found.items()]


def _keyboard(case: OwnCase, *, shown: Way | None = None) -> Keyboard:
    """Return the buttons of the ways that are open, without the one that is just being shown."""
    rows = [
        [
            (_label(way), CasePress(what=way.value, number=case.id))
            for way in row
            if way in case.ways and way is not shown
        ]
        for row in _ROWS
    ]
    own: list[Any] = [row for row in rows if row]
    own += [
        [(number, ObjectionPress(what="open", number=one))] for one, number in case.objections[-3:]
    ]
    if Way.SURVEY in case.ways:
        own.append([("@survey", SurveyPress(kind="request", number=case.id))])
    own.append([("@ask_staff", CasePress(what="staff", number=case.id))])
    return inline(*own)


def _label(way: Way) -> str:
    return "@bundle" if way is Way.BUNDLE else f"@case_{way.value}"


def _number(turn: Turn) -> int:
    press = turn.arrival.press
    return press.number if isinstance(press, CasePress) else 0


def _allowed(turn: Turn, way: Way) -> OwnCase | Outcome:
    """Return the case of a press, or what to answer where the press is no longer lawful."""
    number = _number(turn)
    try:
        case = own_case.request(turn.unit, number)
    except NotFound:
        return unknown()
    if way in case.ways:
        return case
    return Outcome((card(case, own_case.why_not(turn.unit, number, way), way.value),))


def counting(turn: Turn) -> Outcome:
    """Show how the date of the answer was counted."""
    case = _allowed(turn, Way.COUNTING)
    if isinstance(case, Outcome):
        return case
    known = case.facts
    first, extension = known["counting"], None
    if known["extended"]:
        first, extension = known["base"], known["counting"]
    words = say(
        "case_counting", kind=Kind.ANSWER, number=case.number, first=first, extension=extension
    )
    return Outcome((words,))


def receipt(turn: Turn) -> Outcome:
    """Send the receipt's paper again."""
    case = _allowed(turn, Way.RECEIPT)
    if isinstance(case, Outcome):
        return case
    words = say("letter_enclosed", kind=Kind.ANSWER, letter=case.receipt, number=case.number)
    return Outcome((words,))


def repair(turn: Turn) -> Outcome:
    """Begin to add what was missing."""
    case = _allowed(turn, Way.REPAIR)
    return case if isinstance(case, Outcome) else repairing.begin(turn, case)


def confirm(turn: Turn) -> Outcome:
    """Note that the information arrived; the notice follows from the act."""
    case = _allowed(turn, Way.CONFIRM)
    if isinstance(case, Outcome):
        return case
    requests.confirm(turn.unit, case.id)
    return Outcome()


def contest(turn: Turn) -> Outcome:
    """Object because what was given is not what was asked for; after the end, ask first."""
    number = _number(turn)
    try:
        case = own_case.request(turn.unit, number)
    except NotFound:
        return unknown()
    if case.facts["status"] == Status.CLOSED and Way.OBJECT in case.ways:
        return Outcome((_contest_after_end(case),))
    return _object(turn, Way.CONTEST, frozenset({Ground.ANSWERED_NOT_AS_REQUESTED}))


def _contest_after_end(case: OwnCase) -> Say:
    """Return that the case is over, and the way that is open all the same."""
    confirmed = next((row.on for row in reversed(case.story) if row.event == "confirmed"), None)
    until = min(row.until for row in case.remedies if row.kind is RemedyKind.OBJECT)
    return say(
        "case_contest_closed",
        inline([("@case_object", CasePress(what=Way.OBJECT.value, number=case.id))]),
        kind=Kind.ANSWER,
        number=case.number,
        confirmed=confirmed.isoformat() if confirmed else None,
        until=until.isoformat(),
    )


def object_(turn: Turn) -> Outcome:
    """Begin an objection with what the register itself shows already ticked."""
    return _object(turn, Way.OBJECT, None)


def _object(turn: Turn, way: Way, grounds: frozenset[Ground] | None) -> Outcome:
    case = _allowed(turn, Way.OBJECT)
    if not isinstance(case, Outcome):
        return objecting.begin(turn, case, grounds)
    number = _number(turn)
    try:
        refused = own_case.why_not(turn.unit, number, way)
    except NotFound:
        return unknown()
    return Outcome((*case.says, objecting.anyway(number, refused)))


def insist(turn: Turn) -> Outcome:
    """Object although the register sees no open ground: what is lodged is never turned away."""
    number = _number(turn)
    try:
        case = own_case.request(turn.unit, number)
    except NotFound:
        return unknown()
    if Way.OBJECT in case.ways:
        return objecting.begin(turn, case, None)
    refused = own_case.why_not(turn.unit, number, Way.OBJECT)
    over = refused.facts.get("until")
    return objecting.begin(turn, case, frozenset(), over if isinstance(over, date) else None)


def remedies(turn: Turn) -> Outcome:
    """Show every lawful step with its last day and how it was counted."""
    case = _allowed(turn, Way.REMEDIES)
    if isinstance(case, Outcome):
        return case
    words = say(
        "case_remedies",
        _keyboard(case, shown=Way.REMEDIES),
        kind=Kind.ANSWER,
        number=case.number,
        remedies=_grouped(case.remedies),
    )
    return Outcome((words,))


def _grouped(rows: Iterable[Remedy]) -> list[Mapping[str, Any]]:
    """Return remedies as plain data, the grounds of one last day together."""
    grouped: dict[tuple[str, date], dict[str, Any]] = {}
    for row in rows:
        counted = telling.counting(row.counted) if row.counted else None
        one = grouped.setdefault(
            (row.kind.value, row.until),
            {"kind": row.kind.value, "until": row.until.isoformat(), "grounds": [],
             "counting": counted},
        )  # fmt: skip
        if row.ground is not None:
            one["grounds"].append(row.ground.value)
    return list(grouped.values())


def bundle(turn: Turn) -> Outcome:
    """Send the letters of the case as one bundle."""
    case = _allowed(turn, Way.BUNDLE)
    if isinstance(case, Outcome):
        return case
    words = say("bundle_enclosed", kind=Kind.ANSWER, bundle=case.id, number=case.number)
    return Outcome((words,))


def withdraw(turn: Turn) -> Outcome:
    """Ask before withdrawing."""
    case = _allowed(turn, Way.WITHDRAW)
    if isinstance(case, Outcome):
        return case
    return withdrawing.ask(turn, "request", case.id, case.number)
