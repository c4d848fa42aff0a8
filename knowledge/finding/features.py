"""What a message is compared by: stems, pairs of stems, and runs of letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from knowledge.finding.normalise import Message

_SHORTEST_RUN, _LONGEST_RUN = 2, 5
_WEAKEST_IN_PAIR = 0.25


class Kind(StrEnum):
    """A kind of feature; each kind is brought to length one before they are joined."""

    STEM = "s"
    PAIR = "p"
    WRITTEN = "w"
    PLAIN = "c"
    FIELD = "f"


@dataclass(frozen=True, slots=True)
class Shares:
    """How much each kind of feature says; zero leaves it out."""

    stem: float = 1.0
    pair: float = 0.4
    written: float = 1.0
    plain: float = 0.8
    field: float = 1.0

    def of(self) -> Mapping[Kind, float]:
        """Return the shares by kind."""
        return {
            Kind.STEM: self.stem,
            Kind.PAIR: self.pair,
            Kind.WRITTEN: self.written,
            Kind.PLAIN: self.plain,
            Kind.FIELD: self.field,
        }


USUAL_SHARES = Shares()


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the engine reads it: repaired stems with their weights, and its letters."""

    message: Message
    stems: tuple[tuple[str, float], ...]
    plain: str
    fields: tuple[tuple[str, float], ...] = ()


# Kinds that are runs of letters within the words of a text.
LETTERS = frozenset({Kind.WRITTEN, Kind.PLAIN})


@lru_cache(maxsize=65_536)
def runs(word: str) -> tuple[str, ...]:
    """Return the different runs of two to five letters in a word with its edges."""
    edged = f" {word} "
    found = {
        edged[start : start + length]: None
        for length in range(_SHORTEST_RUN, min(_LONGEST_RUN, len(edged)) + 1)
        for start in range(len(edged) - length + 1)
    }
    return tuple(found)


def letters(reading: Reading, kind: Kind) -> list[str]:
    """Return the words whose letters count for a kind: as written, or as they were meant."""
    return (reading.message.folded if kind is Kind.WRITTEN else reading.plain).split()


def weights(reading: Reading, kind: Kind) -> dict[str, float]:
    """Return the features of a kind that is not letters, with what each says in the message."""
    if kind is Kind.FIELD:
        return dict(reading.fields)
    if kind is Kind.PAIR:
        stems = [stem for stem, weight in reading.stems if weight > _WEAKEST_IN_PAIR]
        return {f"{one} {two}": 1.0 for one, two in pairwise(stems)}
    found: dict[str, float] = {}
    for stem, weight in reading.stems:
        found[stem] = max(weight, found.get(stem, 0.0))
    return found


def names(reading: Reading, kind: Kind) -> set[str]:
    """Return which features of a kind a message has."""
    if kind in LETTERS:
        return set().union(*map(runs, letters(reading, kind)))
    return set(weights(reading, kind))
