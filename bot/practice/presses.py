"""Button presses and inline queries that wait for the bot's answer."""

import random
from dataclasses import asdict, dataclass
from typing import Any

from bot.practice.clock import Clock
from bot.practice.ledger import Fact, Ledger
from bot.practice.pending import Update
from bot.practice.refusal import bad_request

ANSWERABLE_SECONDS = 15.0
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Press:
    id: str
    user_id: int
    chat_id: int
    reached_at: float | None = None
    is_answered: bool = False


class Presses:
    """The fifteen seconds run from the moment the press first reached the bot."""

    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger
        self._dice = random.SystemRandom()
        self._open: dict[str, Press] = {}
        self.inline_answers: dict[str, dict[str, Any] | None] = {}
        ledger.on_replay("press", self._restore)

    def new_id(self) -> str:
        return str(self._dice.randrange(10**17, 10**19))

    def expect(self, press_id: str, user_id: int, chat_id: int) -> None:
        press = Press(press_id, user_id, chat_id)
        self._open[press_id] = press
        self._keep(press)

    def reached(self, update: Update) -> None:
        press = self._open.get(update.press or "")
        if press is not None and press.reached_at is None:
            press.reached_at = self._clock.now()
            self._keep(press)

    def answer(self, press_id: str) -> Press:
        press = self._open.get(press_id)
        now = self._clock.now()
        if press is None or press.is_answered or press.reached_at is None:
            raise bad_request(TOO_OLD)
        if now - press.reached_at > ANSWERABLE_SECONDS:
            raise bad_request(TOO_OLD)
        press.is_answered = True
        self._keep(press)
        return press

    def _keep(self, press: Press) -> None:
        if self._ledger.is_kept:
            self._ledger.record("press", asdict(press))

    def _restore(self, fact: Fact) -> None:
        self._open[fact["id"]] = Press(**fact)
