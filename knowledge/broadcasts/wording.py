"""Pure: what a broadcast says in each language, its form as JSON, and its faults."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from knowledge.broadcasts.words import BroadcastKind
from knowledge.edition import LANGUAGES

OFFICE = "id"
SPOKEN = (OFFICE, *LANGUAGES)
SHORTEST_TEXT = 20
LONGEST_TITLE, LONGEST_TEXT, LONGEST_SOURCE = 120, 2500, 300
# Telegram counts a longer message for more than one.
ADVISED_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Wording:
    """A broadcast in one language."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody wrote: the words, where they come from, until when they hold, and for whom."""

    kind: BroadcastKind
    texts: Mapping[str, Wording]
    source: str
    valid_until: date
    programme: str = ""
    village: str = ""

    @property
    def title(self) -> str:
        """Return the title in the office's language."""
        return self.texts[OFFICE].title


@dataclass(frozen=True, slots=True)
class Fault:
    """A field that cannot stay so, with the code of the reason."""

    field: str
    code: str
    facts: Mapping[str, object]


def faults(content: Content, today: date) -> Iterator[Fault]:
    """Yield what is wrong with a broadcast."""
    for language in SPOKEN:
        yield from _wrong_words(language, content.texts.get(language))
    yield from _out_of_bounds("source", content.source, 1, LONGEST_SOURCE)
    if content.valid_until < today:
        yield Fault("valid_until", "broadcast_lapsed", {})
    if content.kind is BroadcastKind.PROGRAMME and not (content.programme or content.village):
        yield Fault("programme", "broadcast_for_nobody", {})


def _wrong_words(language: str, words: Wording | None) -> Iterator[Fault]:
    if words is None:
        if language == OFFICE:
            yield Fault(f"text_{OFFICE}", "required", {})
        return
    yield from _out_of_bounds(f"title_{language}", words.title, 1, LONGEST_TITLE)
    yield from _out_of_bounds(f"text_{language}", words.text, SHORTEST_TEXT, LONGEST_TEXT)


def _out_of_bounds(field: str, text: str, shortest: int, longest: int) -> Iterator[Fault]:
    if not text:
        yield Fault(field, "required", {})
    elif len(text) < shortest:
        yield Fault(field, "too_short", {"shortest": shortest})
    elif len(text) > longest:
        yield Fault(field, "too_long", {"longest": longest, "length": len(text)})


def as_json(texts: Mapping[str, Wording]) -> str:
    """Return the words of every language as they are kept."""
    kept = {name: asdict(words) for name, words in sorted(texts.items())}
    return json.dumps(kept, ensure_ascii=False)


def from_json(kept: str) -> dict[str, Wording]:
    """Return the words of every language."""
    return {name: Wording(**words) for name, words in json.loads(kept).items()}
