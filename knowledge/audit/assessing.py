"""Acts: a judge's verdict on an answer, and how a disagreement was settled."""

from sqlalchemy import select

from knowledge.audit import opening, seats
from knowledge.audit.tables import AnswerVerdict, Audit, AuditedAnswer
from knowledge.audit.words import Assessment, Manner
from office.masking import mask
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

LONGEST_NOTE = 1000


def assess(unit: Unit, answer_id: int, verdict: Assessment, note: str = "") -> None:
    """Judge an answer, or correct one's own verdict while both still judge.

    The journal tells that it was done and never what was said: the other judge may read it.
    Raise `NotFound` for no answer of a sample, `NotValid` where a fault has no note, `NotNow` where
    it is not theirs to judge or the question is forgotten.
    """
    me, answer = seats.judge(unit), _answer(unit, answer_id)
    audit = seats.locked(unit, answer.audit_id)
    if audit.opened_at is not None:
        raise NotNow("audit_opened")
    if answer.text is None:
        raise NotNow("audit_not_yours")
    said = _note(note, needed=verdict is not Assessment.RIGHT)
    row = unit.session.scalar(
        select(AnswerVerdict).where(AnswerVerdict.answer_id == answer_id, AnswerVerdict.judge == me)
    )
    if row is None:
        row = _new(unit, audit, answer_id, me)
    row.verdict, row.note, row.at = verdict, said, unit.now
    unit.session.add(row)
    unit.flush()
    unit.record("audit.assessed", f"audit:{audit.id}", place=answer.place, seat=row.seat)
    opening.open_if_complete(unit, audit)


def settle(
    unit: Unit, answer_id: int, verdict: Assessment, *, manner: Manner, note: str = ""
) -> bool:
    """Settle a disagreement by a third verdict or after a discussion; both first ones stay.

    After a discussion one of the two judges proposes a verdict, and it stands once the other says
    the same; return whether it does now. Raise `NotNow` where there is no disagreement,
    `NotAllowed` for a third verdict of one of the two judges or of the author and for a discussion
    that is said to have been by anybody but the two, `NotValid` without a note.
    """
    me, answer = seats.judge(unit), _answer(unit, answer_id)
    audit = seats.locked(unit, answer.audit_id)
    if audit.opened_at is None:
        raise NotNow("audit_running")
    verdicts = list(
        unit.session.scalars(select(AnswerVerdict).where(AnswerVerdict.answer_id == answer_id))
    )
    if len({one.verdict for one in verdicts}) < 2 or answer.settled_at is not None:
        raise NotNow("audit_settled")
    judges = {one.judge for one in verdicts}
    if manner is Manner.THIRD and me in {answer.author, *judges}:
        raise NotAllowed("audit_third_needed")
    if manner is Manner.DISCUSSION and me not in judges:
        raise NotAllowed("audit_judges_discuss")
    confirms = manner is Manner.DISCUSSION and _is_confirmed_by(answer, me, verdict)
    if not confirms:
        answer.settled, answer.manner = verdict, manner
        answer.settled_note, answer.settled_by = _note(note, needed=True), me
    stands = confirms or manner is Manner.THIRD
    if stands:
        answer.settled_at = unit.now
    unit.flush()
    act = "audit.settled" if stands else "audit.proposed"
    unit.record(act, f"audit:{audit.id}", place=answer.place, verdict=verdict, manner=manner)
    if stands:
        opening.finish_if_settled(unit, audit)
    return stands


def _is_confirmed_by(answer: AuditedAnswer, me: int, verdict: Assessment) -> bool:
    """Tell whether somebody who says a verdict confirms what another proposed."""
    proposed = answer.settled is not None and answer.settled_at is None
    return proposed and answer.settled_by != me and answer.settled == verdict


def _new(unit: Unit, audit: Audit, answer_id: int, me: int) -> AnswerVerdict:
    for task in seats.tasks(unit, audit, me):
        if task.answer.id == answer_id:
            return AnswerVerdict(
                answer_id=answer_id, seat=task.seat, judge=me, own_work=task.own_work
            )
    raise NotNow("audit_not_yours")


def _answer(unit: Unit, answer_id: int) -> AuditedAnswer:
    answer = unit.session.get(AuditedAnswer, answer_id)
    if answer is None:
        raise NotFound("audit_answer_unknown")
    return answer


def _note(note: str, *, needed: bool) -> str:
    said = mask(note.strip())
    if needed and not said:
        raise NotValid("note", "audit_note_needed")
    if len(said) > LONGEST_NOTE:
        raise NotValid("note", "too_long", longest=LONGEST_NOTE, length=len(said))
    return said
