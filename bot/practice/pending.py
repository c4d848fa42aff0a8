"""The queue of updates as Telegram keeps it: numbered, confirmed by offset, with lifetimes."""

import asyncio
import json
import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.practice.clock import Clock
from bot.practice.ledger import Fact, Ledger
from bot.practice.refusal import BotApiError

Json = dict[str, Any]

DAY = 86_400.0
LIFETIMES = {"callback_query": 150.0, "inline_query": 30.0, "chosen_inline_result": 600.0}
# Left out unless the bot asks for them, as in Telegram.
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FUTURE_TOLERANCE = 10
PAST_TOLERANCE = 2_000_000
TERMINATED = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


@dataclass(slots=True)
class Update:
    update_id: int
    kind: str
    lane: str
    expires_at: float
    text: str
    press: str | None = None
    is_done: bool = False


class UpdateQueue:
    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger
        self._order: deque[Update] = deque()
        # Equal lifetimes expire in the order of arrival, so one short look finds the dead.
        self._by_lifetime: dict[float, deque[Update]] = {}
        self._next_id = random.SystemRandom().randrange(100_000_000, 900_000_000)
        self._poller: asyncio.Future[str | None] | None = None
        self._pending = 0
        self._restored: dict[int, Update] = {}
        self.allowed: list[str] = []
        self.fates: Counter[str] = Counter()
        self.on_new: Callable[[Update], None] | None = None
        self.on_handed_over: Callable[[Update], None] | None = None
        ledger.on_replay("update", self._restore)
        ledger.on_replay("confirmed", self._restore_confirmed)
        ledger.on_replay("allowed", self._restore_allowed)

    # -- filling -----------------------------------------------------------------------

    def allow(self, kinds: list[str]) -> None:
        if kinds != self.allowed:
            self.allowed = kinds
            self._ledger.record("allowed", {"kinds": kinds})

    def is_wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY

    def add(self, kind: str, payload: Json, lane: str, press: str | None = None) -> int | None:
        """Queue an update if the bot wants its kind; the answer is its number."""
        if not self.is_wanted(kind):
            return None
        return self.inject({kind: payload}, kind, lane, press)

    def inject(self, update: Json, kind: str, lane: str, press: str | None = None) -> int:
        number = self._next_id
        text = json.dumps({"update_id": number, **update}, ensure_ascii=False)
        expires_at = self._clock.now() + LIFETIMES.get(kind, DAY)
        entry = Update(number, kind, lane, expires_at, text, press)
        self._append(entry)
        if self._ledger.is_kept:
            fact = {"update_id": number, "kind": kind, "lane": lane, "expires_at": expires_at}
            self._ledger.record("update", {**fact, "text": text, "press": press})
        self._wake()
        if self.on_new is not None:
            self.on_new(entry)
        return number

    def _append(self, entry: Update) -> None:
        self._next_id = entry.update_id + 1
        self._order.append(entry)
        self._by_lifetime.setdefault(LIFETIMES.get(entry.kind, DAY), deque()).append(entry)
        self._pending += 1

    # -- reading -----------------------------------------------------------------------

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        self.interrupt(TERMINATED)
        self._confirm_by_offset(offset)
        batch = self._take(limit)
        if batch or seconds <= 0:
            return batch
        poller: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._poller = poller
        try:
            conflict = await asyncio.wait_for(poller, seconds)
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
        if conflict:
            raise BotApiError(409, conflict)
        return self._take(limit)

    def interrupt(self, reason: str | None) -> None:
        """End the poll that is waiting, with a conflict or (None) with what there is."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(reason)

    def _wake(self) -> None:
        if self._poller is not None:
            self.interrupt(None)

    def pending(self) -> int:
        self._bury_expired()
        return self._pending

    def waiting(self) -> list[Update]:
        """Everything that still waits, for the webhook to start with."""
        self._bury_expired()
        return [entry for entry in self._order if not entry.is_done]

    def is_alive(self, entry: Update) -> bool:
        if not entry.is_done and entry.expires_at <= self._clock.now():
            self._bury_expired()
        return not entry.is_done

    def hand_over(self, entry: Update) -> None:
        self.fates["delivered"] += 1
        if entry.press is not None and self.on_handed_over is not None:
            self.on_handed_over(entry)

    def _take(self, limit: int) -> list[Update]:
        self._bury_expired()
        batch = list(islice((entry for entry in self._order if not entry.is_done), limit))
        for entry in batch:
            self.hand_over(entry)
        return batch

    # -- forgetting --------------------------------------------------------------------

    def confirm(self, entry: Update) -> None:
        self._finish(entry, "confirmed")
        self._bury_expired()
        if self._ledger.is_kept:
            self._ledger.record("confirmed", {"id": entry.update_id})

    def drop_all(self) -> None:
        self._confirm_below(self._next_id)

    def _confirm_by_offset(self, offset: int) -> None:
        if offset < 0:
            self._bury_expired()
            alive = [entry for entry in self._order if not entry.is_done]
            if len(alive) > -offset:
                self._confirm_below(alive[offset].update_id)
        elif self._next_id - PAST_TOLERANCE <= offset <= self._next_id + FUTURE_TOLERANCE:
            self._confirm_below(offset)

    def _confirm_below(self, bound: int) -> None:
        order = self._order
        if not order or order[0].update_id >= bound:
            return
        while order and order[0].update_id < bound:
            self._finish(order.popleft(), "confirmed")
        self._ledger.record("confirmed", {"below": bound})

    def _finish(self, entry: Update, fate: str) -> None:
        if not entry.is_done:
            entry.is_done = True
            self._pending -= 1
            self.fates[fate] += 1

    def _bury_expired(self) -> None:
        """Let go of everything at the heads that nobody will ask for again."""
        now = self._clock.now()
        for entries in self._by_lifetime.values():
            while entries and (entries[0].is_done or entries[0].expires_at <= now):
                self._finish(entries.popleft(), "expired")
        order = self._order
        while order and order[0].is_done:
            order.popleft()

    # -- after a restart ---------------------------------------------------------------

    def _restore(self, fact: Fact) -> None:
        entry = Update(**fact)
        self._restored[entry.update_id] = entry
        self._append(entry)

    def _restore_allowed(self, fact: Fact) -> None:
        self.allowed = fact["kinds"]

    def _restore_confirmed(self, fact: Fact) -> None:
        if "below" in fact:
            while self._order and self._order[0].update_id < fact["below"]:
                self._finish(self._order.popleft(), "confirmed")
            return
        self._finish(self._restored.pop(fact["id"]), "confirmed")
