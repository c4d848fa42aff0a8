"""Repair of mistyped words against the words the base itself uses."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST = 4  # shorter words have too many neighbours to guess from
_ONE_SLIP = 5  # letters up to which one slip is believed; longer words may have two
_SEEN = 2  # times a word must be in the base before it may attract others
_VOWELS = str.maketrans("", "", "aeiou")
_CANDIDATES = 12


class Speller:
    """Finds the base's word that was probably meant."""

    def __init__(self, seen: Counter[str], known: Iterable[str] = ()) -> None:
        listed = frozenset(known)
        self._counts = seen
        self._words = frozenset(
            word for word, count in seen.items() if count >= _SEEN or word in listed
        )
        self._listed = listed
        self._shelves: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= _SHORTEST - 1 and word.isalpha():
                for place in {word[0], word[1:2] or word[0]}:
                    self._shelves[place, len(word)].append(word)
        self.repair = lru_cache(maxsize=16_384)(self._repair)

    def knows(self, word: str) -> bool:
        """Tell whether a word is in the base or a listed word, and so needs no repair."""
        return word in self._words or word in self._listed

    def _repair(self, word: str) -> str | None:
        """Return the nearest word of the base, or None where none is near enough."""
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        slips = 1 if len(word) <= _ONE_SLIP else 2
        nearby: set[str] = set()
        for length in range(len(word) - slips, len(word) + slips + 1):
            for place in {word[0], word[1]}:
                nearby.update(self._shelves.get((place, length), ()))
        found = process.extract(
            word, sorted(nearby), scorer=OSA.distance, score_cutoff=slips, limit=_CANDIDATES
        )
        return (
            min(found, key=lambda hit: self._unlikeliness(word, hit[0], hit[1]))[0]
            if found
            else None
        )

    def _unlikeliness(self, word: str, candidate: str, slips: float) -> tuple[float, int, str]:
        """Vowels are dropped most often, first letters least; then the commoner word."""
        skeleton = word.translate(_VOWELS) == candidate.translate(_VOWELS)
        first = word[0] == candidate[0]
        return (slips - 0.6 * skeleton - 0.3 * first, -self._counts[candidate], candidate)
