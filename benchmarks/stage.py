"""The stage: a practice room in this process, a bot in another, fresh databases, a slow disk."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from benchmarks.bots import TOKEN
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from office.vault import open_vault
from tests.databases import Copies, postgres_server

HERE = Path(__file__).parent
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


def slow_disk_library(folder: Path) -> Path | None:
    """Compile the library that slows every flush; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    library = folder / "slowsync.so"
    subprocess.run(  # noqa: S603 - our own source, no input of anybody's
        [compiler, "-shared", "-fPIC", "-o", library, HERE / "slowsync.c", "-ldl"], check=True
    )
    return library


@dataclass
class Databases:
    """Prepared databases: SQLite files, and a PostgreSQL server (a second one on a slow disk)."""

    folder: Path
    copies: Copies
    slow_copies: Copies
    server: str
    slow_server: str | None
    library: Path | None

    @property
    def keys(self) -> Path:
        return self.folder / "pendopo.key"

    def fresh(self, kind: str, place: Path, *, slow: bool) -> str:
        """Return the URL of a prepared database nobody has used."""
        if kind == "sqlite":
            return self.copies.sqlite(place)
        if slow and self.slow_server is not None:
            return self.slow_copies.postgres(self.slow_server)
        return self.copies.postgres(self.server)


@contextmanager
def databases() -> Iterator[Databases]:
    """Open everything the bots may keep their books in."""
    folder = Path(tempfile.mkdtemp(prefix="pendopo-bench-"))
    vault = open_vault(folder / "pendopo.key")
    library = slow_disk_library(folder)
    slow = Copies(folder / "slow", vault)
    (folder / "slow").mkdir()
    try:
        with postgres_server(folder / "postgres") as server, _slow(folder, library) as slow_server:
            yield Databases(folder, Copies(folder, vault), slow, server, slow_server, library)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _slow(folder: Path, library: Path | None) -> Iterator[str | None]:
    """A PostgreSQL server whose every flush takes 5 ms longer."""
    if library is None or "PENDOPO_TEST_POSTGRES" in os.environ:
        yield None
        return
    os.environ["LD_PRELOAD"] = str(library)
    try:
        with postgres_server(folder / "postgres-slow") as server:
            del os.environ["LD_PRELOAD"]
            yield server
    finally:
        os.environ.pop("LD_PRELOAD", None)


@dataclass
class Cost:
    """What a process has used so far."""

    cpu: float
    memory: float

    @classmethod
    def of(cls, process: int) -> "Cost":
        """Return CPU seconds and resident MiB of a process."""
        stat = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return cls((int(stat[11]) + int(stat[12])) / _TICK, pages * _PAGE / 1024**2)


@asynccontextmanager
async def room(rules: FloodRules | None = None) -> AsyncIterator[PracticeRoom]:
    """Open a practice room in this process, on the last core."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    async with PracticeRoom(token=TOKEN, rules=rules or FloodRules.none()) as opened:
        yield opened


@asynccontextmanager
async def bot(
    *arguments: str, slow: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a bot in another process, on the first core."""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    if slow is not None:
        environment["LD_PRELOAD"] = str(slow)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.bots", *arguments, env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    os.sched_setaffinity(process.pid, _first_core())
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


_ALL = os.sched_getaffinity(0)


def _first_core() -> set[int]:
    return {min(_ALL)}


def waiting_in(url: str) -> Callable[[], tuple[int, int]]:
    """Return a function that counts stored and still waiting updates of a database."""
    query = (
        "SELECT count(*), coalesce(sum(CASE state WHEN 'waiting' THEN 1 ELSE 0 END), 0) FROM inbox"
    )
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        import sqlite3  # noqa: PLC0415

        opened = sqlite3.connect(parsed.database or "", check_same_thread=False)
        return lambda: tuple(opened.execute(query).fetchone())
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(plain, autocommit=True)

    def count() -> tuple[int, int]:
        row = connection.execute(query.encode()).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    return count


async def until(reached: Callable[[], bool], *, patience: float = 120) -> float:
    """Wait until something is so; return when it was."""
    async with asyncio.timeout(patience):
        while not await asyncio.to_thread(reached):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return time.perf_counter()
