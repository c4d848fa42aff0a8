"""`pendopo run` on a fresh machine: everything in one process, and a second start loses nothing."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import aiohttp

from tests.knowledge.library import remember
from tests.practice.street import Street


class House:
    """A running `pendopo run` with its addresses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said = ""

    async def open(self) -> None:
        environment = {
            **os.environ,
            "PENDOPO_DATA_DIR": str(self._folder),
            "PENDOPO_PANEL_PORT": "0",
            "PENDOPO_PRACTICE_PORT": "0",
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "pendopo", "run", env=environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert self._process.stdout is not None
        self.said = ""
        async with asyncio.timeout(60):
            while "ready" not in self.said:
                line = await self._process.stdout.readline()
                assert line, self.said
                self.said += line.decode()

    def address(self, name: str) -> str:
        found = re.search(rf"{name}: +(http://\S+)", self.said)
        assert found, self.said
        return found[1].rstrip("/")

    async def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def close(self) -> int:
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(20):
            return await self._process.wait()


async def test_a_first_start_prints_three_addresses_and_a_password_once(tmp_path: Path) -> None:
    house = House(tmp_path)
    await house.open()
    try:
        assert "Password (shown only this once)" in house.said
        async with aiohttp.ClientSession() as session:
            for address in (house.address("Chat"), house.address("Panel"), house.address("Health")):
                async with session.get(address) as answer:
                    assert answer.status == 200, address
    finally:
        assert await house.close() == 0


async def test_a_second_start_after_a_kill_loses_nothing(tmp_path: Path) -> None:
    remember(tmp_path)
    house = House(tmp_path)
    await house.open()
    async with Street(house.address("Chat")) as street:
        sari = await street.newcomer()
        for text in ("permohonan", "1", "Sari Wulandari"):
            await street.say(sari, text)
        await _hears(street, sari, "NIK")
    await house.kill()
    await house.open()
    try:
        assert "Password" not in house.said
        async with Street(house.address("Chat")) as street:
            await street.say(sari, "lanjutkan draf")
            await _hears(street, sari, "NIK", times=2)
    finally:
        await house.close()


async def _hears(street: Street, citizen: int, word: str, times: int = 1) -> None:
    async with asyncio.timeout(30):
        while True:
            seen = await street.look(citizen, after=0)
            said = [row["text"] for row in seen["messages"] if row["from"] == "bot"]
            if sum(word in text for text in said) >= times:
                return
            await asyncio.sleep(0.1)


async def test_a_second_process_on_the_same_database_is_refused(tmp_path: Path) -> None:
    remember(tmp_path)
    house = House(tmp_path)
    await house.open()
    try:
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "pendopo", "run",
            env={**os.environ, "PENDOPO_DATA_DIR": str(tmp_path)},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, complaint = await second.communicate()
        assert second.returncode == 1
        assert b"already runs" in complaint
    finally:
        await house.close()
