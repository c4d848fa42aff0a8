"""Being told once a question has its answer, for whoever wishes it."""

from bot.handlers import answering
from bot.handlers.recalling import key_of
from bot.keyboards import inline
from bot.presses import AnswerPress
from bot.turn import Outcome, Turn, say
from knowledge import wishes
from office.refusals import NotFound


def kept(turn: Turn) -> Outcome:
    """Keep the wish; a second press is the same wish."""
    key = key_of(turn)
    if not key.isprintable():
        return answering.gone(turn)
    try:
        wishes.wish(turn.unit, key, language=turn.language)
    except NotFound:
        return answering.gone(turn)
    keyboard = inline([("@wish_not", AnswerPress(what="unwish", key=key))])
    return Outcome((say("wish_kept", keyboard),))


def forgotten(turn: Turn) -> Outcome:
    """Take every wish of the citizen back."""
    wishes.forget(turn.unit)
    return Outcome((say("wish_forgotten"),))
