"""Read side: what stands beside a conversation: what the bot tried, and what others were told."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from knowledge import questions
from knowledge.escalation.approving import proposal_place
from knowledge.escalation.lines import line_place
from knowledge.escalation.similar import Case, Similar, ranked
from knowledge.escalation.tables import Escalation, EscalationLine, ProposedReply
from knowledge.escalation.words import (
    RATED_OUTCOMES,
    Author,
    EscalationStatus,
    ProposalStatus,
)
from knowledge.tables import questions as asked
from office import files
from office.files import Filed
from office.masking import mask
from office.people import Permission, StaffMember
from office.refusals import NotFound
from office.unit import Unit

BEFORE = timedelta(hours=2)
_MOST_TRIED = 6
_MOST_CANDIDATES = 4
_MOST_CASES = 150
_FIRST_WORDS = 400
_GIVEN_BACK = (ProposalStatus.REJECTED, ProposalStatus.RECALLED)


@dataclass(frozen=True, slots=True)
class Tried:
    """A question the bot answered, or could not: its masked words and what was considered."""

    at: datetime
    text: str
    route: str
    band: str
    # Entry and confidence, the best first.
    candidates: tuple[tuple[str, float], ...]
    follow_up: str | None


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A proposed reply that came back to its author, with a colleague's reason if there is one."""

    text: str
    reason: str
    file: Filed | None


def tried(unit: Unit, number: int) -> list[Tried]:
    """Return what the citizen had asked the bot before a person took over, oldest first."""
    unit.require(Permission.ANSWER_CITIZENS)
    row = unit.session.get(Escalation, number)
    if row is None:
        raise NotFound("escalation_unknown")
    moments = {row.opened_at}
    if row.reopened and row.waiting_since is not None:
        moments.add(row.waiting_since)
    spans = [and_(asked.c.at >= at - BEFORE, asked.c.at <= at) for at in moments]
    rows = unit.session.execute(
        select(asked)
        .where(or_(*spans), asked.c.asker == questions.asker_of(unit, row.person))
        .order_by(asked.c.id.desc())
        .limit(_MOST_TRIED)
    ).all()
    return [
        Tried(
            one.at, one.text, one.route, one.band,
            tuple((slug, sure) for slug, sure in json.loads(one.considered)[:_MOST_CANDIDATES]),
            one.follow_up,
        )
        for one in reversed(rows)
    ]  # fmt: skip


def answered_alike(unit: Unit, question: str, *, apart_from: int) -> list[Similar]:
    """Return the ended conversations most like a question, with masked words and last answers.

    Those answered last are compared, as many as can be in a moment.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    rows = unit.session.execute(
        select(Escalation.id, Escalation.ticket, Escalation.closed_at)
        .where(
            Escalation.status == EscalationStatus.CLOSED,
            Escalation.outcome.in_(RATED_OUTCOMES),
            Escalation.id != apart_from,
        )
        .order_by(Escalation.opened_at.desc())
        .limit(_MOST_CASES)
    ).all()
    words = _asked(unit, [row.id for row in rows])
    found = ranked(
        question, [Case(row.id, row.ticket, row.closed_at, words.get(row.id, "")) for row in rows]
    )
    answers = {one.case.id: answer_of(unit, one.case.id) for one in found}
    return [
        replace(one, case=replace(one.case, asked=mask(one.case.asked), answer=answer))
        for one in found
        if (answer := answers[one.case.id])
    ]


def _asked(unit: Unit, numbers: list[int]) -> dict[int, str]:
    """Return the first words of each conversation."""
    line = EscalationLine
    rows = unit.session.execute(
        select(line.escalation_id, line.sealed_text)
        .where(line.escalation_id.in_(numbers), line.author == Author.CITIZEN)
        .order_by(line.id)
    )
    found: dict[int, str] = {}
    for number, sealed in rows:
        if len(found.get(number, "")) < _FIRST_WORDS:
            words = unit.vault.unseal(sealed, line_place(number))
            found[number] = f"{found.get(number, '')} {words}".strip()[:_FIRST_WORDS]
    return found


def answer_of(unit: Unit, number: int) -> str:
    """Return the last answer of a conversation, masked; nothing where there is none."""
    unit.require(Permission.ANSWER_CITIZENS)
    line = EscalationLine
    sealed = unit.session.scalar(
        select(line.sealed_text)
        .where(
            line.escalation_id == number,
            line.author == Author.STAFF,
            line.withdrawn_at.is_(None),
        )
        .order_by(line.id.desc())
        .limit(1)
    )
    return "" if sealed is None else mask(unit.vault.unseal(sealed, line_place(number)))


def given_back(unit: Unit, number: int) -> GivenBack | None:
    """Return the acting member's proposed reply, if it is the last and came back undecided."""
    unit.require(Permission.ANSWER_CITIZENS)
    row = unit.session.scalar(
        select(ProposedReply)
        .where(ProposedReply.escalation_id == number)
        .order_by(ProposedReply.id.desc())
        .limit(1)
    )
    mine = isinstance(unit.actor, StaffMember) and row and row.written_by == unit.actor.staff_id
    if row is None or not mine or row.status not in _GIVEN_BACK or _replied_since(unit, row):
        return None
    opened = proposal_place(number)
    return GivenBack(
        unit.vault.unseal(row.sealed_text, opened),
        unit.vault.unseal(row.sealed_reason, opened) if row.sealed_reason else "",
        None if row.file_id is None else files.find(unit, row.file_id),
    )


def _replied_since(unit: Unit, row: ProposedReply) -> bool:
    later = select(EscalationLine.id).where(
        EscalationLine.escalation_id == row.escalation_id,
        EscalationLine.author == Author.STAFF,
        EscalationLine.withdrawn_at.is_(None),
        EscalationLine.at > row.written_at,
    )
    return unit.session.scalar(later.limit(1)) is not None
