"""Pure: how much one account may send at once, and what follows when more comes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

_PAUSE = 30  # seconds at least; it lasts to the end of a minute, which can be told
_MINUTE = 60
_HOUR = 3600
_FLOODS = 3
_SLOW = 600


class Action(StrEnum):
    """What an account does that costs somebody something."""

    QUESTION = "question"
    LINE = "line"
    FILE = "file"
    WISH = "wish"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many fit at once, and after how many seconds there is room for one more."""

    holds: int
    seconds: float


# No human at a phone meets these: an album of ten pictures, a question every third second.
BUCKETS: Mapping[Action, Bucket] = {
    Action.QUESTION: Bucket(20, 3),
    Action.LINE: Bucket(30, 2),
    Action.FILE: Bucket(30, 4),
    Action.WISH: Bucket(10, 6),
    Action.FILING: Bucket(10, 360),
}


class Verdict(StrEnum):
    """What becomes of a message."""

    PASS = "pass"  # noqa: S105 - a verdict
    NOTED = "noted"  # it passes, and somebody should look at how many there are
    PAUSE = "pause"
    SLOW = "slow"
    SILENT = "silent"

    @property
    def withholds(self) -> bool:
        """Tell whether the message is not read."""
        return self in (Verdict.PAUSE, Verdict.SLOW, Verdict.SILENT)


@dataclass(frozen=True, slots=True)
class Account:
    """What is remembered of an account; one that writes as people do is remembered as nothing.

    `full` says when each bucket will be full again, `until` how long an action is paused or was
    noted, `floods` when pauses began. In slow mode (`slow`: its end) one message passes at `next`.
    In the pause that ends at `alarmed` a cry for help was told whom to call.
    """

    full: Mapping[str, float]
    until: Mapping[str, float]
    floods: tuple[float, ...] = ()
    slow: float = 0
    next: float = 0
    alarmed: float = 0

    def as_memory(self, now: float) -> dict[str, Any]:
        """Return what is worth remembering at an instant, as plain data."""
        kept: dict[str, Any] = {
            "full": {name: at for name, at in self.full.items() if at > now},
            "until": {name: at for name, at in self.until.items() if at > now},
            "floods": [at for at in self.floods if at > now - _HOUR],
            "slow": self.slow if self.slow > now else 0,
            "next": self.next if self.slow > now else 0,
            "alarmed": self.alarmed if self.alarmed > now else 0,
        }
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A verdict, what is remembered after it, and when the account is read again."""

    verdict: Verdict
    account: Account
    until: float = 0


def remembered(memory: Mapping[str, Any]) -> Account:
    """Return an account from what was remembered."""
    return Account(
        memory.get("full", {}),
        memory.get("until", {}),
        tuple(memory.get("floods", ())),
        memory.get("slow", 0),
        memory.get("next", 0),
        memory.get("alarmed", 0),
    )


def weigh(account: Account, action: Action, sent: float, now: float) -> Weighed:
    """Return what becomes of one more message; a filing always passes.

    What counts is when it was sent: after an outage many come at once that nobody wrote in haste.
    """
    if action is Action.FILING:
        return _filing(account, sent)
    if sent < account.slow:
        return _slowly(account, sent)
    if sent < account.until.get(action, 0):
        return Weighed(Verdict.SILENT, account, account.until[action])
    poured = _poured(account, action, sent)
    return Weighed(Verdict.PASS, poured) if poured else _flood(account, action, max(sent, now))


def alarmed(weighed: Weighed, sent: float) -> Account | None:
    """Return the account after a withheld cry for help; None: in this pause there was one."""
    if sent < weighed.account.alarmed:
        return None
    return replace(weighed.account, alarmed=weighed.until)


def _poured(account: Account, action: Action, now: float) -> Account | None:
    """Return the account with one more in its bucket, or None: there is no room."""
    bucket = BUCKETS[action]
    full = max(account.full.get(action, 0), now) + bucket.seconds
    if full > now + bucket.holds * bucket.seconds:
        return None
    return replace(account, full={**account.full, action.value: round(full, 1)})


def _filing(account: Account, now: float) -> Weighed:
    poured = _poured(account, Action.FILING, now)
    if poured is not None:
        return Weighed(Verdict.PASS, poured)
    if now < account.until.get(Action.FILING, 0):
        return Weighed(Verdict.PASS, account)
    until = {**account.until, Action.FILING.value: now + _HOUR}
    return Weighed(Verdict.NOTED, replace(account, until=until))


def _slowly(account: Account, now: float) -> Weighed:
    if now < account.next:
        return Weighed(Verdict.SILENT, account, account.slow)
    return Weighed(Verdict.PASS, replace(account, next=now + _MINUTE))


def _flood(account: Account, action: Action, now: float) -> Weighed:
    floods = (*(at for at in account.floods if at > now - _HOUR), now)
    if len(floods) >= _FLOODS:
        until = _whole_minute(now + _SLOW)
        slowed = replace(account, floods=(), slow=until, next=now + _MINUTE)
        return Weighed(Verdict.SLOW, slowed, until)
    until = _whole_minute(now + _PAUSE)
    paused = {**account.until, action.value: until}
    return Weighed(Verdict.PAUSE, replace(account, floods=floods, until=paused), until)


def _whole_minute(at: float) -> float:
    return float(-(-at // _MINUTE) * _MINUTE)
