"""The audit of answers: a provable draw, and two judges who see nothing of each other."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from knowledge.audit import assessing, drawing, findings, reading, seats
from knowledge.audit.tables import AnswerVerdict, AuditedAnswer
from knowledge.tables import questions
from office import journal
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.auditing import (
    NOVEMBER,
    RIGHT,
    WRONG,
    answer_at,
    answered,
    bu_rini,
    drawn,
    judges,
    places,
    sits,
)
from tests.people import CLOCKWORK

__all__ = ["bu_rini", "drawn"]


def test_a_draw_takes_the_answers_of_the_month_and_can_be_proved(
    office: Office, drawn: int, pak_agus: StaffMember
) -> None:
    with office.reading(pak_agus) as unit:
        sheet = reading.sheet(unit, drawn)
        proof = drawing.repeat(unit, drawn)
        lines = journal.of_subject(unit.session, [f"audit:{drawn}"])
    assert (sheet.month, sheet.size, sheet.population, sheet.wanted) == (NOVEMBER, 4, 4, 100)
    assert len(sheet.seed) == 32
    assert (proof.same_population, proof.same_sample, proof.population) == (True, True, 4)
    assert [line.act for line in lines] == ["audit.drawn"]


def test_a_proof_says_when_the_log_is_no_longer_the_same(
    office: Office, drawn: int, pak_agus: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(questions).where(questions.c.key == "k2"))
    with office.reading(pak_agus) as unit:
        proof = drawing.repeat(unit, drawn)
    assert (proof.same_population, proof.same_sample, proof.population) == (False, False, 3)


def test_a_smaller_sample_is_drawn_by_lot_from_all(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    numbers = {answered(office, number) for number in range(25)}
    clock.advance(timedelta(days=10))
    with office.unit(pak_budi) as unit:
        audit = drawing.draw(unit, NOVEMBER, size=10)
    with office.reading(pak_budi) as unit:
        chosen = set(unit.session.scalars(select(AuditedAnswer.question_id)))
        assert drawing.repeat(unit, audit).same_sample
    assert len(chosen) == 10
    assert chosen < numbers


def test_a_month_is_drawn_once_when_it_is_over_and_only_where_something_was_answered(
    office: Office, drawn: int, pak_budi: StaffMember, clock: StandingClock
) -> None:
    def refused(month: date, size: int = 100) -> str:
        with pytest.raises((NotNow, NotValid)) as caught, office.unit(pak_budi) as unit:
            drawing.draw(unit, month, size=size)
        return caught.value.code

    assert refused(NOVEMBER) == "audit_drawn"
    assert refused(date(2026, 12, 1)) == "audit_month_open"
    assert refused(date(2026, 10, 1)) == "audit_nothing_answered"
    assert refused(date(2026, 10, 1), size=9) == "audit_size"
    with office.unit(CLOCKWORK) as unit:
        assert drawing.draw_due(unit) is None
    clock.advance(timedelta(days=1))
    with office.reading(pak_budi) as unit:
        assert reading.undrawn(unit)[0] == date(2026, 10, 1)


def test_the_clockwork_draws_last_month_by_itself(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    answered(office, 1)
    clock.advance(timedelta(days=8))
    with office.unit(CLOCKWORK) as unit:
        number = drawing.draw_due(unit)
    assert number is not None
    with office.reading(pak_budi) as unit:
        (sheet,) = reading.audits(unit)
    assert (sheet.number, sheet.drawn_by, sheet.size) == (number, "", 1)


def test_two_people_judge_and_nobody_sees_anything_before_both_are_done(
    office: Office, drawn: int, bu_dewi: StaffMember, pak_agus: StaffMember, bu_rini: StaffMember
) -> None:
    assert (sits(office, drawn, bu_dewi), sits(office, drawn, pak_agus)) == (1, 2)
    assert sits(office, drawn, bu_dewi) == 1
    with pytest.raises(NotNow, match="audit_seats_taken"):
        sits(office, drawn, bu_rini)
    judges(office, drawn, bu_dewi, {2: WRONG})
    with office.reading(pak_agus) as unit:
        with pytest.raises(NotNow, match="audit_running"):
            findings.findings(unit, drawn)
        assert [seat.judged for seat in reading.sheet(unit, drawn).seats] == [4, 0]
        facts = [line.facts for line in journal.of_subject(unit.session, [f"audit:{drawn}"])]
    # Not even in the journal, which the second judge may read.
    assert not any({"verdict", "note"} & set(one) for one in facts)
    assert "wrong" not in str(facts)
    judges(office, drawn, pak_agus, {2: WRONG})
    with office.reading(pak_agus) as unit:
        found = findings.findings(unit, drawn)
        sheet = reading.sheet(unit, drawn)
    assert sheet.opened_at is not None
    assert sheet.finished_at == sheet.opened_at
    assert found.agreement is not None
    assert (found.n, found.agreement.agreed, found.agreement.kappa) == (4, 4, 1.0)
    assert found.accuracy is not None
    assert (found.accuracy.count, found.accuracy.value) == (3, 0.75)
    assert [one.given.place for one in found.faults] == [2]
    assert found.table == [[3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]


def test_who_wrote_the_version_leaves_it_to_a_third_person(
    office: Office, drawn: int, pak_budi: StaffMember, bu_dewi: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_budi)
    sits(office, drawn, bu_dewi)
    assert places(office, drawn, pak_budi) == []
    assert places(office, drawn, bu_rini) == [(place, 1, False) for place in (1, 2, 3, 4)]
    with pytest.raises(NotNow, match="audit_not_yours"), office.unit(pak_budi) as unit:
        assessing.assess(unit, answer_at(office, drawn, 1), RIGHT)
    judges(office, drawn, bu_rini, {})
    judges(office, drawn, bu_dewi, {})
    with office.reading(bu_dewi) as unit:
        found = findings.findings(unit, drawn)
    assert found.own_work == 0
    assert {said.judge for one in found.faults + found.settled for said in one.said} == set()


def test_where_nobody_else_is_there_authors_judge_and_it_is_told(
    office: Office, drawn: int, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    sits(office, drawn, pak_budi)
    sits(office, drawn, bu_dewi)
    assert places(office, drawn, pak_budi) == [(place, 1, True) for place in (1, 2, 3, 4)]
    judges(office, drawn, pak_budi, {})
    judges(office, drawn, bu_dewi, {})
    with office.reading(bu_dewi) as unit:
        assert findings.findings(unit, drawn).own_work == 4


def test_nobody_judges_an_answer_on_both_seats(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember, bu_dewi: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    with office.reading(pak_agus) as unit:
        given = reading.next_for(unit, drawn)
    assert given is not None
    with office.unit(pak_agus) as unit:
        assessing.assess(unit, given.id, RIGHT)
    with office.unit(pak_agus) as unit:
        seats.leave(unit, drawn, 1)
    sits(office, drawn, bu_rini)
    with pytest.raises(NotNow, match="audit_other_seat"):
        sits(office, drawn, pak_agus)
    sits(office, drawn, bu_dewi)
    judges(office, drawn, bu_rini, {})
    judges(office, drawn, bu_dewi, {})
    with office.reading(bu_dewi) as unit:
        rows = unit.session.execute(select(AnswerVerdict.answer_id, AnswerVerdict.judge)).all()
    assert len(rows) == len(set(rows)) == 8


def test_a_seat_is_freed_by_its_holder_or_once_the_holder_may_judge_no_more(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    with pytest.raises(NotAllowed, match="audit_seat_of_another"), office.unit(bu_rini) as unit:
        seats.leave(unit, drawn, 1)
    with pytest.raises(NotFound, match="audit_seat_free"), office.unit(bu_rini) as unit:
        seats.leave(unit, drawn, 2)
    with office.unit(pak_agus) as unit:
        seats.leave(unit, drawn, 1)
    assert sits(office, drawn, bu_rini) == 1


def test_a_slip_is_mended_while_both_judge_and_never_after(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    judges(office, drawn, pak_agus, {1: WRONG})
    with office.reading(pak_agus) as unit:
        last = reading.before(unit, drawn, 2)
    assert last is not None
    assert (last.place, last.verdict, last.note) == (1, WRONG, "Kurang tepat.")
    with office.unit(pak_agus) as unit:
        assessing.assess(unit, last.id, RIGHT)
    judges(office, drawn, bu_rini, {})
    with office.reading(pak_agus) as unit:
        found = findings.findings(unit, drawn)
        assert reading.before(unit, drawn, 2) is None
    assert found.counts[RIGHT] == 4
    with pytest.raises(NotNow, match="audit_opened"), office.unit(pak_agus) as unit:
        assessing.assess(unit, last.id, WRONG, "Ternyata salah.")


def test_a_fault_needs_a_note_and_a_note_keeps_no_number(
    office: Office, drawn: int, pak_agus: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    first = answer_at(office, drawn, 1)
    for note, code in (("  ", "audit_note_needed"), ("x" * 1001, "too_long")):
        with pytest.raises(NotValid, match=code), office.unit(pak_agus) as unit:
            assessing.assess(unit, first, WRONG, note)
    with office.unit(pak_agus) as unit:
        assessing.assess(unit, first, WRONG, "Nomor 081234567890 sudah mati.")
    with office.reading(pak_agus) as unit:
        assert unit.session.scalars(select(AnswerVerdict.note)).one() == (
            "Nomor [telepon] sudah mati."
        )
