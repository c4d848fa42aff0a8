"""TF-IDF with a linear support vector machine, the usual classifier of short texts."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from benchmarks.answering.phrased import Phrased, best
from benchmarks.answering.systems import Unable

_MOST_ENTRIES, _MOST_TEXTS = 1_500, 60_000


class Words:
    """Words and pairs of words."""

    analyzer, runs = "word", (1, 2)

    def __init__(self, entries: Sequence[Entry], _: Sequence[str]) -> None:
        phrased = Phrased(entries)
        if len(entries) < 2:
            raise Unable("needs at least two entries")
        if len(entries) > _MOST_ENTRIES or len(phrased.texts) > _MOST_TEXTS:
            raise Unable(f"left out: above {_MOST_ENTRIES:,} entries or {_MOST_TEXTS:,} phrasings")
        owners = [one.slug for one in entries for _ in one.texts]
        self._features = TfidfVectorizer(
            analyzer=self.analyzer,
            ngram_range=self.runs,
            sublinear_tf=True,
            token_pattern=r"\w+" if self.analyzer == "word" else None,
        )
        self._machine = LinearSVC(random_state=1).fit(
            self._features.fit_transform(phrased.texts), owners
        )

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries by their distance from the border."""
        found = self._machine.decision_function(self._features.transform([question]))[0]
        slugs = [str(one) for one in self._machine.classes_]
        if len(slugs) == 2:
            # Of two entries the machine tells one distance, which is the second's.
            return best(np.array([-found, found]), slugs, size)
        return best(found, slugs, size)


class Letters(Words):
    """Runs of two to five letters within words."""

    analyzer, runs = "char_wb", (2, 5)
