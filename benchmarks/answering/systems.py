"""The systems that are compared, each in a module of its own that is loaded where it runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer


class Unable(Exception):
    """A system that cannot take part; the message says why."""


class Asked(Protocol):
    """A system that is ready to answer."""

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries."""
        ...


class Kind(Protocol):
    """Makes a system of entries; raises `Unable`."""

    def __call__(self, entries: Sequence[Entry], background: Sequence[str]) -> Asked:
        """Return the system, ready."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """A system by its name in tables and its place in the code."""

    name: str
    module: str
    kind: str
    # Its scores are chances.
    probable: bool = False

    def load(self) -> Kind:
        """Return what makes the system; raise `Unable` where its package is not installed."""
        try:
            module = import_module(f"benchmarks.answering.{self.module}")
        except ModuleNotFoundError as error:
            if str(error.name).startswith(("benchmarks", "knowledge")):
                raise
            raise Unable("not installed: make bench installs it") from None
        kind: Kind = getattr(module, self.kind)
        return kind


PLAIN = System("ours (plain)", "ours", "Plain", probable=True)
REFINED = System("ours (refined)", "ours", "Refined", probable=True)
OURS = (PLAIN, REFINED)
OKAPI = System("BM25 (rank-bm25)", "okapi", "Okapi")
WORDS = System("TF-IDF word + LinearSVC", "linear", "Words")
LETTERS = System("TF-IDF char 2-5 + LinearSVC", "linear", "Letters")
FULL_TEXT = System("SQLite FTS5 bm25", "fts", "FullText")
TRIGRAMS = System("SQLite FTS5 trigram", "fts", "Trigrams")
PG_TRIGRAMS = System("PostgreSQL pg_trgm", "pgtrgm", "Similar")
TOKEN_SETS = System("RapidFuzz token_set_ratio", "fuzzy", "TokenSets")
WEIGHTED = System("RapidFuzz WRatio", "fuzzy", "Weighted")
BASELINES = (
    OKAPI, WORDS, LETTERS, FULL_TEXT, TRIGRAMS, PG_TRIGRAMS, TOKEN_SETS,
)  # fmt: skip
EVERY = {one.name: one for one in (*OURS, *BASELINES, WEIGHTED)}
