"""Pure: a broadcast as one citizen's notice: its text, its data and the button beneath it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.broadcasts.wording import OFFICE, Wording
from knowledge.broadcasts.words import BroadcastKind
from office.outbox import Kind, Notice

KEY = "broadcast"
# Whose mark a notice carries that must be true when it leaves, beside the marks of other rooms.
MARK = "broadcast"


def once(number: int, person: int) -> str:
    """Return the name of the occasion on which somebody is told of a broadcast."""
    return f"{family(number)}{person}"


def family(number: int) -> str:
    """Return what the name of every occasion of a broadcast begins with."""
    return f"broadcast:{number}:"


def facts(
    kind: BroadcastKind, texts: Mapping[str, Wording], language: str, source: str, until: date
) -> dict[str, Any]:
    """Return what the text of a broadcast is given, in a language or else in the office's."""
    words = texts.get(language) or texts[OFFICE]
    return {
        "kind": kind.value,
        "title": words.title,
        "body": words.text,
        "source": source,
        "until": until.isoformat(),
        "untranslated": language not in texts,
    }


def notice(number: int, person: int, language: str, data: Mapping[str, Any]) -> Notice:
    """Return the notice of a broadcast to one citizen."""
    # What a press carries, as the citizens' door unpacks it.
    data = {**data, "still": [MARK, number]}
    button = ["@broadcast_off", f"i:off:{number}"]
    return Notice(
        person, KEY, once(number, person), Kind.BROADCAST, data, {"inline": [[button]]},
        language=language,
    )  # fmt: skip
