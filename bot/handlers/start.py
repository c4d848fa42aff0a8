"""Greeting, menu, help and privacy notice; a draft is never lost by them."""

from aiogram import F, Router

from bot.filters import At, Said
from bot.handlers.handover import home
from bot.keyboards import MENU
from bot.presses import MenuPress
from bot.turn import Outcome, Turn, say
from bot.words import Word

_WORDS = (Word.START, Word.HELP, Word.PRIVACY, Word.ASK, Word.GREETING, Word.THANKS)


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="start")
    routes.message.filter(Said(*_WORDS))
    routes.message.register(greet, Said(Word.START))
    routes.message.register(help_, Said(Word.HELP))
    routes.message.register(privacy, Said(Word.PRIVACY))
    routes.message.register(invite, Said(Word.ASK), At(None))
    routes.message.register(good_day, Said(Word.GREETING), At(None))
    routes.message.register(welcome, Said(Word.THANKS), At(None))
    routes.callback_query.register(invite, MenuPress.filter(F.where == "ask"))
    return routes


def greet(turn: Turn) -> Outcome:
    """Welcome; mention an unfinished draft instead of destroying it."""
    return Outcome((say("welcome", MENU, has_draft="form" in turn.memory),), step=home(turn))


def help_(turn: Turn) -> Outcome:
    """Say what can be done here."""
    return Outcome((say("help", MENU, has_draft="form" in turn.memory),), step=home(turn))


def privacy(turn: Turn) -> Outcome:
    """Say what happens to personal data."""
    del turn
    return Outcome((say("privacy"),))


def invite(turn: Turn) -> Outcome:
    """Invite a question."""
    del turn
    return Outcome((say("ask_away", MENU),))


def good_day(turn: Turn) -> Outcome:
    """Return a greeting."""
    del turn
    return Outcome((say("greeting", MENU),))


def welcome(turn: Turn) -> Outcome:
    """Return thanks."""
    del turn
    return Outcome((say("thanks", MENU),))
