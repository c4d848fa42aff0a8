"""Refinement of the weights by example: phrasings learn to prefer their own entry.

Two ways, because neither wins everywhere: with few phrasings an entry the chances of all entries
together teach most (multinomial logistic regression); with many, each entry against the rest does
(a support vector machine solved in its dual, Hsieh et al. 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from knowledge.finding.space import Values, Vector

Weights = NDArray[np.float32]


class Way(StrEnum):
    """How weights are learned."""

    MIDDLES = "middles"
    CHANCES = "chances"
    MARGINS = "margins"


@dataclass(frozen=True, slots=True)
class Schooling:
    """How often and how fast; chosen on development data, never on a particular base."""

    rounds: int = 12
    pace: float = 2.0
    # What the middles are multiplied by before their scores are read as chances.
    sharpness: float = 8.0
    # An entry that is so unlikely learns nothing from an example.
    attention: float = 5e-4
    margin_rounds: int = 8
    slack: float = 1.0
    margin_sharpness: float = 4.0
    seed: int = 7


USUAL = Schooling()


def middles(vectors: Sequence[Vector], owners: Sequence[int], size: int, count: int) -> Weights:
    """Return the middle of each entry's phrasings, each brought to length one."""
    weights = np.zeros((size, count), dtype=np.float32)
    for vector, owner in zip(vectors, owners, strict=True):
        weights[vector.numbers, owner] += vector.values
    lengths = np.sqrt(np.einsum("ij,ij->j", weights, weights))
    lengths[lengths == 0] = 1
    weights /= lengths
    return weights


def by_chances(
    vectors: Sequence[Vector], owners: Sequence[int], size: int, count: int, how: Schooling
) -> Weights:
    """Return weights whose scores, as chances, favour each phrasing's own entry."""
    weights = middles(vectors, owners, size, count) * np.float32(how.sharpness)
    order = np.random.default_rng(how.seed)
    steps, step = max(1, how.rounds * len(vectors)), 0
    for _ in range(how.rounds):
        for number in order.permutation(len(vectors)):
            vector = vectors[number]
            wrong = softmax(vector.values @ weights[vector.numbers])
            wrong[owners[number]] -= 1
            heeded = np.flatnonzero(np.abs(wrong) > how.attention)
            pace = np.float32(how.pace * (1 - step / steps))
            weights[np.ix_(vector.numbers, heeded)] -= np.outer(vector.values, pace * wrong[heeded])
            step += 1
    return weights


def by_margins(
    vectors: Sequence[Vector], owners: Sequence[int], size: int, count: int, how: Schooling
) -> Weights:
    """Return weights that hold each phrasing's own entry apart from all others."""
    weights = np.zeros((size, count), dtype=np.float32)
    pulls = np.zeros((len(vectors), count), dtype=np.float32)
    ease = np.float32(1 / (2 * how.slack))
    order = np.random.default_rng(how.seed)
    side = -np.ones(count, dtype=np.float32)
    for _ in range(how.margin_rounds):
        for number in order.permutation(len(vectors)):
            vector, owner = vectors[number], owners[number]
            rows = weights[vector.numbers]
            side[owner] = 1
            short = side * (vector.values @ rows) - 1 + ease * pulls[number]
            pulled = np.maximum(pulls[number] - short / (1 + ease), 0)
            change = (pulled - pulls[number]) * side
            side[owner] = -1
            if np.abs(change).max() > 1e-3:
                pulls[number] = pulled
                weights[vector.numbers] = rows + np.outer(vector.values, change)
    weights *= np.float32(how.margin_sharpness)
    return weights


def softmax(scores: Values) -> Values:
    """Return scores as chances that add up to one."""
    raised: Values = np.exp(scores - scores.max())
    raised /= raised.sum()
    return raised
