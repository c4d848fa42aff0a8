"""One PostgreSQL database for many tests: put back as it was, far faster than a new one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import Connection, sql
from sqlalchemy import make_url

from tests.databases import Copies, drop_postgres

# Taken back or not, every row counts; a table's own count never goes down.
_WRITTEN = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del
    FROM pg_stat_user_tables WHERE schemaname = 'public'
"""
_SEQUENCES = """
    SELECT sequencename, start_value, last_value FROM pg_sequences
    WHERE schemaname = 'public' ORDER BY sequencename
"""
# Everything a test could have changed by a statement about the schema, or by emptying a table.
_SCHEMA = """
    SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
        SELECT concat_ws(
            ',', c.oid, c.relname, c.relkind, c.relfilenode, a.attname, a.atttypid, a.attnotnull
        ) AS line
        FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT concat_ws(',', oid, conname, tgname) FROM (
            SELECT t.oid, NULL AS conname, t.tgname FROM pg_trigger t
            UNION ALL SELECT k.oid, k.conname, NULL FROM pg_constraint k
        ) AS rules
    ) AS lines
"""
_OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_GLANCES = 25


@dataclass(slots=True)
class _Loan:
    url: str
    connection: Connection
    schema: str
    # The tables that a prepared database has rows in; every other is empty.
    seeded: frozenset[str]
    # How many rows were ever written to each table, when all was as it should be.
    written: dict[str, int]


class Lending:
    """Lends a prepared PostgreSQL database to one test after another."""

    def __init__(self, copies: Copies, server: str) -> None:
        self._copies = copies
        self._server = server
        self._waiting: list[_Loan] = []

    @contextmanager
    def one(self) -> Iterator[str]:
        """Yield the URL of a database that is as if just prepared."""
        loan = self._waiting.pop() if self._waiting else self._open()
        yield loan.url
        self._take_back(loan)

    def close(self) -> None:
        """Let go of every database."""
        for loan in self._waiting:
            loan.connection.close()
        self._waiting.clear()

    def _open(self) -> _Loan:
        url = self._copies.postgres(self._server)
        plain = make_url(url).set(drivername="postgresql")
        connection = psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)
        # Neither triggers nor foreign keys stand in the way of putting rows back.
        connection.execute("SET session_replication_role = replica")
        schema = _schema(connection)
        connection.execute("CREATE SCHEMA kept")
        seeded = frozenset(table for table in _written(connection) if _has_rows(connection, table))
        for table in seeded:
            _run(connection, "CREATE TABLE kept.{0} AS TABLE public.{0}", table)
        connection.execute(f"CREATE TABLE kept.sequences AS {_SEQUENCES}")
        return _Loan(url, connection, schema, seeded, _written(connection))

    def _take_back(self, loan: _Loan) -> None:
        _be_alone(loan.connection)
        if _schema(loan.connection) != loan.schema:
            loan.connection.close()
            drop_postgres(self._server, loan.url)
            return
        _put_back(loan)
        self._waiting.append(loan)


def _be_alone(connection: Connection) -> None:
    """Wait for those who are leaving, end those who stay; what they wrote is counted then."""
    for _ in range(_GLANCES):
        if connection.execute(f"SELECT 1 {_OTHERS}").fetchone() is None:
            return
        time.sleep(0.002)
    connection.execute(f"SELECT pg_terminate_backend(pid, 5000) {_OTHERS}")


def _schema(connection: Connection) -> str:
    row = connection.execute(_SCHEMA).fetchone()
    assert row is not None
    return str(row[0])


def _written(connection: Connection) -> dict[str, int]:
    connection.execute("SELECT pg_stat_force_next_flush()")
    return dict(connection.execute(_WRITTEN).fetchall())


def _has_rows(connection: Connection, table: str) -> bool:
    some = sql.SQL("SELECT 1 FROM public.{} LIMIT 1").format(sql.Identifier(table))
    return connection.execute(some).fetchone() is not None


def _put_back(loan: _Loan) -> None:
    """Write anew what was written to; whoever did has gone, and is counted since."""
    for table, count in _written(loan.connection).items():
        if count != loan.written[table]:
            _run(loan.connection, "DELETE FROM public.{0}", table)
            if table in loan.seeded:
                _run(loan.connection, "INSERT INTO public.{0} TABLE kept.{0}", table)
    loan.written = _written(loan.connection)
    loan.connection.execute(
        "SELECT setval(format('public.%I', sequencename)::regclass,"
        " coalesce(last_value, start_value), last_value IS NOT NULL) FROM kept.sequences"
    )


def _run(connection: Connection, statement: str, table: str) -> None:
    connection.execute(sql.SQL(statement).format(sql.Identifier(table)))
