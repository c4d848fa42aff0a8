"""Long work beside the loop: heard when it is done, not waited for when the process ends."""

import asyncio
from threading import Event

import pytest

from bot.aside import aside


async def test_what_it_returns_is_what_the_work_returned() -> None:
    assert await aside(lambda: 7) == 7


async def test_what_goes_wrong_is_raised_where_it_is_waited_for() -> None:
    with pytest.raises(ZeroDivisionError):
        await aside(lambda: 1 // 0)


def test_whoever_stops_does_not_wait_for_it() -> None:
    begun, let_go, done = Event(), Event(), Event()

    def work() -> None:
        begun.set()
        let_go.wait(60)
        done.set()

    async def stopped_meanwhile() -> None:
        waiting = asyncio.ensure_future(aside(work))
        await asyncio.to_thread(begun.wait, 60)
        waiting.cancel()

    asyncio.run(stopped_meanwhile())
    was_waited_for = done.is_set()
    let_go.set()

    assert not was_waited_for
    assert done.wait(60)
