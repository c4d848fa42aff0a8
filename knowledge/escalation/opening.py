"""The citizen's side: pass a conversation on, add to it, take it up again, leave it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from knowledge.escalation import closing, disposing, lines, moving, replying
from knowledge.escalation.tables import Escalation
from knowledge.escalation.telling import promised, tell
from knowledge.escalation.words import (
    LANE_RANK,
    SPEAKER_OF,
    Author,
    EscalationStatus,
    Lane,
    Outcome,
    Reason,
)
from office import counters, restrictions
from office.files import Kept
from office.people import Citizen, Permission
from office.refusals import NotAllowed
from office.unit import Unit

_NEVER_TAKEN_UP_AGAIN = (Outcome.SPAM, Outcome.LEFT)


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a line: with whom the conversation is, and by when an answer is promised.

    `opd` names the regional office that is asked just now, if one is.
    """

    ticket: str
    status: str
    promised_from: datetime | None
    promised_by: datetime | None
    opd: str = ""
    # How often it was taken up again.
    reopened: int = 0


def current(unit: Unit) -> Escalation | None:
    """Return the acting citizen's open conversation with staff, if there is one."""
    return unit.session.scalar(select(Escalation).where(Escalation.open_person == _citizen(unit)))


def is_open(unit: Unit) -> bool:
    """Tell whether staff have the acting citizen's conversation."""
    return current(unit) is not None


def who_are_with_staff(unit: Unit, people: Collection[int]) -> frozenset[int]:
    """Return which of some people have an open conversation with staff."""
    found = select(Escalation.open_person).where(Escalation.open_person.in_(people))
    return frozenset(one for one in unit.session.scalars(found) if one is not None)


def can_be_taken_up_again(unit: Unit) -> bool:
    """Tell whether the acting citizen's last conversation ended so lately that it goes on."""
    return not is_open(unit) and _lately_closed(unit) is not None


def open_for(unit: Unit, *, reason: Reason, language: str = "id", lane: Lane = Lane.GENERAL) -> str:
    """Pass the acting citizen's conversation to staff; return its ticket.

    Nobody has two open conversations: a second call returns the ticket of the first. One that
    ended lately goes on under its number; one long over is followed by a new one.
    """
    unit.require(Permission.ASK)
    restrictions.check(unit)
    present = current(unit)
    if present is not None:
        return present.ticket
    ended = _lately_closed(unit)
    if ended is not None:
        return _open_again(unit, ended, lane)
    return _begin(unit, reason, language, lane).ticket


def _begin(unit: Unit, reason: Reason, language: str, lane: Lane) -> Escalation:
    year = unit.today.year
    person = _citizen(unit)
    escalation = Escalation(
        ticket=f"T-{counters.next_number(unit, 'TIKET', year):05d}/{year}",
        person=person,
        open_person=person,
        language=language,
        status=EscalationStatus.QUEUED,
        speaker=SPEAKER_OF[EscalationStatus.QUEUED],
        lane=lane,
        lane_rank=LANE_RANK[lane],
        reason=reason,
        opened_at=unit.now,
        waiting_since=unit.now,
        handled_seconds=0,
        lapses=0,
        reopened=0,
        follows=_last(unit),
    )
    unit.session.add(escalation)
    unit.flush()
    moving.queue(unit, escalation, promise=True)
    unit.record("escalation.opened", f"escalation:{escalation.id}", reason=reason, lane=lane)
    facts = {"ticket": escalation.ticket, "promise": promised(escalation)}
    tell(unit, escalation, "escalation_opened", "opened", facts)
    return escalation


def _open_again(unit: Unit, escalation: Escalation, lane: Lane) -> str:
    if LANE_RANK[lane] < escalation.lane_rank:
        moving.into_lane(unit, escalation, lane)
    moving.open_again(unit, escalation)
    unit.record("escalation.reopened", f"escalation:{escalation.id}")
    facts = {"ticket": escalation.ticket, "promise": promised(escalation)}
    tell(unit, escalation, "escalation_reopened", f"reopened:{escalation.reopened}", facts)
    return escalation.ticket


def _lately_closed(unit: Unit) -> Escalation | None:
    return unit.session.scalar(
        select(Escalation)
        .where(
            Escalation.person == _citizen(unit),
            Escalation.status == EscalationStatus.CLOSED,
            Escalation.reopen_until > unit.now,
            Escalation.outcome.not_in(_NEVER_TAKEN_UP_AGAIN),
        )
        .order_by(Escalation.id.desc())
        .limit(1)
        .with_for_update()
    )


def _last(unit: Unit) -> int | None:
    return unit.session.scalar(
        select(Escalation.id)
        .where(Escalation.person == _citizen(unit))
        .order_by(Escalation.id.desc())
        .limit(1)
    )


def add_line(unit: Unit, text: str, *, file: Kept | None = None) -> Heard | None:
    """Add to the acting citizen's open conversation; return what became of it, or None."""
    unit.require(Permission.ASK)
    escalation = _own_locked(unit)
    if escalation is None:
        return None
    restrictions.check(unit)
    lines.write(unit, escalation, text, author=Author.CITIZEN, file=file)
    is_new = escalation.waiting_since is None
    escalation.waiting_since = escalation.waiting_since or unit.now
    if escalation.status == EscalationStatus.AWAITING_CITIZEN:
        escalation.reminded = False
        moving.queue(unit, escalation, promise=True)
        unit.record("escalation.citizen_wrote", f"escalation:{escalation.id}")
    else:
        if is_new and escalation.status == EscalationStatus.HELD:
            # What was promised for the question before is nothing to go by for this one.
            moving.set_promise(unit, escalation)
        moving.moved(unit)
    return Heard(
        escalation.ticket, escalation.status, escalation.promised_from, escalation.promised_by,
        disposing.asked_office(unit, escalation), escalation.reopened,
    )  # fmt: skip


def raise_lane(unit: Unit, lane: Lane) -> None:
    """Let the acting citizen's open conversation be taken up earlier; never later."""
    unit.require(Permission.ASK)
    escalation = _own_locked(unit)
    if escalation is None or LANE_RANK[lane] >= escalation.lane_rank:
        return
    moving.into_lane(unit, escalation, lane)
    at_an_office = escalation.status == EscalationStatus.AWAITING_OPD
    if at_an_office and lane is Lane.URGENT:
        # Nobody in danger waits for an office; what it was asked, it may still answer.
        escalation.waiting_since = escalation.waiting_since or unit.now
    if escalation.status == EscalationStatus.QUEUED or (at_an_office and lane is Lane.URGENT):
        moving.queue(unit, escalation, promise=True)
    unit.record("escalation.lane", f"escalation:{escalation.id}", lane=lane)


def leave(unit: Unit) -> str | None:
    """End the acting citizen's open conversation; return its ticket, or None: there was none.

    The citizen is told by the door they leave by, so nothing is posted.
    """
    unit.require(Permission.ASK)
    escalation = _own_locked(unit)
    if escalation is None:
        return None
    replying.send_held(unit, escalation.id)
    closing.end(unit, escalation, Outcome.LEFT, None)
    return escalation.ticket


def _own_locked(unit: Unit) -> Escalation | None:
    """Return the acting citizen's open conversation, locked: nobody closes it meanwhile."""
    mine = select(Escalation).where(Escalation.open_person == _citizen(unit)).with_for_update()
    return unit.session.scalar(mine.execution_options(populate_existing=True))


def _citizen(unit: Unit) -> int:
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person
