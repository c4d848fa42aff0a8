"""The real bot against the practice room: a citizen writes, both libraries work, we look."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.pace import Limits
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from bot.service import Service
from office import inbox, outbox
from office.clock import StandingClock
from office.settings import Settings
from office.unit import Office
from office.vault import Vault
from office.writer import Writer
from tests.databases import Copies, office_on, retire
from tests.house.siege import TOKEN
from tests.people import CLOCKWORK, MONDAY_MORNING
from tests.practice.street import Street

AT_ONCE = Limits(overall=1000, second=0.01, at_once=1000, burst=1000, per_chat=0.001)


@dataclass
class Hall:
    """A running bot, the street before it, and the office behind it."""

    office: Office
    clock: StandingClock
    street: Street
    writer: Writer
    folder: Path
    pending: Callable[[], int]
    restart: Callable[[], Awaitable[None]]

    async def newcomer(self, name: str = "Bu Sari") -> "Guest":
        return Guest(self, await self.street.newcomer(name))

    async def settle(self) -> None:
        """Wait until nothing waits to be taken up or posted."""
        async with asyncio.timeout(60):
            while await asyncio.to_thread(self._waiting):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(60):
            while not await asyncio.to_thread(reached):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def advance(self, step: timedelta) -> None:
        """Let the office's time pass in steps until nothing waits any more."""
        async with asyncio.timeout(60):
            while await asyncio.to_thread(self._waiting):
                await asyncio.sleep(0.05)
                self.clock.instant += step

    def state_of_outbox(self) -> str:
        """Return state and failure of the newest notice."""
        with self.office.reading(CLOCKWORK) as unit:
            row = unit.session.execute(
                select(outbox.outbox).order_by(outbox.outbox.c.id.desc()).limit(1)
            ).one_or_none()
        return f"{row.state}:{row.failure}" if row else ""

    def _waiting(self) -> int:
        pending = self.pending()
        with self.office.reading(CLOCKWORK) as unit:
            return pending + inbox.waiting_count(unit) + outbox.open_count(unit.session)


@dataclass
class Guest:
    """A citizen at a phone."""

    hall: Hall
    number: int
    cursor: int = 0
    newest: int = 0

    async def says(self, text: str) -> list[str]:
        """Send a text; return what the bot answered."""
        await self.hall.street.say(self.number, text)
        return await self.hears()

    async def taps(self, label: str, message_id: int | None = None) -> list[str]:
        wishes: dict[str, Any] = {"label": label}
        if message_id is not None:
            wishes["message_id"] = message_id
        await self.hall.street.press(self.number, **wishes)
        return await self.hears()

    async def sends(self, content: bytes, **fields: str) -> list[str]:
        path = f"/practice/citizens/{self.number}/file"
        status, answer = await self.hall.street.upload(path, "file", content, **fields)
        assert status == 200, answer
        return await self.hears()

    async def hears(self) -> list[str]:
        """Wait until all is settled; return the texts that are new."""
        return [message["text"] for message in await self.sees()]

    async def sees(self) -> list[dict[str, Any]]:
        await self.hall.settle()
        seen = await self.hall.street.look(self.number, after=self.cursor)
        self.cursor = seen["cursor"]
        # What was changed comes again; it is not said again.
        rows = [row for row in seen["messages"] if row["message_id"] > self.newest]
        self.newest = max([self.newest, *(row["message_id"] for row in rows)])
        return [row for row in rows if row["from"] == "bot" and not row["deleted"]]

    async def keyboard(self) -> list[list[str]]:
        return list((await self.hall.street.look(self.number, after=0))["keyboard"])

    async def everything(self) -> list[dict[str, Any]]:
        return list((await self.hall.street.look(self.number, after=0))["messages"])

    async def answers(self, *texts: str) -> list[str]:
        """Send several texts one after the other; return what followed the last."""
        said: list[str] = []
        for text in texts:
            said = await self.says(text)
        return said


_trusted = cache(ssl.create_default_context)


@contextmanager
def certificates_read_once() -> Iterator[None]:
    """Let the HTTP clients of all halls share one reading of the web's certificates.

    Each client reads them anew, a tenth of a second every time; the room speaks plain HTTP.
    """
    usual = ssl.create_default_context
    ssl.create_default_context = _trusted
    try:
        yield
    finally:
        ssl.create_default_context = usual


async def open_hall(
    stack: AsyncExitStack,
    database: str,
    vault: Vault,
    folder: Path,
    *,
    public_url: str | None = None,
) -> tuple[Hall, PracticeRoom]:
    stack.enter_context(certificates_read_once())
    office = office_on(database, vault)
    assert isinstance(office.clock, StandingClock)
    room = await stack.enter_async_context(PracticeRoom(token=TOKEN, rules=FloodRules.none()))
    # Telegram's clock is never behind the office's; where it is ahead, the office's counts.
    room.world.clock.advance(max(0.0, MONDAY_MORNING.timestamp() - room.world.clock.now()))
    street = await stack.enter_async_context(Street(room.url))
    writer = Writer(office)
    writer.start()
    stack.callback(retire, office)
    stack.callback(writer.stop)
    settings = Settings(
        data_dir=folder, _env_file=None, post_repeat_after=0.2, public_url=public_url
    )
    running = await stack.enter_async_context(AsyncExitStack())

    async def start() -> None:
        """Start the bot; where it runs already, it is stopped before."""
        await running.aclose()
        service = Service(settings, office, token=TOKEN, api=room.api_base, limits=AT_ONCE)
        await running.enter_async_context(service.running(writer))

    await start()
    pending = partial(_unconfirmed, room)
    return Hall(office, office.clock, street, writer, folder, pending, start), room


def _unconfirmed(room: PracticeRoom) -> int:
    return room.world.updates.pending()


@pytest.fixture
async def hall(copies: Copies, vault: Vault, tmp_path: Path) -> AsyncIterator[Hall]:
    """On SQLite; what differs on PostgreSQL has tests of its own."""
    async with AsyncExitStack() as stack:
        opened, _ = await open_hall(stack, copies.sqlite(tmp_path), vault, tmp_path)
        yield opened
