"""One system in a process of its own: builds, answers and times itself on command."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.answering.data import Entry
from benchmarks.answering.systems import EVERY, Asked, Unable

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1024**2
_SHOWN = 5  # the product looks at so many

Command = dict[str, Any]


def resident() -> float:
    """Return the resident MiB of this process."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / _MIB


def highest() -> float:
    """Return the most MiB that were resident since the mark was last wiped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _wipe_mark() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


class Bench:
    """The system that was built, and what it can be told to do."""

    def __init__(self, name: str) -> None:
        self._kind = EVERY[name].load()
        self._system: Asked | None = None

    def do(self, command: Command) -> Command:
        """Obey one command."""
        steps: dict[str, Callable[[Command], Command]] = {
            "build": self.build, "ask": self.ask, "time": self.time, "edit": self.edit,
        }  # fmt: skip
        return steps[command["do"]](command)

    def build(self, command: Command) -> Command:
        """Build the system; return seconds, MiB that stay and at most, and the index's bytes."""
        entries = [_entry(row) for row in command["entries"]]
        before = resident()
        _wipe_mark()
        begun = time.perf_counter()
        self._system = self._kind(entries, command["background"])
        seconds = time.perf_counter() - begun
        peak = highest()
        return {
            "seconds": seconds,
            "grown": resident() - before,
            "peak": peak - before,
            "index": getattr(self._system, "nbytes", None),
            "way": getattr(self._system, "way", None),
        }

    def ask(self, command: Command) -> Command:
        """Answer questions; return the entries with their scores."""
        answers = [self._ready.ask(text, command["size"]) for text in command["questions"]]
        return {"answers": [[list(one.ranked), one.sure] for one in answers]}

    def time(self, command: Command) -> Command:
        """Answer questions one by one; return the milliseconds of each."""
        spans = []
        for text in command["questions"]:
            begun = time.perf_counter()
            self._ready.ask(text, _SHOWN)
            spans.append((time.perf_counter() - begun) * 1000)
        return {"spans": spans}

    def edit(self, command: Command) -> Command:
        """Change entries one by one; return the milliseconds until each could be found."""
        spans = []
        for row in command["entries"]:
            change = getattr(self._ready, "edit", None)
            if change is None:
                raise Unable("is built anew")
            begun = time.perf_counter()
            change(_entry(row))
            spans.append((time.perf_counter() - begun) * 1000)
        return {"spans": spans}

    @property
    def _ready(self) -> Asked:
        assert self._system is not None
        return self._system


def _entry(row: list[Any]) -> Entry:
    slug, phrasings, title, not_this = row
    return Entry(slug, tuple(phrasings), title, tuple(not_this))


def main() -> None:
    """Obey the commands that come in, a line each, until there are no more."""
    # What a library prints must not be taken for a reply.
    replies, sys.stdout = sys.stdout, sys.stderr
    bench: Bench | None = None
    for line in sys.stdin:
        try:
            bench = bench or Bench(sys.argv[1])
            reply = bench.do(json.loads(line))
        except Unable as reason:
            reply = {"unable": str(reason)}
        except Exception as error:  # noqa: BLE001 - the table says what went wrong
            reply = {"unable": f"failed: {type(error).__name__}: {error}"[:160]}
        print(json.dumps(reply), file=replies, flush=True)
    close = getattr(getattr(bench, "_system", None), "close", None)
    if close is not None:
        close()


if __name__ == "__main__":
    main()
