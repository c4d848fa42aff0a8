"""Carries jobs from the event loop to the writer thread and their outcomes back, in one hop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
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
        self._settled: list[tuple[Future[Any], asyncio.Future[Any]]] = []
        self._lock = Lock()

    async def do(self, work: Callable[[Unit], T], actor: Actor) -> T:
        """Run a job in the writer thread; return its result once it is committed."""
        waiting: asyncio.Future[T] = self._loop.create_future()
        future = self._writer.submit(work, actor)
        future.add_done_callback(lambda done: self._settle(done, waiting))
        return await waiting

    def _settle(self, done: Future[Any], waiting: asyncio.Future[Any]) -> None:
        # In the writer's thread, or in the loop's where the job was done at once.
        with self._lock:
            self._settled.append((done, waiting))
            is_first = len(self._settled) == 1
        if is_first:
            self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            settled, self._settled = self._settled, []
        for done, waiting in settled:
            _hand_on(done, waiting)


def _hand_on(done: Future[Any], waiting: asyncio.Future[Any]) -> None:
    """Tell whoever waits what became of a job; no outcome keeps the others from being told."""
    if waiting.done():
        return
    if done.cancelled():
        waiting.cancel()
        return
    error = done.exception()
    if error is None:
        waiting.set_result(done.result())
        return
    try:
        waiting.set_exception(error)
    except TypeError:
        # asyncio takes no StopIteration: it would end whoever awaits it without a word.
        refused = RuntimeError(f"a job raised {type(error).__name__}")
        refused.__cause__ = error
        waiting.set_exception(refused)
