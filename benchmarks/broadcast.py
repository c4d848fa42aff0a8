"""A broadcast to many chats under the stand-in's flood rules, beside two plain ways of sending."""

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import telegram

from benchmarks.bots import TOKEN
from benchmarks.broadcast_office import Desk, open_desk
from benchmarks.stage import Databases, bot, room, until
from benchmarks.table import median, percentile, table
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from office.settings import FASTEST

PERMITTED = 30  # messages a second, as Telegram says and the stand-in enforces
PLAIN_CHATS = 600
STOPPED_CHATS, STOPPED_AT = 800, 150
ASKERS = 40
_ASKS_EVERY = 1.0
_STILL = 3.0


@dataclass
class Seen:
    """What Telegram's side saw: when each message was let through, and to whom."""

    at: list[float] = field(default_factory=list)
    chats: list[int] = field(default_factory=list)
    to: Counter[int] = field(default_factory=Counter)
    first: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """One run's figures."""

    rate: float
    refused: int
    doubled: int
    missing: int
    waits: tuple[float, ...] = ()


def _crowd(opened: PracticeRoom, size: int) -> tuple[list[int], Seen]:
    """Let people settle who have all talked to the bot, and note every message to anybody."""
    seen, gate = Seen(), opened.world.flood
    admit = gate.admit

    def noted(chat_id: int) -> None:
        admit(chat_id)
        now = time.perf_counter()
        seen.at.append(now)
        seen.chats.append(chat_id)
        seen.to[chat_id] += 1
        seen.first.setdefault(chat_id, now)

    gate.admit = noted  # type: ignore[method-assign]
    people = []
    for number in range(size):
        citizen = opened.world.directory.add_citizen(f"Warga {number}", None, "id")
        citizen.has_started = True
        people.append(citizen.id)
    return people, seen


@contextmanager
def _settings(api: str, faster: int) -> Iterator[None]:
    """Tell the bot's process its pace; beyond Telegram's it is a stand-in's of one's own."""
    wanted = {
        "PENDOPO_TELEGRAM_API": api,
        "PENDOPO_POST_PER_SECOND": str(FASTEST * faster),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


async def pendopo(kind: str, books: Databases, recipients: int, faster: int) -> Result:
    """Broadcast while people ask; return what Telegram's side saw."""
    place = Path(tempfile.mkdtemp(dir=books.folder))
    url = books.fresh(kind, place, slow=False)
    (place / "pendopo.key").write_bytes(books.keys.read_bytes())
    async with room(FloodRules(overall=PERMITTED * faster)) as opened:
        people, seen = _crowd(opened, recipients + ASKERS)
        askers, told = people[:ASKERS], people[ASKERS:]
        with open_desk(url, place) as desk, _settings(opened.api_base, faster):
            desk.knows(told)
            number = desk.approves()
            async with bot("pendopo", opened.api_base, url, str(place), "post"):
                await until(lambda: bool(seen.at))
                asking = asyncio.create_task(_ask(desk, askers))
                # Seldom, so that looking is no work beside what is measured.
                while not await asyncio.to_thread(desk.is_finished, number):  # noqa: ASYNC110
                    await asyncio.sleep(2)
                asking.cancel()
            asked = desk.asked
    return _result(seen, set(told), opened, asked)


async def _ask(desk: Desk, askers: list[int]) -> None:
    while True:
        for asker in askers:
            await asyncio.to_thread(desk.answers, asker)
            await asyncio.sleep(_ASKS_EVERY)


def _result(
    seen: Seen, told: set[int], opened: PracticeRoom, asked: list[tuple[int, float, int]]
) -> Result:
    # Answers that came before and after it are no part of a broadcast's rate.
    places = [place for place, chat in enumerate(seen.chats) if chat in told]
    times = seen.at[places[0] : places[-1] + 1]
    span = times[-1] - times[0]
    waits = tuple(at for at in _waits(seen, asked) if at is not None)
    counted = Counter({chat: count for chat, count in seen.to.items() if chat in told})
    return Result(
        (len(times) - 1) / span if span else 0.0,
        opened.world.counters.refusals[429],
        sum(count - 1 for count in counted.values()),
        len(told - set(counted)),
        waits,
    )


def _waits(seen: Seen, asked: list[tuple[int, float, int]]) -> Iterator[float | None]:
    """Yield how long each asker's first answer took from the commit to Telegram's door."""
    for chat, at, which in asked:
        if which == 0 and chat in seen.first:
            yield seen.first[chat] - at


async def plainly(pause: float | None, faster: int) -> Result:
    """Send with python-telegram-bot alone: all at once, or one after the other with a pause."""
    async with room(FloodRules(overall=PERMITTED * faster)) as opened:
        people, seen = _crowd(opened, PLAIN_CHATS)
        request = telegram.request.HTTPXRequest(connection_pool_size=64, pool_timeout=600)
        base = f"{opened.api_base}/bot"
        async with telegram.Bot(TOKEN, base_url=base, request=request) as sender:
            if pause is None:
                await asyncio.gather(*(_insist(sender, person) for person in people))
            else:
                for person in people:
                    await _insist(sender, person)
                    await asyncio.sleep(pause)
    return _result(seen, set(people), opened, [])


async def _insist(sender: telegram.Bot, chat_id: int) -> None:
    while True:
        try:
            await sender.send_message(chat_id, "Banjir di Desa Kepet. Warga diminta mengungsi.")
        except telegram.error.RetryAfter as refused:
            pause: Any = refused.retry_after
            await asyncio.sleep(pause if isinstance(pause, int) else pause.total_seconds())
        else:
            return


async def stopped(books: Databases, faster: int) -> tuple[int, float]:
    """Stop in the middle; return how many left after it, and for how long."""
    place = Path(tempfile.mkdtemp(dir=books.folder))
    url = books.fresh("sqlite", place, slow=False)
    (place / "pendopo.key").write_bytes(books.keys.read_bytes())
    async with room(FloodRules(overall=PERMITTED * faster)) as opened:
        people, seen = _crowd(opened, STOPPED_CHATS)
        with open_desk(url, place) as desk, _settings(opened.api_base, faster):
            desk.knows(people)
            number = desk.approves()
            async with bot("pendopo", opened.api_base, url, str(place), "post"):
                await until(lambda: len(seen.at) >= STOPPED_AT)
                await asyncio.to_thread(desk.stops, number)
                since = time.perf_counter()
                await asyncio.sleep(_STILL)
    after = [at - since for at in seen.at if at > since]
    return len(after), max(after, default=0.0)


def report(books: Databases, rounds: int, *, recipients: int, faster: int) -> None:
    """Print rate, share of what is permitted, refusals, doubles, losses; and the stop."""
    del rounds
    runs = {
        f"PTB alone, all at once ({PLAIN_CHATS})": asyncio.run(plainly(None, faster)),
        f"PTB alone, 1/30 s between ({PLAIN_CHATS})": asyncio.run(
            plainly(1 / (PERMITTED * faster), faster)
        ),
        "Pendopo sqlite": asyncio.run(pendopo("sqlite", books, recipients, faster)),
        "Pendopo postgresql": asyncio.run(pendopo("postgresql", books, recipients, faster)),
    }
    permitted = PERMITTED * faster
    rows = [
        [
            name, f"{run.rate:.2f}", f"{run.rate / permitted:.1%}", str(run.refused),
            str(run.doubled), str(run.missing),
            f"{median(run.waits) * 1000:.0f}" if run.waits else "",
            f"{percentile(run.waits, 0.95) * 1000:.0f}" if run.waits else "",
        ]
        for name, run in runs.items()
    ]  # fmt: skip
    heads = [
        "sender", "messages/s", f"share of {permitted}/s", "429", "doubled", "missing",
        "answer ms (median)", "(p95)",
    ]  # fmt: skip
    speed = f", stand-in and pace {faster} times as fast" if faster > 1 else ""
    table(f"A broadcast to {recipients} chats under the stand-in's flood rules{speed}", heads, rows)
    count, seconds = asyncio.run(stopped(books, faster))
    print(f"After a stop: {count} messages that were already leaving, the last {seconds:.3f} s on")
