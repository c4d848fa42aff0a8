"""Pure: entries ranked against a question, each hit with its confidence and its reasons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from knowledge.finding.confidence import Scale, usual_scale
from knowledge.finding.entries import NOBODY, Base, Card, Taught, build
from knowledge.finding.features import Reading
from knowledge.finding.learning import USUAL, Schooling, softmax
from knowledge.finding.lexicon import Lexicon
from knowledge.finding.reader import Lists
from knowledge.finding.routes import Meaning, Rulebook, acronyms, asks_back, route_of, rulebook
from knowledge.finding.signals import Signals, signals, weighed
from knowledge.words import Route

_WHAT_IS = re.compile(r"\b(apa itu|itu apa|apa \w+$|kepanjangan|singkatan|arti|maksud)\b")
# As sure as an entry may be that was added and not learned yet: it is offered, not given.
_NEW = 0.75
# A stem of a word that is no filler, be it repaired; and when it belongs to too many entries.
_CONTENT, _MANY = 0.75, 4

__all__ = ["Card", "Finder", "Hit"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: how sure, by which phrasing, sharing which words, for which reasons."""

    slug: str
    confidence: float
    phrasing: str
    shared: tuple[str, ...]
    signals: Signals | None = field(default=None, compare=False)
    # What each signal adds to the log-odds of being right.
    reasons: tuple[tuple[str, float], ...] = field(default=(), compare=False)


@lru_cache(maxsize=4)
def _rulebook(lists: Lists) -> Rulebook:
    return rulebook(lists.meant)


@lru_cache(maxsize=4)
def _acronyms(lists: Lists) -> dict[str, tuple[Meaning, ...]]:
    return acronyms(lists.meant)


class Finder:
    """The published entries, searchable; only read, and replaced as a whole."""

    def __init__(
        self,
        cards: Iterable[Card],
        background: Sequence[str] = (),
        *,
        lexicon: Lexicon | None = None,
        scale: Scale | None = None,
    ) -> None:
        self._base = build(cards, background, lexicon=lexicon)
        self._scale = scale or usual_scale()

    @classmethod
    def _of(cls, base: Base, scale: Scale) -> "Finder":
        finder = cls.__new__(cls)
        finder._base, finder._scale = base, scale  # noqa: SLF001 - its own
        return finder

    @property
    def base(self) -> Base:
        """Return what is searched."""
        return self._base

    @property
    def taught(self) -> Taught:
        """Return how the weights came about."""
        return self._base.taught

    def refined(self, how: Schooling = USUAL) -> "Finder":
        """Return the finder with learned weights, if those find more than the plain ones."""
        return self._of(self._base.refined(how), self._scale)

    def with_base(self, base: Base) -> "Finder":
        """Return a finder of the same scale over another base."""
        return self._of(base, self._scale)

    def with_card(self, card: Card) -> "Finder":
        """Return the finder with one entry new or changed; takes milliseconds."""
        return self._of(self._base.with_card(card), self._scale)

    def corrected(self, verdicts: Iterable[tuple[str, str, bool]]) -> "Finder":
        """Return the finder after verdicts: a question, the entry it was given, right or wrong."""
        seen = []
        for question, slug, right in verdicts:
            hit = self.look(question, slug)
            if hit is not None and hit.signals is not None:
                seen.append((self._scale.odds(hit.signals), right))
        plain = replace(self._scale, stretch=1.0, shift=0.0)
        return self._of(self._base, plain.corrected(seen))

    def read(self, question: str) -> Reading:
        """Return a question as the finder reads it."""
        return self._base.reader.read(question)

    def find(self, question: str, *, size: int = 5) -> list[Hit]:
        """Return the best entries, likeliest first; empty where nothing at all is shared."""
        return self.find_for(self.read(question), size=size)

    def find_for(self, reading: Reading, *, size: int = 5) -> list[Hit]:
        """Return the best entries for a question that was read already."""
        base = self._base
        count = len(base.slugs) - (base.nobody is not None)
        if not count or not any(base.space.knows(stem) for stem, _ in reading.stems):
            return []
        scores = base.scores(reading)
        ranked = scores.copy()
        if base.nobody is not None:
            ranked[base.nobody] = -np.inf
        own = base.places_by_words.get(reading.plain)
        if own is not None:
            # A phrasing word for word always finds its entry, whatever the weights say.
            ranked[own] = ranked.max() + 1
        best = np.argpartition(-ranked, min(count, size) - 1)[: min(count, size)]
        best = best[np.argsort(-ranked[best], kind="stable")]
        chances = softmax(scores)
        return [self._hit(reading, int(place), float(chances[place])) for place in best]

    def look(self, question: str, slug: str) -> Hit | None:
        """Return one entry as a candidate for a question, however unlikely; None if unknown."""
        if slug not in self._base.slugs or slug == NOBODY:
            return None
        reading = self.read(question)
        place = self._base.slugs.index(slug)
        return self._hit(reading, place, float(softmax(self._base.scores(reading))[place]))

    def is_bare(self, reading: Reading) -> bool:
        """Tell whether a message has one word of content at most, and one of many entries.

        "How much is it" alone could be about anything; only the asker can say what. "What is
        this" names its topic.
        """
        if _WHAT_IS.search(reading.plain):
            return False
        content = {stem for stem, weight in reading.stems if weight >= _CONTENT}
        return len(content) <= 1 and all(self._base.spread[one] >= _MANY for one in content)

    def route(self, reading: Reading) -> Route | None:
        """Return what a message is besides a question, if anything."""
        return route_of(reading, _rulebook(self._base.reader.lists))

    def meanings(self, reading: Reading) -> tuple[str, ...]:
        """Return the entries among which an acronym leaves the choice open."""
        return tuple(one.slug for one in asks_back(reading, _acronyms(self._base.reader.lists)))

    def _hit(self, reading: Reading, place: int, chance: float) -> Hit:
        base = self._base
        found, near = signals(reading, chance, base.phrasings[place], base.space)
        phrasing = base.phrasings[place][near]
        asked = weighed(reading, base.space)
        sure = self._scale.confidence(found)
        if base.is_new(place) and base.places_by_words.get(reading.plain) != place:
            sure = min(sure, _NEW)
        return Hit(
            base.slugs[place],
            round(sure, 4),
            phrasing.text,
            tuple(sorted(stem for stem in asked if stem in phrasing.stems)),
            found,
            tuple(self._scale.contributions(found).items()),
        )
