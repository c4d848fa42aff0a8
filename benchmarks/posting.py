"""The outbox against the stand-in's flood rules, beside the bare library sending at once."""

import asyncio
import tempfile
import time
from pathlib import Path

import telegram

from benchmarks.bots import TOKEN
from benchmarks.stage import Databases, bot, room, until
from benchmarks.table import table
from bot.practice import acts
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from office.clock import SystemClock
from office.database import open_engine
from office.outbox import Kind, Notice
from office.people import Clockwork
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault

NOTICES = 600
CHATS = 150
# Messages a second, as Telegram says and the stand-in enforces.
PERMITTED = round(FloodRules().overall)


async def pendopo(kind: str, books: Databases) -> tuple[float, int, int]:
    """Return messages a second, refusals (429) and messages missing."""
    place = Path(tempfile.mkdtemp(dir=books.folder))
    url = books.fresh(kind, place, slow=False)
    (place / "pendopo.key").write_bytes(books.keys.read_bytes())
    async with room(FloodRules()) as opened:
        _fill(url, place, _crowd(opened))
        async with bot("pendopo", opened.api_base, url, str(place), "post"):
            return await _watch(opened)


def _crowd(opened: PracticeRoom) -> list[int]:
    crowd = []
    for number in range(CHATS):
        citizen = opened.world.directory.add_citizen(f"Warga {number}", None, "id")
        acts.say(opened.world, citizen, "/start")
        crowd.append(citizen.id)
    return crowd


def _fill(url: str, place: Path, crowd: list[int]) -> None:
    settings = Settings(data_dir=place, database_url=url, _env_file=None)
    vault = open_vault(settings.keys)
    office = Office(open_engine(url), SystemClock(), settings.zone, vault)
    with office.unit(Clockwork("benchmark")) as unit:
        for number in range(NOTICES):
            unit.post(Notice(crowd[number % CHATS], "glad", f"bench:{number}", Kind.ANSWER))
    office.engine.dispose()


async def _watch(opened: PracticeRoom) -> tuple[float, int, int]:
    calls = opened.world.counters.calls
    start = await until(lambda: calls["sendMessage"] > 0)
    await until(lambda: _sent(opened) >= NOTICES)
    span = time.perf_counter() - start
    return NOTICES / span, opened.world.counters.refusals[429], NOTICES - _sent(opened)


def _sent(opened: PracticeRoom) -> int:
    return opened.world.counters.calls["sendMessage"] - opened.world.counters.refusals[429]


async def bare() -> tuple[float, int, int]:
    """Send everything at once with python-telegram-bot alone; a refusal is waited out."""
    async with room(FloodRules()) as opened:
        crowd = _crowd(opened)
        request = telegram.request.HTTPXRequest(connection_pool_size=64, pool_timeout=60)
        base = f"{opened.api_base}/bot"
        async with telegram.Bot(TOKEN, base_url=base, request=request) as sender:
            start = time.perf_counter()
            work = (_insist(sender, crowd[number % CHATS]) for number in range(NOTICES))
            await asyncio.gather(*work)
            span = time.perf_counter() - start
        return NOTICES / span, opened.world.counters.refusals[429], NOTICES - _sent(opened)


async def _insist(sender: telegram.Bot, chat_id: int) -> None:
    while True:
        try:
            await sender.send_message(chat_id, "Syukurlah.")
        except telegram.error.RetryAfter as refused:
            pause = refused.retry_after
            seconds = pause if isinstance(pause, int) else pause.total_seconds()
            await asyncio.sleep(seconds)
        else:
            return


def report(books: Databases, rounds: int) -> None:
    """Print rate, share of what is permitted, refusals and losses."""
    del rounds
    runs = {
        "python-telegram-bot alone": asyncio.run(bare()),
        "Pendopo sqlite": asyncio.run(pendopo("sqlite", books)),
        "Pendopo postgresql": asyncio.run(pendopo("postgresql", books)),
    }
    rows = [
        [name, f"{rate:.1f}", f"{rate / PERMITTED:.0%}", str(refused), str(missing)]
        for name, (rate, refused, missing) in runs.items()
    ]
    heads = ["sender", "messages/s", f"share of {PERMITTED}/s", "429", "missing"]
    table(f"{NOTICES} messages to {CHATS} chats under the stand-in's flood rules", heads, rows)
