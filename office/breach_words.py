"""Pure: what is recorded of a failure to protect personal data, its bounds and its choices."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from office.inspection.findings import FindingKind
from office.inspection.patterns import personal
from office.refusals import NotValid

SHORTEST, LONGEST_DATA, LONGEST_WORDS, LONGEST_LETTER = 10, 600, 900, 80
LONGEST_REASON = 500
MOST_PEOPLE = 5000
_LARGEST_ACCOUNT = 2**53
_LARGEST_ESTIMATE = 10**9


class Whom(StrEnum):
    """Whom it concerns: everybody with data in some rooms, chosen accounts, or nobody knows."""

    ROOMS = "rooms"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What it turned out to be."""

    CONFIRMED = "confirmed"
    NO_BREACH = "no_breach"


@dataclass(frozen=True, slots=True)
class Account:
    """What the notices say of it (UU 27/2022 Pasal 46 ayat (2)): which data, how, what was done.

    `advice` is what the people concerned can do themselves.
    """

    data: str
    how: str
    handling: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """A failure as somebody writes it down; when it happened may be unknown."""

    known_at: datetime
    happened_at: datetime | None
    activities: tuple[str, ...]
    account: Account
    whom: Whom
    rooms: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    estimate: int | None = None
    # It disturbs public service or weighs on the public: that is to be told as well.
    is_public: bool = False


def check(incident: Incident, now: datetime, rooms: Iterable[str]) -> None:
    """Let pass what can be recorded; raise `NotValid` with the first fault."""
    if incident.known_at > now:
        raise NotValid("known_at", "data_breach_in_future")
    if incident.happened_at is not None and incident.happened_at > incident.known_at:
        raise NotValid("happened_at", "data_breach_happened_later")
    if not incident.activities:
        raise NotValid("activities", "data_breach_no_activity")
    _check_account(incident.account)
    if incident.whom is Whom.ROOMS and not (incident.rooms and set(incident.rooms) <= set(rooms)):
        raise NotValid("rooms", "data_breach_no_room")
    if incident.whom is Whom.CHOSEN and not incident.people:
        raise NotValid("people", "data_breach_no_people")
    if incident.estimate is not None and not 0 <= incident.estimate <= _LARGEST_ESTIMATE:
        raise NotValid("estimate", "number_unclear")


def _check_account(account: Account) -> None:
    """Let pass what may be sent to everybody concerned and be put up for all to read."""
    fits("data", account.data, LONGEST_DATA)
    fits("how", account.how, LONGEST_WORDS)
    fits("handling", account.handling, LONGEST_WORDS)
    if account.advice:
        fits("advice", account.advice, LONGEST_DATA)
    for field, words in asdict(account).items():
        if _names_somebody(words):
            raise NotValid(field, "data_breach_names_somebody")


def _names_somebody(words: str) -> bool:
    # How an office is reached is nobody's secret.
    return bool(set(personal(words)) - {FindingKind.OFFICE_CONTACT})


def reasoned(reason: str) -> str:
    """Return a reason fit to be kept in the journal for ever; raise `NotValid`."""
    reason = fits("reason", " ".join(reason.split()), LONGEST_REASON)
    if _names_somebody(reason):
        raise NotValid("reason", "reason_names_somebody")
    return reason


def fits(field: str, words: str, longest: int) -> str:
    """Return words that are neither too few nor too many; raise `NotValid`."""
    words = words.strip()
    if len(words) < SHORTEST:
        raise NotValid(field, "too_short", shortest=SHORTEST)
    length = units(words)
    if length > longest:
        raise NotValid(field, "too_long", longest=longest, length=length)
    return words


def units(words: str) -> int:
    """Return how long words are as Telegram counts them, in units of UTF-16."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def accounts(text: str) -> tuple[int, ...]:
    """Return the account numbers in a list, each once; raise `NotValid` for what is none."""
    found: dict[int, None] = {}
    for word in text.replace(",", " ").replace(";", " ").split():
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 17 else 0
        if not 0 < number < _LARGEST_ACCOUNT:
            raise NotValid("people", "data_breach_people_unclear", word=word[:20])
        found[number] = None
    if len(found) > MOST_PEOPLE:
        raise NotValid("people", "data_breach_people_many", most=MOST_PEOPLE)
    return tuple(found)


def as_json(account: Account) -> str:
    """Return an account as it is sealed."""
    return json.dumps(asdict(account), ensure_ascii=False)


def from_json(text: str) -> Account:
    """Return an account."""
    return Account(**json.loads(text))


EMPTY = as_json(Account("", "", ""))
"""What is left of an account after its retention."""
