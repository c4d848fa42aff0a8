"""Tells open desk pages that something moved: one watcher a process, however many listen."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from knowledge.escalation import board
from office.people import Clockwork
from office.unit import Office

log = logging.getLogger(__name__)
_WATCHER = Clockwork("panel")
STREAM = "text/event-stream"
# A browser opens six connections to a host at most, and its pages need some of them.
MOST_EACH = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, to give a sign of life, and to ask whether a session still stands."""

    look: float = 1.0
    beat: float = 15.0
    check: float = 30.0
    # Milliseconds after which a browser that lost its stream tries again.
    again: int = 3000


@dataclass(slots=True, eq=False)
class _Listener:
    staff_id: int
    moved: asyncio.Event = field(default_factory=asyncio.Event)


class Live:
    """The desk's version, watched once a second while anybody listens and never otherwise."""

    def __init__(self, office: Office, pace: Pace = Pace()) -> None:
        self._office = office
        self.pace = pace
        self._version = 0
        self._listeners: set[_Listener] = set()
        self._watcher: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    @property
    def listening(self) -> int:
        """Return how many pages listen."""
        return len(self._listeners)

    @property
    def closed(self) -> bool:
        """Tell whether the panel is closing."""
        return self._closed

    def stream(self, staff_id: int, is_in: Callable[[], bool]) -> Response:
        """Return a stream for a member of staff, which ends when `is_in` no longer holds."""
        return _Stream(self, staff_id, is_in)

    def close(self) -> None:
        """End every stream at once; may be called from any thread."""
        self._closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.moved.set()

    def join(self, staff_id: int) -> _Listener | None:
        """Let a page listen; None where its member listens often enough already."""
        if sum(one.staff_id == staff_id for one in self._listeners) >= MOST_EACH:
            return None
        listener = _Listener(staff_id)
        self._listeners.add(listener)
        self._loop = asyncio.get_running_loop()
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())
        return listener

    def leave(self, listener: _Listener) -> None:
        """Let a page listen no more; with the last one the watcher goes home."""
        self._listeners.discard(listener)
        if not self._listeners and self._watcher is not None:
            self._watcher.cancel()
            self._watcher = None

    async def _watch(self) -> None:
        while True:
            try:
                version = await run_in_threadpool(self.read)
            except Exception:
                log.exception("the desk's version could not be read")
            else:
                if version != self._version:
                    self._version = version
                    self._wake()
            await asyncio.sleep(self.pace.look)

    def read(self) -> int:
        """Return the desk's version."""
        with self._office.reading(_WATCHER) as unit:
            return board.version(unit)

    async def events(self, listener: _Listener, is_in: Callable[[], bool]) -> AsyncIterator[str]:
        """Yield the desk's version at once and whenever it moves, and signs of life between."""
        loop = asyncio.get_running_loop()
        checked = loop.time()
        # Read anew: something may have moved between the page and its stream.
        told = await run_in_threadpool(self.read)
        yield f"retry: {self.pace.again}\n{_event('versi', told)}"
        while not self._closed:
            try:
                await asyncio.wait_for(listener.moved.wait(), self.pace.beat)
            except TimeoutError:
                yield ": masih di sini\n\n"
            listener.moved.clear()
            if self._version > told and not self._closed:
                told = self._version
                yield _event("versi", told)
            if loop.time() - checked >= self.pace.check:
                checked = loop.time()
                if not await run_in_threadpool(is_in):
                    yield _event("berakhir", told)
                    return


class _Stream(StreamingResponse):
    """Answers with events for as long as the page listens."""

    def __init__(self, live: Live, staff_id: int, is_in: Callable[[], bool]) -> None:
        super().__init__(
            iter(()),
            media_type=STREAM,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        self._live, self._staff_id, self._is_in = live, staff_id, is_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Listen and tell, or say that enough pages listen already."""
        listener = None if self._live.closed else self._live.join(self._staff_id)
        if listener is None:
            await Response("Cukup.", 429)(scope, receive, send)
            return
        self.body_iterator = self._live.events(listener, self._is_in)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._live.leave(listener)


def _event(name: str, version: int) -> str:
    return f"event: {name}\ndata: {version}\n\n"
