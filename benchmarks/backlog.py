"""Fifty thousand updates that waited during an outage: stored, confirmed, none lost."""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks.stage import Databases, bot, room, until, waiting_in
from benchmarks.table import median, table
from bot.practice import acts

UPDATES = 50_000
PEOPLE = 5_000


async def measure(kind: str, books: Databases) -> tuple[float, int]:
    """Return the seconds from the first stored update to the last, and how many are missing."""
    place = Path(tempfile.mkdtemp(dir=books.folder))
    url = books.fresh(kind, place, slow=False)
    (place / "pendopo.key").write_bytes(books.keys.read_bytes())
    count = waiting_in(url)
    async with room() as opened:
        crowd = [
            opened.world.directory.add_citizen(f"Warga {number}", None, "id")
            for number in range(PEOPLE)
        ]
        for number in range(UPDATES):
            acts.say(opened.world, crowd[number % PEOPLE], f"berapa lama permohonan {number}")
        async with bot("pendopo", opened.api_base, url, str(place), "listen,post"):
            start = await until(lambda: count()[0] > 0)
            await until(lambda: opened.world.updates.pending() == 0, patience=300)
            end = time.perf_counter()
    return end - start, UPDATES - count()[0]


def report(books: Databases, rounds: int) -> None:
    """Print how long taking in takes on both databases."""
    rows = []
    for kind in ("sqlite", "postgresql"):
        runs = [asyncio.run(measure(kind, books)) for _ in range(max(1, rounds - 1))]
        seconds = median([run[0] for run in runs])
        lost = str(max(run[1] for run in runs))
        rows.append([kind, f"{seconds:.1f}", f"{UPDATES / seconds:.0f}", lost])
    heads = ["database", "seconds", "updates/s", "lost"]
    table(f"{UPDATES:,} waiting updates taken in while answering goes on", heads, rows)
