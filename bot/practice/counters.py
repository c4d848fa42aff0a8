"""What the room counts about the bot's behaviour."""

from collections import Counter
from typing import Any

from bot.practice.clock import Clock


class Counters:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        self.calls: Counter[str] = Counter()
        self.refusals: Counter[int] = Counter()
        self.faults: Counter[str] = Counter()
        self.updates: Counter[str] = Counter()
        self.uploads = 0
        self.sends_by_file_id = 0
        self.callbacks_answered = 0
        self.sent = 0
        self.peak = 0
        self._second = 0
        self._in_second = 0

    def count_send(self) -> None:
        second = int(self._clock.monotonic())
        if second != self._second:
            self._second, self._in_second = second, 0
        self._in_second += 1
        self.sent += 1
        self.peak = max(self.peak, self._in_second)

    def report(self, pending: int) -> dict[str, Any]:
        return {
            "calls": dict(self.calls),
            "sent": self.sent,
            "sends_per_second_peak": self.peak,
            "too_many_requests": self.refusals[429],
            "refusals": {str(code): count for code, count in self.refusals.items()},
            "pending_updates": pending,
            "updates": dict(self.updates),
            "uploads": self.uploads,
            "sends_by_file_id": self.sends_by_file_id,
            "callbacks_answered": self.callbacks_answered,
            "faults": dict(self.faults),
        }
