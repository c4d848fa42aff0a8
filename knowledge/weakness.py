"""Pure: how well entries hold their own phrasings when each is left out in turn, and doubles."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.finding.entries import NOBODY, Base
from knowledge.finding.space import Vector, stacked

# Cells of a dense table of middles; more entries are taken in turns.
_CELLS = 12_000_000
_ROWS = 500
DOUBLE = 95
Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stray:
    """A phrasing that, left out, is nearer to another entry than to its own."""

    slug: str
    phrasing: str
    rank: int
    nearer: str
    own: float
    other: float


@dataclass(frozen=True, slots=True)
class Strength:
    """How many of an entry's phrasings find it when they are left out, and in the first four."""

    slug: str
    phrasings: int
    first: int
    among_four: int

    @property
    def share(self) -> float:
        """Return the share that comes first."""
        return self.first / self.phrasings if self.phrasings else 0.0


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two entries that draw each other's phrasings."""

    one: str
    other: str
    count: int


@dataclass(frozen=True, slots=True)
class Weakness:
    """What leaving out told: entries weakest first, pairs most confused first, the strays."""

    entries: tuple[Strength, ...]
    pairs: tuple[Confusion, ...]
    strays: tuple[Stray, ...]

    @property
    def share(self) -> float:
        """Return the share of all phrasings that come first."""
        whole = sum(row.phrasings for row in self.entries)
        return sum(row.first for row in self.entries) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Double:
    """Two phrasings of different entries with almost the same words."""

    slug: str
    phrasing: str
    other: str
    other_phrasing: str
    likeness: float


def left_out(base: Base) -> Weakness:
    """Return how each phrasing ranks by the middles of the base without it."""
    rows = list(_rows(base))
    vectors = [vector for _, _, vector in rows]
    owners = np.array([owner for owner, _, _ in rows], dtype=np.int64)
    count = len(base.slugs)
    scores = _scores(vectors, owners, base.space.size, count)
    own = scores[np.arange(len(rows)), owners] if rows else np.zeros(0, np.float32)
    # An entry comes before another of the same score only if it is strictly nearer.
    ranks = (scores > own[:, None]).sum(axis=1) + 1
    scores[np.arange(len(rows)), owners] = -np.inf
    nearest = scores.argmax(axis=1) if count > 1 and rows else np.zeros(len(rows), np.int64)
    strays = [
        Stray(
            base.slugs[owner], text, int(ranks[place]), base.slugs[nearest[place]],
            round(float(own[place]), 4), round(float(scores[place, nearest[place]]), 4),
        )
        for place, (owner, text, _) in enumerate(rows)
        if ranks[place] > 1
    ]  # fmt: skip
    strays.sort(key=lambda one: (-one.rank, one.slug, one.phrasing))
    return Weakness(_strengths(base, owners, ranks), _pairs(strays), tuple(strays))


def _rows(base: Base) -> Iterator[tuple[int, str, Vector]]:
    """Yield entry, text and place of each phrasing; what changed since the base was built is not.

    The base keeps vectors in the order of entries and their phrasings.
    """
    changed = {place for place, _ in base.changed}
    texts = [
        None if base.slugs[place] == NOBODY else [one.text for one in base.phrasings[place]]
        for place in range(len(base.slugs))
    ]
    seen: Counter[int] = Counter()
    for owner, vector in zip(base.owners, base.vectors, strict=True):
        held = texts[owner]
        if held is not None and owner not in changed:
            yield owner, held[seen[owner]], vector
        seen[owner] += 1


def _scores(vectors: Sequence[Vector], owners: NDArray[np.int64], size: int, count: int) -> Table:
    """Return each phrasing's product with each entry's middle, its own without itself."""
    scores = np.zeros((len(vectors), count), dtype=np.float32)
    starts, numbers, values = stacked(vectors)
    at_once = max(1, _CELLS // max(1, size))
    row_owner = np.repeat(owners, np.diff(starts))
    for begin in range(0, count, at_once):
        width = min(at_once, count - begin)
        sums = np.zeros((size, width), dtype=np.float32)
        here = (row_owner >= begin) & (row_owner < begin + width)
        np.add.at(sums, (numbers[here], row_owner[here] - begin), values[here])
        lengths = np.sqrt(np.einsum("ij,ij->j", sums, sums))
        for place, vector in enumerate(vectors):
            products = vector.values @ sums[vector.numbers]
            scores[place, begin : begin + width] = products / np.maximum(lengths, 1e-9)
            owner = int(owners[place]) - begin
            if 0 <= owner < width:
                scores[place, begin + owner] = _without(vector, products[owner], lengths[owner])
    return scores


def _without(vector: Vector, product: float, length: float) -> float:
    """Return a phrasing's product with its own entry's middle, had it never been written."""
    own = float(vector.values @ vector.values)
    rest = float(length) ** 2 - 2 * float(product) + own
    return (float(product) - own) / rest**0.5 if rest > 1e-6 else 0.0


def _strengths(
    base: Base, owners: NDArray[np.int64], ranks: NDArray[np.int64]
) -> tuple[Strength, ...]:
    found = []
    for place, slug in enumerate(base.slugs):
        mine = ranks[owners == place]
        if len(mine):
            found.append(Strength(slug, len(mine), int((mine == 1).sum()), int((mine <= 4).sum())))
    return tuple(sorted(found, key=lambda row: (row.share, row.slug)))


def _pairs(strays: Sequence[Stray]) -> tuple[Confusion, ...]:
    counted = Counter(tuple(sorted((one.slug, one.nearer))) for one in strays)
    rows = (Confusion(pair[0], pair[1], count) for pair, count in counted.items())
    return tuple(sorted(rows, key=lambda row: (-row.count, row.one, row.other)))


def doubles(base: Base, *, likeness: int = DOUBLE) -> list[Double]:
    """Return phrasings of different entries that say almost the same, most alike first."""
    rows = [
        (slug, one)
        for slug, held in zip(base.slugs, base.phrasings, strict=True)
        for one in held
        if slug != NOBODY
    ]
    plain = [one.plain for _, one in rows]
    found = []
    for begin in range(0, len(rows), _ROWS):
        table = process.cdist(
            plain[begin : begin + _ROWS], plain, scorer=fuzz.ratio, score_cutoff=likeness,
            dtype=np.uint8,
        )  # fmt: skip
        for row, column in np.argwhere(table):
            (slug, one), (other, another) = rows[begin + row], rows[column]
            if begin + row < column and slug != other:
                found.append(Double(slug, one.text, other, another.text, float(table[row, column])))
    return sorted(found, key=lambda one: (-one.likeness, one.slug, one.phrasing, one.other))
