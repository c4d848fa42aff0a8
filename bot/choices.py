"""Pure: which choice of a question somebody means by a number, its label, or a word of it."""

import re
import tomllib
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from register.labels import label

_SHORTEST = 3  # fewer letters begin too many words


@cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("bot") / "texts/id/choices.toml").read_text(encoding="utf-8"))


def meant(question: str, typed: str, offered: Sequence[StrEnum]) -> StrEnum | None:
    """Return the one choice on offer that was meant; None where it is none, or several.

    A label as a whole comes first, then another common word for it, then a word or a beginning
    that only one label has.
    """
    text = _plain(typed)
    if text.isascii() and text.isdigit():
        return offered[int(text) - 1] if 1 <= int(text) <= len(offered) else None
    labels = {choice: _plain(label(question, choice)) for choice in offered}
    others = _synonyms().get(question, {})
    found = [choice for choice, words in labels.items() if words == text]
    found = found or [choice for choice in offered if text in others.get(choice, ())]
    if not found and len(text) >= _SHORTEST:
        found = [choice for choice, words in labels.items() if _holds(words, text)]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _holds(words: str, text: str) -> bool:
    return words.startswith(text) or f" {text} " in f" {words} "
