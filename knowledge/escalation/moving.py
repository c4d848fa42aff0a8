"""How a conversation goes from one state to the next: speaker, timer and holder move together."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from knowledge.escalation import telling
from knowledge.escalation.promising import promise_for
from knowledge.escalation.tables import Escalation, desk_version
from knowledge.escalation.words import LANE_RANK, SPEAKER_OF, EscalationStatus, Lane
from office import hours
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.unit import Unit

LEASE = timedelta(minutes=15)
REMINDER_DAYS = 1  # working days
PATIENCE_DAYS = 3  # working days: for an answer, and for taking an ended conversation up again
OPEN = frozenset(EscalationStatus) - {EscalationStatus.CLOSED}


def staff_of(unit: Unit) -> int:
    """Return the number of the acting member of staff; raise `NotAllowed` for anybody else."""
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def locked(unit: Unit, number: int) -> Escalation:
    """Return a conversation nobody else can change meanwhile; raise `NotFound`."""
    found = unit.session.scalar(
        select(Escalation)
        .where(Escalation.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("escalation_unknown")
    return found


def held(unit: Unit, number: int) -> Escalation:
    """Return a conversation that the acting member of staff holds; raise `NotNow` otherwise."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = locked(unit, number)
    if escalation.status != EscalationStatus.HELD or escalation.held_by != staff_of(unit):
        raise NotNow("not_yours", status=escalation.status)
    return escalation


def moved(unit: Unit) -> None:
    """Let every open desk page know that something changed."""
    unit.later(_MOVED, {"one": 1, "version": 1})


_insert = insert(desk_version)
_MOVED = _insert.on_conflict_do_update(
    index_elements=["one"], set_={"version": desk_version.c.version + 1}
)


def renew(unit: Unit, escalation: Escalation) -> None:
    """Prolong the holder's lease: whoever works keeps what they hold."""
    escalation.held_until = escalation.timer_at = unit.now + LEASE


def enter(unit: Unit, escalation: Escalation, status: EscalationStatus, timer: datetime) -> None:
    """Put an open conversation into a state with its timer; whoever held it holds it no more."""
    _lay_down(unit, escalation)
    escalation.status = status
    escalation.speaker = SPEAKER_OF[status]
    escalation.timer_at = timer
    moved(unit)


def queue(unit: Unit, escalation: Escalation, *, promise: bool) -> None:
    """Put a conversation into the queue, with a new promise or under the one that was made."""
    if promise or escalation.promised_by is None:
        set_promise(unit, escalation)
    enter(unit, escalation, EscalationStatus.QUEUED, _looked_at(unit, escalation))


def _looked_at(unit: Unit, escalation: Escalation) -> datetime:
    """Return when a promise is held against the clock: one apology a working day at most."""
    due = max(escalation.promised_by or unit.now, unit.now)
    if escalation.lapsed_at is None:
        return due
    return max(due, hours.at(unit).after_working_days(escalation.lapsed_at, 1))


def open_again(unit: Unit, escalation: Escalation, *, promise: bool = True) -> None:
    """Take an ended conversation up again: it waits in the queue, and somebody owes an answer."""
    escalation.open_person = escalation.person
    escalation.reopened += 1
    escalation.outcome = escalation.closed_at = escalation.reopen_until = None
    escalation.waiting_since = unit.now
    escalation.reminded = False
    queue(unit, escalation, promise=promise)


def put_back(unit: Unit, escalation: Escalation) -> None:
    """Let go of a conversation: into the queue, or to wait for the citizen if all is answered."""
    if escalation.waiting_since is None:
        await_citizen(unit, escalation)
    else:
        queue(unit, escalation, promise=False)


def set_promise(unit: Unit, escalation: Escalation) -> None:
    """Promise anew, from the calendar and the load as they are now."""
    made = promise_for(unit, Lane(escalation.lane), apart_from=escalation.id)
    escalation.promised_from, escalation.promised_by = made.from_, made.by
    escalation.promise_basis = telling.as_text(made.basis)


def into_lane(unit: Unit, escalation: Escalation, lane: Lane) -> None:
    """Let a conversation be taken up among its like."""
    escalation.lane, escalation.lane_rank = lane, LANE_RANK[lane]
    moved(unit)


def take(unit: Unit, escalation: Escalation) -> None:
    """Note that the acting member of staff holds a conversation that was just won."""
    escalation.speaker = SPEAKER_OF[EscalationStatus.HELD]
    escalation.held_since = unit.now
    escalation.first_held_at = escalation.first_held_at or unit.now
    escalation.meant_for = None
    renew(unit, escalation)
    moved(unit)


def lapse(unit: Unit, escalation: Escalation) -> None:
    """Take a conversation from somebody who stopped working on it; the citizen is not told."""
    officer = escalation.held_by
    escalation.lapses += 1
    put_back(unit, escalation)
    unit.record("escalation.lapsed", f"escalation:{escalation.id}", officer=officer)


def await_citizen(unit: Unit, escalation: Escalation) -> None:
    """Wait for the citizen's next word: a reminder after one working day, the end after three."""
    escalation.reminded = False
    timer = hours.at(unit).after_working_days(unit.now, REMINDER_DAYS)
    enter(unit, escalation, EscalationStatus.AWAITING_CITIZEN, timer)


def _lay_down(unit: Unit, escalation: Escalation) -> None:
    if escalation.status != EscalationStatus.HELD:
        return
    last_work = min(unit.now, (escalation.held_until or unit.now))
    begun = escalation.held_since or last_work
    escalation.handled_seconds += max(0, int((last_work - begun).total_seconds()))
    escalation.previous_officer = escalation.held_by
    escalation.held_by = escalation.held_since = escalation.held_until = None


def close(unit: Unit, escalation: Escalation, outcome: str, reopen_until: datetime | None) -> None:
    """End a conversation; the bot speaks again."""
    _lay_down(unit, escalation)
    escalation.status = EscalationStatus.CLOSED
    escalation.speaker = SPEAKER_OF[EscalationStatus.CLOSED]
    escalation.outcome = outcome
    escalation.closed_at = unit.now
    escalation.reopen_until = reopen_until
    escalation.open_person = escalation.waiting_since = escalation.timer_at = None
    escalation.meant_for = None
    unit.record("escalation.closed", f"escalation:{escalation.id}", outcome=outcome)
    moved(unit)


def won(unit: Unit, number: int, *conditions: object) -> Escalation | None:
    """Take a conversation by one conditional update; None where somebody was faster."""
    row = unit.session.execute(
        update(Escalation)
        .where(Escalation.id == number, *conditions)  # type: ignore[arg-type]
        .values(status=EscalationStatus.HELD, held_by=staff_of(unit), held_until=unit.now + LEASE)
        .returning(Escalation.id)
    ).first()
    if row is None:
        return None
    escalation = locked(unit, number)
    take(unit, escalation)
    return escalation
