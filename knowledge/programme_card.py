"""Pure: the card of a programme, its form as JSON, its faults, and where it stands on a day."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from knowledge.edition import Fault
from knowledge.words import ProgrammeStatus

# Together they stay within one message on Telegram.
LONGEST = {
    "name": 120,
    "region": 80,
    "what": 600,
    "who": 400,
    "when": 400,
    "where": 400,
    "how": 500,
    "budget": 400,
    "contact": 300,
    "source": 400,
    "owner": 120,
}
LONGEST_ALIAS = 80
_REQUIRED = ("name", "what", "who", "when", "where", "how", "budget", "contact", "source", "owner")
_DATES = ("as_of", "valid_from", "valid_until")
_LISTS = ("aliases", "entries")


@dataclass(frozen=True, slots=True)
class Card:
    """What a programme is, for whom, when, where, how to take part, with what money."""

    name: str
    status: ProgrammeStatus
    what: str
    who: str
    when: str
    where: str
    how: str
    budget: str
    contact: str
    source: str
    owner: str
    as_of: date
    region: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    superseded_by: str = ""
    entries: tuple[str, ...] = ()


def to_json(card: Card) -> str:
    """Return a card as JSON; equal cards give equal texts."""
    return json.dumps(asdict(card), ensure_ascii=False, default=date.isoformat)


def from_json(text: str) -> Card:
    """Return the card that a JSON text holds."""
    fields = json.loads(text)
    for name in _DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    for name in _LISTS:
        fields[name] = tuple(fields[name])
    fields["status"] = ProgrammeStatus(fields["status"])
    return Card(**fields)


def standing(card: Card, today: date) -> ProgrammeStatus:
    """Return a programme's status on a day: what has run out is over, whatever the card says."""
    if card.valid_until is not None and card.valid_until < today:
        return ProgrammeStatus.REPLACED if card.superseded_by else ProgrammeStatus.FINISHED
    return card.status


def faults(card: Card) -> list[Fault]:
    """Return everything that is wrong with a card."""
    return [*_faults_of_texts(card), *_faults_of_lists(card), *_faults_of_dates(card)]


def _faults_of_texts(card: Card) -> Iterator[Fault]:
    for name in _REQUIRED:
        if not getattr(card, name).strip():
            yield Fault(name, "required")
    for name, longest in LONGEST.items():
        if len(text := getattr(card, name)) > longest:
            yield Fault(name, "too_long", {"longest": longest, "length": len(text)})


def _faults_of_lists(card: Card) -> Iterator[Fault]:
    for name in _LISTS:
        for text in getattr(card, name):
            if not text.strip():
                yield Fault(name, "required")
            if len(text) > LONGEST_ALIAS:
                yield Fault(name, "too_long", {"longest": LONGEST_ALIAS, "length": len(text)})


def _faults_of_dates(card: Card) -> Iterator[Fault]:
    starts, ends = card.valid_from, card.valid_until
    if starts and ends and ends < starts:
        yield Fault("valid_until", "ends_before_start")
    if card.status is ProgrammeStatus.REPLACED and not card.superseded_by:
        yield Fault("superseded_by", "required")
