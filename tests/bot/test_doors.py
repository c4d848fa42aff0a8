"""Both doors for updates: webhook and polling store first and confirm only then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from pydantic import SecretStr
from sqlalchemy import select

from bot import service, updates, webhook
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from office import inbox
from office.inbox import Arrived
from office.settings import Settings
from office.unit import Office
from office.vault import Vault
from office.writer import Writer
from tests.bot.conftest import certificates_read_once, open_hall
from tests.databases import Copies, office_on, retire
from tests.house.siege import TOKEN
from tests.people import CLOCKWORK
from tests.practice.street import Street

SECRET = "rahasia-yang-cukup-panjang-1234"


@asynccontextmanager
async def served(app: object) -> AsyncIterator[str]:
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off")  # type: ignore[arg-type]
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    async with AsyncExitStack() as stack:
        room = PracticeRoom(rules=FloodRules.none(), retry_factor=0.01)
        await stack.enter_async_context(room)
        yield await stack.enter_async_context(Street(room.url))


async def test_a_webhook_update_is_confirmed_only_after_it_is_stored(street: Street) -> None:
    stored: list[Arrived] = []
    troubles = [OSError("disk full"), None]

    async def receive(arrived: list[Arrived]) -> None:
        from sqlalchemy.exc import OperationalError  # noqa: PLC0415

        trouble = troubles.pop(0)
        if trouble is not None:
            raise OperationalError("INSERT", {}, trouble)
        stored.extend(arrived)

    async with served(webhook.app(secret=SECRET, receive=receive)) as url:
        await _set_webhook(street, url, SECRET)
        sari = await street.newcomer()
        await street.say(sari, "halo")
        # The first attempt is answered 503 with Retry-After: 5, and Telegram waits just that.
        await asyncio.sleep(0.5)
        assert stored == []
        assert (await street.ask("stats"))["pending_updates"] == 1


async def test_a_wrong_secret_is_turned_away(street: Street) -> None:
    stored: list[Arrived] = []

    async def receive(arrived: list[Arrived]) -> None:
        stored.extend(arrived)

    async with served(webhook.app(secret=SECRET, receive=receive)) as url:
        await _set_webhook(street, url, "bukan-rahasia-yang-benar-0000")
        await street.say(await street.newcomer(), "halo")
        await asyncio.sleep(0.3)
        assert stored == []


async def test_the_right_secret_lets_updates_in_once_each(street: Street) -> None:
    stored: list[Arrived] = []

    async def receive(arrived: list[Arrived]) -> None:
        stored.extend(arrived)

    async with served(webhook.app(secret=SECRET, receive=receive)) as url:
        await _set_webhook(street, url, SECRET)
        sari = await street.newcomer()
        for text in ("satu", "dua", "tiga"):
            await street.say(sari, text)
        async with asyncio.timeout(10):
            while len(stored) < 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert [row.person for row in stored] == [sari] * 3
    assert len({row.key for row in stored}) == 3


async def test_a_telegram_that_cannot_be_reached_is_told_of_the_webhook_later(
    copies: Copies, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_ASK_AGAIN", 0.05)
    settings = Settings(
        data_dir=tmp_path,
        telegram_mode="webhook",
        webhook_url="http://127.0.0.1:8082",
        webhook_secret=SecretStr("Zq8" * 10),
        telegram_api="http://127.0.0.1:8081",
        _env_file=None,
    )
    async with AsyncExitStack() as stack:
        stack.enter_context(certificates_read_once())
        office = office_on(copies.sqlite(tmp_path), vault)
        stack.callback(retire, office)
        writer = Writer(office)
        writer.start()
        stack.callback(writer.stop)
        room = await stack.enter_async_context(PracticeRoom(token=TOKEN, rules=FloodRules.none()))
        street = await stack.enter_async_context(Street(room.url))
        await street.faults({"method": "setWebhook", "kind": "500", "times": 2})
        bot = service.Service(settings, office, token=TOKEN, api=room.api_base)
        await stack.enter_async_context(bot.running(writer))
        async with asyncio.timeout(10):
            while not room.world.webhook.hook.url:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    assert room.world.webhook.hook.url == f"http://127.0.0.1:8082{webhook.PATH}"


async def _set_webhook(street: Street, url: str, secret: str) -> None:
    status, answer = await street.api("setWebhook", url=f"{url}{webhook.PATH}", secret_token=secret)
    assert status == 200, answer


async def test_an_update_delivered_twice_is_taken_once(
    copies: Copies, vault: Vault, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        hall, _ = await open_hall(stack, copies.sqlite(tmp_path), vault, tmp_path)
        sari = await hall.newcomer()
        await sari.says("petugas")
        raw = _stored(hall.office)
        again = [updates.arrived(raw.encode())]
        with hall.office.unit(CLOCKWORK) as unit:
            inbox.keep(unit, again)
        assert await sari.hears() == []


def _stored(office: Office) -> str:
    with office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(select(inbox.inbox)).one()
        return unit.vault.unseal(row.sealed, row.key)
