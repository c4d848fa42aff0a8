"""Acts on conversations passed to staff: open, add, claim, reply, note, release, close."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select, update

from knowledge.tables import Escalation, EscalationLine
from knowledge.words import EscalationStatus, Outcome, Reason, Speaker
from office import counters, files
from office.files import Kept
from office.outbox import Kind, Notice
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

LEASE = timedelta(minutes=15)
LONGEST_REPLY = 3500


def current(unit: Unit) -> Escalation | None:
    """Return the acting citizen's open conversation with staff, if there is one."""
    return unit.session.scalar(select(Escalation).where(Escalation.open_person == _citizen(unit)))


def is_open(unit: Unit) -> bool:
    """Tell whether staff have the acting citizen's conversation."""
    return current(unit) is not None


def open_for(unit: Unit, *, reason: Reason, language: str = "id") -> str:
    """Pass the acting citizen's conversation to staff; return its ticket.

    Nobody has two open conversations: a second call returns the ticket of the first.
    """
    unit.require(Permission.ASK)
    present = current(unit)
    if present is not None:
        return present.ticket
    year = unit.today.year
    ticket = f"T-{counters.next_number(unit, 'TIKET', year):05d}/{year}"
    person = _citizen(unit)
    escalation = Escalation(
        ticket=ticket,
        person=person,
        open_person=person,
        language=language,
        status=EscalationStatus.QUEUED,
        reason=reason,
        opened_at=unit.now,
        waiting_since=unit.now,
    )
    unit.session.add(escalation)
    unit.flush()
    unit.record("escalation.opened", f"escalation:{escalation.id}", reason=reason)
    _tell(unit, escalation, "escalation_opened", f"{escalation.id}:opened", {"ticket": ticket})
    return ticket


def add_line(unit: Unit, text: str, *, speaker: Speaker, file: Kept | None = None) -> bool:
    """Add to the acting citizen's open conversation; tell whether there was one.

    `speaker` is the citizen, or the bot where it explains what went before.
    """
    unit.require(Permission.ASK)
    # Locked, so that nobody closes it in the middle of this.
    mine = select(Escalation).where(Escalation.open_person == _citizen(unit)).with_for_update()
    escalation = unit.session.scalar(mine.execution_options(populate_existing=True))
    if escalation is None:
        return False
    _line(unit, escalation, text, speaker=speaker, file=file)
    if speaker is Speaker.CITIZEN and escalation.waiting_since is None:
        escalation.waiting_since = unit.now
    return True


def claim(unit: Unit, number: int) -> bool:
    """Take a conversation; tell whether this member of staff won it.

    One conditional update decides: of any number at once exactly one succeeds.
    """
    unit.require(Permission.ANSWER_CITIZENS)
    staff_id = _staff(unit)
    free = (Escalation.status == EscalationStatus.QUEUED) | (
        (Escalation.status == EscalationStatus.HELD) & (Escalation.held_until < unit.now)
    )
    won = unit.session.execute(
        update(Escalation)
        .where(Escalation.id == number, free)
        .values(status=EscalationStatus.HELD, held_by=staff_id, held_until=unit.now + LEASE)
        .returning(Escalation.id)
    ).first()
    if won is None:
        return False
    unit.record("escalation.claimed", f"escalation:{number}")
    return True


def claim_next(unit: Unit) -> int | None:
    """Take the conversation that has waited longest; return its number, or None."""
    unit.require(Permission.ANSWER_CITIZENS)
    waiting = unit.session.scalars(
        select(Escalation.id)
        .where(
            (Escalation.status == EscalationStatus.QUEUED)
            | ((Escalation.status == EscalationStatus.HELD) & (Escalation.held_until < unit.now))
        )
        .order_by(Escalation.waiting_since.is_(None), Escalation.waiting_since, Escalation.id)
        .limit(20)
    ).all()
    return next((number for number in waiting if claim(unit, number)), None)


def reply(unit: Unit, number: int, text: str, *, seen_line: int, file: Kept | None = None) -> None:
    """Answer the citizen; only by who holds the conversation and has read all of it."""
    escalation = _held(unit, number)
    text = _checked(text, has_file=file is not None)
    _all_read(unit, number, seen_line)
    if _said_already(unit, number, text, seen_line, file):
        return
    line = _line(unit, escalation, text, speaker=Speaker.STAFF, file=file)
    line.notice = f"escalation:{number}:line:{line.id}"
    escalation.waiting_since = None
    escalation.held_until = unit.now + LEASE
    _tell(unit, escalation, "staff_reply", f"{number}:line:{line.id}", {"text": text})
    if line.file_id is not None:
        _tell(
            unit,
            escalation,
            "staff_file",
            f"{number}:line:{line.id}:file",
            {},
            file_id=line.file_id,
        )
    unit.record("escalation.replied", f"escalation:{number}", line=line.id)


def _all_read(unit: Unit, number: int, seen_line: int) -> None:
    """Raise `NotNow` if the citizen wrote something after the line that was seen."""
    newest = unit.session.scalar(
        select(EscalationLine.id)
        .where(EscalationLine.escalation_id == number, EscalationLine.speaker == Speaker.CITIZEN)
        .order_by(EscalationLine.id.desc())
        .limit(1)
    )
    if newest is not None and newest > seen_line:
        raise NotNow("newer_message")


def _said_already(unit: Unit, number: int, text: str, seen_line: int, file: Kept | None) -> bool:
    """Tell whether the very same reply came a moment ago: the button was pressed twice."""
    line = unit.session.scalar(
        select(EscalationLine)
        .where(
            EscalationLine.escalation_id == number,
            EscalationLine.speaker == Speaker.STAFF,
            EscalationLine.id > seen_line,
        )
        .order_by(EscalationLine.id.desc())
        .limit(1)
    )
    if line is None or unit.vault.unseal(line.sealed_text, line_place(number)) != text:
        return False
    earlier = None if line.file_id is None else files.find(unit, line.file_id).sha256
    return earlier == (None if file is None else file.sha256)


def note(unit: Unit, number: int, text: str) -> None:
    """Write for colleagues; a note has no way to the citizen."""
    escalation = _held(unit, number)
    _line(unit, escalation, _checked(text, has_file=False), speaker=Speaker.NOTE)
    unit.record("escalation.noted", f"escalation:{number}")


def release(unit: Unit, number: int) -> None:
    """Put a held conversation back into the queue."""
    escalation = _held(unit, number)
    escalation.status = EscalationStatus.QUEUED
    escalation.held_by = escalation.held_until = None
    unit.record("escalation.released", f"escalation:{number}")


def close(unit: Unit, number: int, *, outcome: Outcome, seen_line: int | None = None) -> None:
    """End a conversation whose last line was read; the citizen hears that the bot listens again."""
    escalation = _held(unit, number)
    if seen_line is not None:
        _all_read(unit, number, seen_line)
    escalation.status = EscalationStatus.CLOSED
    escalation.outcome = outcome
    escalation.closed_at = unit.now
    escalation.open_person = escalation.waiting_since = escalation.held_until = None
    facts = {"ticket": escalation.ticket, "outcome": outcome.value}
    _tell(unit, escalation, "escalation_closed", f"{number}:closed", facts)
    unit.record("escalation.closed", f"escalation:{number}", outcome=outcome)


def _held(unit: Unit, number: int) -> Escalation:
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = unit.session.scalar(
        select(Escalation)
        .where(Escalation.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if escalation is None:
        raise NotFound("escalation_unknown")
    if escalation.status != EscalationStatus.HELD or escalation.held_by != _staff(unit):
        raise NotNow("not_yours", status=escalation.status)
    return escalation


def _line(
    unit: Unit, escalation: Escalation, text: str, *, speaker: Speaker, file: Kept | None = None
) -> EscalationLine:
    line = EscalationLine(
        escalation_id=escalation.id,
        at=unit.now,
        speaker=speaker,
        staff_id=unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None,
        sealed_text=unit.vault.seal(text, line_place(escalation.id)),
        file_id=None if file is None else files.file(unit, file),
    )
    unit.session.add(line)
    unit.flush()
    return line


def line_place(number: int) -> str:
    """Return the context that binds a sealed line to its conversation."""
    return f"escalation_lines:{number}"


def _checked(text: str, *, has_file: bool) -> str:
    text = text.strip()
    if not text and not has_file:
        raise NotValid("text", "required")
    if len(text) > LONGEST_REPLY:
        raise NotValid("text", "too_long", longest=LONGEST_REPLY, length=len(text))
    return text


def _tell(
    unit: Unit,
    escalation: Escalation,
    key: str,
    occasion: str,
    data: Mapping[str, object],
    *,
    file_id: int | None = None,
) -> None:
    unit.post(
        Notice(
            escalation.person,
            key,
            f"escalation:{occasion}",
            Kind.ANSWER,
            data,
            file_id=file_id,
            language=escalation.language,
        )
    )


def _citizen(unit: Unit) -> int:
    if not isinstance(unit.actor, Citizen):
        raise NotAllowed("citizens_only")
    return unit.actor.person


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
