"""Who holds a conversation: take one, take the next, give it back, hand it over."""

from collections.abc import Collection

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.sql.elements import ColumnElement

from knowledge.escalation import lines, moving
from knowledge.escalation.moving import held, locked, staff_of
from knowledge.escalation.tables import Escalation, presence
from knowledge.escalation.words import Author, EscalationStatus, Lane
from office import staff
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit

_FREE = (EscalationStatus.QUEUED, EscalationStatus.AWAITING_CITIZEN)
_LONGEST_REASON = 500
_TRIES = 20


def claim(unit: Unit, number: int) -> bool:
    """Take a conversation; tell whether this member of staff won it.

    One conditional update decides: of any number at once exactly one succeeds.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    _let_lapse(unit, number)
    if moving.won(unit, number, Escalation.status.in_(_FREE), _allowed(unit)) is None:
        return False
    unit.record("escalation.claimed", f"escalation:{number}")
    return True


def _let_lapse(unit: Unit, number: int) -> None:
    """Note first that a lease ran out, where the clockwork has not come by yet."""
    late = _lapsed(unit)
    if unit.session.scalar(select(Escalation.id).where(Escalation.id == number, late)):
        escalation = locked(unit, number)
        if escalation.held_until is not None and escalation.held_until < unit.now:
            moving.lapse(unit, escalation)
            unit.flush()


def _lapsed(unit: Unit) -> ColumnElement[bool]:
    held_too_long = Escalation.held_until < unit.now
    return and_(Escalation.status == EscalationStatus.HELD, held_too_long)


def _allowed(unit: Unit) -> ColumnElement[bool]:
    """Return the condition that this member of staff may have it."""
    return or_(Escalation.not_for.is_(None), Escalation.not_for != staff_of(unit))


def in_hand(unit: Unit) -> list[int]:
    """Return the conversations the acting member of staff holds, the one taken last first."""
    mine = Escalation.held_by == staff_of(unit), Escalation.status == EscalationStatus.HELD
    is_mine_still = Escalation.held_until > unit.now
    query = select(Escalation.id).where(*mine, is_mine_still)
    return list(unit.session.scalars(query.order_by(Escalation.held_since.desc(), Escalation.id)))


def claim_next(unit: Unit, *, before: Collection[int] | None = None) -> int | None:
    """Take the conversation that is due first in the first lane; return its number, or None.

    What a colleague is meant to have is left to them as long as it is not late. `before` are the
    conversations in hand when the button was shown: one that was taken since is what an earlier
    press of it took, and is returned in place of another.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    me = staff_of(unit)
    if before is not None:
        staff.hold(unit, me)
        for number in in_hand(unit):
            if number not in before:
                return number
    meant = or_(
        Escalation.meant_for.is_(None),
        Escalation.meant_for == me,
        Escalation.promised_by < unit.now,
    )
    unanswered = and_(_lapsed(unit), Escalation.waiting_since.is_not(None))
    free = or_(Escalation.status == EscalationStatus.QUEUED, unanswered)
    waiting = unit.session.scalars(
        select(Escalation.id)
        .where(free, _allowed(unit), meant)
        .order_by(Escalation.lane_rank, Escalation.promised_by, Escalation.id)
        .limit(_TRIES)
    ).all()
    return next((number for number in waiting if claim(unit, number)), None)


def keep(unit: Unit, number: int) -> None:
    """Renew the lease of who works on a conversation; of anybody else, do nothing."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = locked(unit, number)
    if escalation.status == EscalationStatus.HELD and escalation.held_by == staff_of(unit):
        moving.renew(unit, escalation)


def release(unit: Unit, number: int) -> None:
    """Put a held conversation back into the queue under the promise that was made.

    Where everything was answered there is nothing to queue for: it waits for the citizen.
    """
    escalation = held(unit, number)
    moving.put_back(unit, escalation)
    unit.record("escalation.released", f"escalation:{number}")


def hand_over(unit: Unit, number: int, *, note: str, to: int | None = None) -> None:
    """Give a held conversation to a colleague, or to whoever comes, with a note."""
    escalation = held(unit, number)
    if to is not None and to not in staff.who_may(unit, Permission.ANSWER_CITIZENS):
        raise NotFound("account_unknown")
    if to is not None and to == escalation.not_for:
        raise NotNow("for_somebody_else")
    lines.write(unit, escalation, lines.checked(note), author=Author.NOTE)
    # Whoever hands over owes an answer still, though the last message may have had one.
    is_owed = escalation.waiting_since is not None
    escalation.waiting_since = escalation.waiting_since or unit.now
    moving.queue(unit, escalation, promise=not is_owed)
    escalation.meant_for = to
    unit.record("escalation.handed_over", f"escalation:{number}", to=to)


def take_over(unit: Unit, number: int, *, reason: str) -> None:
    """Take a conversation from a colleague who holds it, with a reason they can read."""
    unit.require(Permission.ANSWER_CITIZENS)
    reason = reason.strip()
    if not reason:
        raise NotValid("reason", "required")
    if len(reason) > _LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=_LONGEST_REASON, length=len(reason))
    escalation = locked(unit, number)
    if escalation.not_for == staff_of(unit):
        raise NotNow("for_somebody_else")
    if escalation.status != EscalationStatus.HELD or escalation.held_by == staff_of(unit):
        raise NotNow("not_held_by_another", status=escalation.status)
    before = escalation.held_by
    lines.write(unit, escalation, reason, author=Author.NOTE)
    moving.queue(unit, escalation, promise=False)
    if moving.won(unit, number, Escalation.status == EscalationStatus.QUEUED) is None:
        raise NotNow("not_held_by_another", status=escalation.status)
    unit.record("escalation.taken_over", f"escalation:{number}", before=before)


def move_lane(unit: Unit, number: int, *, lane: Lane) -> None:
    """Move a conversation into another lane, suspected spam among them."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = locked(unit, number)
    if escalation.status == EscalationStatus.CLOSED:
        raise NotNow("escalation_closed", status=escalation.status)
    if escalation.lane == lane:
        return
    moving.into_lane(unit, escalation, lane)
    unit.record("escalation.lane", f"escalation:{number}", lane=lane)


def let_go_of(unit: Unit, staff_id: int) -> list[int]:
    """Take everything from somebody who no longer works here; return the conversations."""
    unit.require(Permission.MANAGE_STAFF)
    held_by = (Escalation.status == EscalationStatus.HELD, Escalation.held_by == staff_id)
    numbers = list(unit.session.scalars(select(Escalation.id).where(*held_by)))
    for number in numbers:
        moving.put_back(unit, locked(unit, number))
        unit.record("escalation.released", f"escalation:{number}")
    unit.session.execute(delete(presence).where(presence.c.staff_id == staff_id))
    for row in unit.session.scalars(select(Escalation).where(Escalation.meant_for == staff_id)):
        row.meant_for = None
    return numbers
