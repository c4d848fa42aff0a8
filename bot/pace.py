"""Pure: when a message may leave, so that Telegram never has to refuse one.

A limiter that sleeps holds messages in memory; this one only answers "not yet", and they stay in
the outbox. Overall a sliding second, spread evenly so that posting never holds up listening; per
private chat a small burst, then one a second; per group a sliding minute.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from office.outbox import Head

# How much slower than Telegram's own figure messages are sent when very many wait. That no second
# sees too many of them is not for this to see to, but for the gate (bot/gate.py).
_AIR = 1.02
# Telegram's second, and a little for two clocks that do not run quite alike.
_SECOND = 1.005
# What a stall of the disk held up may leave together after it, as far as the second allows.
_AT_ONCE = 12
_MORE_AIR, _MOST_AIR = 1.1, 1.6
_STRAINED = 600.0
# A message is chosen this many gaps before it leaves: writing that down takes a while, now more
# and now less, and what waits for a slow disk would leave together.
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may leave (Telegram's own figures, with a little air)."""

    overall: int = 30
    second: float = _SECOND
    per_second: float = 30 / _AIR
    at_once: int = _AT_ONCE
    burst: int = 3
    per_chat: float = 1.05  # seconds between messages once the burst is spent
    per_group: int = 19
    minute: float = 60.5

    @classmethod
    def of(cls, per_second: float) -> "Limits":
        """Return limits under which so many leave in a second."""
        overall = max(1, round(per_second * _AIR))
        second = max(_SECOND, overall / per_second / _AIR)
        at_once = min(_AT_ONCE, overall)
        return cls(overall=overall, second=second, per_second=per_second, at_once=at_once)


class Pace:
    """Remembers what left, and answers whether more may; times are seconds of one clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: deque[float] = deque(maxlen=limits.overall)
        self._spread = (float(limits.at_once), 0.0)
        self._private: dict[int, tuple[float, float]] = {}
        self._groups: dict[int, deque[float]] = {}
        self._air = 1.0
        self._refused_at = float("-inf")

    @property
    def gap(self) -> float:
        """Return how far apart messages leave when very many wait."""
        return self._air / self._limits.per_second

    @property
    def lead(self) -> float:
        """Return how long before its instant a message is chosen."""
        return _AHEAD * self.gap

    def free_at(self, now: float) -> float:
        """Return when anything at all may leave; `now` or earlier means at once."""
        if now - self._refused_at > _STRAINED:
            self._air = 1.0
        full = len(self._all) == self._limits.overall
        window = self._all[0] + self._limits.second if full else now
        allowance, since = self._spread_allowance(now)
        return max(window, now if allowance >= 1 else since + (1 - allowance) * self.gap)

    def _spread_allowance(self, now: float) -> tuple[float, float]:
        """Return how many may leave at once, and from when that is so."""
        allowance, since = self._spread
        grown = allowance + max(0.0, now - since) / self.gap
        return min(float(self._limits.at_once), grown), max(now, since)

    def chat_free_at(self, chat_id: int, now: float) -> float:
        """Return when this chat may be written to again."""
        if chat_id < 0:
            sent = self._groups.get(chat_id)
            if sent is None or len(sent) < self._limits.per_group:
                return now
            return sent[0] + self._limits.minute
        allowance = self._allowance(chat_id, now)
        return now if allowance >= 1 else now + (1 - allowance) * self._limits.per_chat

    def _allowance(self, chat_id: int, now: float) -> float:
        allowance, since = self._private.get(chat_id, (float(self._limits.burst), now))
        grown = allowance + max(0.0, now - since) / self._limits.per_chat
        return min(float(self._limits.burst), grown)

    def left(self, chat_id: int, now: float) -> None:
        """Note that a message leaves, now or at an instant that was chosen for it."""
        self._all.append(now)
        allowance, since = self._spread_allowance(now)
        self._spread = (allowance - 1, since)
        if chat_id < 0:
            sent = self._groups.setdefault(chat_id, deque(maxlen=self._limits.per_group))
            sent.append(now)
        else:
            self._private[chat_id] = (self._allowance(chat_id, now) - 1, now)
            if len(self._private) > 20_000:
                self._forget(now)

    def choose(
        self, due: Iterable[Head], now: float, *, room: int
    ) -> tuple[dict[int, float], float]:
        """Return what leaves now or shortly, each with its instant, or how long nothing may."""
        wait = float("inf")
        chosen: dict[int, float] = {}
        for head in due:
            at = max(now, self.free_at(now), self.chat_free_at(head.chat_id, now))
            if at > now + self.lead:
                wait = min(wait, at - now - self.lead)
            elif len(chosen) < room:
                self.left(head.chat_id, at)
                chosen[head.number] = at
        return chosen, wait

    def refused(self, now: float) -> None:
        """Note that Telegram refused one: for ten minutes, or until the next, more air is left."""
        self._air = min(_MOST_AIR, self._air * _MORE_AIR)
        self._refused_at = now

    def _forget(self, now: float) -> None:
        rested = self._limits.burst * self._limits.per_chat
        self._private = {
            chat: kept for chat, kept in self._private.items() if now - kept[1] < rested
        }
