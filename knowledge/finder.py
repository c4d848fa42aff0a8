"""Pure ranking of entries against a question; each hit carries its confidence and reasons."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.text import content, words

_SHORTLIST = 16
_REPAIR_FROM = 4  # letters; shorter words have too many neighbours to guess from
_REPAIRED = 0.8  # what a repaired word counts against one that was spelt right
_SUFFIXES = ("kannya", "annya", "nya", "kan", "an", "i")
_PREFIXES = ("meng", "peng", "mem", "pem", "men", "pen", "ber", "ter", "per", "me", "pe", "di")
_STEM_FROM = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What the finder knows of one entry."""

    slug: str
    title: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: how sure, by which phrasing, sharing which words."""

    slug: str
    confidence: float
    phrasing: str
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Phrasing:
    slug: str
    text: str
    plain: str
    stems: frozenset[str]
    weight: float


def stem(word: str) -> str:
    """Return a rough common form, so that "mengajukan" meets "ajukan"."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _STEM_FROM:
            word = word[: -len(suffix)]
            break
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _STEM_FROM:
            return word[len(prefix) :]
    return word


class Finder:
    """An index over the published entries; built once, then only read."""

    def __init__(self, cards: Iterable[Card]) -> None:
        plain = [
            (card.slug, text, words(text))
            for card in cards
            for text in (card.title, *card.phrasings)
        ]
        stems = [frozenset(map(stem, content(found))) for _, _, found in plain]
        slugs_by_stem: dict[str, set[str]] = defaultdict(set)
        for (slug, _, _), found in zip(plain, stems, strict=True):
            for one in found:
                slugs_by_stem[one].add(slug)
        entries = len({slug for slug, _, _ in plain}) or 1
        self._rarity = {
            one: math.log(1 + entries / len(slugs)) for one, slugs in slugs_by_stem.items()
        }
        self._unknown = math.log(1 + entries)
        self._phrasings = [
            _Phrasing(slug, text, " ".join(found), own, self._weight(own))
            for (slug, text, found), own in zip(plain, stems, strict=True)
        ]
        self._weights = [phrasing.weight for phrasing in self._phrasings]
        self._containing: dict[str, list[int]] = defaultdict(list)
        for number, phrasing in enumerate(self._phrasings):
            for one in phrasing.stems:
                self._containing[one].append(number)
        self._vocabulary = [one for one in self._rarity if len(one) >= _REPAIR_FROM]
        self._repair = lru_cache(maxsize=4096)(self._nearest)

    def find(self, question: str, *, size: int = 5) -> list[Hit]:
        """Return the best entries, best first; empty when nothing is shared."""
        found = words(question)
        asked = self._asked(found)
        if not asked:
            return []
        plain = " ".join(found)
        total = sum(asked.values())
        best: dict[str, tuple[float, int]] = {}
        for overlap, number in self._shortlist(asked, total):
            phrasing = self._phrasings[number]
            confidence = self._confidence(phrasing, overlap, total, plain)
            if confidence > best.get(phrasing.slug, (0.0, 0))[0]:
                best[phrasing.slug] = (confidence, number)
        ranked = nlargest(size, best.values())
        return [self._hit(self._phrasings[number], sure, asked) for sure, number in ranked]

    def _asked(self, found: list[str]) -> dict[str, float]:
        asked: dict[str, float] = {}
        for word in content(found):
            known = stem(word)
            if known in self._rarity:
                asked[known] = self._rarity[known]
            elif repaired := self._repair(known):
                asked[repaired] = max(asked.get(repaired, 0), _REPAIRED * self._rarity[repaired])
            else:
                asked[known] = self._unknown
        return asked if any(one in self._rarity for one in asked) else {}

    def _nearest(self, word: str) -> str | None:
        if len(word) < _REPAIR_FROM or word.isdigit():
            return None
        nearest = process.extractOne(
            word,
            self._vocabulary,
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=0.75,
        )
        return nearest[0] if nearest else None

    def _shortlist(self, asked: dict[str, float], total: float) -> list[tuple[float, int]]:
        """Return shared weight and number of the phrasings that share most, best first."""
        shared: defaultdict[int, float] = defaultdict(float)
        for one, weight in asked.items():
            for number in self._containing.get(one, ()):
                shared[number] += weight
        weights = self._weights
        scored = [(weight / (total + weights[number]), number) for number, weight in shared.items()]
        return [(shared[number], number) for _, number in nlargest(_SHORTLIST, scored)]

    @staticmethod
    def _confidence(phrasing: _Phrasing, overlap: float, total: float, plain: str) -> float:
        both = 2 * overlap / (total + phrasing.weight)
        likeness = fuzz.token_sort_ratio(plain, phrasing.plain) / 100
        return 0.45 * both + 0.25 * overlap / total + 0.30 * likeness

    @staticmethod
    def _hit(phrasing: _Phrasing, confidence: float, asked: dict[str, float]) -> Hit:
        shared = sorted(one for one in asked if one in phrasing.stems)
        return Hit(phrasing.slug, round(confidence, 4), phrasing.text, tuple(shared))

    def _weight(self, stems: frozenset[str]) -> float:
        return sum(self._rarity[one] for one in stems)
