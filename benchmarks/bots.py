"""The bots that are measured, each a process of its own: `python -m benchmarks.bots NAME ...`."""

import asyncio
import re
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import psycopg
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from bot.service import Parts, Service
from office.clock import SystemClock
from office.database import open_engine
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault
from office.writer import Writer

_UPDATE_ID = re.compile(r'"update_id": ?(\d+)')
TOKEN = "1000000000:practice-room-no-real-telegram-bot-1"  # noqa: S105 - opens nothing
_TABLE = "CREATE TABLE IF NOT EXISTS seen (message BIGINT, chat BIGINT, text TEXT)"


def _bot(api: str) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))


async def echo(api: str) -> None:
    """The bare bot of aiogram's own documentation."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "")

    await dispatcher.start_polling(_bot(api), handle_signals=False)


async def echo_sqlite(api: str, path: str) -> None:
    """The same with one commit per update, in SQLite."""
    dispatcher = Dispatcher()
    # Autocommit: otherwise tasks that share the connection would commit for one another.
    async with aiosqlite.connect(path, isolation_level=None) as database:
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute("PRAGMA synchronous=FULL")
        await database.execute(_TABLE)

        @dispatcher.message()
        async def answer(message: Message) -> None:
            row = (message.message_id, message.chat.id, message.text)
            await database.execute("INSERT INTO seen VALUES (?, ?, ?)", row)
            await message.answer(message.text or "")

        await dispatcher.start_polling(_bot(api), handle_signals=False)


async def echo_postgres(api: str, url: str) -> None:
    """The same with one commit per update, in PostgreSQL over eight connections."""
    dispatcher = Dispatcher()
    free: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()
    for _ in range(8):
        free.put_nowait(await psycopg.AsyncConnection.connect(url, autocommit=True))
    connection = await free.get()
    await connection.execute(_TABLE)
    free.put_nowait(connection)

    @dispatcher.message()
    async def answer(message: Message) -> None:
        own = await free.get()
        row = (message.message_id, message.chat.id, message.text)
        await own.execute("INSERT INTO seen VALUES (%s, %s, %s)", row)
        free.put_nowait(own)
        await message.answer(message.text or "")

    await dispatcher.start_polling(_bot(api), handle_signals=False)


async def pendopo(api: str, url: str, folder: str, parts: str, stamps: str = "") -> None:
    """The product itself; `stamps` is where commit instants and the worst pause are written."""
    place = Path(folder)
    settings = Settings(data_dir=place, database_url=url, _env_file=None)
    office = Office(open_engine(url), SystemClock(), settings.zone, open_vault(settings.keys))
    writer = Writer(office)
    writer.start()
    service = Service(
        settings,
        office,
        token=TOKEN,
        api=api,
        parts=Parts(listens="listen" in parts, posts="post" in parts),
    )
    async with service.running(writer) as running:
        if stamps and running.takeup is not None:
            watch = Stamps(Path(stamps))
            watch.follow(running.takeup)
            running.tasks.append(asyncio.create_task(watch.feel_pauses()))
        await asyncio.Event().wait()


class Stamps:
    """Notes when each update was committed, and how long the loop ever stood still."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._committed: dict[int, float] = {}
        self._worst = 0.0

    def follow(self, takeup: Any) -> None:
        """Note the instant at which the entrance reports an update as committed."""
        entrance = takeup._entrance  # noqa: SLF001 - the benchmark looks inside on purpose
        admit = entrance.admit

        async def stamped(taken: Any, place: Any, shelf: Any) -> bool:
            handled: bool = await admit(taken, place, shelf)
            self._committed[int(_UPDATE_ID.search(taken.raw)[1])] = time.time()  # type: ignore[index]
            return handled

        entrance.admit = stamped

    async def feel_pauses(self) -> None:
        """Sleep five milliseconds again and again, and note by how much it was too long."""
        written = time.monotonic()
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            now = time.monotonic()
            self._worst = max(self._worst, now - before - 0.005)
            if now - written > 1:
                written = now
                await asyncio.to_thread(self._write)
                if self._path.with_suffix(".reset").exists():
                    self._path.with_suffix(".reset").unlink()
                    self._worst = 0.0

    def _write(self) -> None:
        """Append what is new; writing everything each second would itself be a pause."""
        new, self._committed = self._committed, {}
        lines = [f"{number} {at}\n" for number, at in new.items()]
        with self._path.open("a") as file:
            file.writelines([*lines, f"pause {self._worst}\n"])


BOTS = {
    "echo": echo,
    "echo_sqlite": echo_sqlite,
    "echo_postgres": echo_postgres,
    "pendopo": pendopo,
}


def main() -> None:
    """Run the bot that is named."""
    name, *arguments = sys.argv[1:]
    asyncio.run(partial(BOTS[name], *arguments)())


if __name__ == "__main__":
    main()
