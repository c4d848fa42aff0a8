"""The clockwork's act: whatever a conversation waits for has an end, and this brings it about."""

import logging
from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from knowledge.escalation import approving, closing, disposing, moving
from knowledge.escalation.tables import Escalation, presence
from knowledge.escalation.telling import promised, still, tell
from knowledge.escalation.words import EscalationStatus
from office import hours
from office.people import Permission
from office.unit import Unit

_AT_ONCE = 200
log = logging.getLogger(__name__)


def run(unit: Unit) -> int:
    """Bring about what is due; return for how many conversations something was."""
    unit.require(Permission.KEEP_TIME)
    due = unit.session.scalars(
        select(Escalation.id)
        .where(Escalation.timer_at <= unit.now)
        .order_by(Escalation.timer_at)
        .limit(_AT_ONCE)
    ).all()
    for number in due:
        try:
            with unit.attempt():
                _settle(unit, number)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - one conversation holds up no other
            # What an error says may hold a citizen's words.
            log.error("conversation %d: its timer failed: %s", number, type(error).__name__)
    unit.session.execute(delete(presence).where(presence.c.seen_at < unit.now - moving.LEASE))
    return len(due)


def _settle(unit: Unit, number: int) -> None:
    escalation = moving.locked(unit, number)
    if escalation.timer_at is not None and escalation.timer_at <= unit.now:
        _DUE[EscalationStatus(escalation.status)](unit, escalation)
        unit.flush()


def _overdue(unit: Unit, escalation: Escalation) -> None:
    """Say that the promise was not kept, and promise anew."""
    if escalation.promised_by is None:
        # It has waited since before there were promises: there is none to apologise for.
        moving.queue(unit, escalation, promise=True)
        return
    unit.record("escalation.overdue", f"escalation:{escalation.id}")
    escalation.lapsed_at = unit.now
    # Whoever is there answers now: waiting for another person has taken long enough.
    escalation.not_for = None
    moving.queue(unit, escalation, promise=True)
    facts = {
        "ticket": escalation.ticket,
        "promise": promised(escalation),
        "still": still(escalation),
    }
    occasion = f"overdue:{unit.now:%Y%m%dT%H%M}"
    tell(unit, escalation, "escalation_overdue", occasion, facts)


def _unheard(unit: Unit, escalation: Escalation) -> None:
    """Remind a citizen once of what was asked; end the conversation after that."""
    proposal = approving.waiting(unit, escalation.id)
    if proposal is not None:
        # Nobody is to be reminded who is owed a reply that a second person has not read yet.
        escalation.waiting_since = unit.now
        moving.queue(unit, escalation, promise=True)
        escalation.meant_for = proposal.written_by
        return
    if escalation.reminded:
        closing.give_up(unit, escalation)
        return
    escalation.reminded = True
    rest = moving.PATIENCE_DAYS - moving.REMINDER_DAYS
    escalation.timer_at = hours.at(unit).after_working_days(unit.now, rest)
    facts = {
        "ticket": escalation.ticket,
        "until": escalation.timer_at.isoformat(),
        "still": still(escalation),
    }
    tell(unit, escalation, "escalation_reminder", f"reminder:{unit.now:%Y%m%dT%H%M}", facts)


_DUE: dict[EscalationStatus, Callable[[Unit, Escalation], None]] = {
    EscalationStatus.QUEUED: _overdue,
    EscalationStatus.HELD: moving.lapse,
    EscalationStatus.AWAITING_CITIZEN: _unheard,
    EscalationStatus.AWAITING_OPD: disposing.run_out,
}
