"""A working day in minutes: real processes, two thousand chats, officers, faults and kills."""

import asyncio
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import day_checks
from benchmarks.bots import TOKEN
from benchmarks.day_checks import Delivery, Outcomes
from benchmarks.day_house import House
from benchmarks.day_people import Crowd, Desk, Officer
from benchmarks.table import percentile, table
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from office.clock import SystemClock
from office.database import open_engine
from office.people import Clockwork, Role
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault
from tests.people import staff_member

_PATIENCE = 300  # seconds until everything must have settled
# Half of what the bot sends is late or fails; what fails is sent again, what is unsure is marked.
FAULTS = (
    {"method": "sendmessage", "kind": "delay", "seconds": 0.3, "probability": 0.38, "seed": 1},
    {"method": "sendmessage", "kind": "502", "probability": 0.08, "seed": 2},
    {"method": "sendmessage", "kind": "500", "probability": 0.04, "seed": 3},
    {"method": "sendmessage", "kind": "lost_before", "probability": 0.04, "seed": 4},
    {"method": "sendmessage", "kind": "lost_after", "probability": 0.04, "seed": 5},
    {"method": "getupdates", "kind": "lost_after", "probability": 0.05, "seed": 6},
)


@dataclass(frozen=True)
class Plan:
    """How much happens in a day, and what goes wrong."""

    chats: int = 2000
    officers: int = 5
    seconds: float = 600.0
    share: float = 0.15
    kills: Sequence[tuple[float, str]] = ((0.35, "bot"), (0.5, "panel"), (0.65, "bot"))
    faults: Sequence[dict[str, Any]] = FAULTS
    seed: int = 20261122


@dataclass
class Day:
    """What was seen of a day."""

    desk: Desk = field(default_factory=Desk)
    outcomes: Outcomes | None = None
    deliveries: list[Delivery] = field(default_factory=list)
    resent: int = 0
    seconds: float = 0.0


async def play(plan: Plan, url: str, keys: Path, folder: Path) -> Day:
    """Let a day pass on a prepared database; return what was seen, or raise for what went wrong."""
    chance, day = random.Random(plan.seed), Day()
    settings = Settings(data_dir=folder, database_url=url, key_file=keys, _env_file=None)
    office = Office(open_engine(url), SystemClock(), settings.zone, open_vault(keys))
    logins = _hired(office, plan.officers)
    async with _opened(url, keys, folder) as (room, house):
        begun = time.monotonic()
        room.world.faults.add([dict(one) for one in plan.faults])
        crowd = Crowd(room, chance)
        async with asyncio.TaskGroup() as group:
            for login in logins:
                officer = Officer(house.panel, login, day.desk, random.Random(login))
                group.create_task(officer.work())
            group.create_task(_kill(plan, house))
            await crowd.come(plan.chats, plan.seconds, plan.share)
            await _taken_up(office, room)
            day.desk.over = True
        room.world.faults.clear()
        await _settled(office)
        day.resent = await asyncio.to_thread(day_checks.resend_unsure, office)
        await _settled(office)
        day.seconds = time.monotonic() - begun
        gone = house.gone.get("bot", [])
        day.outcomes = day_checks.check(office, room, crowd.said)
        day.deliveries = day_checks.deliveries(office, room, day.desk.clicks, gone)
    office.engine.dispose()
    return day


@asynccontextmanager
async def _opened(url: str, keys: Path, folder: Path) -> AsyncIterator[tuple[PracticeRoom, House]]:
    """Open the practice room under Telegram's own rules, and the processes before it."""
    async with PracticeRoom(token=TOKEN, rules=FloodRules()) as room:
        house = House(url, room.api_base, keys, folder)
        try:
            await house.open()
            yield room, house
        finally:
            await house.close()


def _hired(office: Office, officers: int) -> list[str]:
    logins = [f"petugas{number}" for number in range(1, officers + 1)]
    with office.unit(Clockwork("benchmark")) as unit:
        for login in logins:
            staff_member(unit, login, login.title(), Role.INFORMATION_OFFICER)
    return logins


async def _kill(plan: Plan, house: House) -> None:
    """Kill processes at their moments of the day."""
    begun = time.monotonic()
    for share, name in plan.kills:
        await asyncio.sleep(max(0.0, begun + share * plan.seconds - time.monotonic()))
        await house.kill(name)


async def _taken_up(office: Office, room: PracticeRoom) -> None:
    """Wait until every message was taken up: whoever wants a person is in the queue then."""
    pending = room.world.updates.pending
    async with asyncio.timeout(_PATIENCE):
        while pending() or await asyncio.to_thread(day_checks.unheard, office):  # noqa: ASYNC110
            await asyncio.sleep(0.3)


async def _settled(office: Office) -> None:
    async with asyncio.timeout(_PATIENCE):
        while await asyncio.to_thread(day_checks.waiting, office):  # noqa: ASYNC110
            await asyncio.sleep(0.3)


def report(books: Any, rounds: int, *, chats: int = 2000, officers: int = 5) -> None:
    """Let a day pass on each database and print how long staff and citizens waited."""
    del rounds
    # Pressed any further, the busiest hours would only measure what Telegram lets through.
    plan = Plan(chats, officers, seconds=max(60.0, chats * 0.3))
    days = {}
    for kind in ("sqlite", "postgresql"):
        folder = Path(tempfile.mkdtemp(dir=books.folder))
        url = books.fresh(kind, folder, slow=False)
        days[kind] = asyncio.run(play(plan, url, books.keys, folder))
    kills = ", ".join(name for _, name in plan.kills)
    title = f"A day of {chats} chats in {plan.seconds:.0f} s, {officers} officers, killed: {kills}"
    _print(title, days)


def _print(title: str, days: dict[str, Day]) -> None:
    rows = [
        [name, *(_shown(values, unit) for values in spans)] for name, unit, *spans in _rows(days)
    ]
    heads = ["p50 / p95 / p99", *days]
    table(f"{title}; {os.cpu_count()} cores for everything", heads, rows)
    table("What became of it", ["", *days], _counted(days))


def _rows(days: dict[str, Day]) -> list[list[Any]]:
    kinds: dict[str, Callable[[Delivery], bool]] = {
        "click to delivery, undo of 10 s subtracted": lambda one: not one.hurried,
        "  first try, bot there": lambda one: not one.hurried and _is_plain(one),
        "`Kirim sekarang` to delivery": lambda one: one.hurried,
        "  first try, bot there ": lambda one: one.hurried and _is_plain(one),
        "  and no earlier reply in its ten seconds": lambda one: (
            one.hurried and _is_plain(one) and not one.behind_another
        ),
    }
    found: list[list[Any]] = [
        [
            name,
            "s",
            *([one.seconds for one in day.deliveries if wanted(one)] for day in days.values()),
        ]
        for name, wanted in kinds.items()
    ]
    found.append(["queue page", "ms", *(day.desk.queue_ms for day in days.values())])
    found.append(["case page", "ms", *(day.desk.case_ms for day in days.values())])
    return found


def _seconds(day: Day, wanted: Callable[[Delivery], bool]) -> list[float]:
    return [one.seconds for one in day.deliveries if wanted(one)]


def _is_plain(one: Delivery) -> bool:
    return one.first_try and not one.while_gone


def _shown(values: Sequence[float], unit: str) -> str:
    figures = " / ".join(
        f"{percentile(values, share):.2f}" if unit == "s" else f"{percentile(values, share):.0f}"
        for share in (0.5, 0.95, 0.99)
    )
    return f"{figures} {unit} ({len(values)})"


def _counted(days: dict[str, Day]) -> list[list[str]]:
    def row(name: str, value: Any) -> list[str]:
        return [name, *(str(value(day)) for day in days.values())]

    return [
        row("messages, each with one outcome", lambda day: day.outcomes.messages),
        row("  answered by the bot", lambda day: day.outcomes.by_bot),
        row("  laid before staff", lambda day: day.outcomes.by_staff),
        row("conversations with staff, each receipt arrived", lambda day: day.outcomes.receipts),
        row("replies that arrived", lambda day: day.outcomes.replies),
        row("  of them again, marked as such", lambda day: day.outcomes.repeated),
        row("replies taken back, none left", lambda day: day.outcomes.taken_back),
        row("unsure, sent again by staff", lambda day: day.resent),
        row("conversations left open", lambda day: day.outcomes.left_open or "none"),
        row("429", lambda day: day.outcomes.too_many),
        row("what officers did", lambda day: _listed(day.desk.counts)),
        row("seconds in all", lambda day: f"{day.seconds:.0f}"),
    ]


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
