"""Everything the bot made visible, in the order in which it did so."""

from typing import Any

from bot.practice.clock import Clock
from bot.practice.ledger import Fact, Ledger


class Transcript:
    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger
        self._lines: list[Fact] = []
        ledger.on_replay("sent", self._lines.append)

    def next_order(self) -> int:
        return len(self._lines) + 1

    def add(self, method: str, chat_id: int, message_id: int | None, text: str) -> int:
        order = self.next_order()
        line: Fact = {
            "order": order,
            "at": self._clock.monotonic(),
            "method": method,
            "chat_id": chat_id,
            "message_id": message_id,
            "text": text,
        }
        self._lines.append(line)
        self._ledger.record("sent", line)
        return order

    def after(self, order: int, limit: int | None = None) -> list[dict[str, Any]]:
        """Orders count from 1 without gaps, so a slice is enough."""
        start = max(0, order)
        return self._lines[start:] if limit is None else self._lines[start : start + limit]
