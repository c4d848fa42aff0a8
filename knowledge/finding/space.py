"""The space of features: which there are, how rare each is, and where a message lies in it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.finding.features import LETTERS, Kind, Reading, Shares, letters, names, runs, weights

Numbers = NDArray[np.int32]
Values = NDArray[np.float32]
_WORDS_KEPT = 20_000
# A run of letters that occurs in one phrasing only tells nothing about others.
_SEEN = {Kind.STEM: 1, Kind.PAIR: 2, Kind.WRITTEN: 2, Kind.PLAIN: 2, Kind.FIELD: 1}


@dataclass(frozen=True, slots=True)
class Vector:
    """A message's place: the numbers of its features, rising, and their values; length one."""

    numbers: Numbers
    values: Values


class Space:
    """Features with their rarity; built from all phrasings of a base."""

    def __init__(
        self,
        numbers: Mapping[Kind, Mapping[str, int]],
        rarity: Values,
        phrasings: int,
        shares: Shares,
    ) -> None:
        self._numbers = numbers
        self._rarity = rarity
        self._unknown = log(1 + phrasings)
        self._of_words: dict[Kind, dict[str, Numbers]] = {kind: {} for kind in LETTERS}
        self._shares = {kind: share for kind, share in shares.of().items() if share}

    @classmethod
    def of(cls, readings: Sequence[Reading], shares: Shares) -> "Space":
        """Return the space of a base's phrasings."""
        rarities: list[float] = []
        numbers: dict[Kind, dict[str, int]] = {}
        for kind, share in shares.of().items():
            seen: Counter[str] = Counter()
            if share:
                for reading in readings:
                    seen.update(names(reading, kind))
            kept = sorted(one for one, count in seen.items() if count >= _SEEN[kind])
            numbers[kind] = {one: len(rarities) + place for place, one in enumerate(kept)}
            rarities += [log(1 + len(readings) / seen[one]) for one in kept]
        return cls(numbers, np.array(rarities, dtype=np.float32), len(readings), shares)

    def knowing(self, readings: Sequence[Reading]) -> "Space":
        """Return the space with the features of further phrasings after those it has."""
        numbers = {kind: dict(held) for kind, held in self._numbers.items()}
        size = self.size
        for kind in self._shares:
            for one in sorted(set().union(*(names(reading, kind) for reading in readings))):
                if one not in numbers[kind]:
                    numbers[kind][one] = size
                    size += 1
        rare = np.full(size - self.size, self._unknown, dtype=np.float32)
        larger = copy(self)
        larger._numbers, larger._rarity = numbers, np.concatenate([self._rarity, rare])  # noqa: SLF001
        larger._of_words = {kind: {} for kind in LETTERS}  # noqa: SLF001 - its own
        return larger

    @property
    def size(self) -> int:
        """Return how many features there are."""
        return len(self._rarity)

    def rarity(self, stem: str) -> float:
        """Return how rare a stem is; one that the base does not know is the rarest."""
        number = self._numbers[Kind.STEM].get(stem)
        return self._unknown if number is None else float(self._rarity[number])

    def knows(self, stem: str) -> bool:
        """Tell whether any phrasing has a stem."""
        return stem in self._numbers[Kind.STEM]

    def place(self, reading: Reading) -> Vector:
        """Return where a message lies; each kind of feature has its share of the length."""
        parts = [
            (numbers, strengths * np.float32(share / length))
            for kind, share in self._shares.items()
            for numbers, strengths in [self._strengths(reading, kind)]
            for length in [float(np.sqrt(strengths @ strengths))]
            if length
        ]
        if not parts:
            return Vector(np.zeros(0, np.int32), np.zeros(0, np.float32))
        # Kinds have their numbers one after the other, so the joined numbers rise as well.
        row = np.concatenate([values for _, values in parts])
        row /= np.sqrt(row @ row)
        return Vector(np.concatenate([numbers for numbers, _ in parts]), row)

    def _strengths(self, reading: Reading, kind: Kind) -> tuple[Numbers, Values]:
        if kind in LETTERS:
            found = [self._numbers_of(word, kind) for word in letters(reading, kind)]
            if not found:
                return np.zeros(0, np.int32), np.zeros(0, np.float32)
            numbers, counts = _counted(np.concatenate(found))
            return numbers, self._rarity[numbers] * (1 + np.log(counts, dtype=np.float32))
        known = self._numbers[kind]
        held = sorted(
            (known[one], weight) for one, weight in weights(reading, kind).items() if one in known
        )
        numbers = np.array([number for number, _ in held], dtype=np.int32)
        said = np.array([weight for _, weight in held], dtype=np.float32)
        return numbers, self._rarity[numbers] * said

    def _numbers_of(self, word: str, kind: Kind) -> Numbers:
        held = self._of_words[kind]
        numbers = held.get(word)
        if numbers is None:
            known = self._numbers[kind]
            numbers = np.array([known[run] for run in runs(word) if run in known], dtype=np.int32)
            if len(held) < _WORDS_KEPT:
                held[word] = numbers
        return numbers


def _counted(numbers: Numbers) -> tuple[Numbers, NDArray[np.int64]]:
    """Return the different numbers, rising, and how often each occurs."""
    if not len(numbers):
        return numbers, np.zeros(0, np.int64)
    numbers.sort()
    new = np.empty(len(numbers), dtype=bool)
    new[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    starts = np.flatnonzero(new)
    return numbers[starts], np.diff(starts, append=len(numbers))


def stacked(vectors: Iterable[Vector]) -> tuple[NDArray[np.int64], Numbers, Values]:
    """Return vectors end to end: where each begins (and the last ends), numbers, values."""
    held = list(vectors)
    starts = np.zeros(len(held) + 1, dtype=np.int64)
    np.cumsum([len(one.numbers) for one in held], out=starts[1:])
    if not held:
        return starts, np.zeros(0, np.int32), np.zeros(0, np.float32)
    return (
        starts,
        np.concatenate([one.numbers for one in held]),
        np.concatenate([one.values for one in held]),
    )
