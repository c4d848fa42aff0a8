"""The two seats of an audit: who holds them, and which answers are whose to judge."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from knowledge.audit.tables import SEATS, AnswerVerdict, Audit, AuditedAnswer
from office import staff
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Task:
    """An answer that somebody may judge, on which seat; `own_work` where they wrote it."""

    answer: AuditedAnswer
    seat: int
    own_work: bool


def take(unit: Unit, number: int) -> int:
    """Sit down as one of the two judges; return the seat.

    Raise `NotNow` where both seats are taken, for somebody who judged on the other one, once the
    verdicts are open, and once the questions' time is over.
    """
    me, audit = judge(unit), locked(unit, number)
    held = holders(audit)
    if me in held.values():
        return next(seat for seat, one in held.items() if one == me)
    _still_judging(audit)
    seats = set(unit.session.scalars(_seats_of(number, me)))
    for seat in SEATS:
        if held[seat] is None and not seats - {seat}:
            _sit(audit, seat, me)
            unit.record("audit.seat_taken", f"audit:{number}", seat=seat)
            return seat
    raise NotNow("audit_seats_taken" if None not in held.values() else "audit_other_seat")


def leave(unit: Unit, number: int, seat: int) -> None:
    """Free a seat; what was judged on it stands. Another's only once they judge no more.

    Raise `NotFound` for a seat nobody holds, `NotAllowed` while its holder may judge, `NotNow`
    once the verdicts are open or the questions' time is over.
    """
    me, audit = judge(unit), locked(unit, number)
    _still_judging(audit)
    holder = holders(audit).get(seat)
    if holder is None:
        raise NotFound("audit_seat_free")
    if holder != me and holder in staff.who_may(unit, Permission.ASSESS_ANSWERS):
        raise NotAllowed("audit_seat_of_another")
    _sit(audit, seat, None)
    unit.record("audit.seat_left", f"audit:{number}", seat=seat)


def judge(unit: Unit) -> int:
    """Return the number of the member of staff who judges; raise `NotAllowed` for anybody else."""
    unit.require(Permission.ASSESS_ANSWERS)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def locked(unit: Unit, number: int) -> Audit:
    """Return an audit that nobody else moves meanwhile; raise `NotFound`."""
    audit = unit.session.get(Audit, number, with_for_update=True, populate_existing=True)
    if audit is None:
        raise NotFound("audit_unknown")
    return audit


def holders(audit: Audit) -> dict[int, int | None]:
    """Return who sits on each seat."""
    return dict(zip(SEATS, (audit.first_judge, audit.second_judge), strict=True))


def tasks(unit: Unit, audit: Audit, me: int) -> list[Task]:
    """Return what somebody has still to judge, in the order of the draw.

    Who wrote the version leaves it to a third person, as long as there is one. A question that is
    forgotten can be judged by nobody.
    """
    answers = unit.session.scalars(
        select(AuditedAnswer)
        .where(AuditedAnswer.audit_id == audit.id, AuditedAnswer.text.is_not(None))
        .order_by(AuditedAnswer.place)
    )
    said = _said(unit, audit.id)
    able = frozenset(staff.who_may(unit, Permission.ASSESS_ANSWERS))
    held = holders(audit)
    found = (_task(one, said.get(one.id, {}), held, able, me) for one in answers)
    return [one for one in found if one is not None]


def _task(
    answer: AuditedAnswer,
    said: dict[int, int],
    held: dict[int, int | None],
    able: frozenset[int],
    me: int,
) -> Task | None:
    if me in said.values():
        return None
    for seat in SEATS:
        if seat in said:
            continue
        holder, beside = held[seat], held[3 - seat]
        others = able - {answer.author, beside, holder} - set(said.values())
        if holder == me and (answer.author != me or not others):
            return Task(answer, seat, own_work=answer.author == me)
        steps_back = holder is not None and (holder == answer.author or holder in said.values())
        if steps_back and me in others:
            return Task(answer, seat, own_work=False)
    return None


def _said(unit: Unit, number: int) -> dict[int, dict[int, int]]:
    """Return of each answer who judged it on which seat, never what they said."""
    rows = unit.session.execute(
        select(AnswerVerdict.answer_id, AnswerVerdict.seat, AnswerVerdict.judge)
        .join(AuditedAnswer, AuditedAnswer.id == AnswerVerdict.answer_id)
        .where(AuditedAnswer.audit_id == number)
    )
    found: dict[int, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row.answer_id, {})[row.seat] = row.judge
    return found


def _seats_of(number: int, me: int) -> Select[int]:
    return (
        select(AnswerVerdict.seat)
        .join(AuditedAnswer, AuditedAnswer.id == AnswerVerdict.answer_id)
        .where(AuditedAnswer.audit_id == number, AnswerVerdict.judge == me)
    )


def _sit(audit: Audit, seat: int, who: int | None) -> None:
    if seat == SEATS[0]:
        audit.first_judge = who
    else:
        audit.second_judge = who


def _still_judging(audit: Audit) -> None:
    if audit.opened_at is not None:
        raise NotNow("audit_opened")
    if audit.texts_forgotten_at is not None:
        raise NotNow("audit_lapsed")
