"""Similar questions answered in one go: each citizen is claimed, answered and left for themselves.

One transaction for all: who was answered and who was left out is one fact, every reply can be
taken back until the same instant, and pressing twice answers nobody twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import aliased

from knowledge.escalation import alike, approving, claiming, closing, lines, moving, replying, signs
from knowledge.escalation.alike import Group, Question
from knowledge.escalation.replying import UNDO
from knowledge.escalation.tables import Escalation, EscalationLine, ProposedReply
from knowledge.escalation.words import (
    Author,
    EscalationStatus,
    Outcome,
    ProposalStatus,
)
from office.outbox import State, outbox
from office.people import Permission
from office.refusals import NotNow, NotValid
from office.unit import Unit

MOST = 40  # at once; more would not be read one by one
OUTCOMES = (Outcome.ANSWERED, Outcome.REFERRED)
_MOST_WAITING = 300  # looked at: every page of the desk waits while it is worked out who is alike
_MOST_LINES = 20  # unanswered; whoever wrote more is read by themselves


# As the panel says it (knowledge/escalation/delivery.py).
_FATES: dict[str, str] = {
    State.SENDING: "sending",
    State.SENT: "sent",
    State.UNDELIVERABLE: "failed",
    State.UNSURE: "unsure",
    State.OBSOLETE: "taken_back",
}


class LeftOut(StrEnum):
    """Why somebody was not answered together with the others."""

    TAKEN = "taken"
    NEWER = "newer"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Asked:
    """A waiting conversation that may be answered together with others, and what it says."""

    id: int
    ticket: str
    lane: str
    language: str
    texts: tuple[str, ...]
    newest: int

    @property
    def question(self) -> Question:
        """Return it as questions are compared."""
        return Question(self.id, self.lane, self.texts)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of answering several: the line of each reply, and who was left out and why."""

    replies: Mapping[int, int]
    left_out: Mapping[int, LeftOut]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of one of the replies, and until when it can be taken back."""

    number: int
    line: int
    ticket: str
    fate: str
    undo_until: datetime | None


def waiting(unit: Unit) -> list[Asked]:
    """Return the conversations that wait for anybody, with everything in them unanswered.

    What is formal, sensitive, meant for one officer, waits for approval, has a file or goes on
    and on is no part of it: such a conversation is read and answered by itself. Of very many
    those that are due first are looked at.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    rows = unit.session.execute(
        select(
            Escalation.id,
            Escalation.ticket,
            Escalation.lane,
            Escalation.language,
            EscalationLine.id,
            EscalationLine.sealed_text,
        )
        .join(EscalationLine, EscalationLine.escalation_id == Escalation.id)
        .where(Escalation.id.in_(unit.session.scalars(_due_first()).all()), *_unanswered())
        .order_by(Escalation.id, EscalationLine.id)
    )
    found: dict[int, Asked] = {}
    for number, ticket, lane, language, line, sealed in rows:
        before = found[number].texts if number in found else ()
        texts = (*before, unit.vault.unseal(sealed, lines.line_place(number)))
        found[number] = Asked(number, ticket, lane, language, texts, line)
    return list(found.values())


def _due_first() -> Select[int]:
    """Return the query for the conversations that are looked at."""
    return (
        select(Escalation.id)
        .join(EscalationLine, EscalationLine.escalation_id == Escalation.id)
        .where(
            Escalation.status == EscalationStatus.QUEUED,
            Escalation.lane.in_(sorted(alike.LANES)),
            Escalation.sensitive.is_(False),
            Escalation.meant_for.is_(None),
            Escalation.not_for.is_(None),
            Escalation.id.not_in(_proposed()),
            *_unanswered(),
        )
        .group_by(Escalation.id, Escalation.lane_rank, Escalation.promised_by)
        .having(func.count() <= _MOST_LINES, func.count(EscalationLine.file_id) == 0)
        .order_by(Escalation.lane_rank, Escalation.promised_by, Escalation.id)
        .limit(_MOST_WAITING)
    )


def _unanswered() -> tuple[ColumnElement[bool], ...]:
    return EscalationLine.author == Author.CITIZEN, EscalationLine.id > _last_reply()


def _last_reply() -> ScalarSelect[int]:
    """Return the newest reply of the conversation of a line: what comes after is unanswered."""
    reply = aliased(EscalationLine)
    return (
        select(func.coalesce(func.max(reply.id), 0))
        .where(
            reply.escalation_id == Escalation.id,
            reply.author == Author.STAFF,
            reply.withdrawn_at.is_(None),
        )
        .correlate(Escalation)
        .scalar_subquery()
    )


def _proposed() -> Select[int]:
    return select(ProposedReply.escalation_id).where(ProposedReply.status == ProposalStatus.WAITING)


def groups(asked: list[Asked]) -> list[Group]:
    """Return which of them ask the same."""
    return alike.groups(one.question for one in asked)


def tickets(unit: Unit, numbers: Collection[int]) -> dict[int, str]:
    """Return the tickets of some conversations."""
    unit.require(Permission.ANSWER_CITIZENS)
    query = select(Escalation.id, Escalation.ticket).where(Escalation.id.in_(numbers))
    return {row.id: row.ticket for row in unit.session.execute(query)}


def standing(unit: Unit, replies: Mapping[int, int]) -> list[Standing]:
    """Return what became of replies, each by the conversation and the line it is."""
    unit.require(Permission.ANSWER_CITIZENS)
    rows = unit.session.execute(
        select(EscalationLine, Escalation.ticket, outbox.c.state)
        .join(Escalation, Escalation.id == EscalationLine.escalation_id)
        .outerjoin(outbox, outbox.c.once == EscalationLine.notice)
        .where(EscalationLine.id.in_(list(replies.values())), EscalationLine.author == Author.STAFF)
        .order_by(EscalationLine.escalation_id)
    )
    return [
        _standing(unit, line, ticket, state)
        for line, ticket, state in rows
        if replies.get(line.escalation_id) == line.id
    ]


def _standing(unit: Unit, line: EscalationLine, ticket: str, state: str | None) -> Standing:
    until = line.at + UNDO
    can_be_undone = state == State.WAITING and line.withdrawn_at is None and until > unit.now
    return Standing(
        line.escalation_id,
        line.id,
        ticket,
        "taken_back" if line.withdrawn_at is not None else _FATES.get(state or "", "queued"),
        until if can_be_undone else None,
    )


def answer_all(
    unit: Unit, chosen: Mapping[int, int], text: str, *, outcome: Outcome | None = None
) -> Answered:
    """Answer each of some conversations by itself; `chosen` names the newest line read of each.

    Then every one waits for its citizen, or ends with an `outcome`. Left out, and named, is what
    somebody took meanwhile, where something newer came, and what asks for a second person.
    Raise `NotValid` where the text cannot go to anybody.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    text = replying.fit(text, has_file=False)
    if not chosen or len(chosen) > MOST:
        raise NotValid("chosen", "choice_unclear")
    if outcome is not None and outcome not in OUTCOMES:
        raise NotValid("outcome", "choice_unclear")
    if signs.care(text):
        raise NotValid("checklist", "second_person_needed")
    replies: dict[int, int] = {}
    left_out: dict[int, LeftOut] = {}
    # In one order, whoever acts: two officers with the same questions must not wait in a circle.
    for number in sorted(chosen):
        reason = _in_the_way(unit, number, chosen[number], text)
        if reason is not None:
            left_out[number] = reason
            continue
        replies[number] = _answer(unit, number, chosen[number], text, outcome)
    if replies:
        first, *others = replies
        facts = {"others": others, "left_out": {str(key): one for key, one in left_out.items()}}
        unit.record("escalation.answered_together", f"escalation:{first}", **facts)
    return Answered(replies, left_out)


def _in_the_way(unit: Unit, number: int, seen_line: int, text: str) -> LeftOut | None:
    """Return why a conversation cannot be answered with the others; its row is locked."""
    escalation = moving.locked(unit, number)
    if escalation.status != EscalationStatus.QUEUED or escalation.waiting_since is None:
        return LeftOut.TAKEN
    if escalation.meant_for not in {None, moving.staff_of(unit)}:
        return LeftOut.TAKEN
    newest = lines.newest_of(unit, number, Author.CITIZEN)
    if newest is not None and newest > seen_line:
        return LeftOut.NEWER
    alone = escalation.lane not in alike.LANES or approving.waiting(unit, number) is not None
    if alone or replying.needs_second_person(unit, escalation, text):
        return LeftOut.SENSITIVE
    # The conditional update decides, as for everybody who takes a conversation.
    return None if claiming.claim(unit, number) else LeftOut.TAKEN


def _answer(unit: Unit, number: int, seen_line: int, text: str, outcome: Outcome | None) -> int:
    line = replying.reply(unit, number, text, seen_line=seen_line, then_wait=outcome is None)
    if line is None:
        raise NotNow("already_left")
    if outcome is not None:
        unit.flush()
        closing.close(unit, number, outcome=outcome, seen_line=seen_line)
    return line


def take_back_all(unit: Unit, replies: Mapping[int, int]) -> list[int]:
    """Take back one's own replies that have not left; return the conversations it was too late for.

    Each citizen waits again under the promise that was made, also where it had been ended.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    return [number for number in sorted(replies) if not _back(unit, number, replies[number])]


def _back(unit: Unit, number: int, line_id: int) -> bool:
    try:
        replying.take_back(unit, number, line_id)
    except NotNow as refused:
        if refused.code != "already_left":
            raise
        return False
    return True
