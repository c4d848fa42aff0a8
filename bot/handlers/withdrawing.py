"""Withdrawing a request or an objection: asked once more, then done."""

from aiogram import Router

from bot.filters import At, Said
from bot.handlers.declined import unknown
from bot.handlers.handover import home
from bot.keyboards import MENU, reply
from bot.states import Withdrawing
from bot.turn import Outcome, Turn, say
from bot.words import Word
from office.refusals import NotFound
from register import objections, own_case, own_objection, requests
from register.own_case import Way
from register.own_objection import ObjectionWay


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="withdrawing")
    routes.message.register(withdraw, At(Withdrawing.confirming), Said(Word.CONFIRM_WITHDRAW))
    routes.message.register(keep, At(Withdrawing.confirming))
    return routes


def ask(turn: Turn, kind: str, number: int, printed: str) -> Outcome:
    """Ask before withdrawing; the choice is remembered by the case's own number."""
    yes = "@withdraw_objection_yes" if kind == "objection" else "@withdraw_yes"
    return Outcome(
        (say("withdraw_confirm", reply([yes], ["@cancel"]), number=printed, kind_of_case=kind),),
        step=Withdrawing.confirming,
        memory={**turn.memory, "withdraw": {"kind": kind, "number": number}},
    )


def withdraw(turn: Turn) -> Outcome:
    """Withdraw; the notice follows from the act."""
    chosen = turn.memory.get("withdraw") or {}
    memory = {name: kept for name, kept in turn.memory.items() if name != "withdraw"}
    try:
        done = _withdrawn(turn, str(chosen.get("kind")), int(chosen.get("number", 0)))
    except NotFound:
        return Outcome(unknown().says, step=home(turn), memory=memory)
    key = "back_to_menu" if done else "withdraw_impossible"
    return Outcome((say(key, MENU),), step=home(turn), memory=memory)


def _withdrawn(turn: Turn, kind: str, number: int) -> bool:
    """Withdraw where it is still possible; it is looked at first, so that nothing half is done."""
    if kind == "objection":
        possible = ObjectionWay.WITHDRAW in own_objection.objection(turn.unit, number).ways
        if possible:
            objections.withdraw(turn.unit, number)
        return possible
    possible = Way.WITHDRAW in own_case.request(turn.unit, number).ways
    if possible:
        requests.withdraw(turn.unit, number)
    return possible


def keep(turn: Turn) -> Outcome:
    """Leave the case as it is."""
    memory = {name: kept for name, kept in turn.memory.items() if name != "withdraw"}
    return Outcome((say("withdraw_kept", MENU),), step=home(turn), memory=memory)
