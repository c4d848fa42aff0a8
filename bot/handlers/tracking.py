"""How a case stands, for whoever holds the code of its receipt, from any account."""

from dataclasses import asdict
from datetime import date
from typing import Any

from aiogram import Router

from bot.filters import Said
from bot.keyboards import MENU
from bot.turn import Outcome, Say, Turn, say
from bot.words import Word
from office.outbox import Kind
from office.refusals import NotFound
from register import tracking

_ASKING = ("lacak", "/lacak")


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="tracking")
    routes.message.register(track, Said(Word.TRACK))
    return routes


def track(turn: Turn) -> Outcome:
    """Say how the case stands; every code that opens nothing gets the same answer."""
    if not turn.arrival.is_private:
        return Outcome((say("group_hint"),))
    code = _code(turn.text)
    if not code:
        return Outcome((say("track_ask"),))
    try:
        found = tracking.tracked(turn.unit, code)
    except NotFound:
        return Outcome((say("case_not_tracked", MENU),))
    facts: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(found).items()
    }
    facts["kind_of_case"] = facts.pop("kind")
    return Outcome((Say("case_tracked", facts, kind=Kind.ANSWER),))


def _code(text: str) -> str:
    """Return the code of a message; nothing where only the word itself was typed or tapped."""
    said = text.split()
    is_asking = bool(said) and said[0].casefold().startswith(_ASKING)
    given = said[1:] if is_asking else said
    return given[-1].strip(".,!?") if given else ""
