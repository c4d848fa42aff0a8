"""The language of the answers: chosen by the citizen, offered once to whoever writes another."""

from dataclasses import replace

from aiogram import Router
from aiogram.fsm.state import State

from bot.filters import Said
from bot.handlers import answering
from bot.keyboards import MENU, Keyboard, inline
from bot.presses import LanguagePress
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from knowledge.edition import LANGUAGES
from office.outbox import Kind

OFFICE = "id"
_OFFERED = "language_offered"


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="languages")
    routes.message.register(choose, Said(Word.LANGUAGE))
    routes.callback_query.register(chosen, LanguagePress.filter())
    return routes


def choose(turn: Turn) -> Outcome:
    """Show the languages, each in its own words."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    return Outcome((say("language_choose", _keyboard(OFFICE, *LANGUAGES)),))


def chosen(turn: Turn) -> Outcome:
    """Speak the language that was chosen from now on."""
    press = turn.arrival.press
    language = press.language if isinstance(press, LanguagePress) else ""
    if language not in {OFFICE, *LANGUAGES}:
        return answering.gone(turn)
    # Whoever is in the middle of a form keeps the form's own keyboard.
    keyboard = MENU if turn.standing.step is None else None
    return Outcome((say("language_chosen", keyboard),), language=language)


def with_offer(turn: Turn, outcome: Outcome, text: str) -> Outcome:
    """Return an outcome with the offer of another language, if one is written; once for all."""
    offer = _offer(turn, text)
    if offer is None or isinstance(outcome.step, State):
        return outcome
    memory = turn.memory if outcome.memory is None else outcome.memory
    # The offer of a language is the last question then; a yes is no answer to an earlier one.
    return replace(
        outcome, says=(*outcome.says, offer), memory={**memory, _OFFERED: True},
        offers_person=False,
    )  # fmt: skip


def _offer(turn: Turn, text: str) -> Say | None:
    if turn.language != OFFICE or _OFFERED in turn.memory or not turn.arrival.is_private:
        return None
    tongue = turn.shelf.finder.read(text).message.tongue.value
    if tongue not in LANGUAGES:
        return None
    return say("language_offer", _keyboard(tongue), kind=Kind.ANSWER, tongue=tongue)


def _keyboard(*names: str) -> Keyboard:
    return inline(*([(f"@language_{name}", LanguagePress(language=name))] for name in names))
