"""Where are my requests, and withdrawing one."""

import re

from aiogram import F, Router

from bot.filters import At, Said
from bot.handlers.handover import home
from bot.keyboards import MENU, reply
from bot.presses import MenuPress
from bot.states import Withdrawing
from bot.turn import Outcome, Turn, say
from bot.words import Word
from office.outbox import Kind
from office.refusals import NotNow
from register import book, requests

_ORDINAL = re.compile(r"\d{1,2}")


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="status")
    routes.message.register(show, Said(Word.STATUS, Word.NUMBER))
    routes.callback_query.register(show, MenuPress.filter(F.where == "status"))
    routes.message.register(ask_to_withdraw, At(None), Said(Word.WITHDRAW))
    routes.message.register(withdraw, At(Withdrawing.confirming), Said(Word.CONFIRM_WITHDRAW))
    routes.message.register(keep, At(Withdrawing.confirming))
    return routes


def show(turn: Turn) -> Outcome:
    """List the citizen's own requests with status and due date."""
    own = [row.facts() for row in book.own(turn.unit)]
    key = "status_list" if own else "status_none"
    words = say(key, MENU, kind=Kind.ANSWER, requests=own, has_draft="form" in turn.memory)
    return Outcome((words,), step=home(turn))


def ask_to_withdraw(turn: Turn) -> Outcome:
    """Ask before withdrawing; the choice is remembered by the request's own number."""
    found = _ORDINAL.search(turn.text)
    own = book.own(turn.unit)
    ordinal = int(found[0]) if found else 0
    if not 1 <= ordinal <= len(own) or not own[ordinal - 1].can_withdraw:
        return Outcome((say("withdraw_impossible", MENU),), step=home(turn))
    chosen = own[ordinal - 1]
    keyboard = reply(["@withdraw_yes"], ["@cancel"])
    return Outcome(
        (say("withdraw_confirm", keyboard, number=chosen.registration_number),),
        step=Withdrawing.confirming,
        memory={**turn.memory, "withdraw": chosen.id},
    )


def withdraw(turn: Turn) -> Outcome:
    """Withdraw; the notice follows from the act."""
    memory = {name: kept for name, kept in turn.memory.items() if name != "withdraw"}
    try:
        requests.withdraw(turn.unit, int(turn.memory["withdraw"]))
    except NotNow:
        return Outcome((say("withdraw_impossible", MENU),), step=home(turn), memory=memory)
    return Outcome((say("back_to_menu", MENU),), step=home(turn), memory=memory)


def keep(turn: Turn) -> Outcome:
    """Leave the request as it is."""
    memory = {name: kept for name, kept in turn.memory.items() if name != "withdraw"}
    return Outcome((say("withdraw_kept", MENU),), step=home(turn), memory=memory)
