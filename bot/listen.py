"""aiogram's entrance: parses and routes an update; the handler itself runs in the writer."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject, Update

from bot import conversation
from bot.bridge import Bridge
from bot.handlers import routers
from bot.standing import Standing
from bot.turn import Arrival
from bot.words import recognise
from knowledge.shelf import Shelf
from office.files import LARGEST, Cabinet, Kept
from office.inbox import Taken
from office.people import Citizen
from office.refusals import NotValid

log = logging.getLogger(__name__)

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]


def open_bot(token: str, api: str) -> Bot:
    """Return aiogram's bot for a Bot API server."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))


class HandOver(BaseMiddleware):
    """Once aiogram has found the handler: runs it in the writer thread, inside one unit."""

    def __init__(self, bridge: Bridge, cabinet: Cabinet, public_url: str) -> None:
        self._bridge = bridge
        self._cabinet = cabinet
        self._public_url = public_url
        self._answers: set[asyncio.Task[None]] = set()

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
            public_url=self._public_url,
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
            return Arrival(taken.chat_id, message_id, press=data.get("callback_data"))
        if isinstance(event, ChatMemberUpdated):
            return Arrival(taken.chat_id, 0, is_private=False)
        if not isinstance(event, Message):
            return Arrival(taken.chat_id, 0)
        kept, refused = await self._attachment(event, data["bot"])
        contact = event.contact
        # Somebody else's contact can be forwarded; only one's own counts.
        is_own = contact is not None and event.from_user and contact.user_id == event.from_user.id
        return Arrival(
            event.chat.id,
            event.message_id,
            text=event.text or event.caption or "",
            phone=contact.phone_number if contact is not None and is_own else None,
            attachment=kept,
            attachment_refused=refused,
            is_private=event.chat.type == "private",
            sent_at=event.date,
        )

    async def _attachment(self, message: Message, bot: Bot) -> tuple[Kept | None, NotValid | None]:
        found = _file_of(message)
        if found is None or message.chat.type != "private":
            return None, None
        file_id, name, size = found
        if size > LARGEST:
            return None, NotValid("file", "file_too_large", megabytes=LARGEST // 1024**2)
        content = await bot.download(file_id, destination=BytesIO())
        try:
            body = content.read() if content else b""
            return await asyncio.to_thread(self._cabinet.keep, name, body), None
        except NotValid as refused:
            return None, refused


def _file_of(message: Message) -> tuple[str, str, int] | None:
    if message.photo:
        largest = message.photo[-1]
        return largest.file_id, "foto.jpg", largest.file_size or 0
    for kind, name in (("document", "berkas"), ("voice", "suara.ogg"), ("audio", "audio")):
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

    def __init__(self, bot: Bot, bridge: Bridge, cabinet: Cabinet, *, public_url: str = "") -> None:
        self.bot = bot
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.include_routers(*routers())
        hand_over = HandOver(bridge, cabinet, public_url)
        for kind in KINDS:
            self._dispatcher.observers[kind].middleware(hand_over)

    async def admit(self, taken: Taken, place: Standing, shelf: Shelf) -> bool:
        """Parse, route and handle an update; tell whether any handler wanted it.

        Raises whatever parsing or the handler raised; nothing of it was committed then.
        """
        update = Update.model_validate_json(taken.raw, context={"bot": self.bot})
        message = update.message
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
