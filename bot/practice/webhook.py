"""Delivery by webhook: in order within a lane, retried until it succeeds or expires."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from functools import partial

import aiohttp

from bot.practice.clock import Clock
from bot.practice.ledger import Fact, Ledger
from bot.practice.pending import Update, UpdateQueue

SLOWEST_RETRY = 60.0
LONGEST_RETRY_AFTER = 3600.0
ANSWER_SECONDS = 60.0

Reply = Callable[[aiohttp.ClientResponse], Awaitable[None]]


@dataclass(slots=True)
class Lane:
    waiting: deque[Update] = field(default_factory=deque)
    failures: int = 0


@dataclass(slots=True)
class Hook:
    """What setWebhook asked for, and how it has been going."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_at: int = 0
    last_error: str = ""


class WebhookPump:
    def __init__(
        self, updates: UpdateQueue, ledger: Ledger, clock: Clock, retry_factor: float
    ) -> None:
        self._updates = updates
        self._ledger = ledger
        self._clock = clock
        self._factor = retry_factor
        self._session: aiohttp.ClientSession | None = None
        self._lanes: dict[str, Lane] = {}
        self._ready: deque[str] = deque()
        self._tasks: set[asyncio.Task[float]] = set()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self.hook = Hook()
        self.on_reply: Reply | None = None
        ledger.on_replay("webhook", self._restore)

    async def open(self) -> None:
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        connector = aiohttp.TCPConnector(limit=0)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)
        self._begin()

    async def close(self) -> None:
        tasks = list(self._tasks)
        self._halt()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def set(self, hook: Hook) -> None:
        if (hook.url, hook.secret, hook.max_connections) == self._settings():
            return
        self._halt()
        self.hook = hook
        self._ledger.record("webhook", asdict(hook))
        self._begin()

    def _settings(self) -> tuple[str, str, int]:
        return self.hook.url, self.hook.secret, self.hook.max_connections

    def _begin(self) -> None:
        self._updates.on_new = self._offer if self.hook.url else None
        if self.hook.url:
            for update in self._updates.waiting():
                self._offer(update)

    def _halt(self) -> None:
        self._updates.on_new = None
        for timer in self._timers.values():
            timer.cancel()
        # A delivery may itself have set the webhook anew; it ends by itself.
        current = asyncio.current_task()
        for task in self._tasks:
            if task is not current:
                task.cancel()
        self._timers.clear()
        self._tasks.clear()
        self._lanes.clear()
        self._ready.clear()

    def _offer(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is None:
            lane = self._lanes[update.lane] = Lane()
            self._ready.append(update.lane)
        lane.waiting.append(update)
        self._launch()

    def _launch(self) -> None:
        while self._ready and len(self._tasks) < self.hook.max_connections:
            name = self._ready.popleft()
            task = asyncio.get_running_loop().create_task(self._carry(self._lanes[name]))
            self._tasks.add(task)
            task.add_done_callback(partial(self._landed, name))

    def _landed(self, name: str, task: asyncio.Task[float]) -> None:
        if task not in self._tasks:
            return  # the webhook was changed meanwhile
        self._tasks.discard(task)
        lane, pause = self._lanes[name], task.result()
        if not lane.waiting:
            del self._lanes[name]
        elif pause:
            # A lane that waits occupies no connection.
            loop = asyncio.get_running_loop()
            self._timers[name] = loop.call_later(pause, self._resume, name)
        else:
            self._ready.append(name)
        self._launch()

    def _resume(self, name: str) -> None:
        del self._timers[name]
        self._ready.append(name)
        self._launch()

    async def _carry(self, lane: Lane) -> float:
        """Deliver the head of a lane; the answer is how long to wait before the next try."""
        update = lane.waiting[0]
        if self._updates.is_alive(update):
            pause = await self._deliver(update, lane.failures)
            if pause:
                lane.failures += 1
                return pause
        lane.waiting.popleft()
        lane.failures = 0
        return 0.0

    async def _deliver(self, update: Update, failures: int) -> float:
        self._updates.hand_over(update)
        self._ledger.flush()
        if self._session is None:
            return SLOWEST_RETRY
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook.secret
        try:
            async with self._session.post(
                self.hook.url, data=update.text.encode(), headers=headers
            ) as answer:
                if answer.status // 100 != 2:
                    self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                    return self._pause(failures, answer.headers.get("Retry-After", ""))
                self._updates.confirm(update)
                if self.on_reply is not None:
                    await self.on_reply(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._note(f"Connection failed: {type(error).__name__}")
            return 0.0 if update.is_done else self._pause(failures, "")
        self._ledger.flush()
        return 0.0

    def _pause(self, failures: int, retry_after: str) -> float:
        if retry_after.isdigit():
            return min(float(retry_after), LONGEST_RETRY_AFTER) or self._factor
        return min(SLOWEST_RETRY, 2.0**failures) * self._factor

    def _note(self, error: str) -> None:
        self.hook.last_error = error
        self.hook.last_error_at = int(self._clock.now())

    def _restore(self, fact: Fact) -> None:
        self.hook = Hook(**fact)
