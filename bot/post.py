"""The only file that speaks python-telegram-bot: delivers what stands in the outbox."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot import fate, speak
from bot.bridge import Bridge
from bot.enclosure import Enclosures
from bot.failures import declined, never_left
from bot.gate import Gate
from bot.pace import Limits, Pace
from bot.speak import LONGEST, LONGEST_CAPTION, TooLong, Voice
from office import outbox, posted, silence, switches
from office.files import Filed
from office.outbox import Due, Head, Kind
from office.people import Clockwork
from office.sole import Sole, held
from office.switches import Function
from office.unit import Office

log = logging.getLogger(__name__)

_POSTMAN = Clockwork("postman")
_LOOK_EVERY = 1.0  # seconds; a bell rings before, this is for what comes due by itself
_WAIT_FOR_TASK = 0.5
_LAND_WITHIN = 10.0
# Few: the HTTP client looks at every idle connection before each call.
_IN_THE_AIR = 12
_CHANGES = (Kind.ERASE, Kind.BUTTONS)
_AGAIN = "<i>(dikirim ulang)</i>"
_MARKED = (Kind.RECEIPT, Kind.REPLY, Kind.ANSWER, Kind.NEWS, Kind.BROADCAST)


def open_bot(token: str, api: str) -> Bot:
    """Return python-telegram-bot's bot for a Bot API server."""
    request = HTTPXRequest(
        connection_pool_size=_IN_THE_AIR, read_timeout=20, write_timeout=20, media_write_timeout=60
    )
    return Bot(token, base_url=f"{api}/bot", base_file_url=f"{api}/file/bot", request=request)


class TokenRejected(Exception):
    """Telegram does not know the bot's token; which one it is, stays unsaid."""


class Postman:
    """Chooses what may leave, sends it, and keeps what became of it."""

    def __init__(  # noqa: PLR0913 - the parts it joins, each by name
        self,
        *,
        bot: Bot,
        office: Office,
        bridge: Bridge,
        voices: Mapping[str, Voice],
        enclosures: Enclosures,
        sole: Sole,
        limits: Limits,
        repeat_after: timedelta,
    ) -> None:
        self._bot = bot
        self._office = office
        self._bridge = bridge
        self._voices = voices
        self._enclosures = enclosures
        self._sole = sole
        self._limits = limits
        self._pace = Pace(limits)
        self._gate = Gate(limits.overall, limits.second)
        self._repeat_after = repeat_after
        self._bell = asyncio.Event()
        self._in_the_air: set[asyncio.Task[None]] = set()
        self._broken: BaseException | None = None

    def ring(self) -> None:
        """Tell that something may wait to be posted; call it from the loop's own thread."""
        self._bell.set()

    async def run(self) -> None:
        """Deliver until cancelled, whenever this process is the one to do it.

        Raises `TokenRejected` where Telegram does not know the bot.
        """
        with held(self._sole):
            try:
                async with self._bot:
                    await self._deliver()
            except InvalidToken:
                # The library writes the token into its error, and errors are logged.
                raise TokenRejected from None

    async def _deliver(self) -> None:
        try:
            while True:
                while not await asyncio.to_thread(self._sole.take):  # noqa: ASYNC110
                    await asyncio.sleep(_WAIT_FOR_TASK)
                await self._recover()
                await self._deliver_while_mine()
        finally:
            # A stop waits for what is in the air, or it would be sent again after the start.
            if self._in_the_air:
                await asyncio.wait(self._in_the_air, timeout=_LAND_WITHIN)
            for task in self._in_the_air:
                task.cancel()

    async def _deliver_while_mine(self) -> None:
        looks = 0
        while True:
            wait = await self._round()
            await self._pause(wait)
            looks += 1
            if looks % 64 == 0 and not await asyncio.to_thread(self._sole.take):
                return

    async def _recover(self) -> None:
        """After a crash: what was in the air may have arrived; and the pace goes on."""
        self._pace = Pace(self._limits)
        now, loop_now = self._office.clock.now(), self._time()
        for chat_id, at in await asyncio.to_thread(self._recent):
            left = loop_now - (now - at).total_seconds()
            self._pace.left(chat_id, left)
            self._gate.passes(left)
        work = partial(fate.interrupted, again_after=self._repeat_after)
        await self._bridge.do(work, _POSTMAN)

    def _recent(self) -> list[tuple[int, Any]]:
        with self._office.reading(_POSTMAN) as unit:
            return posted.recently_sent(unit.session, now=unit.now, span=timedelta(minutes=1))

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()

    async def _pause(self, wait: float) -> None:
        if wait <= 0:
            return
        try:
            async with asyncio.timeout(wait):
                await self._bell.wait()
        except TimeoutError:
            pass

    async def _round(self) -> float:
        """Send what may leave now; return how many seconds nothing can be done."""
        self._bell.clear()
        if self._broken is not None:
            # What became of a notice could not be noted: begin anew and look at all of them.
            broken, self._broken = self._broken, None
            raise broken
        now = self._time()
        if len(self._in_the_air) >= _IN_THE_AIR:
            return _LOOK_EVERY
        if (wait := self._pace.free_at(now) - now - self._pace.lead) > 0:
            # Being rung meanwhile changes nothing: the pace is what is waited for.
            await asyncio.sleep(wait)
            return 0
        due, silent_for = await asyncio.to_thread(self._look)
        if silent_for > 0:
            await asyncio.sleep(min(silent_for, _LOOK_EVERY))
            return 0
        room = _IN_THE_AIR - len(self._in_the_air)
        chosen, wait = self._pace.choose(due, self._time(), room=room)
        if not chosen:
            return min(wait, _LOOK_EVERY)
        for row in await self._bridge.do(partial(fate.start, numbers=list(chosen)), _POSTMAN):
            task = asyncio.create_task(self._send(row, chosen[row.number]))
            self._in_the_air.add(task)
            task.add_done_callback(self._landed)
        return 0

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._in_the_air.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._broken = task.exception()
        self._bell.set()

    def _look(self) -> tuple[list[Head], float]:
        with self._office.reading(_POSTMAN) as unit:
            until = silence.kept_until(unit.session)
            if until is not None and until > unit.now:
                return [], (until - unit.now).total_seconds()
            with_news = not switches.is_closed(unit, Function.BROADCAST)
            return outbox.heads(unit.session, now=unit.now, with_news=with_news), 0.0

    @asynccontextmanager
    async def _out(self, at: float) -> AsyncIterator[None]:
        """Let a message out at the instant it was given, or as soon as the gate is free."""
        while (wait := max(at, self._gate.free_at(at)) - self._time()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(wait)
        passage = self._gate.passes(self._time())
        try:
            yield
        finally:
            self._gate.answered(passage, self._time())

    async def _send(self, row: Due, at: float) -> None:
        try:
            said, message = await self._speak(row, at)
        except RetryAfter as error:
            span = error.retry_after
            seconds = span if isinstance(span, timedelta) else timedelta(seconds=span)
            self._pace.refused(self._time())
            work = partial(fate.hold, number=row.number, span=seconds)
        except ChatMigrated as error:
            work = partial(fate.migrated, row=row, to=error.new_chat_id)
        except (Forbidden, BadRequest, TooLong) as error:
            work = partial(fate.lost, row=row, failure=_reason(error))
        except NetworkError as error:
            work = self._after_network_error(row, error)
        except TelegramError as error:
            work = partial(fate.later, row=row, failure=type(error).__name__)
        except Exception as error:
            # Ours, not Telegram's: shown on the desk, where it can be sent again once mended.
            log.exception("notice %s cannot be said", row.number)
            work = partial(fate.lost, row=row, failure=type(error).__name__)
        else:
            work = partial(
                fate.arrived,
                row=row,
                said=said,
                message_id=message.message_id if message else None,
                uploaded=message.document.file_id if message and message.document else None,
            )
        await self._bridge.do(work, _POSTMAN)

    def _after_network_error(self, row: Due, error: NetworkError) -> Any:
        # Certain: nothing left, or the server itself declined. All else may have arrived.
        if never_left(error) or declined(error):
            return partial(fate.later, row=row, failure=type(error).__name__)
        unknown = partial(fate.unknown, number=row.number, repeats=row.repeats, kind=row.kind)
        return partial(unknown, failure=type(error).__name__, again_after=self._repeat_after)

    async def _speak(self, row: Due, at: float) -> tuple[str, Message | None]:
        voice = self._voices.get(row.language, self._voices["id"])
        if row.kind in _CHANGES:
            await self._change(row, voice, at)
            return "", None
        said = voice.text(row.key, row.data)
        markup = keyboard(row.keyboard, voice)
        filed = await asyncio.to_thread(self._enclosures.of, row.file_id, row.data)
        if row.repeats and row.kind in _MARKED:
            said = speak.headed(_AGAIN, said, LONGEST_CAPTION if filed else LONGEST)
        if filed is not None:
            return said, await self._send_file(row, filed, said, at)
        async with self._out(at):
            message = await self._bot.send_message(
                row.chat_id, said, parse_mode=ParseMode.HTML, reply_markup=markup
            )
        return said, message

    async def _change(self, row: Due, voice: Voice, at: float) -> None:
        """Erase a message, or put other buttons under it; nobody misses them where it is gone."""
        where = {"chat_id": row.chat_id, "message_id": row.data["message_id"]}
        markup = keyboard(row.keyboard, voice)
        async with self._out(at):
            if row.kind is Kind.ERASE:
                await self._bot.delete_message(**where)
            elif isinstance(markup, InlineKeyboardMarkup):
                with suppress(BadRequest):
                    await self._bot.edit_message_reply_markup(**where, reply_markup=markup)

    async def _send_file(self, row: Due, filed: Filed, said: str, at: float) -> Message:
        document: str | bytes
        if filed.telegram_file_id is not None:
            document = filed.telegram_file_id
        else:
            document = await asyncio.to_thread(self._enclosures.content, filed)
        async with self._out(at):
            return await self._bot.send_document(
                row.chat_id, document, caption=said, parse_mode=ParseMode.HTML, filename=filed.name
            )


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, TelegramError) else f"{type(error).__name__}: {error}"


Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def keyboard(plain: Mapping[str, Any] | None, voice: Voice) -> Markup | None:
    """Return Telegram's keyboard for a plain one."""
    if plain is None:
        return None
    if plain.get("hide"):
        return ReplyKeyboardRemove()
    if "inline" in plain:
        return InlineKeyboardMarkup(
            [[_inline(voice.caption(words), to) for words, to in row] for row in plain["inline"]]
        )
    hint = plain.get("hint")
    return ReplyKeyboardMarkup(
        [
            [
                KeyboardButton(
                    voice.caption(words), request_contact=words == plain.get("contact") or None
                )
                for words in row
            ]
            for row in plain["reply"]
        ],
        resize_keyboard=True,
        is_persistent=True,
        input_field_placeholder=voice.caption(hint) if hint else None,
    )


def _inline(caption: str, target: str | Mapping[str, str]) -> InlineKeyboardButton:
    """Return a button: what it sends when pressed, or the page it opens."""
    if isinstance(target, str):
        return InlineKeyboardButton(caption, callback_data=target)
    if "web_app" in target:
        return InlineKeyboardButton(caption, web_app=WebAppInfo(target["web_app"]))
    if "share" in target:
        return InlineKeyboardButton(caption, switch_inline_query=target["share"])
    return InlineKeyboardButton(caption, url=target["url"])
