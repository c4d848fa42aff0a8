"""aiogram's entrance: parses and routes an update; the handler itself runs in the writer."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject, Update

from bot import conversation, wordless
from bot.bridge import Bridge
from bot.handlers import doorway, routers
from bot.standing import Standing
from bot.switchboard import Switchboard
from bot.turn import Arrival, Turn
from bot.words import recognise
from knowledge.shelf import Shelf
from office.files import LARGEST, Cabinet, Kept
from office.inbox import Taken
from office.people import Citizen
from office.refusals import NotValid
from office.unit import Unit

log = logging.getLogger(__name__)

# Few, so that contents in memory have a bound and a slow line still brings one of them in time.
_DOWNLOADS = 4
HANDLED = ["message", "edited_message", "callback_query", "my_chat_member"]
# Inline queries are answered on the way in (bot/inline.py).
KINDS = [*HANDLED, "inline_query"]


def open_bot(token: str, api: str) -> Bot:
    """Return aiogram's bot for a Bot API server."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))


async def hang_up(bot: Bot) -> None:
    """Close the bot's connections; aiogram then waits for TLS, which plain HTTP does not speak."""
    session = bot.session
    if isinstance(session, AiohttpSession) and session.api.base.startswith("http:"):
        client = await session.create_session()
        await client.close()
    await session.close()


class HandOver(BaseMiddleware):
    """Once aiogram has found the handler: runs it in the writer thread, inside one unit."""

    def __init__(self, bridge: Bridge, cabinet: Cabinet, switchboard: Switchboard) -> None:
        self._bridge = bridge
        self._cabinet = cabinet
        self._switchboard = switchboard
        self._answers: set[asyncio.Task[None]] = set()
        self._downloads = asyncio.Semaphore(_DOWNLOADS)

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Any],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> bool:
        """Hand the found handler to the writer; return when everything is committed."""
        del handler
        taken: Taken = data["taken"]
        if isinstance(event, CallbackQuery):
            self._stop_spinning(event, data["bot"])
        arrival = await self._arrival(event, data, taken)
        work = partial(
            conversation.take,
            taken=taken,
            place=data["place"],
            handler=data["handler"].callback,
            arrival=arrival,
            shelf=data["shelf"],
            surroundings=self._switchboard.now,
        )
        await self._bridge.do(work, Citizen(taken.person))
        return True

    def _stop_spinning(self, press: CallbackQuery, bot: Bot) -> None:
        """Answer the press at once and outside the transaction: it is no evidence."""
        task = asyncio.create_task(_acknowledge(press, bot))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _arrival(self, event: TelegramObject, data: dict[str, Any], taken: Taken) -> Arrival:
        if isinstance(event, CallbackQuery):
            message_id = event.message.message_id if event.message else 0
            return Arrival(
                taken.chat_id,
                message_id,
                press=data.get("callback_data"),
                is_private=event.message is None or event.message.chat.type == "private",
            )
        if isinstance(event, ChatMemberUpdated):
            return Arrival(taken.chat_id, 0, is_private=False)
        if not isinstance(event, Message):
            return Arrival(taken.chat_id, 0)
        written, file = _written(event), _file_of(event)
        if file is None or not written.is_private:
            return written
        if file[2] > LARGEST:
            refused = NotValid("file", "file_too_large", megabytes=LARGEST // 1024**2)
            return replace(written, attachment_refused=refused)
        unfetched = replace(written, is_unfetched=True)
        look = partial(_is_read, arrival=unfetched, data=data)
        if not await self._bridge.do(look, Citizen(taken.person)):
            return unfetched
        kept, found_bad = await self._attachment(file[0], file[1], data["bot"])
        return replace(written, attachment=kept, attachment_refused=found_bad)

    async def _attachment(
        self, file_id: str, name: str, bot: Bot
    ) -> tuple[Kept | None, NotValid | None]:
        async with self._downloads:
            content = await bot.download(file_id, destination=BytesIO())
            try:
                body = content.read() if content else b""
                return await asyncio.to_thread(self._cabinet.keep, name, body), None
            except NotValid as refused:
                return None, refused


def _is_read(unit: Unit, arrival: Arrival, data: dict[str, Any]) -> bool:
    turn = Turn(unit, arrival, data["place"], data["shelf"])
    return doorway.is_read(turn, data["handler"].callback)


def _written(message: Message) -> Arrival:
    """Return all of a message but its file."""
    contact = message.contact
    # Somebody else's contact can be forwarded; only one's own counts.
    is_own = contact is not None and message.from_user and contact.user_id == message.from_user.id
    # What is changed is sent anew: long ago nobody wrote it.
    changed = datetime.fromtimestamp(message.edit_date, UTC) if message.edit_date else None
    return Arrival(
        message.chat.id,
        message.message_id,
        text=message.text or message.caption or "",
        phone=contact.phone_number if contact is not None and is_own else None,
        wordless=wordless.told(message),
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        is_private=message.chat.type == "private",
        album=message.media_group_id or "",
        sent_at=changed or message.date,
        moved=_moved(message),
    )


def _moved(message: Message) -> tuple[int, int] | None:
    """Return both numbers of a group that became a supergroup; it is told in either of them."""
    here = message.chat.id
    if message.migrate_to_chat_id is not None:
        return here, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, here
    return None


# A moving picture comes with a document, so it stands after it.
_FILES = (
    ("document", "berkas"),
    ("voice", "suara.ogg"),
    ("audio", "audio"),
    ("video", "video.mp4"),
    ("video_note", "video.mp4"),
)


def _file_of(message: Message) -> tuple[str, str, int] | None:
    if message.photo:
        largest = message.photo[-1]
        return largest.file_id, "foto.jpg", largest.file_size or 0
    for kind, name in _FILES:
        part = getattr(message, kind)
        if part is not None:
            return part.file_id, getattr(part, "file_name", None) or name, part.file_size or 0
    return None


async def _acknowledge(press: CallbackQuery, bot: Bot) -> None:
    try:
        await bot.answer_callback_query(press.id)
    except TelegramBadRequest:
        pass  # Too old to be answered; the effect of the press does not depend on it.
    except TelegramAPIError as error:
        log.info("press not acknowledged: %s", type(error).__name__)


class Entrance:
    """Takes one stored update through aiogram."""

    def __init__(
        self,
        bot: Bot,
        bridge: Bridge,
        cabinet: Cabinet,
        switchboard: Switchboard,
    ) -> None:
        self.bot = bot
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.include_routers(*routers())
        hand_over = HandOver(bridge, cabinet, switchboard)
        for kind in HANDLED:
            self._dispatcher.observers[kind].middleware(hand_over)

    async def admit(self, taken: Taken, place: Standing, shelf: Shelf) -> bool:
        """Parse, route and handle an update; tell whether any handler wanted it.

        Raises whatever parsing or the handler raised; nothing of it was committed then.
        """
        update = Update.model_validate_json(taken.raw, context={"bot": self.bot})
        message = update.message
        if message is not None and message.via_bot is not None:
            # Somebody shared an answer here; it is not said to the bot.
            return False
        handled = await self._dispatcher.feed_update(
            self.bot,
            update,
            taken=taken,
            place=place,
            shelf=shelf,
            raw_state=place.step,
            word=recognise(message.text) if message else None,
        )
        return handled is True
