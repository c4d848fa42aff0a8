"""Two ways into a database for millions of rows: SQLite by itself, PostgreSQL by COPY."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

Value = str | int | bytes | None
Rows = Mapping[str, Sequence[Sequence[Value]]]
Columns = Mapping[str, Sequence[str]]


class Store(Protocol):
    """Takes rows; days and instants come as texts that both databases read."""

    def take(self, columns: Columns, rows: Rows) -> None:
        """Write one portion."""
        ...


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """Open a database for bulk; safety is off, for what is lost can be invented again."""
    if make_url(url).get_backend_name() == "sqlite":
        with _sqlite(url) as store:
            yield store
    else:
        with _postgres(url) as store:
            yield store


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def take(self, columns: Columns, rows: Rows) -> None:
        for table, lines in rows.items():
            names = ", ".join(f'"{name}"' for name in columns[table])
            marks = ", ".join("?" * len(columns[table]))
            order = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
            self._connection.executemany(order, lines)


@contextmanager
def _sqlite(url: str) -> Iterator[Store]:
    connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    try:
        for pragma in ("synchronous=OFF", "cache_size=-2000000", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        # An index is made faster from all rows at once than row by row.
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        yield _Sqlite(connection)
        for _, order in indexes:
            connection.execute(order)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


class _Postgres:
    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def take(self, columns: Columns, rows: Rows) -> None:
        with self._connection.cursor() as cursor:
            for table, lines in rows.items():
                names = sql.SQL(", ").join(map(sql.Identifier, columns[table]))
                order = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
                with cursor.copy(order) as copy:
                    for line in lines:
                        copy.write_row(line)


@contextmanager
def _postgres(url: str) -> Iterator[Store]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        # Without the triggers of foreign keys, which would look up every row by itself.
        for setting in ("session_replication_role TO replica", "synchronous_commit TO off"):
            connection.execute(f"SET {setting}".encode())
        connection.execute("SET TIME ZONE 'UTC'")
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " AND indexname LIKE 'ix%'"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        yield _Postgres(connection)
        for _, order in indexes:
            connection.execute(order.encode())
        _go_on_counting(connection)
    with psycopg.connect(plain, autocommit=True) as connection:
        # What the server's own autovacuum does within a minute of such a load.
        connection.execute("VACUUM ANALYZE")


def _go_on_counting(connection: psycopg.Connection) -> None:
    tables = "requests request_events request_parts releases letters objections objection_events"
    for table in tables.split():
        order = "SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))"
        named = sql.SQL(order).format(sql.Literal(table), sql.Identifier(table))
        connection.execute(named)
