"""Read side: the queue, one conversation in full, and the log of questions."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from knowledge.escalations import line_place
from knowledge.tables import Escalation, EscalationLine, questions
from knowledge.words import EscalationStatus
from office import files, posted
from office.files import Filed
from office.people import Permission
from office.refusals import NotFound
from office.unit import Unit

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue."""

    id: int
    ticket: str
    reason: str
    status: str
    opened_at: datetime
    waiting_since: datetime | None
    held_by: int | None
    lease_run_out: bool
    first_words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation, with what became of its delivery."""

    id: int
    at: datetime
    speaker: str
    staff_id: int | None
    text: str
    file: Filed | None
    delivery: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in full."""

    id: int
    ticket: str
    person: int
    status: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
    held_by: int | None
    held_until: datetime | None
    lines: list[Line]
    earlier: list[tuple[int, str]]

    @property
    def newest(self) -> int:
        """Return the number of the newest line, for the stale-reply guard."""
        return self.lines[-1].id if self.lines else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A logged question."""

    id: int
    at: datetime
    text: str
    route: str
    band: str
    slug: str | None
    confidence: float
    considered: list[tuple[str, float]]
    follow_up: str | None


def queue(unit: Unit, *, size: int = 100) -> list[Waiting]:
    """Return open conversations, longest waiting first."""
    unit.require(Permission.ANSWER_CITIZENS)
    found = unit.session.scalars(
        select(Escalation)
        .where(Escalation.status != EscalationStatus.CLOSED)
        .order_by(Escalation.waiting_since.is_(None), Escalation.waiting_since, Escalation.id)
        .limit(size)
    ).all()
    first = _first_words(unit, [row.id for row in found])
    return [
        Waiting(
            row.id, row.ticket, row.reason, row.status, row.opened_at, row.waiting_since,
            row.held_by, row.held_until is not None and row.held_until < unit.now,
            first.get(row.id, ""),
        )
        for row in found
    ]  # fmt: skip


def _first_words(unit: Unit, numbers: list[int]) -> dict[int, str]:
    first = (
        select(func.min(EscalationLine.id))
        .where(EscalationLine.escalation_id.in_(numbers), EscalationLine.speaker == "citizen")
        .group_by(EscalationLine.escalation_id)
    )
    rows = unit.session.scalars(select(EscalationLine).where(EscalationLine.id.in_(first)))
    return {row.escalation_id: _text(unit, row)[:160] for row in rows}


def _text(unit: Unit, row: EscalationLine) -> str:
    return unit.vault.unseal(row.sealed_text, line_place(row.escalation_id))


def conversation(unit: Unit, number: int) -> Conversation:
    """Return a conversation in full; raise `NotFound`."""
    unit.require(Permission.ANSWER_CITIZENS)
    row = unit.session.get(Escalation, number)
    if row is None:
        raise NotFound("escalation_unknown")
    lines = unit.session.scalars(
        select(EscalationLine)
        .where(EscalationLine.escalation_id == number)
        .order_by(EscalationLine.id)
    ).all()
    states = {
        letter.once: letter.state
        for letter in posted.about(unit.session, unit.vault, f"escalation:{number}:")
    }
    earlier = unit.session.execute(
        select(Escalation.id, Escalation.ticket)
        .where(Escalation.person == row.person, Escalation.id != number)
        .order_by(Escalation.id.desc())
        .limit(5)
    )
    return Conversation(
        row.id, row.ticket, row.person, row.status, row.reason, row.opened_at, row.closed_at,
        row.outcome, row.held_by, row.held_until,
        [_line(unit, line, states) for line in lines],
        [(one.id, one.ticket) for one in earlier],
    )  # fmt: skip


def _line(unit: Unit, row: EscalationLine, states: dict[str, str]) -> Line:
    return Line(
        row.id, row.at, row.speaker, row.staff_id, _text(unit, row),
        None if row.file_id is None else files.find(unit, row.file_id),
        states.get(row.notice) if row.notice else None,
    )  # fmt: skip


def waiting_count(unit: Unit) -> int:
    """Return how many conversations nobody holds."""
    return (
        unit.session.scalar(
            select(func.count(Escalation.id)).where(Escalation.status == EscalationStatus.QUEUED)
        )
        or 0
    )


def asked(unit: Unit, *, band: str = "", text: str = "", before: int | None = None) -> list[Asked]:
    """Return logged questions, newest first."""
    unit.require(Permission.READ_QUESTIONS)
    query = select(questions).order_by(questions.c.id.desc()).limit(PAGE_SIZE)
    if band:
        query = query.where(questions.c.band == band)
    if text.strip():
        query = query.where(questions.c.text.icontains(text.strip(), autoescape=True))
    if before is not None:
        query = query.where(questions.c.id < before)
    return [
        Asked(
            row.id, row.at, row.text, row.route, row.band, row.slug, row.confidence,
            [tuple(pair) for pair in json.loads(row.considered)], row.follow_up,
        )
        for row in unit.session.execute(query)
    ]  # fmt: skip
