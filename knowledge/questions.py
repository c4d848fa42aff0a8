"""Acts on asked questions: record what was asked and considered, and what followed."""

import json
from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from knowledge.finder import Hit
from knowledge.tables import questions
from knowledge.verdict import Verdict
from office.masking import mask
from office.people import Citizen, Permission
from office.unit import Unit

_LONGEST = 2000
_ADD = insert(questions).on_conflict_do_nothing(index_elements=["key"])


def key_of(unit: Unit, message: str) -> str:
    """Return the key under which a message's question is logged; it names nobody."""
    return unit.vault.blind_index(f"question:{message}")[:20]


def log(unit: Unit, *, key: str, text: str, route: str, verdict: Verdict) -> None:
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
        },
    )


def considered(hits: Iterable[Hit]) -> str:
    """Return the candidates with their confidence, as kept in the log."""
    return json.dumps([[hit.slug, hit.confidence] for hit in hits])


def follow_up(unit: Unit, key: str, what: str) -> None:
    """Note what the citizen did with the answer (picked:<slug>, not_this, helped, staff)."""
    unit.require(Permission.ASK)
    unit.session.execute(
        update(questions).where(questions.c.key == key).values(follow_up=what[:20])
    )


def _asker(unit: Unit) -> str:
    person = unit.actor.person if isinstance(unit.actor, Citizen) else 0
    return unit.vault.blind_index(f"asker:{person}")[:16]
