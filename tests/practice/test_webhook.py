"""Delivery by webhook: secret, order within a lane, retries, and few connections."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.practice.street import Street

Answer = Callable[[dict[str, Any]], web.Response]


class Office:
    """A webhook that notes what arrives and answers as the test wishes."""

    def __init__(self) -> None:
        self.arrived: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.at_once = 0
        self.most_at_once = 0
        self.slowness = 0.0
        self.answer: Answer = lambda _: web.Response()
        self.url = ""
        self.news = asyncio.Condition()

    async def receive(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        update = await request.json()
        self.arrived.append(update)
        async with self.news:
            self.news.notify_all()
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(self.slowness)
        self.at_once -= 1
        return self.answer(update)

    async def until(self, count: int) -> None:
        """Wait for so many deliveries, and a moment longer for their answers to be counted."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: len(self.arrived) >= count)
        await asyncio.sleep(0.02)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.arrived]


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    opened = Office()
    application = web.Application()
    application.router.add_post("/kait", opened.receive)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    opened.url = f"http://127.0.0.1:{runner.addresses[0][1]}/kait"
    yield opened
    await runner.cleanup()


async def test_waiting_and_new_updates_arrive_in_order_with_the_secret(
    street: Street, office: Office
) -> None:
    sari = await street.started()
    await street.say(sari, "sebelum")
    await street.api("setWebhook", url=office.url, secret_token="rahasia_1")
    for number in range(20):
        await street.say(sari, f"pesan {number}")
    await office.until(21)
    assert office.texts() == ["sebelum", *[f"pesan {number}" for number in range(20)]]
    assert set(office.secrets) == {"rahasia_1"}
    assert (await street.api("getWebhookInfo"))[1]["result"]["pending_update_count"] == 0


async def test_a_failing_lane_is_retried_in_order_while_others_go_on(
    street: Street, office: Office
) -> None:
    sari, budi = await street.started(), await street.started("Pak Budi")
    failures = 3

    def answer(update: dict[str, Any]) -> web.Response:
        nonlocal failures
        if update["message"]["from"]["id"] == sari and failures:
            failures -= 1
            return web.Response(status=500)
        return web.Response()

    office.answer = answer
    await street.api("setWebhook", url=office.url)
    await street.say(sari, "satu")
    await street.say(sari, "dua")
    await street.say(budi, "lancar")
    await office.until(6)
    of_sari = [text for text in office.texts() if text != "lancar"]
    assert of_sari == ["satu"] * 4 + ["dua"]
    assert office.texts().index("lancar") < 3
    info = (await street.api("getWebhookInfo"))[1]["result"]
    assert (
        info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    )


async def test_retry_after_is_obeyed_exactly(street: Street, office: Office) -> None:
    sari = await street.started()
    busy = web.Response(status=503, headers={"Retry-After": "1"})
    answers = [busy, web.Response()]
    office.answer = lambda _: answers.pop(0)
    await street.api("setWebhook", url=office.url)
    await street.say(sari, "satu")
    await office.until(1)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await office.until(2)
    assert 0.8 < loop.time() - begun < 1.5


async def test_never_more_connections_than_allowed(street: Street, office: Office) -> None:
    office.slowness = 0.02
    await street.do("fill", count=30, citizens=30)
    await street.api("setWebhook", url=office.url, max_connections=3)
    await office.until(30)
    assert office.most_at_once == 3


async def test_presses_and_messages_travel_in_different_lanes(
    street: Street, office: Office
) -> None:
    sari = await street.started()
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    asked = await street.send(sari, reply_markup=markup)
    office.slowness = 0.05
    await street.api("setWebhook", url=office.url)
    await street.say(sari, "satu")
    await street.press(sari, message_id=asked["message_id"], label="Ya")
    await office.until(2)
    assert office.most_at_once == 2


async def test_a_method_in_the_answer_is_carried_out(street: Street, office: Office) -> None:
    sari = await street.started()
    reply = {"method": "sendMessage", "chat_id": sari, "text": "Diterima"}
    office.answer = lambda _: web.json_response(reply)
    await street.api("setWebhook", url=office.url)
    cursor = (await street.say(sari, "halo"))["cursor"]
    news = await street.look(sari, after=cursor, wait=5)
    assert [message["text"] for message in news["messages"]] == ["Diterima"]


async def test_an_unreachable_webhook_keeps_its_updates_for_later_polling(street: Street) -> None:
    sari = await street.started()
    await street.api("setWebhook", url="http://127.0.0.1:9/kait")
    await street.say(sari, "halo")
    await asyncio.sleep(0.1)
    info = (await street.api("getWebhookInfo"))[1]["result"]
    assert info["pending_update_count"] == 1
    assert info["last_error_message"].startswith("Connection failed")
    await street.api("deleteWebhook")
    assert len(await street.updates()) == 1
    await street.api("deleteWebhook", drop_pending_updates=True)
    assert await street.updates() == []
