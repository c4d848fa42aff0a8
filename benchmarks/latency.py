"""From an update's arrival to its commit at 200 updates a second, and the longest pause."""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.stage import Databases, bot, room, until, waiting_in
from benchmarks.table import median, percentile, table
from bot.practice import acts
from bot.practice.room import PracticeRoom

PER_SECOND = 200
SECONDS = 20
PEOPLE = 400
QUESTION = "berapa lama permohonan informasi dijawab"


async def measure(kind: str, books: Databases) -> tuple[list[float], float]:
    """Return the milliseconds from arrival to commit of each update, and the worst pause."""
    place = Path(tempfile.mkdtemp(dir=books.folder))
    url = books.fresh(kind, place, slow=False)
    (place / "pendopo.key").write_bytes(books.keys.read_bytes())
    stamps = place / "stamps.json"
    count = waiting_in(url)
    async with room() as opened:
        arguments = ("pendopo", opened.api_base, url, str(place), "listen,post", str(stamps))
        async with bot(*arguments):
            crowd = [
                opened.world.directory.add_citizen(f"Warga {number}", None, "id")
                for number in range(PEOPLE)
            ]
            for citizen in crowd:
                acts.say(opened.world, citizen, "/start")
            await until(lambda: count() == (PEOPLE, 0))
            await until(stamps.exists)
            stamps.with_suffix(".reset").touch()
            await asyncio.sleep(2)
            sent = await _stream(opened, crowd)
            await until(lambda: count()[1] == 0)
            await asyncio.sleep(2.5)
            lines = [line.split() for line in stamps.read_text().splitlines()]
    committed = {int(number): float(at) for number, at in lines if number != "pause"}
    spans = [(committed[number] - at) * 1000 for number, at in sent.items()]
    return spans, [float(at) for number, at in lines if number == "pause"][-1] * 1000


async def _stream(opened: PracticeRoom, crowd: list) -> dict[int, float]:  # type: ignore[type-arg]
    """Say something every five milliseconds, whatever the bot does; return when each was said."""
    sent: dict[int, float] = {}
    begun = time.perf_counter()
    for number in range(PER_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, begun + number / PER_SECOND - time.perf_counter()))
        said = acts.say(opened.world, crowd[number % PEOPLE], QUESTION)
        sent[said["update_id"]] = time.time()
    return sent


def report(books: Databases, rounds: int) -> None:
    """Print percentiles for both databases."""
    rows = []
    for kind in ("sqlite", "postgresql"):
        runs = [asyncio.run(measure(kind, books)) for _ in range(rounds)]
        rows.append(
            [
                kind,
                *(f"{median([percentile(run[0], share) for run in runs]):.1f}"
                  for share in (0.5, 0.9, 0.99)),
                f"{max(run[1] for run in runs):.1f}",
            ]
        )  # fmt: skip
    heads = ["database", "p50 ms", "p90 ms", "p99 ms", "worst pause ms"]
    title = f"Update to commit at {PER_SECOND} updates/s (median of {rounds} runs of {SECONDS} s)"
    table(title, heads, rows)
