"""Acts on asked questions: record what was asked and considered, and what followed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from knowledge.finder import Hit
from knowledge.tables import QUESTIONS, questions
from knowledge.verdict import Verdict
from office import daily
from office.clock import local_date
from office.masking import mask
from office.people import Citizen, Permission
from office.unit import Unit

_LONGEST = 2000
_ADD = insert(questions).on_conflict_do_nothing(index_elements=["key"])


@dataclass(frozen=True, slots=True)
class Told:
    """What a citizen was told: by which version, in which language, found in what time."""

    edition: int | None = None
    language: str = "id"
    milliseconds: float | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """A question the citizen asked before: its masked words and the entries considered."""

    text: str
    slugs: tuple[str, ...]


def key_of(unit: Unit, message: str) -> str:
    """Return the key under which a message's question is logged; it names nobody."""
    return unit.vault.blind_index(f"question:{message}")[:20]


def log(
    unit: Unit, *, key: str, text: str, route: str, verdict: Verdict, told: Told = Told()
) -> None:
    """Enter a question with everything that was considered; personal patterns are masked."""
    unit.require(Permission.ASK)
    best = verdict.hits[0] if verdict.hits else None
    unit.later(
        _ADD,
        {
            "key": key,
            "at": unit.now,
            "asker": _asker(unit),
            "text": mask(text)[:_LONGEST],
            "route": route,
            "band": verdict.band,
            "slug": best.slug if best else None,
            "confidence": best.confidence if best else 0.0,
            "considered": considered(verdict.hits),
            "follow_up": None,
            "edition": told.edition,
            "language": told.language,
            "milliseconds": told.milliseconds,
        },
    )


def considered(hits: Iterable[Hit]) -> str:
    """Return the candidates with their confidence, as kept in the log."""
    return json.dumps([[hit.slug, hit.confidence] for hit in hits])


def follow_up(unit: Unit, key: str, what: str, *, edition: int | None = None) -> None:
    """Note what the citizen did with the answer (picked:<ordinal>, not_this, helped, staff).

    `edition` is the version of the entry that was read in the end.
    """
    unit.require(Permission.ASK)
    if not key.isprintable():
        return  # It was never given out, and not every database would even look for it.
    values: dict[str, object] = {"follow_up": what[:20]}
    if edition is not None:
        values["edition"] = edition
    mine = (questions.c.key == key) & (questions.c.asker == _asker(unit))
    changed = update(questions).where(mine).values(values).returning(questions.c.at)
    noticed(unit, unit.session.scalar(changed))


def noticed(unit: Unit, asked_at: datetime | None) -> None:
    """Let the figures of a question's day be counted anew; today's always are."""
    if asked_at is not None and local_date(asked_at, unit.zone) != unit.today:
        daily.mark(unit, QUESTIONS, asked_at)


def own(unit: Unit, key: str) -> Own | None:
    """Return a question of the citizen who acts, or None for any other key."""
    unit.require(Permission.ASK)
    if not key.isprintable():
        return None
    row = unit.session.execute(
        select(questions.c.text, questions.c.considered).where(
            questions.c.key == key, questions.c.asker == _asker(unit)
        )
    ).one_or_none()
    if row is None:
        return None
    return Own(row.text, tuple(slug for slug, _ in json.loads(row.considered)))


def asker_of(unit: Unit, person: int) -> str:
    """Return how the log tells one person's questions from another's, without naming them."""
    return unit.vault.blind_index(f"asker:{person}")[:16]


def _asker(unit: Unit) -> str:
    return asker_of(unit, unit.actor.person if isinstance(unit.actor, Citizen) else 0)
