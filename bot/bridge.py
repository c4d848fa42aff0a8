"""Carries jobs from the event loop to the writer thread and their outcomes back, in one hop."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from office.people import Actor
from office.unit import Unit
from office.writer import Writer

T = TypeVar("T")


class Bridge:
    """Awaits the writer; many outcomes wake the loop once."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._loop = asyncio.get_running_loop()
        self._settled: deque[tuple[Future[Any], asyncio.Future[Any]]] = deque()

    async def do(self, work: Callable[[Unit], T], actor: Actor) -> T:
        """Run a job in the writer thread; return its result once it is committed."""
        waiting: asyncio.Future[T] = self._loop.create_future()
        future = self._writer.submit(work, actor)
        future.add_done_callback(lambda done: self._settle(done, waiting))
        return await waiting

    def _settle(self, done: Future[Any], waiting: asyncio.Future[Any]) -> None:
        self._settled.append((done, waiting))
        if len(self._settled) == 1:
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        while self._settled:
            done, waiting = self._settled.popleft()
            if waiting.done():
                continue
            error = done.exception()
            if error is not None:
                waiting.set_exception(error)
            else:
                waiting.set_result(done.result())
