"""Serta-merta notices: what they are, and a citizen's wish to get none, or to get them again."""

from aiogram import F, Router

from bot.filters import Said
from bot.handlers import closed
from bot.keyboards import MENU, Keyboard, inline
from bot.presses import BroadcastPress
from bot.turn import Outcome, Turn, say
from bot.words import Word
from knowledge import programmes, subscriptions
from knowledge.broadcasts import declining, reading
from knowledge.broadcasts.words import BroadcastKind
from office.outbox import Kind
from office.refusals import NotFound

# A press that belongs to no broadcast: the citizen's own wish, from the page about it.
_NONE = 0


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="broadcasts")
    routes.message.register(choice, Said(Word.BROADCASTS))
    routes.callback_query.register(off, BroadcastPress.filter(F.what == "off"))
    routes.callback_query.register(on, BroadcastPress.filter(F.what == "on"))
    return routes


def choice(turn: Turn) -> Outcome:
    """Say what serta-merta notices are and whether they are sent here, with the other choice."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    declined = declining.has_declined(turn.unit)
    keyboard = _again() if declined else _enough()
    words = say("broadcast_choice", keyboard, kind=Kind.ANSWER, declined=declined)
    return Outcome((*closed.broadcast(turn), words))


def off(turn: Turn) -> Outcome:
    """Send no more of what the button stood under: news of a programme, or notices to all."""
    press = turn.arrival.press
    if not isinstance(press, BroadcastPress) or not turn.arrival.is_private:
        return Outcome((say("old_button", MENU),))
    known = reading.to_follow(turn.unit, press.number) if press.number else None
    if press.number and known is None:
        # Of what it stood under nothing is known any more: warnings are not declined by accident.
        return Outcome((say("old_button", MENU),))
    if known is not None and known[0] is BroadcastKind.PROGRAMME:
        return _unfollow(turn, programme=known[1], village=known[2])
    declining.decline(turn.unit)
    return Outcome((say("broadcast_off", _again(), kind=Kind.ANSWER),))


def _unfollow(turn: Turn, *, programme: str, village: str) -> Outcome:
    if programme:
        subscriptions.unsubscribe(turn.unit, programme=programme)
    if village:
        subscriptions.unsubscribe(turn.unit, village=village)
    name = _name(turn, programme) if programme else village
    return Outcome((say("unfollowed", MENU, name=name),))


def _name(turn: Turn, programme: str) -> str:
    try:
        return programmes.find(turn.unit, programme).card.name
    except NotFound:
        return programme


def on(turn: Turn) -> Outcome:
    """Send serta-merta notices again."""
    if not turn.arrival.is_private:
        return Outcome((say("old_button", MENU),))
    declining.accept(turn.unit)
    words = say("broadcast_on", _enough(), kind=Kind.ANSWER)
    return Outcome((*closed.broadcast(turn), words))


def _enough() -> Keyboard:
    return inline([("@broadcast_off", BroadcastPress(what="off", number=_NONE))])


def _again() -> Keyboard:
    return inline([("@broadcast_on", BroadcastPress(what="on", number=_NONE))])
