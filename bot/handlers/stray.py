"""What nobody else wanted; always the last entry, never silent in a private chat."""

from aiogram import Router

from bot.keyboards import MENU
from bot.states import Filing
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
    kind = turn.arrival.wordless[0] if turn.arrival.wordless else ""
    return Outcome((say("stray", MENU, of=kind),))


def old_button(turn: Turn) -> Outcome:
    """Say that a button has had its time."""
    del turn
    return Outcome((say("old_button", MENU),))


def edited(turn: Turn) -> Outcome:
    """Say that an edited message is not read again; in a form it would answer another question."""
    in_form = turn.standing.step in {Filing.answering.state, Filing.reviewing.state}
    return Outcome((say("edited", in_form=in_form),))
