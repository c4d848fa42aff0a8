"""SQLite's full text search over phrasings: by words, and by runs of three letters."""

import sqlite3
from collections.abc import Sequence

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from benchmarks.answering.phrased import Phrased, words
from benchmarks.answering.systems import Unable

_RUN = 3


class FullText:
    """Any of the question's words, ranked by SQLite's bm25."""

    tokenizer = "unicode61 remove_diacritics 2"

    def __init__(self, entries: Sequence[Entry], _: Sequence[str]) -> None:
        Phrased(entries)
        self._book = sqlite3.connect(":memory:")
        try:
            self._book.execute(
                "CREATE VIRTUAL TABLE phrasings USING fts5"
                f"(slug UNINDEXED, text, tokenize='{self.tokenizer}')"
            )
        except sqlite3.OperationalError as error:
            raise Unable(f"this SQLite cannot: {error}") from None
        self._book.executemany(
            "INSERT INTO phrasings VALUES (?, ?)",
            ((one.slug, text) for one in entries for text in one.texts),
        )

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries, each by its best phrasing."""
        wanted = " OR ".join(f'"{part}"' for part in dict.fromkeys(self._parts(question)))
        found: dict[str, float] = {}
        if wanted:
            rows = self._book.execute(
                "SELECT slug, -rank FROM phrasings WHERE phrasings MATCH ? ORDER BY rank", (wanted,)
            )
            for slug, score in rows:
                found.setdefault(slug, score)
                if len(found) == size:
                    break
        return Answer(tuple(found.items()))

    def _parts(self, question: str) -> list[str]:
        return words(question)


class Trigrams(FullText):
    """Any of the question's runs of three letters, so that a slip does not lose a word."""

    tokenizer = "trigram"

    def _parts(self, question: str) -> list[str]:
        text = " ".join(words(question))
        return [text[n : n + _RUN] for n in range(len(text) - _RUN + 1)]
