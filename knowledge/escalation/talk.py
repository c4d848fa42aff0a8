"""Read side: one conversation in full, with what became of every reply."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from knowledge.escalation import lines
from knowledge.escalation.approving import proposal_place, waiting
from knowledge.escalation.delivery import Delivery, delivery, occasions
from knowledge.escalation.disposing import place
from knowledge.escalation.tables import Disposition, Escalation, EscalationLine, Rating
from knowledge.escalation.words import Author
from office import files, posted
from office.files import Filed
from office.outbox import State
from office.people import Permission
from office.posted import Letter
from office.refusals import NotFound
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation, with what became of its delivery."""

    id: int
    at: datetime
    author: str
    staff_id: int | None
    text: str
    file: Filed | None
    delivery: str | None
    is_withdrawn: bool
    # Until when it can be taken back; none once it left.
    undo_until: datetime | None
    # How it goes with its delivery; none of what is not sent to the citizen.
    post: Delivery | None = None

    @property
    def says_only_file(self) -> bool:
        """Tell whether it has no words of its own beside its file."""
        return lines.says_only_file(self.text, self.file)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A reply that waits for a second person."""

    written_by: int
    written_at: datetime
    text: str
    file: Filed | None


@dataclass(frozen=True, slots=True)
class Disposed:
    """A question that was passed to a regional office."""

    id: int
    regional_office: int
    status: str
    question: str
    asked_by: int
    asked_at: datetime
    due_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another conversation of the same citizen."""

    id: int
    ticket: str
    opened_at: datetime
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation in full."""

    id: int
    ticket: str
    person: int
    language: str
    status: str
    speaker: str
    lane: str
    reason: str
    opened_at: datetime
    waiting_since: datetime | None
    promised_from: datetime | None
    promised_by: datetime | None
    promise_basis: Mapping[str, Any]
    lapsed_at: datetime | None
    timer_at: datetime | None
    held_by: int | None
    held_until: datetime | None
    previous_officer: int | None
    meant_for: int | None
    not_for: int | None
    lapses: int
    sensitive: bool
    closed_at: datetime | None
    outcome: str | None
    reopen_until: datetime | None
    request_id: int | None
    lines: list[Line]
    earlier: list[Earlier]
    proposed: Proposed | None
    dispositions: list[Disposed]
    score: int | None

    @property
    def newest(self) -> int:
        """Return the number of the newest line, for the stale-reply guard."""
        return self.lines[-1].id if self.lines else 0

    @property
    def asked(self) -> list[str]:
        """Return what the citizen wrote, oldest first."""
        return [line.text for line in self.lines if line.author == Author.CITIZEN]

    @property
    def pending(self) -> list[Line]:
        """Return the citizen's lines that no reply stands after."""
        waiting: list[Line] = []
        for line in self.lines:
            if line.author == Author.STAFF and not line.is_withdrawn:
                waiting = []
            elif line.author == Author.CITIZEN:
                waiting.append(line)
        return waiting


def conversation(unit: Unit, number: int) -> Conversation:
    """Return a conversation in full; raise `NotFound`."""
    unit.require(Permission.ANSWER_CITIZENS)
    row = unit.session.get(Escalation, number)
    if row is None:
        raise NotFound("escalation_unknown")
    return Conversation(
        row.id, row.ticket, row.person, row.language, row.status, row.speaker, row.lane,
        row.reason, row.opened_at, row.waiting_since, row.promised_from, row.promised_by,
        json.loads(row.promise_basis), row.lapsed_at, row.timer_at, row.held_by, row.held_until,
        row.previous_officer, row.meant_for, row.not_for, row.lapses, row.sensitive,
        row.closed_at, row.outcome, row.reopen_until, row.request_id,
        _lines(unit, row), _earlier(unit, row), _proposed(unit, number),
        _dispositions(unit, number), _score(unit, number),
    )  # fmt: skip


def _lines(unit: Unit, row: Escalation) -> list[Line]:
    letters = posted.about(unit.session, unit.vault, f"escalation:{row.id}:line:", chat=row.person)
    posts = {letter.once: letter for letter in letters}
    found = unit.session.scalars(
        select(EscalationLine)
        .where(EscalationLine.escalation_id == row.id)
        .order_by(EscalationLine.id)
    ).all()
    filed = files.find_all(unit, {row.file_id for row in found if row.file_id is not None})
    return [_line(unit, line, posts, filed) for line in found]


def _line(
    unit: Unit, row: EscalationLine, posts: Mapping[str, Letter], filed: Mapping[int, Filed]
) -> Line:
    post = posts.get(row.notice or "")
    return Line(
        row.id, row.at, row.author, row.staff_id, lines.text_of(unit, row),
        None if row.file_id is None else filed[row.file_id],
        None if post is None else post.state,
        row.withdrawn_at is not None,
        _undo_until(post, unit.now),
        delivery([posts[once] for once in occasions(row) if once in posts]),
    )  # fmt: skip


def _undo_until(post: Letter | None, now: datetime) -> datetime | None:
    if post is None or post.state != State.WAITING or post.tries or post.not_before is None:
        return None
    return post.not_before if post.not_before > now else None


def _earlier(unit: Unit, row: Escalation) -> list[Earlier]:
    rows = unit.session.execute(
        select(Escalation.id, Escalation.ticket, Escalation.opened_at, Escalation.outcome)
        .where(Escalation.person == row.person, Escalation.id != row.id)
        .order_by(Escalation.id.desc())
        .limit(5)
    )
    return [Earlier(*one) for one in rows]


def _proposed(unit: Unit, number: int) -> Proposed | None:
    row = waiting(unit, number)
    if row is None:
        return None
    text = unit.vault.unseal(row.sealed_text, proposal_place(number))
    filed = None if row.file_id is None else files.find(unit, row.file_id)
    return Proposed(row.written_by, row.written_at, text, filed)


def _dispositions(unit: Unit, number: int) -> list[Disposed]:
    rows = unit.session.scalars(
        select(Disposition).where(Disposition.escalation_id == number).order_by(Disposition.id)
    )
    return [
        Disposed(
            row.id, row.regional_office, row.status,
            unit.vault.unseal(row.sealed_question, place(number)),
            row.asked_by, row.asked_at, row.due_at, row.settled_at,
        )
        for row in rows
    ]  # fmt: skip


def _score(unit: Unit, number: int) -> int | None:
    return unit.session.scalar(
        select(Rating.score)
        .where(Rating.escalation_id == number)
        .order_by(Rating.id.desc())
        .limit(1)
    )
