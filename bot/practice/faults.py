"""Scripted faults: calls that fail, hang or vanish exactly when a test wants them to."""

import random
from dataclasses import dataclass, field
from typing import Any

from bot.practice.refusal import BotApiError, PracticeError, too_many_requests

DESCRIPTIONS = {
    "400": "Bad Request: scripted fault",
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "409": "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
    "500": "Internal Server Error",
}
KINDS = frozenset({*DESCRIPTIONS, "429", "502", "delay", "lost_before", "lost_after"})
KEYS = frozenset(
    [
        "method",
        "chat_id",
        "kind",
        "times",
        "every",
        "probability",
        "seed",
        "retry_after",
        "seconds",
        "description",
        "migrate_to_chat_id",
    ]
)


@dataclass(slots=True)
class FaultRule:
    kind: str
    method: str = "*"
    chat_id: int | None = None
    times: int | None = None
    every: int | None = None
    probability: float | None = None
    seed: int = 0
    retry_after: int = 1
    seconds: float = 1.0
    description: str | None = None
    migrate_to_chat_id: int | None = None
    seen: int = 0
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - repeatable on purpose

    def strikes(self, method: str, chat_id: int | None) -> bool:
        if self.method not in ("*", method) or self.times == 0:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        self.seen += 1
        if self.every and self.seen % self.every:
            return False
        if self.probability is not None and self.dice.random() >= self.probability:
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def refusal(self) -> BotApiError:
        if self.kind == "429":
            return too_many_requests(self.retry_after, self.description)
        moved = (
            {}
            if self.migrate_to_chat_id is None
            else {"migrate_to_chat_id": self.migrate_to_chat_id}
        )
        return BotApiError(int(self.kind), self.description or DESCRIPTIONS[self.kind], **moved)


class FaultScript:
    """The rules in force; the first one that strikes decides a call."""

    def __init__(self) -> None:
        self.rules: list[FaultRule] = []

    def add(self, wishes: list[dict[str, Any]]) -> None:
        self.rules.extend([_rule(wish) for wish in wishes])

    def clear(self) -> None:
        self.rules.clear()

    def pick(self, method: str, chat_id: int | None) -> FaultRule | None:
        for rule in self.rules:
            if rule.strikes(method, chat_id):
                return rule
        return None


def _rule(wish: Any) -> FaultRule:
    if not isinstance(wish, dict) or not KEYS.issuperset(wish):
        raise PracticeError(400, f"a fault rule has the keys {', '.join(sorted(KEYS))}")
    wish = {**wish, "kind": str(wish.get("kind")), "method": str(wish.get("method", "*")).lower()}
    if wish["kind"] not in KINDS:
        raise PracticeError(400, f"kind is one of {', '.join(sorted(KINDS))}")
    return FaultRule(**wish)
