"""Pure: when a message may leave, so that Telegram never has to refuse one.

A limiter that sleeps holds messages in memory; this one only answers "not yet", and they stay in
the outbox. Overall a sliding second, spread evenly so that posting never holds up listening; per
private chat a small burst, then one a second; per group a sliding minute.
"""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may leave (Telegram's own figures, with a little air)."""

    overall: int = 25
    second: float = 1.01
    at_once: int = 4
    burst: int = 3
    per_chat: float = 1.05  # seconds between messages once the burst is spent
    per_group: int = 19
    minute: float = 60.5


class Pace:
    """Remembers what left, and answers whether more may; times are seconds of one clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: deque[float] = deque(maxlen=limits.overall)
        self._spread = (float(limits.at_once), 0.0)
        self._private: dict[int, tuple[float, float]] = {}
        self._groups: dict[int, deque[float]] = {}

    def free_at(self, now: float) -> float:
        """Return when anything at all may leave; `now` or earlier means at once."""
        full = len(self._all) == self._limits.overall
        window = self._all[0] + self._limits.second if full else now
        allowance = self._spread_allowance(now)
        return max(window, now if allowance >= 1 else now + (1 - allowance) * self._gap)

    @property
    def _gap(self) -> float:
        return self._limits.second / self._limits.overall

    def _spread_allowance(self, now: float) -> float:
        allowance, since = self._spread
        return min(float(self._limits.at_once), allowance + max(0.0, now - since) / self._gap)

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
        """Note that a message leaves."""
        self._all.append(now)
        self._spread = (self._spread_allowance(now) - 1, now)
        if chat_id < 0:
            sent = self._groups.setdefault(chat_id, deque(maxlen=self._limits.per_group))
            sent.append(now)
        else:
            self._private[chat_id] = (self._allowance(chat_id, now) - 1, now)
            if len(self._private) > 20_000:
                self._forget(now)

    def _forget(self, now: float) -> None:
        rested = self._limits.burst * self._limits.per_chat
        self._private = {
            chat: kept for chat, kept in self._private.items() if now - kept[1] < rested
        }
