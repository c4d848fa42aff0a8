"""Rings when another process of the same database has something new to post or to take up."""

import threading
from collections.abc import Callable

import psycopg
from sqlalchemy import Engine

_LISTEN_FOR = 1.0


class Bell:
    """Listens to PostgreSQL's notifications in a thread; silent on SQLite (one process there)."""

    def __init__(self, engine: Engine, channels: dict[str, Callable[[], None]]) -> None:
        self._url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._channels = channels
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        if engine.dialect.name == "postgresql":
            self._thread = threading.Thread(target=self._run, name="bell", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        if self._thread is not None:
            self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except psycopg.OperationalError:
                # The database is away; those who wait look by themselves meanwhile.
                self._stopping.wait(_LISTEN_FOR)

    def _listen(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for channel in self._channels:
                connection.execute(f"LISTEN {channel}".encode())
            while not self._stopping.is_set():
                for note in connection.notifies(timeout=_LISTEN_FOR):
                    self._channels[note.channel]()
                    if self._stopping.is_set():
                        return
