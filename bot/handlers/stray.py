"""What nobody else wanted; always the last entry, never silent in a private chat."""

from aiogram import Router

from bot.keyboards import MENU
from bot.turn import Outcome, Turn, say


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="stray")
    routes.message.register(not_understood)
    routes.callback_query.register(old_button)
    routes.edited_message.register(edited)
    return routes


def not_understood(turn: Turn) -> Outcome:
    """Say kindly what can be read here."""
    del turn
    return Outcome((say("stray", MENU),))


def old_button(turn: Turn) -> Outcome:
    """Say that a button has had its time."""
    del turn
    return Outcome((say("old_button", MENU),))


def edited(turn: Turn) -> Outcome:
    """Say that an edited message is not read again."""
    del turn
    return Outcome((say("edited"),))
