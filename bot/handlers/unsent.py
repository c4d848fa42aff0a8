"""Going on with an objection or a repair that was begun, or throwing it away."""

from aiogram import Router

from bot.filters import Remembers, Said
from bot.handlers import objecting, repairing
from bot.turn import Outcome, Turn
from bot.words import Word


def router() -> Router:
    """Return the routes; what was begun last comes before a request's own draft."""
    routes = Router(name="unsent")
    routes.message.filter(Said(Word.RESUME, Word.DISCARD), Remembers("objection", "repair"))
    routes.message.register(resume, Said(Word.RESUME))
    routes.message.register(discard, Said(Word.DISCARD))
    return routes


def resume(turn: Turn) -> Outcome:
    """Go on with it."""
    return objecting.resume(turn) if "objection" in turn.memory else repairing.resume(turn)


def discard(turn: Turn) -> Outcome:
    """Throw it away because its writer said so."""
    return objecting.leave(turn) if "objection" in turn.memory else repairing.leave(turn)
