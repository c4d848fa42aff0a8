"""Where are my requests and objections, one of them by its number, and withdrawing by ordinal."""

import re
from dataclasses import asdict
from datetime import date
from typing import Any

from aiogram import F, Router

from bot.filters import At, Said
from bot.handlers import case, objection_case, withdrawing
from bot.handlers.declined import unknown
from bot.handlers.handover import home
from bot.keyboards import MENU, inline
from bot.presses import CasePress, MenuPress, ObjectionPress
from bot.turn import Outcome, Turn, say
from bot.words import Word
from office.outbox import Kind
from register import own_case
from register.own_case import Line

_ORDINAL = re.compile(r"\d{1,2}")
_NUMBER = re.compile(r"\d{4,}/(?:PPID|KBR)/[IVX]+/\d{4}")


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="status")
    routes.message.register(show, Said(Word.STATUS))
    routes.message.register(show_one, Said(Word.NUMBER))
    routes.callback_query.register(show, MenuPress.filter(F.where == "status"))
    routes.message.register(ask_to_withdraw, At(None), Said(Word.WITHDRAW))
    routes.include_router(withdrawing.router())
    return routes


def show(turn: Turn) -> Outcome:
    """List the citizen's own cases, each to be opened by a button."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    own = own_case.lines(turn.unit)
    has_draft = "form" in turn.memory
    if not own:
        words = say("status_none", MENU, kind=Kind.ANSWER, has_draft=has_draft)
        return Outcome((words,), step=home(turn))
    facts = [_facts(ordinal, row) for ordinal, row in enumerate(own, start=1)]
    keyboard = inline(*([(row.number, _opens(row))] for row in own))
    words = say("status_list", keyboard, kind=Kind.ANSWER, cases=facts, has_draft=has_draft)
    # Somebody who comes out of a form still has its keys in place of the menu's.
    menu = (say("back_to_menu", MENU),) if turn.standing.step else ()
    return Outcome((words, *menu), step=home(turn))


def _facts(ordinal: int, row: Line) -> dict[str, Any]:
    plain = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(row).items()
    }
    return {**plain, "ordinal": ordinal}


def _opens(row: Line) -> CasePress | ObjectionPress:
    press = ObjectionPress if row.kind == "objection" else CasePress
    return press(what="open", number=row.id)


def show_one(turn: Turn) -> Outcome:
    """Open the case whose printed number was typed."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    typed = _NUMBER.search(turn.text.upper())
    row = own_case.numbered(turn.unit, typed[0]) if typed else None
    if row is None:
        return unknown()
    opened = objection_case.shown if row.kind == "objection" else case.shown
    return opened(turn, row.id)


def names_one(turn: Turn) -> bool:
    """Tell whether a message has the printed number of a case in it."""
    return _NUMBER.search(turn.text.upper()) is not None


def ask_to_withdraw(turn: Turn) -> Outcome:
    """Ask before withdrawing the case with an ordinal of the list."""
    found = _ORDINAL.search(turn.text)
    own = own_case.lines(turn.unit)
    ordinal = int(found[0]) if found else 0
    if not 1 <= ordinal <= len(own) or not own[ordinal - 1].can_withdraw:
        return Outcome((say("withdraw_impossible", MENU),), step=home(turn))
    chosen = own[ordinal - 1]
    return withdrawing.ask(turn, chosen.kind, chosen.id, chosen.number)
