"""BM25 of rank-bm25 over phrasings."""

from collections.abc import Sequence

from rank_bm25 import BM25Okapi

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from benchmarks.answering.phrased import Phrased, words


class Okapi:
    """Words weighed by how rare they are and how often they occur."""

    def __init__(self, entries: Sequence[Entry], _: Sequence[str]) -> None:
        self._phrased = Phrased(entries)
        # A word that nothing has keeps an index of empty texts from dividing by zero.
        self._index = BM25Okapi([words(text) or ["\0"] for text in self._phrased.texts])

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries."""
        return self._phrased.answer(self._index.get_scores(words(question)), size)
