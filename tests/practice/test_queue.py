"""The queue of updates keeps, hands out, confirms and forgets as Telegram's does."""

import asyncio

import pytest
import telegram
from aiogram import Bot

from tests.practice.street import Street


async def test_an_offset_confirms_everything_below_it(street: Street) -> None:
    sari = await street.started()
    numbers = [(await street.say(sari, f"pesan {n}"))["update_id"] for n in range(5)]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    left = await street.updates(offset=numbers[3])
    assert [update["update_id"] for update in left] == numbers[3:]
    assert [update["update_id"] for update in await street.updates()] == numbers[3:]


async def test_without_confirmation_everything_comes_again(
    street: Street, aiogram_bot: Bot, ptb_bot: telegram.Bot
) -> None:
    sari = await street.started()
    await street.say(sari, "satu")
    assert await street.updates() == await street.updates()
    first, second = await aiogram_bot.get_updates(), await ptb_bot.get_updates()
    assert first[0].update_id == second[0].update_id


async def test_a_wild_offset_returns_everything_and_confirms_nothing(street: Street) -> None:
    sari = await street.started()
    number = (await street.say(sari, "satu"))["update_id"]
    for wild in (1, number + 5000, number - 3_000_000):
        assert len(await street.updates(offset=wild)) == 1


async def test_a_negative_offset_keeps_only_the_newest(street: Street) -> None:
    sari = await street.started()
    for word in ("satu", "dua", "tiga"):
        await street.say(sari, word)
    texts = [update["message"]["text"] for update in await street.updates(offset=-2)]
    assert texts == ["dua", "tiga"]
    assert len(await street.updates()) == 2


async def test_the_limit_is_between_one_and_a_hundred(street: Street) -> None:
    await street.do("fill", count=130, citizens=3)
    assert len(await street.updates()) == 100
    assert len(await street.updates(limit=1000)) == 100
    assert len(await street.updates(limit=7)) == 7


async def test_long_polling_wakes_at_once_on_a_new_update(street: Street) -> None:
    sari = await street.started()
    loop = asyncio.get_running_loop()
    begun = loop.time()
    poll = asyncio.create_task(street.updates(timeout=20))
    await asyncio.sleep(0.05)
    await street.say(sari, "halo")
    assert len(await poll) == 1
    assert loop.time() - begun < 1


async def test_long_polling_ends_empty_after_its_time(street: Street) -> None:
    assert await street.updates(timeout=1) == []


async def test_a_second_poll_ends_the_first_with_409(street: Street, aiogram_bot: Bot) -> None:
    older = asyncio.create_task(street.api("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(aiogram_bot.get_updates(timeout=20))
    status, answer = await older
    assert status == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await street.say(await street.newcomer(), "halo")
    assert len(await newer) == 1


async def test_polling_while_a_webhook_is_set_is_a_conflict(street: Street) -> None:
    await street.api("setWebhook", url="http://127.0.0.1:9/kait")
    status, description = await street.refused("getUpdates")
    assert status == 409
    assert "while webhook is active" in description
    await street.api("deleteWebhook")
    assert await street.updates() == []


@pytest.mark.parametrize(("kind", "seconds"), [("callback_query", 150), ("inline_query", 30)])
async def test_short_lived_updates_vanish_in_silence(
    street: Street, kind: str, seconds: int
) -> None:
    sari = await street.started()
    if kind == "inline_query":
        await street.do(f"citizens/{sari}/inline", query="desa")
    else:
        button = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
        asked = await street.send(sari, reply_markup=button)
        await street.press(sari, message_id=asked["message_id"], data="y")
    await street.say(sari, "pesan tetap ada")
    await street.do("clock", advance=seconds - 5)
    assert [kind in update for update in await street.updates()] == [True, False]
    await street.do("clock", advance=6)
    assert [kind in update for update in await street.updates()] == [False]


async def test_a_chosen_result_lives_ten_minutes_and_a_message_a_day(street: Street) -> None:
    user = {"id": 7, "is_bot": False, "first_name": "Budi"}
    chosen = {"result_id": "1", "from": user, "query": "desa"}
    await street.do("updates", chosen_inline_result=chosen)
    sari = await street.newcomer()
    await street.say(sari, "halo")
    await street.do("clock", advance=601)
    assert ["message" in update for update in await street.updates()] == [True]
    await street.do("clock", advance=86_400)
    assert await street.updates() == []
    assert (await street.ask("stats"))["updates"]["expired"] == 2


async def test_allowed_updates_are_remembered(street: Street) -> None:
    sari = await street.started()
    await street.updates(allowed_updates=["callback_query"])
    assert (await street.say(sari, "tak terdengar"))["update_id"] is None
    await street.updates()
    assert (await street.say(sari, "masih tidak"))["update_id"] is None
    await street.updates(allowed_updates=[])
    await street.say(sari, "terdengar")
    assert [update["message"]["text"] for update in await street.updates()] == ["terdengar"]


async def test_a_poisoned_update_gets_a_number_and_is_handed_out_as_it_is(street: Street) -> None:
    odd = {"message": {"forward_origin": {"type": "hidden_user"}, "aneh": True}}
    number = (await street.do("updates", **odd))["update_id"]
    assert await street.updates() == [{"update_id": number, **odd}]


async def test_fill_makes_many_waiting_texts_quickly(street: Street) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    made = await street.do("fill", count=10_000, citizens=50, text="nomor {n}")
    assert loop.time() - begun < 3
    assert made["last_update_id"] - made["first_update_id"] == 9_999
    assert len(made["citizens"]) == 50
    assert (await street.ask("stats"))["pending_updates"] == 10_000
    newest = (await street.updates(offset=-1))[0]["message"]
    assert newest["text"] == "nomor 10000"
    assert newest["chat"]["id"] == made["citizens"][49]
