"""Read side for whoever supervises the desk: what slipped and what lies long; nobody is ranked."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select

from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import EscalationStatus
from knowledge.questions import asker_of
from knowledge.tables import questions
from knowledge.words import Route
from office.journal import journal
from office.outbox import State, outbox
from office.people import Permission
from office.unit import Unit

LOOKED_BACK = timedelta(days=7)
_MOST = 20
_SUBJECT = "escalation:"


@dataclass(frozen=True, slots=True)
class Lapse:
    """A lease that ran out: whose, of which conversation, when."""

    at: datetime
    officer: int | None
    number: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Long:
    """A conversation that one officer has held for long."""

    number: int
    ticket: str
    held_by: int
    held_since: datetime
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A conversation of which something did not arrive, or may not have."""

    number: int
    ticket: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Topic:
    """How many conversations of today began after a question that this entry was likest to."""

    slug: str | None
    count: int


# Whoever asks for a person has not yet said what for.
_ABOUT_STAFF = frozenset({"bot-bicara-petugas"})


def lapses(unit: Unit) -> list[Lapse]:
    """Return the leases that ran out in the last days, the newest first."""
    unit.require(Permission.SUPERVISE_DESK)
    rows = unit.session.execute(
        select(journal.c.at, journal.c.subject, journal.c.facts)
        .where(journal.c.act == "escalation.lapsed", journal.c.at >= unit.now - LOOKED_BACK)
        .order_by(journal.c.id.desc())
        .limit(_MOST)
    ).all()
    tickets = _tickets(unit, {_number(row.subject) for row in rows})
    return [
        Lapse(row.at, json.loads(row.facts).get("officer"), number, tickets[number])
        for row in rows
        if (number := _number(row.subject)) in tickets
    ]


def held_longest(unit: Unit) -> list[Long]:
    """Return the conversations that are held, the one held longest first."""
    unit.require(Permission.SUPERVISE_DESK)
    rows = unit.session.execute(
        select(
            Escalation.id,
            Escalation.ticket,
            Escalation.held_by,
            Escalation.held_since,
            Escalation.waiting_since,
        )
        .where(Escalation.status == EscalationStatus.HELD, Escalation.held_since.is_not(None))
        .order_by(Escalation.held_since, Escalation.id)
        .limit(_MOST)
    )
    return [
        Long(row.id, row.ticket, row.held_by, row.held_since, row.waiting_since) for row in rows
    ]


def undelivered(unit: Unit) -> list[Undelivered]:
    """Return the conversations of which something did not arrive lately, the newest first."""
    unit.require(Permission.SUPERVISE_DESK)
    rows = unit.session.execute(
        select(outbox.c.once, outbox.c.state, outbox.c.finished_at)
        .where(
            outbox.c.state.in_([State.UNDELIVERABLE, State.UNSURE]),
            outbox.c.finished_at >= unit.now - LOOKED_BACK,
            outbox.c.once.startswith(_SUBJECT),
        )
        .order_by(outbox.c.finished_at.desc(), outbox.c.id.desc())
        .limit(_MOST)
    ).all()
    tickets = _tickets(unit, {_number(row.once) for row in rows})
    return [
        Undelivered(number, tickets[number], row.state, row.finished_at)
        for row in rows
        if (number := _number(row.once)) in tickets
    ]


def topics(unit: Unit) -> list[Topic]:
    """Return what today's conversations began with, by the entry that was likest, most first."""
    unit.require(Permission.SUPERVISE_DESK)
    begin = datetime.combine(unit.today, time.min, unit.zone)
    opened = unit.session.execute(
        select(Escalation.person, Escalation.opened_at).where(Escalation.opened_at >= begin)
    ).all()
    asked: dict[str, list[tuple[datetime, str | None]]] = {}
    rows = unit.session.execute(
        select(questions.c.asker, questions.c.at, questions.c.slug)
        .where(questions.c.at >= begin, questions.c.route != Route.STAFF)
        .order_by(questions.c.id)
    )
    for asker, at, slug in rows:
        if slug not in _ABOUT_STAFF:
            asked.setdefault(asker, []).append((at, slug))
    found: Counter[str | None] = Counter()
    for person, at in opened:
        before = [slug for then, slug in asked.get(asker_of(unit, person), ()) if then <= at]
        found[before[-1] if before else None] += 1
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0] or "~"))
    return [Topic(slug, count) for slug, count in ordered[:_MOST]]


def _number(subject: str) -> int:
    """Return the conversation in the name of an occasion or a subject; 0 where there is none."""
    part = subject.removeprefix(_SUBJECT).partition(":")[0]
    return int(part) if part.isdigit() else 0


def _tickets(unit: Unit, numbers: set[int]) -> dict[int, str]:
    query = select(Escalation.id, Escalation.ticket).where(Escalation.id.in_(numbers))
    return {row.id: row.ticket for row in unit.session.execute(query)}
