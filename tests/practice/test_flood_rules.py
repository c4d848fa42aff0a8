"""Flood rules refuse with 429 and say for how long."""

from collections.abc import AsyncIterator

import pytest

from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from tests.practice.street import Street


@pytest.fixture
async def room() -> AsyncIterator[PracticeRoom]:
    """Telegram's own rules, in place of the open gate of the other tests."""
    async with PracticeRoom(rules=FloodRules()) as opened:
        yield opened


async def _refusals(street: Street, chats: list[int]) -> list[int]:
    waits = []
    for chat in chats:
        status, answer = await street.api("sendMessage", chat_id=chat, text="x")
        if status == 429:
            wait = answer["parameters"]["retry_after"]
            assert answer["description"] == f"Too Many Requests: retry after {wait}"
            waits.append(wait)
    return waits


async def test_a_private_chat_takes_a_burst_of_five_and_then_one_a_second(street: Street) -> None:
    sari = await street.started()
    assert await _refusals(street, [sari] * 6) == [1]
    await street.do("clock", advance=2)
    assert await _refusals(street, [sari] * 3) == [1]
    assert (await street.ask("stats"))["too_many_requests"] == 2


async def test_over_all_thirty_messages_a_second(street: Street) -> None:
    chats = (await street.do("fill", count=40, citizens=40))["citizens"]
    assert len(await _refusals(street, chats)) == 10
    await street.do("clock", advance=1)
    assert await _refusals(street, chats[30:]) == []


async def test_a_group_takes_twenty_a_minute(street: Street) -> None:
    sari = await street.newcomer()
    group = (await street.do("groups", title="RT 05", creator=sari))["id"]
    waits = await _refusals(street, [group] * 21)
    assert len(waits) == 1
    assert 55 <= waits[0] <= 60


async def test_edits_count_but_actions_and_answers_do_not(street: Street) -> None:
    sari = await street.started()
    sent = await street.send(sari)
    edit = {"chat_id": sari, "message_id": sent["message_id"]}
    for number in range(10):
        await street.api("sendChatAction", chat_id=sari, action="typing")
        await street.api("editMessageText", **edit, text=f"isi {number}")
    assert (await street.ask("stats"))["too_many_requests"] == 6


async def test_a_refused_message_leaves_no_trace(street: Street) -> None:
    sari = await street.started()
    await _refusals(street, [sari] * 9)
    shown = (await street.look(sari, after=0))["messages"]
    assert len([message for message in shown if message["from"] == "bot"]) == 5
    assert (await street.ask("stats"))["sends_per_second_peak"] <= 5
