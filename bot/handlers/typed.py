"""What a message tells by its form: a command nobody knows, a question about a numbered case."""

import re

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from bot.filters import At
from bot.handlers import status
from bot.keyboards import MENU
from bot.turn import Outcome, Turn, say
from bot.words import Word

_COMMAND = re.compile(r"/[a-z]", re.IGNORECASE)
_LONGEST = 80  # beyond it, it is a sentence
_OWN_CASE = re.compile(
    r"\b(?:status|(?:permohonan|keberatan) (?:saya|kulo|kula|ku|no|nomor|nomer))\b"
)
_NUMBER = re.compile(r"\b\d{3,}/(?:(?:ppid|kbr)/)?(?:[ivx]+/)?\d{4}\b")


class Unknown(Filter):
    """Lets pass a command that means nothing here, in a private chat."""

    async def __call__(self, event: Message, word: Word | None = None) -> bool:
        """Tell whether it is one."""
        is_command = word is None and _COMMAND.match(event.text or "") is not None
        return is_command and event.chat.type == "private"


class AsksForCase(Filter):
    """Lets pass a short question how a case stands that names some number."""

    async def __call__(self, event: Message) -> bool:
        """Tell whether it is one."""
        text = (event.text or "").casefold()
        is_short = len(text) <= _LONGEST and event.chat.type == "private"
        return is_short and bool(_OWN_CASE.search(text)) and bool(_NUMBER.search(text))


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="typed")
    routes.message.register(unknown, Unknown())
    routes.message.register(about_case, At(None), AsksForCase())
    return routes


def unknown(turn: Turn) -> Outcome:
    """Say that a command is not known; whoever is in a form keeps its keys."""
    return Outcome((say("unknown_command", MENU if turn.standing.step is None else None),))


def about_case(turn: Turn) -> Outcome:
    """Open the case where its number is one of ours; else list the citizen's own."""
    return status.show_one(turn) if status.names_one(turn) else status.show(turn)
