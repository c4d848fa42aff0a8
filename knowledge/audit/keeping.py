"""How long an audit keeps words: what was asked and noted goes, verdicts and figures stay."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from knowledge.audit import opening, seats
from knowledge.audit.tables import AnswerVerdict, Audit, AuditedAnswer
from office.people import Permission
from office.unit import Unit

# From the draw on: long enough for the yearly report and a question about it.
TEXTS_KEPT = timedelta(days=365)


def forget(unit: Unit, *, before: datetime) -> int:
    """Delete the questions and notes of the audits drawn before; return how many audits."""
    unit.require(Permission.KEEP_TIME)
    old = select(Audit.id).where(Audit.drawn_at < before, Audit.texts_forgotten_at.is_(None))
    numbers = list(unit.session.scalars(old))
    if not numbers:
        return 0
    of_them = AuditedAnswer.audit_id.in_(numbers)
    answers = select(AuditedAnswer.id).where(of_them)
    unit.session.execute(update(AuditedAnswer).where(of_them).values(text=None, settled_note=""))
    unit.session.execute(
        update(AnswerVerdict).where(AnswerVerdict.answer_id.in_(answers)).values(note=""),
        execution_options={"synchronize_session": False},
    )
    unit.session.execute(
        update(Audit).where(Audit.id.in_(numbers)).values(texts_forgotten_at=unit.now)
    )
    for number in numbers:
        unit.record("audit.texts_forgotten", f"audit:{number}")
    return len(numbers)


def forget_questions(unit: Unit, questions: Sequence[int]) -> None:
    """Delete the copies of questions that somebody has forgotten, and what was noted to them."""
    of_them = AuditedAnswer.question_id.in_(questions)
    answers = select(AuditedAnswer.id).where(of_them)
    unit.session.execute(
        update(AnswerVerdict).where(AnswerVerdict.answer_id.in_(answers)).values(note=""),
        execution_options={"synchronize_session": False},
    )
    unit.session.execute(
        update(AuditedAnswer).where(of_them).values(text=None, settled_note=""),
        execution_options={"synchronize_session": False},
    )


def nightly(unit: Unit) -> int:
    """Delete what was kept long enough; return of how many audits.

    Before that open the audits that waited for nothing but questions forgotten since. That is not
    done with the forgetting itself: the journal would show whose question had been drawn.
    """
    unit.require(Permission.KEEP_TIME)
    running = select(Audit.id).where(Audit.opened_at.is_(None), Audit.texts_forgotten_at.is_(None))
    for number in unit.session.scalars(running.order_by(Audit.id)).all():
        opening.open_if_complete(unit, seats.locked(unit, number))
    return forget(unit, before=unit.now - TEXTS_KEPT)
