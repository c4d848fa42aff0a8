"""A room without flood rules, the street before it, and both libraries' bots inside."""

from collections.abc import AsyncIterator

import pytest
import telegram
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from playwright.async_api import Page, async_playwright, expect

from bot.practice.flood import FloodRules
from bot.practice.room import USUAL_BOT, PracticeRoom
from tests import chromium
from tests.practice.street import Street

expect.set_options(timeout=chromium.PATIENCE)


@pytest.fixture
async def room() -> AsyncIterator[PracticeRoom]:
    async with PracticeRoom(rules=FloodRules.none(), retry_factor=0.02) as opened:
        yield opened


@pytest.fixture
async def street(room: PracticeRoom) -> AsyncIterator[Street]:
    async with Street(room.url) as opened:
        yield opened


@pytest.fixture
async def page(street: Street) -> AsyncIterator[Page]:
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=chromium.path(), args=chromium.ARGUMENTS
        )
        opened = await browser.new_page(viewport={"width": 390, "height": 844})
        opened.set_default_timeout(chromium.PATIENCE)
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on(
            "console", lambda line: faults.append(line.text) if line.type == "error" else None
        )
        await opened.goto(street.url)
        yield opened
        await browser.close()
        assert faults == []


class PromptSession(AiohttpSession):
    """Closes at once; the library's own quarter of a second is for TLS, which is not here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def aiogram_bot(room: PracticeRoom) -> AsyncIterator[Bot]:
    session = PromptSession(api=TelegramAPIServer.from_base(room.api_base))
    async with Bot(USUAL_BOT, session=session) as bot:
        yield bot


@pytest.fixture
async def ptb_bot(room: PracticeRoom) -> AsyncIterator[telegram.Bot]:
    base, files = f"{room.url}/bot", f"{room.url}/file/bot"
    async with telegram.Bot(USUAL_BOT, base_url=base, base_file_url=files) as bot:
        yield bot
