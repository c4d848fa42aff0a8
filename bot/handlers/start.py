"""Greeting, menu and help; a draft is never lost by them."""

from aiogram import F, Router

from bot.filters import At, Said
from bot.handlers import languages, programmes
from bot.handlers.handover import home, still_open
from bot.keyboards import MENU
from bot.presses import MenuPress
from bot.standing import DRAFTS
from bot.turn import Outcome, Turn, say
from bot.words import Word, is_salam
from knowledge.escalation import opening

_WORDS = (
    Word.START, Word.HELP, Word.ASK, Word.OPENING, Word.GREETING, Word.THANKS, Word.CANCEL,
    Word.BACK,
)  # fmt: skip


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="start")
    routes.message.filter(Said(*_WORDS))
    routes.message.register(greet, Said(Word.START))
    routes.message.register(help_, Said(Word.HELP))
    routes.message.register(invite, Said(Word.ASK, Word.OPENING), At(None))
    routes.message.register(good_day, Said(Word.GREETING), At(None))
    routes.message.register(welcome, Said(Word.THANKS), At(None))
    routes.message.register(nothing_open, Said(Word.CANCEL, Word.BACK), At(None))
    routes.callback_query.register(invite, MenuPress.filter(F.where == "ask"))
    return routes


def greet(turn: Turn) -> Outcome:
    """Welcome, or open what a link leads to; an unfinished draft is mentioned, never destroyed."""
    payload = turn.text.partition(" ")[2].strip()
    if payload and turn.arrival.is_private:
        return _by_link(turn, payload)
    place = home(turn)
    with_staff = () if place is None else (still_open(),)
    words = say("welcome", MENU, has_draft="form" in turn.memory)
    return Outcome((words, *with_staff), step=place)


def _by_link(turn: Turn, payload: str) -> Outcome:
    opened = programmes.by_link(turn, payload)
    if opened is None:
        welcome_words = say("welcome", MENU, has_draft="form" in turn.memory)
        return Outcome((say("link_unknown"), welcome_words), step=home(turn))
    # Whoever comes for the first time has no keyboard yet.
    is_new = turn.standing.is_new
    words = (opened, say("link_opened", MENU)) if is_new else (opened,)
    return Outcome(words, step=home(turn))


def help_(turn: Turn) -> Outcome:
    """Say what can be done here."""
    return Outcome((say("help", MENU, has_draft="form" in turn.memory),), step=home(turn))


def invite(turn: Turn) -> Outcome:
    """Invite a question; whoever is with staff asks them."""
    if opening.is_open(turn.unit):
        return Outcome((still_open(),))
    if is_salam(turn.text):
        # "Assalamu'alaikum, mau tanya": the salam is returned before anything else.
        return good_day(turn)
    return Outcome((say("ask_away", MENU),))


def good_day(turn: Turn) -> Outcome:
    """Return a greeting."""
    words = say("greeting", MENU, salam=is_salam(turn.text))
    return languages.with_offer(turn, Outcome((words,)), turn.text)


def nothing_open(turn: Turn) -> Outcome:
    """Say that nothing is open to whoever cancels; a draft stays where it is."""
    has_draft = not DRAFTS.isdisjoint(turn.memory)
    return Outcome((say("nothing_open", MENU, has_draft=has_draft),))


def welcome(turn: Turn) -> Outcome:
    """Return thanks."""
    del turn
    return Outcome((say("thanks", MENU),))
