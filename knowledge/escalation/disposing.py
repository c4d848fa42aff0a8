"""A question passed to one regional office: by its own date, answered, returned, or recalled."""

from datetime import datetime

from sqlalchemy import Select, select

from knowledge.escalation import lines, moving
from knowledge.escalation.moving import held
from knowledge.escalation.tables import Disposition, Escalation
from knowledge.escalation.telling import tell
from knowledge.escalation.words import Author, DispositionStatus, EscalationStatus
from office import files, hours, regional
from office.files import Kept
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit

_WAITING = (EscalationStatus.AWAITING_OPD, EscalationStatus.AWAITING_CITIZEN)
MOST_DAYS = 10  # working days an office may be given for a question from the chat


def place(number: int) -> str:
    """Return the context that binds a disposition's words to their conversation."""
    return f"dispositions:{number}"


def dispose(
    unit: Unit,
    number: int,
    *,
    regional_office: int,
    question: str,
    working_days: int,
    seen_line: int,
    file: Kept | None = None,
) -> int:
    """Pass a question to one regional office, to be answered within so many working days.

    The office reads the officer's words, never the conversation. The citizen hears who is asked
    and by when. Return the disposition's number.
    """
    escalation = held(unit, number)
    lines.all_read(unit, number, seen_line)
    question = lines.checked(question)
    if not 1 <= working_days <= MOST_DAYS:
        raise NotValid("working_days", "out_of_range", lowest=1, highest=MOST_DAYS)
    name = {one.number: one.name for one in regional.every(unit)}.get(regional_office)
    if name is None:
        raise NotFound("regional_office_unknown")
    due = hours.at(unit).after_working_days(unit.now, working_days)
    disposition = Disposition(
        escalation_id=number,
        regional_office=regional_office,
        status=DispositionStatus.ASKED,
        asked_by=moving.staff_of(unit),
        asked_at=unit.now,
        due_at=due,
        sealed_question=unit.vault.seal(question, place(number)),
        asked_file_id=None if file is None else files.file(unit, file),
    )
    unit.session.add(disposition)
    unit.flush()
    moving.enter(unit, escalation, EscalationStatus.AWAITING_OPD, due)
    # What we promise reaches past the office's date by the time an officer needs to pass it on.
    escalation.promised_from, escalation.promised_by = due, _with_our_share(unit, due)
    unit.record(
        "escalation.disposed", f"escalation:{number}", disposition=disposition.id,
        regional_office=regional_office,
    )  # fmt: skip
    facts = {
        "ticket": escalation.ticket,
        "opd": name,
        "promise": {"from": due.isoformat(), "by": escalation.promised_by.isoformat()},
    }
    tell(unit, escalation, "escalation_disposed", f"disposed:{disposition.id}", facts)
    return disposition.id


def _with_our_share(unit: Unit, due: datetime) -> datetime:
    return hours.at(unit).after(due, 120)


def answer(unit: Unit, number: int, *, text: str, file: Kept | None = None) -> None:
    """Draft the acting office's answer; an officer of the desk decides what the citizen reads."""
    disposition = _ours(unit, number)
    text = lines.checked(text, has_file=file is not None)
    disposition.sealed_answer = unit.vault.seal(text, place(disposition.escalation_id))
    disposition.file_id = None if file is None else files.file(unit, file)
    _settle(unit, disposition, DispositionStatus.ANSWERED, text, disposition.file_id)


def send_back(unit: Unit, number: int, *, reason: str) -> None:
    """Return a question that is not the acting office's to answer, with a reason."""
    disposition = _ours(unit, number)
    reason = lines.checked(reason)
    disposition.sealed_answer = unit.vault.seal(reason, place(disposition.escalation_id))
    _settle(unit, disposition, DispositionStatus.RETURNED, reason, None)


def _ours(unit: Unit, number: int) -> Disposition:
    """Return an undecided disposition of the acting member's own office, locked."""
    unit.require(Permission.ANSWER_PARTS)
    own = unit.actor.regional_office if isinstance(unit.actor, StaffMember) else None
    disposition = unit.session.scalar(
        select(Disposition).where(Disposition.id == number).with_for_update()
    )
    if disposition is None or own is None or disposition.regional_office != own:
        raise NotFound("disposition_unknown")
    if disposition.status not in (DispositionStatus.ASKED, DispositionStatus.OVERDUE):
        raise NotNow("disposition_settled", status=disposition.status)
    return disposition


def _settle(
    unit: Unit,
    disposition: Disposition,
    status: DispositionStatus,
    words: str,
    file_id: int | None,
) -> None:
    escalation = moving.locked(unit, disposition.escalation_id)
    disposition.status = status
    disposition.answered_by, disposition.settled_at = moving.staff_of(unit), unit.now
    line = lines.write(unit, escalation, words, author=Author.OPD)
    line.file_id = file_id
    unit.record(f"escalation.opd_{status}", f"escalation:{escalation.id}",
                disposition=disposition.id)  # fmt: skip
    if escalation.status in _WAITING:
        _back_to_desk(unit, escalation, disposition)
    else:
        # Whoever has it meanwhile owes the citizen what the office said.
        escalation.waiting_since = escalation.waiting_since or unit.now
    moving.moved(unit)


def _back_to_desk(unit: Unit, escalation: Escalation, disposition: Disposition) -> None:
    escalation.waiting_since = escalation.waiting_since or unit.now
    # What the office gave is passed on in its turn, not on the last day it had.
    moving.queue(unit, escalation, promise=True)
    escalation.meant_for = disposition.asked_by


def run_out(unit: Unit, escalation: Escalation) -> None:
    """Take a question back to the desk whose office let its date pass; it may still answer."""
    disposition = open_one(unit, escalation.id)
    escalation.waiting_since = escalation.waiting_since or unit.now
    moving.queue(unit, escalation, promise=False)
    if disposition is not None:
        disposition.status = DispositionStatus.OVERDUE
        escalation.meant_for = disposition.asked_by
    unit.record("escalation.opd_overdue", f"escalation:{escalation.id}")


def recall(unit: Unit, number: int) -> None:
    """Take a question back from its office before it answered."""
    unit.require(Permission.ANSWER_CITIZENS)
    escalation = moving.locked(unit, number)
    if open_one(unit, number) is None:
        raise NotFound("disposition_unknown")
    recall_open(unit, number)
    if escalation.status == EscalationStatus.AWAITING_OPD:
        escalation.waiting_since = escalation.waiting_since or unit.now
        moving.queue(unit, escalation, promise=False)
    unit.record("escalation.opd_recalled", f"escalation:{number}")


def recall_open(unit: Unit, number: int) -> None:
    """Take back whatever still lies with an office."""
    for disposition in unit.session.scalars(_unsettled(number)):
        disposition.status = DispositionStatus.RECALLED
        disposition.settled_at = unit.now


def asked_office(unit: Unit, escalation: Escalation) -> str:
    """Return the name of the regional office a conversation waits for, or nothing."""
    if escalation.status != EscalationStatus.AWAITING_OPD:
        return ""
    disposition = open_one(unit, escalation.id)
    return "" if disposition is None else regional.names(unit)[disposition.regional_office]


def open_one(unit: Unit, number: int) -> Disposition | None:
    """Return the latest disposition of a conversation that is not settled, or None."""
    return unit.session.scalar(_unsettled(number).limit(1))


def _unsettled(number: int) -> Select[Disposition]:
    return (
        select(Disposition)
        .where(
            Disposition.escalation_id == number,
            Disposition.status.in_([DispositionStatus.ASKED, DispositionStatus.OVERDUE]),
        )
        .order_by(Disposition.id.desc())
    )
