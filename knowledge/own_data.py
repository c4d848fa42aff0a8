"""Read side: what the library and the desk hold of the citizen who acts, as plain data."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from knowledge import subscriptions
from knowledge.curation_tables import Wish
from knowledge.escalation.lines import text_of
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import Author
from knowledge.questions import asker_of
from knowledge.tables import questions
from office.people import Citizen, Permission
from office.refusals import NotAllowed
from office.unit import Unit


def counts(unit: Unit) -> dict[str, int]:
    """Return how much is held of the acting citizen."""
    told = copy(unit)
    return {name: len(rows) for name, rows in told.items()}


def copy(unit: Unit) -> dict[str, list[Any]]:
    """Return what is held of the acting citizen, in full."""
    unit.require(Permission.ASK)
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    person = unit.actor.person
    return {
        "questions": _questions(unit, person),
        "conversations": _conversations(unit, person),
        "subscriptions": [one.name for one in subscriptions.own(unit)],
        "wishes": _wishes(unit, person),
    }


def _questions(unit: Unit, person: int) -> list[Any]:
    rows = unit.session.execute(
        select(questions.c.at, questions.c.text)
        .where(questions.c.asker == asker_of(unit, person), questions.c.text != "")
        .order_by(questions.c.id)
    )
    return [{"at": _local(unit, row.at), "text": row.text} for row in rows]


def _conversations(unit: Unit, person: int) -> list[Any]:
    rows = unit.session.scalars(
        select(Escalation).where(Escalation.person == person).order_by(Escalation.id)
    )
    return [
        {
            "ticket": row.ticket,
            "opened": _local(unit, row.opened_at),
            "lines": _lines(unit, row.id),
        }
        for row in rows.all()
    ]


def _lines(unit: Unit, number: int) -> list[Any]:
    rows = unit.session.scalars(
        select(EscalationLine)
        .where(
            EscalationLine.escalation_id == number,
            EscalationLine.withdrawn_at.is_(None),
            EscalationLine.author.in_((Author.CITIZEN, Author.STAFF)),
        )
        .order_by(EscalationLine.id)
    )
    return [
        {"at": _local(unit, row.at), "author": row.author, "text": text_of(unit, row)}
        for row in rows.all()
    ]


def _wishes(unit: Unit, person: int) -> list[Any]:
    rows = unit.session.scalars(select(Wish.at).where(Wish.person == person).order_by(Wish.at))
    return [_local(unit, at) for at in rows]


def _local(unit: Unit, at: datetime) -> str:
    """Return an instant as the office's clock shows it."""
    return at.astimezone(unit.zone).isoformat(timespec="seconds")
