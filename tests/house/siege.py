"""Bot processes that are killed without warning, and citizens who know nothing of it."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.practice.street import Street

TOKEN = "1000000000:practice-room-no-real-telegram-bot-1"
_KILLED_AT_START = 0.2
_LONGEST_START = 120  # seconds, on a machine that does much else
FAULTS = [
    {"method": "getUpdates", "kind": "lost_after", "probability": 0.05, "seed": 1, "times": None},
    {"method": "sendMessage", "kind": "lost_after", "probability": 0.02, "seed": 2, "times": None},
    {"method": "sendMessage", "kind": "lost_before", "probability": 0.02, "seed": 3, "times": None},
    {"method": "sendMessage", "kind": "502", "probability": 0.01, "seed": 4, "times": None},
    {"method": "sendMessage", "kind": "delay", "seconds": 0.4, "probability": 0.03, "seed": 5,
     "times": None},
]  # fmt: skip

ANSWERS = (
    "permohonan", "1", "Warga Nomor {n}", "3507152102900001", "lewati",
    "Jalan Melati {n}, Desa Sukamaju", "081234567890", "lewati", "petani",
    "Dokumen RKPD tahun 2026, salinan ke-{n}", "penelitian", "1", "1", "lewati", "Kirim permohonan",
)  # fmt: skip


@dataclass
class Bots:
    """Processes of `pendopo bot` on one database, talking to one practice room."""

    environment: dict[str, str]
    folder: Path
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    logs: list[Path] = field(default_factory=list)
    kills: int = 0

    async def start(self, count: int) -> None:
        for place in range(count):
            self.logs.append(self.folder / f"bot-{place}.log")
            self.processes.append(await self._spawn(place))

    async def _spawn(self, place: int) -> asyncio.subprocess.Process:
        with self.logs[place].open("wb") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "pendopo", "bot",
                env={**os.environ, **self.environment}, stdout=log, stderr=log,
            )  # fmt: skip

    async def _listening(self, place: int) -> None:
        """Wait until a process has read its library and takes updates."""
        async with asyncio.timeout(_LONGEST_START):
            while b"ready" not in self.logs[place].read_bytes():  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def kill_one(self, chance: random.Random) -> None:
        """SIGKILL a process at any moment, seldom while it starts, and start another."""
        place = chance.randrange(len(self.processes))
        if chance.random() > _KILLED_AT_START:
            await self._listening(place)
        await asyncio.sleep(chance.uniform(0.0, 4.0))
        await self.kill(place)

    async def kill(self, place: int) -> None:
        """SIGKILL a process now, and start another in its place."""
        victim = self.processes[place]
        victim.send_signal(signal.SIGKILL)
        await victim.wait()
        self.kills += 1
        self.processes[place] = await self._spawn(place)

    def still_run(self) -> None:
        """Fail with what a process said last, where one ended that nobody killed."""
        for process, log in zip(self.processes, self.logs, strict=True):
            assert process.returncode is None, log.read_text(errors="replace")[-4000:]

    async def stop(self) -> None:
        for process in self.processes:
            process.kill()
            await process.wait()


async def file_request(street: Street, citizen: int, number: int, chance: random.Random) -> None:
    """Answer the whole form without ever waiting for the bot."""
    for answer in ANSWERS:
        await street.say(citizen, answer.format(n=number))
        await asyncio.sleep(chance.uniform(0.0, 0.4))


async def ask_for_staff(street: Street, citizen: int, number: int, chance: random.Random) -> None:
    """Ask for a person and say what for."""
    for text in ("petugas", f"keperluan saya nomor {number}"):
        await street.say(citizen, text)
        await asyncio.sleep(chance.uniform(0.0, 0.4))


async def texts_to(street: Street, citizen: int) -> list[str]:
    """Return what the bot has said to a citizen."""
    seen = await street.look(citizen, after=0)
    return [message["text"] for message in seen["messages"] if message["from"] == "bot"]


async def in_waves(work: Sequence, size: int) -> None:  # type: ignore[type-arg]
    """Run coroutines, so many at once."""
    gate = asyncio.Semaphore(size)

    async def one(part: object) -> None:
        async with gate:
            await part  # type: ignore[misc]

    await asyncio.gather(*(one(part) for part in work))
