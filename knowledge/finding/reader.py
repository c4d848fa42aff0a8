"""Reads messages as the engine compares them: normalised, repaired, stemmed."""

from collections import Counter
from collections.abc import Iterable
from copy import copy
from functools import lru_cache

from knowledge.finding.features import Reading
from knowledge.finding.lexicon import Lexicon, Plain
from knowledge.finding.normalise import Message, Normaliser
from knowledge.finding.spelling import Speller
from knowledge.finding.stems import Stemmer

_REPAIRED = 0.8  # what a repaired word counts against one that was spelt right
_SHORTEST_ROOT = 4


class Lists:
    """The word lists by themselves, whatever a base's words are; the same for every base."""

    def __init__(self, lexicon: Lexicon, stemmer: Stemmer) -> None:
        self.roots = lexicon.roots
        self.normaliser = Normaliser(lexicon, self.roots.__contains__)
        self._stemmer = stemmer
        self._fields = lexicon.fields
        self._fields_by_stem: dict[str, Plain] = {}
        for word, fields in lexicon.fields.items():
            self._fields_by_stem.setdefault(stemmer.stem(word), fields)

    def meant(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Return a listed word's plain words and their stems; a list is never misspelt."""
        plain = [one.plain for one in self.normaliser.read(word).words]
        return " ".join(plain), tuple(self._stemmer.stem(one) for one in plain)

    def fields_of(self, word: str, stem: str) -> Plain:
        """Return the fields of life that a word belongs to, or its stem."""
        return self._fields.get(word) or self._fields_by_stem.get(stem, ())


class Reader:
    """What a base's words make of a message."""

    def __init__(self, lexicon: Lexicon, stemmer: Stemmer, texts: Iterable[str] = ()) -> None:
        self.lists = _lists(lexicon, stemmer)
        self._lexicon = lexicon
        self._stemmer = stemmer
        self._spell_with(self._counted(texts))

    def knowing(self, texts: Iterable[str]) -> "Reader":
        """Return a reader that knows the words of further texts as well."""
        reader = copy(self)
        reader._spell_with(self._seen + self._counted(texts))  # noqa: SLF001 - its own
        return reader

    def _counted(self, texts: Iterable[str]) -> Counter[str]:
        return Counter(
            word.plain for text in texts for word in self.lists.normaliser.read(text).words
        )

    def _spell_with(self, seen: Counter[str]) -> None:
        self._seen = seen
        self._speller = Speller(seen, self.lists.roots)
        self._normaliser = Normaliser(self._lexicon, self._speller.knows)

    def read(self, text: str) -> Reading:
        """Return a message's stems with their weights, its letters, and its fields of life."""
        message = self._normaliser.read(text)
        stems: list[tuple[str, float]] = []
        plain: list[str] = []
        fields: dict[str, float] = {}
        for word, right, weight in self._repaired(message):
            stem = self._stemmer.stem(right)
            plain.append(right)
            fields |= dict.fromkeys(self.lists.fields_of(right, stem), 1.0)
            if weight:
                stems.append((stem, weight if right == word else weight * _REPAIRED))
        if not stems:
            stems = [(word.plain, 1.0) for word in message.words]
        return Reading(message, tuple(stems), " ".join(plain), tuple(fields.items()))

    def _repaired(self, message: Message) -> list[tuple[str, str, float]]:
        found = []
        for word in message.words:
            right = word.plain
            if not word.known and not self._speller.knows(right):
                right = self._speller.repair(right) or right
            found.append((word.plain, right, word.weight))
        return found


@lru_cache(maxsize=4)
def _lists(lexicon: Lexicon, stemmer: Stemmer) -> Lists:
    return Lists(lexicon, stemmer)


@lru_cache(maxsize=4)
def stemmer_of(lexicon: Lexicon) -> Stemmer:
    """Return a stemmer that knows the lists' plain words as roots."""
    return Stemmer(frozenset(root for root in lexicon.roots if len(root) >= _SHORTEST_ROOT))
