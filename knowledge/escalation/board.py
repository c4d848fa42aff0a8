"""Read side: the queue in its lanes, who is present, and what a supervisor must see."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import case, func, select

from knowledge.escalation import lines
from knowledge.escalation.moving import OPEN, staff_of
from knowledge.escalation.presence import Seen, around
from knowledge.escalation.tables import (
    Disposition,
    Escalation,
    EscalationLine,
    ProposedReply,
    desk_version,
)
from knowledge.escalation.words import (
    Author,
    DispositionStatus,
    EscalationStatus,
    ProposalStatus,
)
from office.journal import journal
from office.people import Permission
from office.unit import Unit

_FIRST_WORDS = 160
_LONGEST_NTH = 9
_WARN_SHARE = 0.8  # of the time to a promise, after which a conversation is about to be late


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue."""

    id: int
    ticket: str
    lane: str
    reason: str
    status: str
    opened_at: datetime
    waiting_since: datetime | None
    promised_from: datetime | None
    promised_by: datetime | None
    is_late: bool
    is_nearly_late: bool
    held_by: int | None
    held_until: datetime | None
    meant_for: int | None
    not_for: int | None
    previous_officer: int | None
    lapses: int
    is_proposed: bool
    # What a regional office did since the citizen was last written to: answered or returned.
    came_back: str | None
    reopened: int
    language: str
    first_words: str
    present: tuple[Seen, ...]


def version(unit: Unit) -> int:
    """Return the number that moves with everything the desk shows."""
    return unit.session.scalar(select(desk_version.c.version)) or 0


def queue(unit: Unit, *, size: int = 400) -> list[Waiting]:
    """Return open conversations: by lane, then what is due first."""
    unit.require(Permission.ANSWER_CITIZENS)
    found = unit.session.scalars(
        select(Escalation)
        .where(Escalation.status.in_(OPEN))
        .order_by(Escalation.lane_rank, Escalation.promised_by, Escalation.id)
        .limit(size)
    ).all()
    numbers = [row.id for row in found]
    words, seen = _words(unit, numbers), around(unit, numbers)
    proposed, back = _proposed(unit), _came_back(unit, numbers)
    return [
        _waiting(
            unit, row, words.get(row.id, ""), seen.get(row.id, ()),
            is_proposed=row.id in proposed, came_back=back.get(row.id),
        )
        for row in found
    ]  # fmt: skip


def _waiting(
    unit: Unit,
    row: Escalation,
    words: str,
    present: tuple[Seen, ...],
    *,
    is_proposed: bool,
    came_back: str | None,
) -> Waiting:
    return Waiting(
        row.id, row.ticket, row.lane, row.reason, row.status, row.opened_at, row.waiting_since,
        row.promised_from, row.promised_by, _is_late(unit, row), _is_nearly_late(unit, row),
        row.held_by, row.held_until, row.meant_for, row.not_for, row.previous_officer,
        row.lapses, is_proposed, came_back, row.reopened, row.language, words, present,
    )  # fmt: skip


def _is_late(unit: Unit, row: Escalation) -> bool:
    passed = row.promised_by is not None and row.promised_by < unit.now
    return row.waiting_since is not None and (passed or _was_late(row, row.waiting_since))


def _was_late(row: Escalation, since: datetime) -> bool:
    """Tell whether a promise was broken since something waits, though a new one was made."""
    return row.lapsed_at is not None and row.lapsed_at >= since


def _is_nearly_late(unit: Unit, row: Escalation) -> bool:
    if row.waiting_since is None or row.promised_by is None or _is_late(unit, row):
        return False
    span = row.promised_by - row.waiting_since
    return unit.now >= row.waiting_since + span * _WARN_SHARE


def _words(unit: Unit, numbers: list[int]) -> dict[int, str]:
    """Return the first unanswered words of each conversation, else its first words."""
    unanswered = case((EscalationLine.at >= Escalation.waiting_since, EscalationLine.id))
    first = (
        select(func.coalesce(func.min(unanswered), func.min(EscalationLine.id)))
        .join(Escalation, Escalation.id == EscalationLine.escalation_id)
        .where(EscalationLine.escalation_id.in_(numbers), EscalationLine.author == Author.CITIZEN)
        .group_by(EscalationLine.escalation_id)
    )
    rows = unit.session.execute(
        select(EscalationLine.escalation_id, EscalationLine.sealed_text).where(
            EscalationLine.id.in_(first)
        )
    )
    return {
        number: unit.vault.unseal(sealed, lines.line_place(number))[:_FIRST_WORDS]
        for number, sealed in rows
    }


def _proposed(unit: Unit) -> set[int]:
    return set(
        unit.session.scalars(
            select(ProposedReply.escalation_id).where(
                ProposedReply.status == ProposalStatus.WAITING
            )
        )
    )


def _came_back(unit: Unit, numbers: list[int]) -> dict[int, str]:
    """Return of each conversation what an office settled and nobody passed on yet."""
    replied = (
        select(func.max(EscalationLine.at))
        .where(
            EscalationLine.escalation_id == Disposition.escalation_id,
            EscalationLine.author == Author.STAFF,
            EscalationLine.withdrawn_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = unit.session.execute(
        select(Disposition.escalation_id, Disposition.status)
        .where(
            Disposition.escalation_id.in_(numbers),
            Disposition.status.in_([DispositionStatus.ANSWERED, DispositionStatus.RETURNED]),
            (Disposition.settled_at > replied) | replied.is_(None),
        )
        .order_by(Disposition.settled_at)
    )
    return {row.escalation_id: row.status for row in rows}


def with_ticket(unit: Unit, typed: str) -> int | None:
    """Return the conversation with a ticket; its year and zeros may be left out, newest first."""
    unit.require(Permission.ANSWER_CITIZENS)
    nth, _, year = typed.upper().removeprefix("T-").strip().partition("/")
    if not (nth.isascii() and nth.isdigit()) or len(nth) > _LONGEST_NTH:
        return None
    years = [year] if year else [f"{unit.today.year}", f"{unit.today.year - 1}"]
    wanted = [f"T-{int(nth):05d}/{one}" for one in years]
    return unit.session.scalar(
        select(Escalation.id)
        .where(Escalation.ticket.in_(wanted))
        .order_by(Escalation.id.desc())
        .limit(1)
    )


def waiting_count(unit: Unit) -> int:
    """Return how many conversations nobody holds."""
    queued = Escalation.status == EscalationStatus.QUEUED
    return unit.session.scalar(select(func.count(Escalation.id)).where(queued)) or 0


@dataclass(frozen=True, slots=True)
class ToApprove:
    """A reply that waits for a second person."""

    id: int
    ticket: str
    written_by: int
    written_at: datetime
    promised_by: datetime | None


def to_approve(unit: Unit) -> list[ToApprove]:
    """Return whose reply waits for the acting member of staff: nobody approves their own."""
    unit.require(Permission.APPROVE_REPLIES)
    rows = unit.session.execute(
        select(
            Escalation.id,
            Escalation.ticket,
            ProposedReply.written_by,
            ProposedReply.written_at,
            Escalation.promised_by,
        )
        .join(ProposedReply, ProposedReply.escalation_id == Escalation.id)
        .where(
            ProposedReply.status == ProposalStatus.WAITING,
            ProposedReply.written_by != staff_of(unit),
            Escalation.status.in_(OPEN),
        )
        .order_by(ProposedReply.id)
    )
    return [ToApprove(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a supervisor sees first: the oldest that waits, and what slipped."""

    oldest_waiting: datetime | None
    queued: int
    held: int
    awaiting_citizen: int
    awaiting_opd: int
    late: int
    lapsed_today: int
    closed_today: int


def overview(unit: Unit) -> Overview:
    """Return the desk in numbers."""
    unit.require(Permission.ANSWER_CITIZENS)
    begin = datetime.combine(unit.today, time.min, unit.zone)
    rows = unit.session.execute(
        select(Escalation.status, func.count())
        .where(Escalation.status.in_(OPEN))
        .group_by(Escalation.status)
    )
    counted = {row[0]: row[1] for row in rows}
    oldest = unit.session.scalar(
        select(func.min(Escalation.waiting_since)).where(Escalation.status.in_(OPEN))
    )
    late = unit.session.scalar(
        select(func.count(Escalation.id)).where(
            Escalation.status.in_(OPEN),
            Escalation.waiting_since.is_not(None),
            (Escalation.promised_by < unit.now)
            | (Escalation.lapsed_at >= Escalation.waiting_since),
        )
    )
    # Only what is closed has such an instant; by it alone a database finds today's quickly.
    closed = unit.session.scalar(
        select(func.count(Escalation.id)).where(Escalation.closed_at >= begin)
    )
    lapsed = unit.session.scalar(
        select(func.count()).where(journal.c.act == "escalation.lapsed", journal.c.at >= begin)
    )
    return Overview(
        oldest,
        counted.get(EscalationStatus.QUEUED, 0),
        counted.get(EscalationStatus.HELD, 0),
        counted.get(EscalationStatus.AWAITING_CITIZEN, 0),
        counted.get(EscalationStatus.AWAITING_OPD, 0),
        late or 0,
        lapsed or 0,
        closed or 0,
    )
