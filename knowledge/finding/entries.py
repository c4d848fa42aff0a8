"""A base of entries made searchable: at once, one entry anew in milliseconds, refined later."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from knowledge.finding import learning, postings
from knowledge.finding.features import USUAL_SHARES, Reading, Shares
from knowledge.finding.learning import USUAL, Schooling, Way
from knowledge.finding.lexicon import Lexicon, usual
from knowledge.finding.postings import Postings
from knowledge.finding.reader import Reader, stemmer_of
from knowledge.finding.signals import Phrasing, phrasing
from knowledge.finding.space import Space, Values, Vector

# Cells of the table of weights while learning; a larger base keeps the middles.
_MOST_CELLS = 48_000_000
_MOST_FEATURES = 600
_LEAST = 0.006
_HELD_OUT = 5  # every fifth phrasing examines what the others taught
_SMALL = 2_000
_MANY = 24  # phrasings an entry from which margins may teach more than chances
# By how much of what was asked they must: less is chance, and would turn with every new entry.
_CLEARLY = 0.01
# What a middle is multiplied by before its score is read: where all are middles, and where an
# entry that was added must hold its own beside learned weights. Measured on development data.
_PLAIN, _BESIDE_LEARNED = 16.0, 20.0
NOBODY = ""  # the owner of what belongs to no entry


@dataclass(frozen=True, slots=True)
class Card:
    """What the engine knows of one entry."""

    slug: str
    title: str
    phrasings: tuple[str, ...]
    not_this: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taught:
    """How the weights came about, and how often held-out phrasings found their entry."""

    way: Way
    right: float | None = None
    right_before: float | None = None


@dataclass(frozen=True, eq=False)
class Base:
    """Entries, their phrasings in the space of features, and the weights of the moment."""

    reader: Reader
    space: Space
    slugs: tuple[str, ...]
    vectors: tuple[Vector, ...]
    owners: tuple[int, ...]
    phrasings: tuple[tuple[Phrasing, ...], ...]
    weights: Postings
    taught: Taught
    # Entries that changed since the weights were made, each with its own middle; in the order of
    # their places, for scores are given in that order.
    changed: tuple[tuple[int, Values], ...] = ()

    @cached_property
    def places_by_words(self) -> Mapping[str, int]:
        """Return the entry of each phrasing in plain words, where only one entry has it."""
        found: dict[str, int] = {}
        doubled: set[str] = set()
        for place, phrasings in enumerate(self.phrasings):
            for one in phrasings:
                if found.setdefault(one.plain, place) != place:
                    doubled.add(one.plain)
        return {plain: place for plain, place in found.items() if plain not in doubled}

    def is_new(self, place: int) -> bool:
        """Tell whether an entry came after weights were learned, and stands beside them only."""
        return place >= self.weights.count and self.taught.way is not Way.MIDDLES

    @cached_property
    def spread(self) -> Mapping[str, int]:
        """Return in how many entries' phrasings each stem occurs."""
        return Counter(
            stem
            for phrasings in self.phrasings
            for stem in set().union(*(one.stems for one in phrasings))
        )

    @cached_property
    def nobody(self) -> int | None:
        """Return the place of what no entry answers, if the base knows such messages."""
        return self.slugs.index(NOBODY) if NOBODY in self.slugs else None

    def scores(self, reading: Reading) -> Values:
        """Return each entry's score for a message; the last may be nobody's."""
        vector = self.space.place(reading)
        found = self.weights.scores(vector)
        for place, weights in self.changed:
            within = vector.numbers < len(weights)
            score = float(vector.values[within] @ weights[vector.numbers[within]])
            if place < len(found):
                # What it learned still holds for the words it kept; soon all is learned anew.
                found[place] = max(found[place], np.float32(score))
            else:
                found = np.append(found, np.float32(score))
        return found

    def refined(self, how: Schooling = USUAL) -> "Base":
        """Return the base with learned weights, or with the old ones where they are no worse."""
        count = len(self.slugs)
        if not self.vectors or self.space.size * count > _MOST_CELLS:
            return self
        taught = _examined(self, how)
        if taught.way is Way.MIDDLES:
            return replace(self, taught=taught)
        table = _table(taught.way, self.vectors, self.owners, self.space.size, count, how)
        weights = postings.of_dense(table, least=_LEAST)
        return replace(self, weights=weights, taught=taught, changed=())

    def with_card(self, card: Card) -> "Base":
        """Return the base with one entry new or changed, without learning anew."""
        sharpness = _PLAIN if self.taught.way is Way.MIDDLES else _BESIDE_LEARNED
        place = self.slugs.index(card.slug) if card.slug in self.slugs else len(self.slugs)
        texts = _texts(card)
        reader = self.reader.knowing(texts)
        readings = [reader.read(text) for text in texts]
        space = self.space.knowing(readings)
        vectors = [space.place(one) for one in readings]
        middle = learning.middles(vectors, [0] * len(vectors), space.size, 1)[:, 0]
        changed = {**dict(self.changed), place: middle * np.float32(sharpness)}
        mine = tuple(phrasing(text, one, space) for text, one in zip(texts, readings, strict=True))
        return replace(
            self,
            reader=reader,
            space=space,
            slugs=(*self.slugs[:place], card.slug, *self.slugs[place + 1 :]),
            phrasings=(*self.phrasings[:place], mine, *self.phrasings[place + 1 :]),
            changed=tuple(sorted(changed.items())),
        )


def build(
    cards: Iterable[Card],
    background: Sequence[str] = (),
    *,
    lexicon: Lexicon | None = None,
    shares: Shares = USUAL_SHARES,
    sharpness: float = _PLAIN,
) -> Base:
    """Return a base that can be asked at once; `background` is what no entry answers."""
    held = sorted(cards, key=lambda card: card.slug)
    lists = lexicon or usual()
    texts = [(place, text) for place, card in enumerate(held) for text in _texts(card)]
    reader = Reader(lists, stemmer_of(lists), (text for _, text in texts))
    readings = [reader.read(text) for _, text in texts]
    strange = [text for card in held for text in card.not_this] if background else []
    nobody = [reader.read(text) for text in [*background, *strange]]
    space = Space.of([*readings, *nobody], shares)
    vectors = [space.place(one) for one in [*readings, *nobody]]
    owners = [place for place, _ in texts] + [len(held)] * len(nobody)
    count = len(held) + bool(nobody)
    weights = postings.of_middles(vectors, owners, space.size, count, most=_MOST_FEATURES)
    grouped: list[list[Phrasing]] = [[] for _ in held]
    for (place, text), one in zip(texts, readings, strict=True):
        grouped[place].append(phrasing(text, one, space))
    return Base(
        reader,
        space,
        tuple(card.slug for card in held) + ((NOBODY,) if nobody else ()),
        tuple(vectors),
        tuple(owners),
        tuple(map(tuple, grouped)) + (((),) if nobody else ()),
        weights.times(sharpness),
        Taught(Way.MIDDLES),
    )


def _texts(card: Card) -> tuple[str, ...]:
    return tuple(dict.fromkeys((card.title, *card.phrasings)))


def _table(
    way: Way,
    vectors: Sequence[Vector],
    owners: Sequence[int],
    size: int,
    count: int,
    how: Schooling,
) -> learning.Weights:
    if way is Way.MIDDLES:
        return learning.middles(vectors, owners, size, count)
    teach = learning.by_chances if way is Way.CHANCES else learning.by_margins
    return teach(vectors, owners, size, count, how)


def _examined(base: Base, how: Schooling) -> Taught:
    """Return the way that finds most held-out phrasings; the middles where none finds more."""
    ways = [Way.CHANCES]
    if len(base.vectors) / max(1, len(base.slugs)) >= _MANY:
        ways.append(Way.MARGINS)
    right = dict.fromkeys((Way.MIDDLES, *ways), 0)
    # A small base is examined on all its phrasings in turn, a large one on a fifth of them.
    folds = range(_HELD_OUT if len(base.vectors) <= _SMALL else 1)
    asked = sum(len(range(fold, len(base.vectors), _HELD_OUT)) for fold in folds)
    for fold in folds:
        for way in right:
            right[way] += _right(base, way, fold, how)
    best = best_way(right, asked)
    return Taught(best, right[best] / max(1, asked), right[Way.MIDDLES] / max(1, asked))


def best_way(right: Mapping[Way, int], asked: int) -> Way:
    """Return the way that found most; margins only where they found clearly more."""
    best = max(right, key=lambda way: (right[way], way is Way.MIDDLES))
    if best is Way.MARGINS and right[best] - right[Way.CHANCES] < _CLEARLY * asked:
        return max(Way.MIDDLES, Way.CHANCES, key=lambda way: right[way])
    return best


def _right(base: Base, way: Way, fold: int, how: Schooling) -> int:
    """Return how many phrasings of a fold find their entry, taught by all the others."""
    pupils = [number for number in range(len(base.vectors)) if number % _HELD_OUT != fold]
    weights = _table(
        way,
        [base.vectors[number] for number in pupils],
        [base.owners[number] for number in pupils],
        base.space.size,
        len(base.slugs),
        how,
    )
    return sum(
        int(np.argmax(base.vectors[number].values @ weights[base.vectors[number].numbers]))
        == base.owners[number]
        for number in range(fold, len(base.vectors), _HELD_OUT)
    )
