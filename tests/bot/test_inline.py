"""Inline mode: published entries and programmes in any chat; nothing of a query is stored."""

import asyncio
from datetime import date
from typing import Any

import pytest
from aiogram.types import InlineQueryResultArticle, InputTextMessageContent
from sqlalchemy import func, select

from bot import updates
from bot.inline import InlineDesk
from bot.listen import KINDS, open_bot
from bot.practice.markup import parse_html
from bot.speak import voice
from bot.takeup import CurrentShelf
from knowledge import shelf
from knowledge.programmes import Known
from knowledge.words import ProgrammeStatus
from office.inbox import inbox
from office.switches import Function
from tests.bot.conftest import Hall
from tests.house.siege import TOKEN
from tests.knowledge.programme_desk import a_card
from tests.knowledge.samples import PACK, an_edition
from tests.people import CLOCKWORK

TODAY = date(2026, 11, 23)
WHERE = "https://t.me/contoh_bot"


def known(slug: str = "bersih-desa", **changes: Any) -> Known:
    return Known(slug, PACK, a_card(**changes), 1, by_staff=True)


@pytest.fixture
async def desk() -> Any:
    entries = [
        shelf.article("uji-becak", PACK, "", 1, an_edition()),
        shelf.article(
            "uji-becak-lama", PACK, "", 1,
            an_edition(title="Becak <b>lama</b> & bemo", valid_until=date(2026, 1, 1)),
        ),
    ]  # fmt: skip
    programmes = (
        known(),
        known("selesai", name="Pasar Malam", status=ProgrammeStatus.FINISHED),
        known("habis", name="Pasar Pagi", valid_until=date(2026, 1, 1)),
    )
    current = CurrentShelf(shelf.from_articles(1, entries), programmes)
    bot = open_bot(TOKEN, "http://127.0.0.1:9")
    yield InlineDesk(bot, voice("PPID Kabupaten Contoh"), current, lambda: TODAY)
    await bot.session.close()


def found(desk: InlineDesk, text: str) -> dict[str, InlineQueryResultArticle]:
    return {one.id: one for one in desk.found(text, WHERE)}


def said(one: InlineQueryResultArticle) -> str:
    assert isinstance(one.input_message_content, InputTextMessageContent)
    return parse_html(one.input_message_content.message_text)[0]


async def test_an_entry_is_found_with_its_source_and_a_link(desk: InlineDesk) -> None:
    one = found(desk, "daftar becak wisata")["j-uji-becak"]
    assert "Sumber: Peraturan bupati tentang becak wisata" in said(one)
    assert "Per Minggu, 1 November 2026" in said(one)
    assert one.reply_markup is not None
    assert one.reply_markup.inline_keyboard[0][0].url == f"{WHERE}?start=j-uji-becak"


async def test_while_answers_are_closed_programmes_are_found_and_entries_are_not() -> None:
    current = CurrentShelf(
        shelf.from_articles(1, [shelf.article("uji-becak", PACK, "", 1, an_edition())]), (known(),)
    )
    closed: dict[Function, dict[str, str]] = {}
    bot = open_bot(TOKEN, "http://127.0.0.1:9")
    desk = InlineDesk(bot, voice("PPID"), current, lambda: TODAY, closed=lambda: closed)
    assert set(found(desk, "daftar becak wisata")) == {"j-uji-becak"}
    closed[Function.ANSWERS] = {}
    assert found(desk, "daftar becak wisata") == {}
    assert found(desk, "") != {}
    await bot.session.close()


async def test_what_has_run_out_is_not_shared(desk: InlineDesk) -> None:
    assert "j-uji-becak-lama" not in found(desk, "becak lama bemo")


async def test_a_programme_is_found_by_its_name_with_its_status_today(desk: InlineDesk) -> None:
    one = found(desk, "gotong royong desa")["p-bersih-desa"]
    assert "Cara ikut: Daftar di balai desa." in said(one)
    assert "Status: Selesai" in said(found(desk, "pasar pagi")["p-habis"])


async def test_without_a_question_the_programmes_that_run_are_offered(desk: InlineDesk) -> None:
    assert list(found(desk, "  ")) == ["p-bersih-desa"]


@pytest.mark.parametrize("text", ["xyzzy", "<b>", "\x00", "a" * 256, "😀"])
async def test_no_query_whatever_breaks(desk: InlineDesk, text: str) -> None:
    assert len(found(desk, text)) <= 10


async def test_a_query_that_cannot_be_answered_is_let_go(desk: InlineDesk) -> None:
    raw = b'{"update_id": 1, "inline_query": {"id": "5", "from": {"id": 7}}}'
    desk.take([updates.arrived(raw), updates.arrived(b"{}")])
    await asyncio.sleep(0)
    await asyncio.gather(*desk._at_work)
    assert desk._at_work == set()


def test_an_inline_query_is_known_before_anything_parses_it() -> None:
    raw = b'{"update_id": 4, "inline_query": {"id": "5", "from": {"id": 7}, "query": "x"}}'
    assert updates.is_inline(updates.arrived(raw))
    assert updates.arrived(raw).update_id == 4
    odd = b'{"update_id": 4, "inline_query": {"id": 5}}'
    assert not updates.is_inline(updates.arrived(odd))
    message = b'{"update_id": 4, "message": {"message_id": 1, "chat": {"id": 7}}}'
    assert not updates.is_inline(updates.arrived(message))
    assert "inline_query" in KINDS


async def answered(hall: Hall, number: str) -> dict[str, Any]:
    """Wait for the answer to a query; return it."""
    while True:
        found = await hall.street.ask(f"inline/{number}")
        if found is not None:
            return dict(found)
        await asyncio.sleep(0.02)


async def test_a_query_is_answered_and_nothing_of_it_is_kept(hall: Hall) -> None:
    sari = await hall.newcomer()
    asked = await hall.street.do(f"citizens/{sari.number}/inline", query="musrenbang")
    other = await hall.street.do(f"citizens/{sari.number}/inline", query="")
    async with asyncio.timeout(20):
        first, second = [await answered(hall, one["inline_query_id"]) for one in (asked, other)]
    assert first["results"][0]["id"] == "p-musrenbang"
    assert 0 < len(first["results"]) <= 10
    assert not first["is_personal"]
    assert second["results"]
    await hall.settle()
    with hall.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(func.count()).select_from(inbox)) == 0
    # What was shared into the bot's own chat is not said to the bot.
    shared = {
        "message_id": 1, "date": 1790000000, "text": "Berapa lama?",
        "chat": {"id": sari.number, "type": "private", "first_name": "Sari"},
        "from": {"id": sari.number, "is_bot": False, "first_name": "Sari"},
        "via_bot": {"id": 1, "is_bot": True, "first_name": "Bot"},
    }  # fmt: skip
    await hall.street.do("updates", message=shared)
    assert await sari.hears() == []
