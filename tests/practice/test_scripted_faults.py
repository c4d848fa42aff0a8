"""Every kind of scripted fault strikes as written, and both libraries feel it."""

import asyncio

import aiohttp
import pytest
import telegram
import telegram.error
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from tests.practice.street import Street


async def test_429_carries_its_waiting_time_to_both_libraries(
    street: Street, aiogram_bot: Bot, ptb_bot: telegram.Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    sari = await street.started()
    await street.faults({"method": "sendMessage", "kind": "429", "retry_after": 7, "times": 2})
    with pytest.raises(TelegramRetryAfter) as by_aiogram:
        await aiogram_bot.send_message(sari, "x")
    assert by_aiogram.value.retry_after == 7
    with pytest.raises(telegram.error.RetryAfter):
        await ptb_bot.send_message(sari, "x")
    assert (await aiogram_bot.send_message(sari, "x")).text == "x"
    assert (await street.ask("stats"))["faults"] == {"429": 2}


async def test_403_400_and_500_are_told_in_telegrams_words(
    street: Street, aiogram_bot: Bot, ptb_bot: telegram.Bot
) -> None:
    sari = await street.started()
    await street.faults(
        {"kind": "403", "times": 2},
        {"kind": "400", "times": 1, "description": "Bad Request: sesuatu"},
        {"kind": "500", "times": 1},
    )
    with pytest.raises(TelegramForbiddenError):
        await aiogram_bot.send_message(sari, "x")
    with pytest.raises(telegram.error.Forbidden):
        await ptb_bot.send_message(sari, "x")
    assert await street.refused("getMe") == (400, "Bad Request: sesuatu")
    assert await street.refused("getMe") == (500, "Internal Server Error")


async def test_502_is_a_page_and_not_json(
    street: Street, aiogram_bot: Bot, ptb_bot: telegram.Bot
) -> None:
    await street.faults({"method": "getMe", "kind": "502", "times": 2})
    with pytest.raises(ClientDecodeError):
        await aiogram_bot.get_me()
    with pytest.raises(telegram.error.NetworkError):
        await ptb_bot.get_me()


async def test_lost_before_has_no_effect_and_lost_after_has(
    street: Street, aiogram_bot: Bot, ptb_bot: telegram.Bot
) -> None:
    sari = await street.started()
    await street.faults({"method": "sendMessage", "kind": "lost_before", "times": 1})
    with pytest.raises(TelegramNetworkError):
        await aiogram_bot.send_message(sari, "hilang sebelum")
    await street.faults({"method": "sendMessage", "kind": "lost_after", "times": 1})
    with pytest.raises(telegram.error.NetworkError):
        await ptb_bot.send_message(sari, "hilang sesudah")
    sent = [line["text"] for line in await street.ask("transcript")]
    assert sent == ["hilang sesudah"]


async def test_delay_only_takes_time(street: Street) -> None:
    await street.faults({"method": "getMe", "kind": "delay", "seconds": 0.3, "times": 1})
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert (await street.api("getMe"))[0] == 200
    assert 0.29 < loop.time() - begun < 1


async def test_a_rule_strikes_one_chat_and_every_third_call(street: Street) -> None:
    sari, budi = await street.started(), await street.started("Pak Budi")
    await street.faults({"method": "sendMessage", "chat_id": sari, "kind": "500", "every": 3})
    of_budi = [(await street.api("sendMessage", chat_id=budi, text="x"))[0] for _ in range(4)]
    of_sari = [(await street.api("sendMessage", chat_id=sari, text="x"))[0] for _ in range(7)]
    assert of_budi == [200] * 4
    assert of_sari == [200, 200, 500, 200, 200, 500, 200]
    async with street.session.delete("/practice/faults") as answer:
        assert answer.status == 200
    assert (await street.api("sendMessage", chat_id=sari, text="x"))[0] == 200


async def test_chance_is_repeatable_by_its_seed(street: Street) -> None:
    runs = []
    for _ in range(2):
        await street.faults({"method": "getMe", "kind": "500", "probability": 0.5, "seed": 3})
        runs.append([(await street.api("getMe"))[0] for _ in range(20)])
        async with street.session.delete("/practice/faults"):
            pass
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


async def test_a_poll_whose_answer_is_lost_has_confirmed_nothing_new(street: Street) -> None:
    sari = await street.started()
    await street.say(sari, "halo")
    await street.faults({"method": "getUpdates", "kind": "lost_after", "times": 1})
    with pytest.raises(aiohttp.ClientError):
        await street.api("getUpdates")
    assert len(await street.updates()) == 1


async def test_a_rule_nobody_understands_is_refused(street: Street) -> None:
    for rule in ({"kind": "malam"}, {"kind": "500", "warna": "biru"}, "500"):
        async with street.session.post("/practice/faults", json=[rule]) as answer:
            assert answer.status == 400
