"""The bridge: whoever waits for a job is told, whatever became of it and of the others."""

import asyncio
from concurrent.futures import Future
from typing import Any

from bot.bridge import Bridge
from office.unit import Unit
from office.writer import Writer
from tests.people import CLOCKWORK


def runs_dry(unit: Unit) -> None:
    del unit
    raise StopIteration


def count(unit: Unit) -> int:
    del unit
    return 1


async def test_a_job_that_raises_what_no_loop_can_carry_keeps_nobody_waiting(
    writer: Writer,
) -> None:
    bridge = Bridge(writer)
    async with asyncio.timeout(20):
        jobs = [bridge.do(job, CLOCKWORK) for job in (count, runs_dry, count)]
        before, failed, after = await asyncio.gather(*jobs, return_exceptions=True)
        assert (before, after) == (1, 1)
        assert isinstance(failed, RuntimeError)
        assert isinstance(failed.__cause__, StopIteration)
        assert await bridge.do(count, CLOCKWORK) == 1


class Hands(Writer):
    """Keeps what it is handed, for somebody else to settle."""

    def __init__(self) -> None:
        self.handed: list[Future[Any]] = []

    def submit(self, work: object, actor: object) -> Future[Any]:  # type: ignore[override]
        del work, actor
        self.handed.append(Future())
        return self.handed[-1]


async def test_a_job_that_was_called_off_keeps_nobody_waiting() -> None:
    hands = Hands()
    bridge = Bridge(hands)
    waiting = [asyncio.create_task(bridge.do(count, CLOCKWORK)) for _ in range(2)]
    await asyncio.sleep(0)
    hands.handed[0].cancel()
    hands.handed[1].set_result(1)
    async with asyncio.timeout(20):
        called_off, done = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(called_off, asyncio.CancelledError)
    assert done == 1
