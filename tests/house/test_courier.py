"""The courier and real receivers: signed, on time, and not one of them holds another."""

import asyncio
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.bridge import Bridge
from office import webhook_queue, webhooks
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.sole import sole
from office.unit import Office
from office.webhooks import DeliveryState, Event, Hook
from office.writer import Writer
from pendopo.courier import Courier
from tests.people import CLOCKWORK, staff_member

DOCS = Path(__file__).parents[2] / "docs"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Receiver:
    """A program of another office, on this machine."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.port = 0
        self.answer: Answer = self._thanks

    @staticmethod
    async def _thanks(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(status=204)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.got.append(({k.lower(): v for k, v in request.headers.items()}, await request.read()))
        return await self.answer(request)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Receiver"]:
        app = web.Application()
        app.router.add_route("*", "/{any:.*}", self.take)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/terima?rahasia=kunci-di-alamat"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver().open() as opened:
        yield opened


@pytest.fixture
def pak_tono(office: Office) -> StaffMember:
    """The system's administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)


@pytest.fixture
def courier(office: Office, writer: Writer, tmp_path: Path) -> Callable[..., Courier]:
    """Make a courier, to be run in the test's own loop."""

    def made(*, private: bool = True, patience: float = 2.0, task: str = "courier") -> Courier:
        lock = sole(office.engine, tmp_path, task)
        return Courier(office, Bridge(writer), lock, private=private, every=0.02, patience=patience)

    return made


def listens(office: Office, by: StaffMember, address: str) -> str:
    with office.unit(by) as unit:
        return webhooks.make(
            unit, name="Dasbor dinas", address=address, events=frozenset(Event), private=True
        )


def happens(office: Office, times: int = 1) -> None:
    with office.unit(CLOCKWORK) as unit:
        for number in range(1, times + 1):
            subject = f"{number:04d}/PPID/XI/2026"
            webhooks.announce(unit, Event.CASE_CREATED, subject, {"kind": "request"})


def hooks(office: Office, by: StaffMember) -> list[Hook]:
    with office.reading(by) as unit:
        return webhooks.every(unit)


@asynccontextmanager
async def at_work(*couriers: Courier) -> AsyncIterator[None]:
    running = [asyncio.create_task(one.run()) for one in couriers]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def until(reached: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 - the database rings no bell
            await asyncio.sleep(0.02)


def documented() -> Callable[[str, dict[str, str], bytes], bool]:
    """Return the check that the manual gives to other offices."""
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "api.md").read_text("utf-8"), re.S)
    known: dict[str, Any] = {}
    exec(code, known)  # noqa: S102 - it is what the manual says
    known["time"] = type("Then", (), {"time": staticmethod(lambda: 1795399201)})
    return known["is_genuine"]  # type: ignore[no-any-return]


async def test_a_receiver_can_check_a_message_as_the_manual_says(
    office: Office, pak_tono: StaffMember, courier: Callable[..., Courier], receiver: Receiver
) -> None:
    secret = listens(office, pak_tono, receiver.address)
    happens(office)
    async with at_work(courier()):
        await until(lambda: not hooks(office, pak_tono)[0].waiting)
    ((headers, body),) = receiver.got
    is_genuine = documented()
    assert is_genuine(secret, headers, body)
    assert not is_genuine(secret, headers, body + b" ")
    assert not is_genuine(secret[:-6] + "AAAAA=", headers, body)
    assert not is_genuine(secret, {**headers, "webhook-timestamp": "1"}, body)
    assert json.loads(body)["data"]["subject"] == "0001/PPID/XI/2026"
    assert headers["content-type"] == "application/json"
    assert not {"cookie", "authorization", "referer"} & set(headers)
    assert hooks(office, pak_tono)[0].latest[0].status == 204


async def test_one_failing_receiver_never_holds_another(
    office: Office, pak_tono: StaffMember, courier: Callable[..., Courier], receiver: Receiver
) -> None:
    async def sleeps(request: web.Request) -> web.StreamResponse:
        del request
        await asyncio.sleep(30)
        return web.Response()

    async with Receiver().open() as slow:
        slow.answer = sleeps
        listens(office, pak_tono, slow.address)
        listens(office, pak_tono, receiver.address)
        happens(office, 20)
        begun = time.monotonic()
        async with at_work(courier(patience=3)):
            await until(lambda: len(receiver.got) == 20)
            assert time.monotonic() - begun < 3, "before the slow one has run out of patience"
            await until(lambda: hooks(office, pak_tono)[0].latest[-1].tries == 1)
    late, quick = hooks(office, pak_tono)
    assert (late.latest[-1].failure, late.waiting) == ("timeout", 20)
    assert (quick.waiting, quick.given_up) == (0, 0)
    subjects = [json.loads(body)["data"]["subject"] for _, body in receiver.got]
    assert subjects == sorted(subjects)


async def test_a_redirect_is_not_followed(
    office: Office, pak_tono: StaffMember, courier: Callable[..., Courier], receiver: Receiver
) -> None:
    async with Receiver().open() as elsewhere:

        async def sends_on(request: web.Request) -> web.StreamResponse:
            del request
            return web.Response(status=307, headers={"Location": elsewhere.address})

        receiver.answer = sends_on
        listens(office, pak_tono, receiver.address)
        happens(office)
        async with at_work(courier()):
            await until(lambda: hooks(office, pak_tono)[0].latest[0].tries == 1)
        assert elsewhere.got == []
    (delivery,) = hooks(office, pak_tono)[0].latest
    assert (delivery.status, delivery.failure) == (307, "status")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_name_that_leads_inside_is_not_called(
    office: Office,
    pak_tono: StaffMember,
    courier: Callable[..., Courier],
    receiver: Receiver,
    host: str,
    scheme: str,
) -> None:
    listens(office, pak_tono, f"{scheme}://{host}:{receiver.port}/")
    happens(office)
    async with at_work(courier(private=False)):
        await until(lambda: hooks(office, pak_tono)[0].latest[0].tries == 1)
    assert hooks(office, pak_tono)[0].latest[0].failure == "address"
    assert receiver.got == []


async def test_an_answer_without_end_is_not_read(
    office: Office, pak_tono: StaffMember, courier: Callable[..., Courier], receiver: Receiver
) -> None:
    async def floods(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b"x" * 65536)

    receiver.answer = floods
    listens(office, pak_tono, receiver.address)
    happens(office)
    async with at_work(courier()):
        await until(lambda: not hooks(office, pak_tono)[0].waiting, 3)
    assert hooks(office, pak_tono)[0].latest[0].status == 200


async def test_what_was_under_way_when_the_courier_stopped_comes_again_as_the_same_message(
    office: Office, pak_tono: StaffMember, courier: Callable[..., Courier], receiver: Receiver
) -> None:
    thanks = receiver.answer

    async def sleeps(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return await thanks(request)

    receiver.answer = sleeps
    listens(office, pak_tono, receiver.address)
    happens(office)
    async with at_work(courier()):
        await until(lambda: len(receiver.got) == 1)
    receiver.answer = thanks
    async with at_work(courier()):
        await until(lambda: not hooks(office, pak_tono)[0].waiting)
    first, second = (headers["webhook-id"] for headers, _ in receiver.got)
    assert first == second


async def test_of_two_couriers_one_brings_each_message(
    office: Office, pak_tono: StaffMember, courier: Callable[..., Courier], receiver: Receiver
) -> None:
    listens(office, pak_tono, receiver.address)
    happens(office, 20)
    async with at_work(courier(), courier()):
        await until(lambda: not hooks(office, pak_tono)[0].waiting)
    assert len(receiver.got) == 20


async def test_a_message_that_failed_comes_when_its_pause_is_over(
    office: Office,
    pak_tono: StaffMember,
    courier: Callable[..., Courier],
    receiver: Receiver,
    clock: StandingClock,
) -> None:
    async def is_away(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(status=503)

    thanks, receiver.answer = receiver.answer, is_away
    listens(office, pak_tono, receiver.address)
    happens(office)
    async with at_work(courier()):
        await until(lambda: hooks(office, pak_tono)[0].latest[0].tries == 1)
        receiver.answer = thanks
        await asyncio.sleep(0.3)
        assert len(receiver.got) == 1
        clock.instant = hooks(office, pak_tono)[0].latest[0].not_before
        await until(lambda: not hooks(office, pak_tono)[0].waiting)
    (delivery,) = hooks(office, pak_tono)[0].latest
    assert (delivery.state, delivery.tries, delivery.status) == (DeliveryState.SENT, 2, 204)


async def test_nothing_secret_comes_into_the_log(
    office: Office,
    pak_tono: StaffMember,
    courier: Callable[..., Courier],
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = listens(office, pak_tono, receiver.address)
    listens(office, pak_tono, "http://127.0.0.1:1/terima?rahasia=kunci-di-alamat")
    listens(office, pak_tono, f"https://127.0.0.1:{receiver.port}/?rahasia=kunci-di-alamat")
    happens(office)
    async with at_work(courier()):
        await until(lambda: all(hook.latest[0].tries for hook in hooks(office, pak_tono)))
    failures = [hook.latest[0].failure for hook in hooks(office, pak_tono)]
    assert failures[0] is None
    assert set(failures[1:]) <= {"unreachable", "certificate"}
    assert secret not in caplog.text
    assert "kunci-di-alamat" not in caplog.text
    with office.reading(CLOCKWORK) as unit:
        assert webhook_queue.due(unit) == []
