"""Answers inline queries from memory: they are no evidence, so nothing of them is stored."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)

from bot.speak import Voice
from bot.takeup import CurrentShelf
from knowledge import deep_links, programmes
from knowledge.deep_links import Opens
from knowledge.programme_card import standing
from knowledge.programmes import Known
from knowledge.shelf import Article
from knowledge.words import ProgrammeStatus
from office import chat
from office.inbox import Arrived
from office.switches import Closed, Function

log = logging.getLogger(__name__)

_MOST = 10
_PROGRAMMES = 3
_AT_ONCE = 64  # beyond it a query is left unanswered; the next letter typed asks again
_KEPT = 300  # seconds Telegram may give the same answer to anybody
_TEASER = 120


class InlineDesk:
    """Finds published entries and programmes for whoever types the bot's name in any chat."""

    def __init__(
        self,
        bot: Bot,
        voice: Voice,
        current: CurrentShelf,
        today: Callable[[], date],
        *,
        address: str = "",
        closed: Callable[[], Closed] = dict,
    ) -> None:
        """`address` is where the bot is talked to, if not on Telegram; `closed` what is closed."""
        self._bot = bot
        self._voice = voice
        self._current = current
        self._closed = closed
        self._today = today
        self._address = address
        self._at_work: set[asyncio.Task[None]] = set()

    def take(self, arrived: Iterable[Arrived]) -> None:
        """Begin to answer queries; nobody waits for it."""
        for row in arrived:
            if len(self._at_work) >= _AT_ONCE:
                return
            task = asyncio.create_task(self._answer(row.raw))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)

    async def _answer(self, raw: bytes) -> None:
        try:
            query = Update.model_validate_json(raw, context={"bot": self._bot}).inline_query
            if query is None:
                return
            where = self._address or chat.named((await self._bot.me()).username or "")
            results = await asyncio.to_thread(lambda: list(self.found(query.query, where)))
            await self._bot.answer_inline_query(
                query.id, list(results), cache_time=_KEPT, is_personal=False
            )
        except Exception as error:  # noqa: BLE001 - nobody's evidence; updates must go on
            log.warning("an inline query was not answered: %s", type(error).__name__)

    def found(self, text: str, where: str) -> Iterator[InlineQueryResultArticle]:
        """Yield what is published about a text; without one, the programmes that run."""
        known, shelf = self._current.programmes, self._current.now
        if not text.strip():
            running = (one for one in known if self._status(one) is ProgrammeStatus.RUNNING)
            yield from (self._programme(one, where) for one in list(running)[:_MOST])
            return
        named = programmes.named(known, text)[:_PROGRAMMES]
        yield from (self._programme(one, where) for one in named)
        if Function.ANSWERS in self._closed():
            return
        valid = [shelf.articles[hit.slug] for hit in shelf.ask(text, self._today()).hits]
        yield from (self._entry(one, where) for one in valid[: _MOST - len(named)])

    def _status(self, known: Known) -> ProgrammeStatus:
        return standing(known.card, self._today())

    def _entry(self, article: Article, where: str) -> InlineQueryResultArticle:
        words = {
            "title": article.title,
            "body": article.body,
            "source": article.source,
            "as_of": article.as_of.isoformat(),
        }
        link = deep_links.address(where, Opens.ENTRY, article.slug)
        shown = self._voice.text("inline_answer", words)
        teaser = article.body.replace("**", "").replace("\n", " ")
        name = deep_links.payload(Opens.ENTRY, article.slug)
        return self._result(name, article.title, teaser, shown, link)

    def _programme(self, known: Known, where: str) -> InlineQueryResultArticle:
        card = known.card
        words = {
            name: getattr(card, name)
            for name in ("name", "region", "what", "when", "where", "how", "source")
        }
        words |= {"status": self._status(known), "as_of": card.as_of.isoformat()}
        link = deep_links.address(where, Opens.PROGRAMME, known.slug)
        shown = self._voice.text("inline_programme", words)
        name = deep_links.payload(Opens.PROGRAMME, known.slug)
        return self._result(name, card.name, card.what, shown, link)

    def _result(
        self, name: str, title: str, teaser: str, shown: str, link: str
    ) -> InlineQueryResultArticle:
        button = InlineKeyboardButton(text=self._voice.caption("@open_in_chat"), url=link)
        return InlineQueryResultArticle(
            id=name,
            title=title,
            description=teaser[:_TEASER],
            input_message_content=InputTextMessageContent(
                message_text=shown, parse_mode=ParseMode.HTML
            ),
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )
