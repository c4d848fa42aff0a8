"""Pure: the words that mean something wherever they are typed."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from aiogram.filters import Filter


class Word(StrEnum):
    """A word the bot knows as a command; each may be typed, tapped or sent with a slash."""

    START = "start"
    HELP = "help"
    ASK = "ask"
    FILE = "file"
    STATUS = "status"
    STAFF = "staff"
    PRIVACY = "privacy"
    CANCEL = "cancel"
    BACK = "back"
    SKIP = "skip"
    SUBMIT = "submit"
    INSIST = "insist"
    RESUME = "resume"
    RESTART = "restart"
    DISCARD = "discard"
    CONFIRM_WITHDRAW = "confirm_withdraw"
    GREETING = "greeting"
    THANKS = "thanks"


@cache
def _spellings() -> dict[str, Word]:
    table = tomllib.loads((files("bot") / "texts/id/words.toml").read_text(encoding="utf-8"))
    return {spelling: Word(word) for word, spellings in table.items() for spelling in spellings}


def recognise(text: str | None) -> Word | None:
    """Return the word a message consists of, if it consists of one."""
    if not text or len(text) > 40:
        return None
    plain = re.sub(r"[^\w/ ]", "", text.lower()).strip()
    command = re.fullmatch(r"/(\w+)", plain.split("@")[0].split(" ")[0])
    return _spellings().get(f"/{command[1]}" if command else " ".join(plain.split()))


class Said(Filter):
    """Lets pass a message that consists of one of some words."""

    def __init__(self, *words: Word) -> None:
        self._words = frozenset(words)

    async def __call__(self, event: object, word: Word | None = None) -> bool:
        """Tell whether the message is one of the words."""
        del event
        return word in self._words
