"""The room's memory on disk: one JSON line per fact, replayed when the room opens again."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Fact = dict[str, Any]


class Ledger:
    """Facts gather in a buffer; `flush` writes them in one go before anybody gets an answer.

    A kill -9 therefore loses nothing that was answered; no fsync, because the operating
    system outlives the process. Without a path the ledger remembers nothing.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._buffer: list[str] = []
        self._readers: dict[str, Callable[[Fact], None]] = {}
        self._file: int | None = None

    @property
    def is_kept(self) -> bool:
        return self._file is not None

    def on_replay(self, kind: str, reader: Callable[[Fact], None]) -> None:
        self._readers[kind] = reader

    def record(self, kind: str, fact: Fact) -> None:
        if self._file is not None:
            self._buffer.append(json.dumps([kind, fact], ensure_ascii=False))

    def flush(self) -> None:
        if self._file is None or not self._buffer:
            return
        lines = "\n".join(self._buffer) + "\n"
        self._buffer.clear()
        rest = memoryview(lines.encode())
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def open(self) -> None:
        if self.path is None or self._file is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            os.truncate(self.path, self._replay(self.path))
        self._file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def close(self) -> None:
        self.flush()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _replay(self, path: Path) -> int:
        """Read every whole line; the length they fill is returned so a torn tail is cut off."""
        good = 0
        with path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                try:
                    kind, fact = json.loads(line)
                except ValueError:
                    break
                self._readers[kind](fact)
                good += len(line)
        return good
