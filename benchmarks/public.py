"""What everybody's pages cost when a crowd reads them, beside a door that keeps nothing."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from admin.app import build
from admin.pages import pages
from admin.public import front
from admin.public.pace import Pace
from benchmarks.register import KINDS
from benchmarks.stage import Databases
from benchmarks.table import percentile, table
from knowledge import seeding
from office.settings import Settings
from office.unit import Office
from office.vault import open_vault
from office.writer import Writer
from register.figures import upkeep
from tests.databases import office_on
from tests.house import year
from tests.people import CLOCKWORK

READERS = 50  # at once
_SECONDS = 1.0  # a crowd comes for so long in one round, however dear the page is
_ALLOWED = 50.0  # ms at the 95th percentile, with the whole crowd at the door
_PAGES = (
    "/publik", "/publik/register", "/publik/register/2026/1", "/publik/statistik/2026",
    "/publik/jawaban/topik/ppid", "/publik/jawaban/ppid-waktu", "/publik/jawaban?cari=biaya",
    "/publik/dip", "/publik/hitung", "/publik/privasi", "/publik/data/permohonan-2026.csv",
    "/publik/data/statistik-2026.json",
)  # fmt: skip
_HEAD = ("page", "kB", "sent kB", "kept /s", "p95 ms", "anew /s", "p95 ms", "times", "")


def report(books: Databases, rounds: int) -> None:
    """Print what each page costs a crowd on both databases, beside one that keeps nothing."""
    for kind in KINDS:
        title = f"{READERS} readers at once, a year of {year.REQUESTS:,} requests, on {kind}"
        table(title, _HEAD, list(_measured(books, kind, rounds)))


def _measured(books: Databases, kind: str, rounds: int) -> Iterator[list[str]]:
    place = Path(tempfile.mkdtemp(dir=books.folder))
    office = office_on(books.fresh(kind, place, slow=False), open_vault(books.keys))
    with office.unit(CLOCKWORK) as unit:
        seeding.load(unit)
    year.fill(office)
    _count(office)
    writer = Writer(office)
    writer.start()
    try:
        app, anew = _apps(office, writer, place)
        for page in _PAGES:
            yield asyncio.run(_row(page, app, anew, rounds))
    finally:
        writer.stop()
        office.engine.dispose()


def _count(office: Office) -> None:
    """Keep the tallies of the days, as the clockwork of every office does each minute."""
    left = 1
    while left:
        with office.unit(CLOCKWORK) as unit:
            left = upkeep.refresh(unit)


def _apps(office: Office, writer: Writer, place: Path) -> tuple[Starlette, Starlette]:
    """Return the panel, and the same pages by a door that makes each of them for each reader."""
    os.environ["PENDOPO_DATA_DIR"] = str(place)
    app = build(Settings(), office, writer)
    patient = replace(app.state.desk, pace=Pace(10**9))
    routes = [
        Route(one.path, front.endpoint(patient, replace(one, kept=False)))
        for one in pages()
        if isinstance(one, front.PublicPage)
    ]
    return app, Starlette(routes=routes)


async def _row(page: str, app: ASGIApp, anew: ASGIApp, rounds: int) -> list[str]:
    whole = await _visit(anew, page)
    sent = await _visit(app, page)
    fast, kept = await _crowd(app, page, _SECONDS * rounds)
    slow, made = await _crowd(anew, page, _SECONDS * rounds)
    return [
        page, f"{whole / 1024:.0f}", f"{sent / 1024:.1f}", f"{fast:,.0f}", f"{kept:.1f}",
        f"{slow:,.0f}", f"{made:.1f}", f"{fast / slow:,.0f}", "" if kept <= _ALLOWED else "slow",
    ]  # fmt: skip


async def _crowd(app: ASGIApp, page: str, seconds: float) -> tuple[float, float]:
    """Let readers come as fast as they are served; return pages a second, and p95 in ms."""
    spent: list[float] = []
    begun = time.perf_counter()

    async def reader() -> None:
        while (now := time.perf_counter()) - begun < seconds:
            await _visit(app, page)
            spent.append((time.perf_counter() - now) * 1000)
            await asyncio.sleep(0)

    await asyncio.gather(*(reader() for _ in range(READERS)))
    return len(spent) / (time.perf_counter() - begun), percentile(spent, 0.95)


async def _visit(app: ASGIApp, page: str) -> int:
    """Ask for a page as a server hands it to the application; return how many bytes it has."""
    path, _, query = page.partition("?")
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "headers": [(b"host", b"localhost"), (b"accept-encoding", b"gzip")],
        "client": ("203.0.113.7", 1), "server": ("localhost", 80), "state": {},
    }  # fmt: skip
    size = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal size
        assert message.get("status", 200) == 200, (page, message)
        size += len(message.get("body", b""))

    await app(scope, receive, send)
    return size
