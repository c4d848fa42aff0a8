"""Weights laid out by feature, so that a question touches only what it contains."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.finding.space import Values, Vector

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """For each feature the entries it speaks for, and how strongly."""

    starts: NDArray[np.int64]
    owners: NDArray[np.int32]
    values: NDArray[np.float16]
    count: int

    def scores(self, vector: Vector) -> Values:
        """Return each entry's score for a message."""
        # Features that came with an entry added later are not laid out yet.
        known = vector.numbers < len(self.starts) - 1
        numbers, weights = vector.numbers[known], vector.values[known]
        begins = self.starts[numbers]
        lengths = self.starts[numbers + 1] - begins
        total = int(lengths.sum())
        if not total:
            return np.zeros(self.count, dtype=np.float32)
        ends = np.cumsum(lengths)
        places = np.arange(total) + np.repeat(begins - (ends - lengths), lengths)
        strengths = self.values[places].astype(np.float32) * np.repeat(weights, lengths)
        found = np.bincount(self.owners[places], weights=strengths, minlength=self.count)
        return found.astype(np.float32)

    def times(self, factor: float) -> "Postings":
        """Return the same weights, all of them larger."""
        return replace(self, values=self.values * np.float16(factor))

    @property
    def nbytes(self) -> int:
        """Return the memory of the layout in bytes."""
        return int(self.starts.nbytes + self.owners.nbytes + self.values.nbytes)


def of_dense(weights: Weights, *, least: float) -> Postings:
    """Return postings of a table of weights; what is below `least` of the largest is dropped."""
    floor = least * float(np.abs(weights).max(initial=0.0))
    features, owners = np.nonzero(np.abs(weights) > floor)
    starts = np.zeros(weights.shape[0] + 1, dtype=np.int64)
    np.cumsum(np.bincount(features, minlength=weights.shape[0]), out=starts[1:])
    values = weights[features, owners].astype(np.float16)
    return Postings(starts, owners.astype(np.int32), values, weights.shape[1])


def of_middles(
    vectors: Sequence[Vector], owners: Sequence[int], size: int, count: int, *, most: int
) -> Postings:
    """Return postings of each entry's middle, with its `most` strongest features."""
    mine: list[list[Vector]] = [[] for _ in range(count)]
    for vector, owner in zip(vectors, owners, strict=True):
        mine[owner].append(vector)
    rows = [_strongest(held, most) for held in mine] or [_strongest((), most)]
    features = np.concatenate([row.numbers for row in rows])
    its_owner = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row.numbers) for row in rows])
    order = np.argsort(features, kind="stable")
    starts = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(features, minlength=size), out=starts[1:])
    values = np.concatenate([row.values for row in rows])[order].astype(np.float16)
    return Postings(starts, its_owner[order], values, count)


def _strongest(held: Sequence[Vector], most: int) -> Vector:
    if not held:
        return Vector(np.zeros(0, np.int32), np.zeros(0, np.float32))
    numbers, places = np.unique(np.concatenate([one.numbers for one in held]), return_inverse=True)
    sums = np.bincount(places, weights=np.concatenate([one.values for one in held]))
    values = (sums / (np.sqrt(sums @ sums) or 1.0)).astype(np.float32)
    if len(numbers) > most:
        kept = np.sort(np.argpartition(-values, most)[:most])
        numbers, values = numbers[kept], values[kept]
    return Vector(numbers.astype(np.int32), values)
