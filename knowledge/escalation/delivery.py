"""What became of a reply on its way to the citizen, and how it is sent once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.escalation import moving
from knowledge.escalation.tables import EscalationLine
from knowledge.escalation.words import Author
from office import outbox, posted
from office.outbox import State
from office.people import Permission
from office.posted import Letter
from office.refusals import NotFound, NotNow
from office.unit import Unit


class Fate(StrEnum):
    """Where a reply is: the worst comes first, since a reply and its file may differ."""

    BLOCKED = "blocked"
    FAILED = "failed"
    UNSURE = "unsure"
    RETRYING = "retrying"
    SENDING = "sending"
    QUEUED = "queued"
    TAKEN_BACK = "taken_back"
    SENT = "sent"


class Failure(StrEnum):
    """Why a reply did not arrive, as far as it is known."""

    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    CHAT_GONE = "chat_gone"
    TOO_LONG = "too_long"
    FILE = "file"
    PACE = "pace"
    NETWORK = "network"
    OTHER = "other"


_SIGNS = (
    (Failure.BLOCKED, ("blocked by the user", "bot was kicked")),
    (Failure.DEACTIVATED, ("deactivated",)),
    (Failure.CHAT_GONE, ("chat not found", "pindah ke", "peer_id_invalid", "initiate conv")),
    (Failure.TOO_LONG, ("toolong", "too long")),
    (Failure.FILE, ("file", "document", "entity too large")),
    (Failure.PACE, ("retryafter",)),
    (Failure.NETWORK, ("network", "timedout", "timed out", "connect", "interrupted", "gateway")),
)
_BY_STATE = {
    State.SENDING: Fate.SENDING,
    State.SENT: Fate.SENT,
    State.UNSURE: Fate.UNSURE,
    State.OBSOLETE: Fate.TAKEN_BACK,
}
# After these the citizen can be reached by no message at all.
_UNREACHABLE = frozenset({Failure.BLOCKED, Failure.DEACTIVATED, Failure.CHAT_GONE})
_CAN_BE_SENT_AGAIN = (State.UNDELIVERABLE, State.UNSURE)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a reply: how often it was tried, what failed, when it arrived."""

    fate: Fate
    tries: int
    failure: Failure | None
    arrived_at: datetime | None

    @property
    def can_be_sent_again(self) -> bool:
        """Tell whether a person may let it be sent once more."""
        return self.fate in (Fate.FAILED, Fate.BLOCKED, Fate.UNSURE)


def delivery(letters: Sequence[Letter]) -> Delivery | None:
    """Return what became of a reply with its file: the worse of both; None where nothing left."""
    return min(map(_of_one, letters), key=lambda one: list(Fate).index(one.fate), default=None)


def _of_one(letter: Letter) -> Delivery:
    failure = _failure(letter.failure)
    state = State(letter.state)
    if state is State.UNDELIVERABLE:
        fate = Fate.BLOCKED if failure in _UNREACHABLE else Fate.FAILED
    elif state is State.WAITING:
        fate = Fate.RETRYING if letter.tries else Fate.QUEUED
    else:
        fate = _BY_STATE[state]
    arrived = letter.finished_at if fate is Fate.SENT else None
    return Delivery(fate, letter.tries, failure, arrived)


def _failure(said: str | None) -> Failure | None:
    if not said:
        return None
    plain = said.lower()
    return next(
        (found for found, signs in _SIGNS if any(sign in plain for sign in signs)), Failure.OTHER
    )


def send_again(unit: Unit, number: int, line_id: int) -> None:
    """Let a reply that failed be sent once more; raise `NotNow` where that is not possible."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = moving.locked(unit, number)
    line = unit.session.get(EscalationLine, line_id)
    if line is None or line.escalation_id != number or line.author != Author.STAFF:
        raise NotFound("line_unknown")
    sent = posted.about(unit.session, unit.vault, str(line.notice), chat=escalation.person)
    again = [
        letter.number
        for letter in sent
        if letter.once in occasions(line)
        and letter.state in _CAN_BE_SENT_AGAIN
        and outbox.resend(unit.session, letter.number, now=unit.now)
    ]
    if not again:
        raise NotNow("not_sent_again")
    for letter_number in again:
        unit.record("notice.resent", f"notice:{letter_number}")
    moving.moved(unit)


def occasions(line: EscalationLine) -> tuple[str, str]:
    """Return the names under which a reply and its file are posted."""
    return str(line.notice), f"{line.notice}:file"
