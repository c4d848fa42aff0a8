"""RapidFuzz over phrasings, all of them compared at once."""

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process, utils

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from benchmarks.answering.phrased import Phrased


class TokenSets:
    """Agreement of the sets of words, whatever their order."""

    scorer: Callable[..., float] = staticmethod(fuzz.token_set_ratio)

    def __init__(self, entries: Sequence[Entry], _: Sequence[str]) -> None:
        self._phrased = Phrased(entries)
        self._texts = [utils.default_process(text) for text in self._phrased.texts]

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries."""
        asked = utils.default_process(question)
        scores = process.cdist([asked], self._texts, scorer=self.scorer, dtype=np.float32)[0]
        return self._phrased.answer(scores, size)


class Weighted(TokenSets):
    """The best of RapidFuzz's ratios, by its own weights."""

    scorer = staticmethod(fuzz.WRatio)
