"""A citizen blocks the bot, or lets it in again."""

from aiogram import Router

from bot import standing
from bot.filters import Blocked
from bot.turn import Outcome, Turn


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="membership")
    routes.my_chat_member.register(blocked, Blocked())
    routes.my_chat_member.register(let_in)
    return routes


def blocked(turn: Turn) -> Outcome:
    """Note that the citizen cannot be reached on Telegram."""
    standing.set_reachable(turn.unit, turn.arrival.chat_id, reachable=False)
    return Outcome()


def let_in(turn: Turn) -> Outcome:
    """Note that the citizen can be reached again."""
    standing.set_reachable(turn.unit, turn.arrival.chat_id, reachable=True)
    return Outcome()
