"""Alembic's entrance; runs on the engine it is handed, or on the office's own."""

import importlib
import zlib

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


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Two processes starting at once: the second finds everything done.
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        context.run_migrations()


_load_tables()
engine = context.config.attributes.get("engine") or open_engine(read_settings().database)
with engine.connect() as opened:
    _run(opened)
