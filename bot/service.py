"""Assembles the bot's parts in one event loop: entrance, take-up, poster, clockwork."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats
from starlette.applications import Starlette

from bot import speak, webhook
from bot.bridge import Bridge
from bot.crier import Crier
from bot.enclosure import Enclosures
from bot.inline import InlineDesk
from bot.librarian import Librarian
from bot.listen import KINDS, Entrance, hang_up, open_bot
from bot.pace import Limits
from bot.poll import Poller
from bot.post import Postman
from bot.post import open_bot as open_posting_bot
from bot.switchboard import Switchboard
from bot.takeup import CurrentShelf, TakeUp
from bot.times import Wall
from bot.turn import Surroundings
from bot.watch import Watch
from knowledge.edition import LANGUAGES
from office import chat, inbox, outbox
from office.bell import Bell
from office.clock import local_date
from office.files import Cabinet
from office.people import Clockwork
from office.settings import Settings
from office.sole import sole
from office.unit import Office
from office.writer import Writer
from register.drawing import Workshop, particulars

log = logging.getLogger(__name__)

_READER = Clockwork("reader")
_PAUSE_AFTER_BREAK = 2.0
_ASK_AGAIN = 30.0
COMMANDS = {
    "start": "Mulai",
    "permohonan": "Ajukan permohonan informasi",
    "status": "Cek status permohonan",
    "keberatan": "Ajukan keberatan",
    "lacak": "Lihat status dengan kode pelacakan",
    "petugas": "Hubungi petugas",
    "program": "Program yang berjalan",
    "agenda": "Agenda dan langganan",
    "siaran": "Pengumuman penting",
    "bahasa": "Bahasa · Basa · Language",
    "bantuan": "Bantuan",
    "privasi": "Bagaimana data Anda dijaga",
}


Work = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Parts:
    """Which of the bot's parts this process runs."""

    listens: bool = True
    posts: bool = True


def settle_down() -> None:
    """Take what start-up made out of the collector's sight.

    aiogram leaves two hundred thousand objects; walking them stops everything for 0.2 seconds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Service:
    """The bot's parts, to be run until cancelled."""

    def __init__(
        self,
        settings: Settings,
        office: Office,
        *,
        token: str,
        api: str,
        parts: Parts = Parts(),
        limits: Limits | None = None,
    ) -> None:
        self._settings = settings
        self._office = office
        self._token = token
        self._api = api
        self._parts = parts
        self._limits = limits or Limits.of(settings.post_per_second)
        self._librarian = Librarian(office, settings.packs, settings.data_dir)

    @asynccontextmanager
    async def running(self, writer: Writer) -> AsyncIterator["Running"]:
        """Run every part in the background; leaving the block stops them."""
        speak.check()
        _silence_httpx()
        bridge = Bridge(writer)
        cabinet = Cabinet(self._settings.data_dir / "files", self._office.vault)
        running = Running(asyncio.get_running_loop())
        async with asyncio.TaskGroup() as group, AsyncExitStack() as stack:
            if self._parts.posts:
                running.postman = self._postman(bridge, cabinet, writer)
                running.start(group, running.postman.run)
                lock = sole(self._office.engine, self._settings.data_dir, "clockwork")
                kept = timedelta(days=self._settings.raw_updates_kept_days)
                watch = Watch(bridge, lock, self._librarian.read, raw_kept=kept, cabinet=cabinet)
                running.start(group, watch.run)
                lock = sole(self._office.engine, self._settings.data_dir, "crier")
                pace = self._limits.per_second
                crier = Crier(self._office, bridge, lock, per_second=pace)
                running.start(group, crier.run)
            if self._parts.listens:
                await self._listen(running, group, stack, bridge, cabinet)
            bell = Bell(
                self._office.engine,
                {outbox.CHANNEL: running.posted, inbox.CHANNEL: running.arrived},
            )
            bell.start()
            stack.callback(bell.stop)
            writer.posted = running.posted
            settle_down()
            try:
                yield running
            finally:
                for task in running.tasks:
                    task.cancel()

    def _postman(self, bridge: Bridge, cabinet: Cabinet, writer: Writer) -> Postman:
        return Postman(
            bot=open_posting_bot(self._token, self._api),
            office=self._office,
            bridge=bridge,
            voices={language: self._voice(language) for language in ("id", *LANGUAGES)},
            enclosures=Enclosures(
                Workshop(self._office, writer.do, cabinet, particulars(self._settings))
            ),
            sole=sole(self._office.engine, self._settings.data_dir, "postman"),
            limits=self._limits,
            repeat_after=timedelta(seconds=self._settings.post_repeat_after),
        )

    def _voice(self, language: str = "id") -> speak.Voice:
        return speak.voice(
            self._settings.office_name,
            language,
            of=speak.about(self._settings),
            wall=Wall(self._office.zone, self._office.clock),
        )

    async def _listen(
        self,
        running: "Running",
        group: asyncio.TaskGroup,
        stack: AsyncExitStack,
        bridge: Bridge,
        cabinet: Cabinet,
    ) -> None:
        bot = open_bot(self._token, self._api)
        stack.push_async_callback(hang_up, bot)
        current = await asyncio.to_thread(self._librarian.opened)
        around = Surroundings(self._settings.public_url or "", self._settings.packs)
        board = Switchboard(self._office, around)
        await asyncio.to_thread(board.look)
        entrance = Entrance(bot, bridge, cabinet, board)
        inline = self._inline(bot, current, board)
        takeup = TakeUp(bridge, entrance, current, inline.take)
        running.takeup = takeup
        if self._office.engine.dialect.name == "sqlite":
            # Nobody else works on an embedded database: what was taken, a killed process took.
            await bridge.do(inbox.free_all, _READER)
        running.start(group, partial(self._librarian.run, current))
        running.start(group, board.run)
        running.start(group, takeup.run)
        await self._open_door(running, group, bot, takeup)
        running.start(group, partial(_introduce, bot))
        running.start(group, partial(_note_name, bot, bridge))

    async def _open_door(
        self, running: "Running", group: asyncio.TaskGroup, bot: Bot, takeup: TakeUp
    ) -> None:
        settings = self._settings
        if settings.telegram_mode == "webhook":
            secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
            running.webhook = webhook.app(secret=secret, receive=takeup.receive)
            address = f"{settings.webhook_url}{webhook.PATH}"
            running.start(group, partial(_set_webhook, bot, address, secret))
            return
        try:
            # Telegram answers no poll while a webhook is set; what waits there is kept.
            await bot.delete_webhook(drop_pending_updates=False)
        except TelegramAPIError as error:
            log.warning("an old webhook was not removed: %s", type(error).__name__)
        poller = Poller(
            api=self._api,
            token=self._token,
            sole=sole(self._office.engine, settings.data_dir, "poller"),
            receive=takeup.receive,
        )
        running.start(group, poller.run)

    def _inline(self, bot: Bot, current: CurrentShelf, board: Switchboard) -> InlineDesk:
        office, settings = self._office, self._settings
        return InlineDesk(
            bot,
            self._voice(),
            current,
            lambda: local_date(office.clock.now(), office.zone),
            address=settings.practice_chat if settings.practising else "",
            closed=lambda: board.now.closed,
        )


def _silence_httpx() -> None:
    """Keep httpx from logging addresses: they hold the bot's token."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


class Running:
    """Handles on the parts at work, and the bells that wake them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.postman: Postman | None = None
        self.takeup: TakeUp | None = None
        self.webhook: Starlette | None = None
        self.tasks: list[asyncio.Task[None]] = []

    def start(
        self, group: asyncio.TaskGroup, work: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        """Start a part, and start it again should it ever break: nobody else would."""
        self.tasks.append(group.create_task(_steadily(work)))

    def posted(self) -> None:
        """Wake the poster; may be called from any thread."""
        if self.postman is not None:
            self._wake(self.postman.ring)

    def arrived(self) -> None:
        """Wake the take-up; may be called from any thread."""
        if self.takeup is not None:
            self._wake(self.takeup.ring)

    def _wake(self, ring: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(ring)
        except RuntimeError:
            log.debug("nobody left to wake")


async def _steadily(work: Work) -> None:
    while True:
        try:
            await work()
        except Exception:
            # A runner's last resort: the database may be away, or an update odder than foreseen.
            log.exception("a part of the service broke and begins again")
            await asyncio.sleep(_PAUSE_AFTER_BREAK)
        else:
            return


async def _set_webhook(bot: Bot, address: str, secret: str) -> None:
    """Tell Telegram where to bring updates; until it is reached, they wait there."""
    while True:
        try:
            await bot.set_webhook(address, secret_token=secret, allowed_updates=KINDS)
        except TelegramAPIError as error:
            log.warning("the webhook is not set yet: %s", type(error).__name__)
            await asyncio.sleep(_ASK_AGAIN)
        else:
            return


async def _introduce(bot: Bot) -> None:
    """Set the command menu; the bot works without it too."""
    commands = [BotCommand(command=name, description=text) for name, text in COMMANDS.items()]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
    except TelegramAPIError as error:
        log.warning("the command menu was not set: %s", type(error).__name__)


async def _note_name(bot: Bot, bridge: Bridge) -> None:
    """Note the bot's name for whoever prints links to it."""
    while True:
        try:
            username = (await bot.me()).username or ""
            break
        except TelegramAPIError as error:
            log.warning("the bot's name is not known yet: %s", type(error).__name__)
            await asyncio.sleep(_ASK_AGAIN)
    await bridge.do(partial(chat.remember, username=username), _READER)
