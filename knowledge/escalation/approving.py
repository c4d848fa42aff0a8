"""Replies on sensitive topics: laid before a second person, who approves or returns them."""

from sqlalchemy import select

from knowledge.escalation import lines, moving, replying, signs
from knowledge.escalation.moving import held
from knowledge.escalation.tables import EscalationLine, ProposedReply
from knowledge.escalation.words import Author, EscalationStatus, ProposalStatus
from office import files
from office.files import Kept
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit


def propose(
    unit: Unit,
    number: int,
    text: str,
    *,
    seen_line: int,
    checked: frozenset[str],
    file: Kept | None = None,
) -> int:
    """Lay a sensitive reply before a second person; return its number.

    Raise `NotValid` unless every line of the checklist was answered for.
    """
    escalation = held(unit, number)
    text = replying.fit(text, has_file=file is not None)
    lines.all_read(unit, number, seen_line)
    if missing := [name for name in signs.CHECKLIST if name not in checked]:
        raise NotValid("checklist", "checklist_needed", missing=missing)
    if waiting(unit, number) is not None:
        raise NotNow("proposal_waits")
    proposal = ProposedReply(
        escalation_id=number,
        status=ProposalStatus.WAITING,
        written_by=moving.staff_of(unit),
        written_at=unit.now,
        seen_line=seen_line,
        sealed_text=unit.vault.seal(text, proposal_place(number)),
        file_id=None if file is None else files.file(unit, file),
    )
    unit.session.add(proposal)
    moving.renew(unit, escalation)
    unit.flush()
    unit.record("escalation.proposed", f"escalation:{number}", proposal=proposal.id)
    moving.moved(unit)
    return proposal.id


def proposal_place(number: int) -> str:
    """Return the context that binds a proposed reply to its conversation."""
    return f"proposed_replies:{number}"


def waiting(unit: Unit, number: int) -> ProposedReply | None:
    """Return the reply of a conversation that waits for a second person, or None."""
    return unit.session.scalar(
        select(ProposedReply).where(
            ProposedReply.escalation_id == number, ProposedReply.status == ProposalStatus.WAITING
        )
    )


def approve(unit: Unit, number: int, *, seen_line: int) -> int:
    """Let a proposed reply go to the citizen, as a second person; return its line's number."""
    unit.require(Permission.APPROVE_REPLIES)
    escalation = moving.locked(unit, number)
    proposal = _undecided(unit, number)
    if proposal.written_by == moving.staff_of(unit):
        raise NotNow("own_proposal")
    if escalation.status == EscalationStatus.CLOSED:
        raise NotNow("escalation_closed", status=escalation.status)
    lines.all_read(unit, number, seen_line)
    if _answered_by_another(unit, proposal):
        raise NotNow("answered_meanwhile")
    text = unit.vault.unseal(proposal.sealed_text, proposal_place(number))
    line = replying.send(
        unit, escalation, text, None, written_by=proposal.written_by, filed=proposal.file_id
    )
    _decide(unit, proposal, ProposalStatus.APPROVED)
    if escalation.status in (EscalationStatus.QUEUED, EscalationStatus.AWAITING_CITIZEN):
        moving.await_citizen(unit, escalation)
    return line.id


def _answered_by_another(unit: Unit, proposal: ProposedReply) -> bool:
    """Tell whether a colleague replied after the proposal was written."""
    line = EscalationLine
    newer = select(line.id).where(
        line.escalation_id == proposal.escalation_id,
        line.author == Author.STAFF,
        line.id > proposal.seen_line,
        line.staff_id != proposal.written_by,
        line.withdrawn_at.is_(None),
    )
    return unit.session.scalar(newer.limit(1)) is not None


def reject(unit: Unit, number: int, *, reason: str) -> None:
    """Give a proposed reply back to who wrote it, with a reason that only staff read."""
    unit.require(Permission.APPROVE_REPLIES)
    escalation = moving.locked(unit, number)
    proposal = _undecided(unit, number)
    if proposal.written_by == moving.staff_of(unit):
        raise NotNow("own_proposal")
    reason = lines.checked(reason)
    proposal.sealed_reason = unit.vault.seal(reason, proposal_place(number))
    lines.write(unit, escalation, reason, author=Author.NOTE)
    if escalation.status == EscalationStatus.QUEUED:
        escalation.meant_for = proposal.written_by
    _decide(unit, proposal, ProposalStatus.REJECTED)


def recall(unit: Unit, number: int) -> None:
    """Take one's own proposed reply back before anybody decided."""
    unit.require(Permission.ANSWER_CITIZENS)
    moving.locked(unit, number)
    proposal = _undecided(unit, number)
    if proposal.written_by != moving.staff_of(unit):
        raise NotNow("not_your_reply")
    _decide(unit, proposal, ProposalStatus.RECALLED)


def recall_open(unit: Unit, number: int) -> None:
    """Take back what waits for a second person, as the conversation is over."""
    proposal = waiting(unit, number)
    if proposal is not None:
        proposal.status, proposal.decided_at = ProposalStatus.RECALLED, unit.now


def _undecided(unit: Unit, number: int) -> ProposedReply:
    proposal = waiting(unit, number)
    if proposal is None:
        raise NotFound("proposal_unknown")
    return proposal


def _decide(unit: Unit, proposal: ProposedReply, status: ProposalStatus) -> None:
    proposal.status = status
    proposal.decided_by, proposal.decided_at = moving.staff_of(unit), unit.now
    unit.record(f"escalation.proposal_{status}", f"escalation:{proposal.escalation_id}")
    moving.moved(unit)
