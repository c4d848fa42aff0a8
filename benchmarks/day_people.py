"""Who fills a working day: citizens who come when they come, and officers at their browsers."""

import asyncio
import random
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import aiohttp

from bot.practice import acts
from bot.practice.people import Citizen
from bot.practice.room import PracticeRoom
from tests.people import PASSWORD

# Of a day's chats, how many come in which hours.
HOURS = ((0.6, 8, 16), (0.3, 16, 22), (0.1, 22, 32))
QUESTIONS = (
    "berapa lama permohonan informasi dijawab", "apa itu ppid", "jam layanan kantor",
    "cara mengajukan keberatan", "biaya salinan dokumen", "cara cek bansos",
    "syarat membuat ktp baru", "bagaimana cara melapor jalan rusak", "alamat kantor ppid",
)  # fmt: skip
_LONGEST_TRY = 90.0


@dataclass
class Said:
    """What a citizen sent, by the number of its update; and which of it was meant for staff."""

    texts: dict[int, str] = field(default_factory=dict)
    for_staff: set[int] = field(default_factory=set)
    escalating: list[int] = field(default_factory=list)


def arrivals(chance: random.Random, chats: int, seconds: float) -> list[float]:
    """Return when each chat begins: a day's hours, pressed into so many seconds."""
    shares = [share for share, _, _ in HOURS]
    hours = [chance.uniform(*row[1:]) for row in chance.choices(HOURS, shares, k=chats)]
    return sorted((hour - 8) / 24 * seconds for hour in hours)


@dataclass
class Crowd:
    """The citizens of a day."""

    room: PracticeRoom
    chance: random.Random
    said: Said = field(default_factory=Said)

    async def come(self, chats: int, seconds: float, share: float) -> None:
        """Let everybody come in their time; a share of them wants a person."""
        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number, at in enumerate(arrivals(self.chance, chats, seconds)):
                await asyncio.sleep(max(0.0, begun + at - time.monotonic()))
                wants = self.chance.random() < share
                group.create_task(self._talk_to_staff(number) if wants else self._ask(number))

    def _say(self, citizen: Citizen, text: str, *, staff: bool = False) -> None:
        number = acts.say(self.room.world, citizen, text)["update_id"]
        self.said.texts[number] = text
        if staff:
            self.said.for_staff.add(number)

    def _newcomer(self, number: int) -> Citizen:
        return self.room.world.directory.add_citizen(f"Warga {number}", None, "id")

    async def _ask(self, number: int) -> None:
        citizen = self._newcomer(number)
        self._say(citizen, self.chance.choice(QUESTIONS))
        if self.chance.random() < 0.25:
            await asyncio.sleep(self.chance.uniform(1, 5))
            self._say(citizen, self.chance.choice(QUESTIONS))

    async def _talk_to_staff(self, number: int) -> None:
        citizen = self._newcomer(number)
        self.said.escalating.append(citizen.id)
        if self.chance.random() < 0.3:
            self._say(citizen, self.chance.choice(QUESTIONS))
            await asyncio.sleep(self.chance.uniform(0.5, 2))
        self._say(citizen, "petugas")
        self._say(citizen, f"Keperluan nomor {number}: mohon dibantu", staff=True)
        if self.chance.random() < 0.3:
            await asyncio.sleep(self.chance.uniform(0.5, 8))
            self._say(citizen, f"Tambahan nomor {number}: ini nomor berkasnya", staff=True)


@dataclass
class Click:
    """A reply that was sent: its words, when it was clicked, and when it was let go at once."""

    text: str
    at: float
    hurried_at: float | None = None


@dataclass
class Desk:
    """What the officers did, and how long their pages took, in milliseconds."""

    clicks: list[Click] = field(default_factory=list)
    queue_ms: list[float] = field(default_factory=list)
    case_ms: list[float] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    over: bool = False

    def count(self, what: str) -> None:
        """Count something that was done."""
        self.counts[what] = self.counts.get(what, 0) + 1


class Officer:
    """An officer at a browser: takes the next, reads, answers, closes; tries again when cut off."""

    def __init__(self, address: str, login: str, desk: Desk, chance: random.Random) -> None:
        self._address = address
        self._login = login
        self._desk = desk
        self._chance = chance
        self._replies = 0
        self._handed: set[int] = set()
        self._browser = aiohttp.ClientSession(
            address,
            headers={"sec-fetch-site": "same-origin"},
            cookie_jar=aiohttp.CookieJar(unsafe=True),
        )

    async def work(self) -> None:
        """Answer whoever waits until the day is over and nobody waits any more."""
        async with self._browser:
            await self._post("/masuk", {"login": self._login, "password": PASSWORD})
            while True:
                was_over = self._desk.over
                number = await self._next()
                if number is not None:
                    await self._serve(number)
                elif was_over:
                    return
                else:
                    await asyncio.sleep(self._chance.uniform(0.3, 0.8))

    async def _next(self) -> int | None:
        """Look at the queue, and take the next; first whatever a broken click left in hand."""
        page = await self._page("/antrean", self._desk.queue_ms)
        mine = _mine(page)
        if mine:
            self._desk.count("found in hand")
            return mine[0]
        _, to = await self._post("/antrean/berikutnya", {})
        found = re.search(r"/percakapan/(\d+)", to)
        return int(found[1]) if found else None

    async def _serve(self, number: int) -> None:
        at, kind = f"/percakapan/{number}", self._chance.random()
        page = await self._page(at, self._desk.case_ms)
        if kind < 0.1:
            await self._post(f"{at}/catatan", {"note": f"Catatan untuk rekan {number}"})
            self._desk.count("notes")
        elif kind < 0.2 and number not in self._handed:
            self._handed.add(number)
            self._desk.count("hand-overs")
            await self._post(f"{at}/serahkan", {"handing_note": "Mohon dilanjutkan.", "to": ""})
            return
        elif kind < 0.3:
            page = await self._think_again(at, page)
        await self._answer(at, page)

    async def _think_again(self, at: str, page: str) -> str:
        """Send a reply and take it back before it leaves."""
        if await self._reply(at, page) is None:
            return await self._page(at, self._desk.case_ms)
        page = await self._page(at, self._desk.case_ms)
        line = re.search(r'/batalkan"><input type="hidden" name="line" value="(\d+)"', page)
        if line is not None:
            status, _ = await self._post(f"{at}/batalkan", {"line": line[1]})
            self._desk.count("taken back" if status == 303 else "too late to take back")
        return await self._page(at, self._desk.case_ms)

    async def _answer(self, at: str, page: str) -> None:
        """Reply to all that was written, sometimes at once, and close."""
        for _ in range(5):
            click = await self._reply(at, page)
            page = await self._page(at, self._desk.case_ms)
            if click is not None:
                if self._chance.random() < 0.5:
                    await self._hurry(at, page, click)
                closing = {"outcome": "answered", "seen_line": _seen(page), "closing_reason": ""}
                status, _ = await self._post(f"{at}/tutup", closing)
                if status == 303:
                    self._desk.count("closed")
                    return
                page = await self._page(at, self._desk.case_ms)
            if not _is_mine(page):
                return

    async def _reply(self, at: str, page: str) -> Click | None:
        """Send a reply to what was read; None where the citizen wrote something meanwhile."""
        self._replies += 1
        text = f"Jawaban {self._login} ke-{self._replies}: silakan datang ke loket PPID."
        click = Click(text, time.monotonic())
        form = {"text": text, "seen_line": _seen(page), "do": "kirim"}
        status, _ = await self._post(f"{at}/balas", form)
        if status != 303:
            self._desk.count("newer message met")
            return None
        self._desk.clicks.append(click)
        return click

    async def _hurry(self, at: str, page: str, click: Click) -> None:
        lines = re.findall(r'/kirim-sekarang"><input type="hidden" name="line" value="(\d+)"', page)
        if lines:
            click.hurried_at = time.monotonic()
            await self._post(f"{at}/kirim-sekarang", {"line": lines[-1]})
            self._desk.count("sent at once")

    async def _page(self, path: str, spans: list[float]) -> str:
        begun = time.perf_counter()
        status, page, tries = await self._insist("GET", path, {})
        if tries == 1:
            spans.append((time.perf_counter() - begun) * 1000)
        assert status == 200, (path, status, page[:500])
        return page

    async def _post(self, path: str, form: Mapping[str, str]) -> tuple[int, str]:
        """Send a form; return the status, and where it leads."""
        status, to, _ = await self._insist("POST", path, form)
        assert status in {303, 409, 422}, (path, status, to[:500])
        return status, to

    async def _insist(
        self, method: str, path: str, form: Mapping[str, str]
    ) -> tuple[int, str, int]:
        """Ask until the panel answers: a click is repeated as people do who see nothing happen."""
        begun, tries = time.monotonic(), 0
        while True:
            tries += 1
            try:
                async with self._browser.request(
                    method, path, data=form or None, allow_redirects=False
                ) as answer:
                    to = answer.headers.get("location", "")
                    return answer.status, to or await answer.text(), tries
            except aiohttp.ClientError:
                if time.monotonic() - begun > _LONGEST_TRY:
                    raise
                self._desk.count("clicks repeated")
                await asyncio.sleep(0.3)


def _seen(page: str) -> str:
    found = re.search(r'name="seen_line" value="(\d+)"', page)
    return found[1] if found else "0"


def _is_mine(page: str) -> bool:
    return 'name="seen_line"' in page and 'id="balas"' in page


def _mine(page: str) -> list[int]:
    """Return the conversations that the queue shows as held by whoever looks."""
    held = page.partition('id="dipegang"')[2]
    found = re.findall(r'class="turn[^"]*\bmine"[^>]*>\s*<a href="/percakapan/(\d+)"', held)
    return [int(number) for number in found]
