"""Telegram's flood rules: so many messages a second over all, per chat and per group."""

import math
from collections import deque
from dataclasses import dataclass

from bot.practice.clock import Clock
from bot.practice.refusal import too_many_requests

SECOND = 1.0
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class FloodRules:
    """Zero switches a rule off."""

    overall: float = 30
    per_chat: float = 1
    burst: float = 5
    per_group: float = 20

    @classmethod
    def none(cls) -> "FloodRules":
        return cls(overall=0, per_chat=0, burst=0, per_group=0)


class Window:
    """At most `limit` events in any `span` seconds."""

    __slots__ = ("_limit", "_span", "_times")

    def __init__(self, limit: float, span: float) -> None:
        self._limit = max(1, int(limit))
        self._span = span
        self._times: deque[float] = deque()

    def delay(self, now: float) -> float:
        times = self._times
        while times and times[0] <= now - self._span:
            times.popleft()
        return times[0] + self._span - now if len(times) >= self._limit else 0.0

    def spend(self, now: float) -> None:
        self._times.append(now)


class Bucket:
    """A burst of tokens that refill at a steady rate."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = max(1.0, burst)
        self._tokens = self._burst
        self._at = now

    def delay(self, now: float) -> float:
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return 0.0 if self._tokens >= 1 else (1 - self._tokens) / self._rate

    def spend(self, _now: float) -> None:
        self._tokens -= 1


class FloodGate:
    """Lets a message through or refuses it with 429; a refused one costs nothing."""

    def __init__(self, rules: FloodRules, clock: Clock) -> None:
        self.rules = rules
        self._clock = clock
        self._overall = Window(rules.overall, SECOND) if rules.overall else None
        self._chats: dict[int, Bucket | Window] = {}

    def admit(self, chat_id: int) -> None:
        now = self._clock.monotonic()
        limits = [limit for limit in (self._overall, self._of_chat(chat_id, now)) if limit]
        wait = max((limit.delay(now) for limit in limits), default=0.0)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for limit in limits:
            limit.spend(now)

    def _of_chat(self, chat_id: int, now: float) -> Bucket | Window | None:
        found = self._chats.get(chat_id)
        if found is not None:
            return found
        rules = self.rules
        if chat_id < 0 and rules.per_group:
            self._chats[chat_id] = Window(rules.per_group, MINUTE)
        elif chat_id > 0 and rules.per_chat:
            self._chats[chat_id] = Bucket(rules.per_chat, rules.burst, now)
        return self._chats.get(chat_id)
