"""What speaks for and against the best candidate, each between 0 and 1 or a plain log-odds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.finding.features import Reading
from knowledge.finding.space import Space

_FEW_WORDS = 6


@dataclass(frozen=True, slots=True)
class Signals:
    """Signals of one candidate for one question."""

    # Its chance among all entries, by the learned weights.
    chance: float
    # The share of the question's rare words that the base knows at all.
    known: float
    # The share of them that any phrasing of this entry has.
    covered: float
    # RapidFuzz's agreement between the question and its nearest phrasing.
    likeness: float
    # Whether there are enough words to tell.
    length: float

    def row(self) -> list[float]:
        """Return the signals in the order of their names."""
        return [getattr(self, one.name) for one in fields(self)]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A phrasing as it is compared: its text, plain words, and stems with their rarity."""

    text: str
    plain: str
    stems: Mapping[str, float]
    length: float


def phrasing(text: str, reading: Reading, space: Space) -> Phrasing:
    """Return a phrasing ready to be compared with questions."""
    weights = weighed(reading, space)
    return Phrasing(text, reading.plain, weights, _length(weights))


def weighed(reading: Reading, space: Space) -> dict[str, float]:
    """Return a message's stems with what each says, by its rarity."""
    found: dict[str, float] = {}
    for stem, weight in reading.stems:
        found[stem] = max(found.get(stem, 0.0), weight * space.rarity(stem))
    return found


def _length(weights: Mapping[str, float]) -> float:
    return float(np.sqrt(sum(value * value for value in weights.values()))) or 1.0


def signals(
    reading: Reading, chance: float, phrasings: Sequence[Phrasing], space: Space
) -> tuple[Signals, int]:
    """Return the signals of an entry with these phrasings, and which of them is nearest.

    `chance` is the entry's among all, by the weights.
    """
    asked = weighed(reading, space)
    total = sum(asked.values()) or 1.0
    shared = set().union(*(one.stems for one in phrasings))
    _, likeness, _ = process.extractOne(
        reading.plain, [one.plain for one in phrasings], scorer=fuzz.token_set_ratio
    )
    found = Signals(
        chance=chance,
        known=sum(value for stem, value in asked.items() if space.knows(stem)) / total,
        covered=sum(value for stem, value in asked.items() if stem in shared) / total,
        likeness=likeness / 100,
        length=min(len(asked), _FEW_WORDS) / _FEW_WORDS,
    )
    return found, _nearest(asked, phrasings)


def _nearest(asked: Mapping[str, float], phrasings: Sequence[Phrasing]) -> int:
    """Return the number of the phrasing that shares most of what is rare."""
    best, nearness = 0, 0.0
    for number, one in enumerate(phrasings):
        product = sum(value * one.stems.get(stem, 0.0) for stem, value in asked.items())
        if product / one.length > nearness:
            best, nearness = number, product / one.length
    return best
