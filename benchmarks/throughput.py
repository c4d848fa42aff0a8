"""Updates durably handled per second, beside a bare aiogram echo bot and one that commits."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.stage import Cost, Databases, bot, room, until, waiting_in
from benchmarks.table import median, table
from bot.practice.room import PracticeRoom

PEOPLE = 250
UPDATES = 2500
QUESTION = "berapa lama permohonan informasi nomor {n} dijawab"
BEFORE_FORM = ("permohonan", "1")
FORM = (
    "Sari Wulandari", "3507152102900001", "lewati", "Jalan Melati 5, Desa Sukamaju",
    "081234567890", "lewati", "petani", "Dokumen RKPD tahun 2026", "penelitian", "1", "1", "lewati",
)  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """One bot under one condition."""

    name: str
    kind: str
    work: str
    slow: bool = False

    @property
    def label(self) -> str:
        return f"{self.name} {self.kind}".strip()


VARIANTS = [
    Variant("aiogram echo", "", "echo"),
    *(
        Variant(name, kind, work, slow)
        for slow in (False, True)
        for kind in ("sqlite", "postgresql")
        for name, work in (
            ("aiogram echo + commit", "commit"),
            ("Pendopo answer", "ask"),
            ("Pendopo form step", "form"),
        )
    ),
]


@dataclass(frozen=True)
class Result:
    """What one run measured."""

    per_second: float
    cpu_ms: float
    memory: float


async def measure(variant: Variant, books: Databases) -> Result:
    """Run one variant once."""
    place = Path(tempfile.mkdtemp(dir=books.folder))
    async with room() as opened, _running(variant, books, opened, place) as (process, done):
        texts = await _warm_up(variant, opened, done)
        before, start = Cost.of(process.pid), time.perf_counter()
        for text, count in texts:
            await _fill(opened, text, count)
        total = sum(count for _, count in texts)
        end = await until(lambda: done() >= 0)
        after = Cost.of(process.pid)
    cpu = (after.cpu - before.cpu) * 1000 / total
    return Result(total / (end - start), cpu, after.memory)


async def _warm_up(
    variant: Variant, opened: PracticeRoom, done: Callable[[], int]
) -> list[tuple[str, int]]:
    """Let the bot settle; return what is then to be measured."""
    await _fill(opened, "/start", PEOPLE)
    await until(lambda: done() >= 0)
    if variant.work != "form":
        return [(QUESTION, UPDATES)]
    for text in BEFORE_FORM:
        await _fill(opened, text, PEOPLE)
    await until(lambda: done() >= 0)
    return [(text, PEOPLE) for text in FORM]


_filled: dict[int, int] = {}


async def _fill(opened: PracticeRoom, text: str, count: int) -> None:
    """Put texts of a crowd into the queue, as many as there are updates wanted."""
    import aiohttp  # noqa: PLC0415

    wishes = {"count": count, "citizens": PEOPLE, "text": text}
    address = f"{opened.url}/practice/fill"
    async with aiohttp.ClientSession() as session, session.post(address, json=wishes) as answer:
        assert answer.status == 200
    _filled[id(opened)] = _filled.get(id(opened), 0) + count


@asynccontextmanager
async def _running(
    variant: Variant, books: Databases, opened: PracticeRoom, place: Path
) -> AsyncIterator[tuple[Any, Callable[[], int]]]:
    """Run the variant's bot; the function is negative while anything is not yet handled."""
    library = books.library if variant.slow else None
    _filled.pop(id(opened), None)
    if variant.work in {"ask", "form"}:
        url = books.fresh(variant.kind, place, slow=variant.slow)
        (place / "pendopo.key").write_bytes(books.keys.read_bytes())
        arguments = ("pendopo", opened.api_base, url, str(place), "listen,post")
        count = waiting_in(url)

        def done() -> int:
            stored, waiting = count()
            return stored - waiting - _filled.get(id(opened), 0)
    else:
        arguments = _echo(variant, books, opened, place)

        def done() -> int:
            return opened.world.counters.calls["sendMessage"] - _filled.get(id(opened), 0)

    slow = library if variant.kind != "postgresql" else None
    async with bot(*arguments, slow=slow) as process:
        yield process, done


def _echo(variant: Variant, books: Databases, opened: PracticeRoom, place: Path) -> tuple[str, ...]:
    if variant.work == "echo":
        return ("echo", opened.api_base)
    if variant.kind == "sqlite":
        return ("echo_sqlite", opened.api_base, str(place / "seen.db"))
    url = books.fresh("postgresql", place, slow=variant.slow)
    return ("echo_postgres", opened.api_base, url)


def report(books: Databases, rounds: int) -> None:
    """Run every variant in turn, several rounds, and print the medians."""
    wanted = [row for row in VARIANTS if not row.slow or books.library is not None]
    results: dict[Variant, list[Result]] = {variant: [] for variant in wanted}
    for turn in range(rounds):
        order = wanted[turn % len(wanted) :] + wanted[: turn % len(wanted)]
        for variant in order:
            results[variant].append(asyncio.run(measure(variant, books)))
    speed = {variant: median([row.per_second for row in results[variant]]) for variant in wanted}
    echo = speed[wanted[0]]
    rows = []
    for variant in wanted:
        baseline = Variant("aiogram echo + commit", variant.kind, "commit", variant.slow)
        committing = speed.get(baseline)
        rows.append(
            [
                variant.label + (" (flush +5 ms)" if variant.slow else ""),
                f"{speed[variant]:.0f}",
                f"{median([row.cpu_ms for row in results[variant]]):.2f}",
                f"{median([row.memory for row in results[variant]]):.0f}",
                f"{speed[variant] / echo:.2f}",
                f"{speed[variant] / committing:.2f}" if committing else "",
            ]
        )
    heads = ["bot", "updates/s", "CPU ms/update", "MiB", "x echo", "x echo+commit"]
    table(f"Updates durably handled (median of {rounds} interleaved rounds)", heads, rows)
