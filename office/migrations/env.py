"""Alembic's entrance; runs on the engine it is handed, or on the office's own."""

import importlib
import zlib
from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from office.database import metadata, open_engine
from office.settings import read_settings

_LOCK = zlib.crc32(b"pendopo:migration")


def _load_tables() -> None:
    # Named in alembic.ini only, and needed only to draft a revision: the ground floor itself
    # knows nothing of the rooms above.
    for name in (context.config.get_main_option("tables") or "").split():
        importlib.import_module(name)


def _switch_references(connection: Connection, *, on: bool) -> None:
    """Let SQLite build a table anew, as it must to change one, while others refer to it.

    The switch works between transactions only, so it goes to the driver itself.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"a migration broke a reference in {broken[0]}")


def _run(connection: Connection) -> None:
    _switch_references(connection, on=False)
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Two processes starting at once: the second finds everything done.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        context.run_migrations()
        _check_references(connection)
    _switch_references(connection, on=True)


_load_tables()
engine = context.config.attributes.get("engine") or open_engine(read_settings().database)
with engine.connect() as opened:
    _run(opened)
