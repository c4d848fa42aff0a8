"""What a conversation remembers of the question asked last."""

from collections.abc import Mapping
from typing import Any

from bot.handlers.handover import remembered
from bot.presses import AnswerPress, PickPress
from bot.standing import DRAFTS
from bot.turn import Turn
from knowledge import questions

# A hint after the first question that found nothing, the offer of a person from here on.
_MISSES = 2


def asked_now(turn: Turn, text: str, key: str, **found: Any) -> dict[str, Any]:
    """Return the memory after a question: its words, its key, and what was `found`.

    That is `choices`, the list that is shown, `following`, what comes after "Bukan ini", and
    `misses`, how many questions in a row found nothing.
    """
    recent = list(turn.memory.get("recent", ()))
    if key != turn.memory.get("key") or not recent:
        recent = remembered(turn, text)
    return _memory(turn, {"recent": recent, "key": key, **found})


def asked_still(turn: Turn, key: str, **found: Any) -> dict[str, Any]:
    """Return the memory after another answer to a question that was asked before."""
    recent = list(turn.memory.get("recent", ()))
    return _memory(turn, {"recent": recent, "key": key, **found})


def _memory(turn: Turn, found: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in turn.memory.items() if name in DRAFTS}
    return {**kept, "choices": [], "following": [], "misses": 0, **found}


def has_missed(memory: Mapping[str, Any]) -> bool:
    """Tell whether so many questions in a row found nothing that a person is offered."""
    return int(memory.get("misses", 0)) >= _MISSES


def key_of(turn: Turn) -> str:
    """Return the key of the question whose button was pressed."""
    press = turn.arrival.press
    return press.key if isinstance(press, AnswerPress | PickPress) else ""


def words_of(turn: Turn, key: str) -> str:
    """Return what was asked under a key, or nothing where it was not asked here."""
    recent = turn.memory.get("recent", ())
    if key and key == turn.memory.get("key") and recent:
        return str(recent[-1])
    known = questions.own(turn.unit, key)
    return known.text if known else ""
