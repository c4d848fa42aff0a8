"""PostgreSQL's pg_trgm over phrasings, in the tests' server."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import psycopg

from benchmarks.answering.data import Entry
from benchmarks.answering.metrics import Answer
from benchmarks.answering.phrased import Phrased
from benchmarks.answering.systems import Unable
from tests.databases import postgres_server

_AMONG = 100  # nearest phrasings that are looked through for different entries


class Similar:
    """Agreement in runs of three letters, nearest first by the index."""

    def __init__(self, entries: Sequence[Entry], _: Sequence[str]) -> None:
        Phrased(entries)
        self._open = ExitStack()
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        url = self._open.enter_context(postgres_server(folder, durable=False))
        plain = url.replace("postgresql+psycopg:", "postgresql:")
        self._book = self._open.enter_context(psycopg.connect(plain))
        try:
            self._fill(entries)
        except Unable:
            self.close()
            raise

    def _fill(self, entries: Sequence[Entry]) -> None:
        book = self._book
        if not book.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"
        ).fetchone():
            raise Unable("pg_trgm does not come with this PostgreSQL")
        book.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        book.execute("CREATE TEMPORARY TABLE phrasings (slug text, text text)")
        with book.cursor().copy("COPY phrasings FROM STDIN") as rows:
            for one in entries:
                for text in one.texts:
                    rows.write_row((one.slug, text.replace("\0", " ")))
        book.execute("CREATE INDEX ON phrasings USING gist (text gist_trgm_ops)")
        book.execute("ANALYZE phrasings")

    def ask(self, question: str, size: int) -> Answer:
        """Return the best entries, each by its nearest phrasing."""
        asked = question.replace("\0", " ")
        rows = self._book.execute(
            "SELECT slug, similarity(text, %s) FROM phrasings ORDER BY text <-> %s LIMIT %s",
            (asked, asked, _AMONG),
        )
        found: dict[str, float] = {}
        for slug, score in rows:
            found.setdefault(slug, score)
        return Answer(tuple(list(found.items())[:size]))

    def close(self) -> None:
        """Leave the server as it was, and stop it if it is ours."""
        self._book.rollback()
        self._open.close()
