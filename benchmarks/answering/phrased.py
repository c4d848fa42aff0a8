"""Texts of entries in one row, and the best text of each entry by its score."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from benchmarks.answering.systems import Unable

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return a text's words in small letters."""
    return _WORD.findall(text.lower())


class Phrased:
    """Which text belongs to which entry; an entry scores what its best text scores."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        if not entries:
            raise Unable("there are no entries")
        self.slugs = [one.slug for one in entries]
        self.texts = [text for one in entries for text in one.texts]
        counts = [len(one.texts) for one in entries]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)

    def answer(self, scores: NDArray[np.floating], size: int) -> Answer:
        """Return the best entries of scores by text; what scores nothing is not found."""
        return best(np.maximum.reduceat(scores, self._starts), self.slugs, size, least=0.0)


def best(
    scores: NDArray[np.floating], slugs: Sequence[str], size: int, *, least: float = -np.inf
) -> Answer:
    """Return the best entries of scores by entry."""
    size = min(size, len(slugs))
    places = np.argpartition(-scores, size - 1)[:size]
    places = places[np.argsort(-scores[places], kind="stable")]
    return Answer(tuple((slugs[n], float(scores[n])) for n in places if scores[n] > least))
