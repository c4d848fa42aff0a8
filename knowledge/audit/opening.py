"""When the verdicts of an audit may be read, and when its figure becomes public."""

from sqlalchemy import func, select

from knowledge.audit.tables import SEATS, AnswerVerdict, Audit, AuditedAnswer
from office.unit import Unit


def open_if_complete(unit: Unit, audit: Audit) -> None:
    """Open the verdicts once both are there on every answer whose question is still known.

    What a citizen had forgotten meanwhile is judged no more and belongs to no figure. Once the
    time of all the questions is over nothing is opened: the figure would be of those answers that
    somebody happened to judge.
    """
    if audit.opened_at is not None or audit.texts_forgotten_at is not None:
        return
    of_audit = AuditedAnswer.audit_id == audit.id
    verdicts = func.count(AnswerVerdict.seat)
    answers = (
        select(AuditedAnswer.id)
        .outerjoin(AnswerVerdict, AnswerVerdict.answer_id == AuditedAnswer.id)
        .where(of_audit)
        .group_by(AuditedAnswer.id)
        .limit(1)
    )
    waiting = answers.where(AuditedAnswer.text.is_not(None)).having(verdicts < len(SEATS))
    judged = answers.having(verdicts == len(SEATS))
    if unit.session.scalar(waiting) is None and unit.session.scalar(judged) is not None:
        audit.opened_at = unit.now
        unit.record("audit.opened", f"audit:{audit.id}")
        finish_if_settled(unit, audit)


def finish_if_settled(unit: Unit, audit: Audit) -> None:
    """Make the figure public as soon as there is one: nobody chooses which months are."""
    disputed = (
        select(AnswerVerdict.answer_id)
        .join(AuditedAnswer, AuditedAnswer.id == AnswerVerdict.answer_id)
        .where(AuditedAnswer.audit_id == audit.id, AuditedAnswer.settled_at.is_(None))
        .group_by(AnswerVerdict.answer_id)
        .having(func.count(AnswerVerdict.verdict.distinct()) > 1)
    )
    if unit.session.scalar(disputed.limit(1)) is None:
        audit.finished_at = unit.now
        unit.record("audit.finished", f"audit:{audit.id}")
