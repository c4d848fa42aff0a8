"""What only one process may do at a time: polling, posting, keeping time.

A lock that dies with its holder: the file system's on SQLite, the session's on PostgreSQL. So a
killed process is followed at once, without waiting for a lease to run out.
"""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError


class Sole(Protocol):
    """A task that one process at a time may have."""

    def take(self) -> bool:
        """Take the task or keep it; tell whether this process has it now."""
        ...

    def release(self) -> None:
        """Give the task to whoever waits for it."""
        ...


class SoleByFile:
    """One process of this machine; for the embedded database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Take the task or keep it; tell whether this process has it now."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Give the task to whoever waits for it."""
        if self._file is not None:
            self._file.close()
            self._file = None


class SoleBySession:
    """One process among all that share a PostgreSQL database."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._key = zlib.crc32(f"pendopo:{name}".encode())
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take the task or keep it; a lost connection has lost the task as well."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            return self._ask()
        except DBAPIError:
            self._connection = None
            return False

    def _ask(self) -> bool:
        connection = self._engine.connect()
        got = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
        if got.scalar():
            self._connection = connection
            return True
        connection.close()
        return False

    def release(self) -> None:
        """Give the task to whoever waits for it."""
        if self._connection is not None:
            # Closing for good ends the session, and with it the lock.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def sole(engine: Engine, folder: Path, name: str) -> Sole:
    """Return the lock for a task, of the kind the database has."""
    if engine.dialect.name == "postgresql":
        return SoleBySession(engine, name)
    database = Path(engine.url.database or "memory").resolve()
    return SoleByFile(folder / f"{database.stem}.{name}.lock")


@contextmanager
def held(task: Sole) -> Iterator[None]:
    """Give the task back when the block is left, however it is left."""
    try:
        yield
    finally:
        task.release()
