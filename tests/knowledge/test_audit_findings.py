"""What an audit found: disagreements settled, one figure published, words forgotten in time."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from knowledge.audit import assessing, drawing, findings, keeping, published, reading, seats
from knowledge.audit.unpublished import Unpublished, unpublished
from knowledge.audit.words import Assessment, Delay, Manner
from knowledge.tables import questions
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.auditing import (
    NOVEMBER,
    RIGHT,
    WRONG,
    answer_at,
    bu_rini,
    drawn,
    judges,
    sits,
)
from tests.knowledge.samples import an_edition
from tests.people import BU_SARI, CLOCKWORK

__all__ = ["bu_rini", "drawn"]


def test_disagreements_are_settled_and_both_first_verdicts_stay(
    office: Office,
    drawn: int,
    pak_agus: StaffMember,
    bu_rini: StaffMember,
    bu_dewi: StaffMember,
    clock: StandingClock,
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    judges(office, drawn, pak_agus, {1: WRONG})
    judges(office, drawn, bu_rini, {2: Assessment.PARTLY})
    one, two = answer_at(office, drawn, 1), answer_at(office, drawn, 2)
    with office.reading(pak_agus) as unit:
        found = findings.findings(unit, drawn)
        assert [item.given.place for item in found.open] == [1, 2]
        assert found.accuracy is None
        assert published(unit) == []
        assert unpublished(unit, NOVEMBER, NOVEMBER) == [Unpublished(NOVEMBER, Delay.DISPUTED)]
    settle(office, pak_agus, one, Manner.THIRD, refused="audit_third_needed")
    settle(office, bu_dewi, answer_at(office, drawn, 3), Manner.THIRD, refused="audit_settled")
    settle(office, bu_dewi, one, Manner.THIRD, note="", refused="audit_note_needed")
    settle(office, bu_dewi, one, Manner.THIRD)
    settle(office, bu_dewi, one, Manner.THIRD, refused="audit_settled")
    clock.advance(timedelta(days=1))
    settle(office, pak_agus, two, Manner.DISCUSSION)
    settle(office, bu_rini, two, Manner.DISCUSSION, note="")
    with office.reading(pak_agus) as unit:
        found = findings.findings(unit, drawn)
        (figure,) = published(unit)
        assert unpublished(unit, NOVEMBER, NOVEMBER) == []
        assert published(unit, year=2026) == [figure]
        assert published(unit, year=2025) == []
    first, second = found.settled
    assert [said.verdict for said in first.said] == [WRONG, RIGHT]
    assert (first.settled, first.manner, first.settled_by) == (WRONG, Manner.THIRD, "Dewi Lestari")
    assert second.manner is Manner.DISCUSSION
    assert (figure.month, figure.n, figure.population) == (NOVEMBER, 4, 4)
    assert (figure.accuracy.count, figure.wrong, figure.partly, figure.agreed) == (2, 2, 0, 2)
    assert figure.finished_at == clock.now()
    assert found.accuracy == figure.accuracy
    assert found.agreement is not None
    assert (found.agreement.kappa, found.agreement.low) == (figure.kappa, figure.low)


def test_a_discussion_is_between_the_two_judges_and_stands_once_both_said_so(
    office: Office,
    drawn: int,
    bu_dewi: StaffMember,
    bu_rini: StaffMember,
    pak_agus: StaffMember,
    pak_budi: StaffMember,
) -> None:
    sits(office, drawn, bu_dewi)
    sits(office, drawn, bu_rini)
    judges(office, drawn, bu_dewi, {})
    judges(office, drawn, bu_rini, {1: WRONG})
    one = answer_at(office, drawn, 1)
    # Neither the author nor anybody who did not judge speaks for the two.
    for outsider in (pak_budi, pak_agus):
        settle(office, outsider, one, Manner.DISCUSSION, refused="audit_judges_discuss")
    settle(office, pak_budi, one, Manner.THIRD, refused="audit_third_needed")
    settle(office, bu_dewi, one, Manner.DISCUSSION, note=" ", refused="audit_note_needed")
    for _ in range(2):
        settle(office, bu_dewi, one, Manner.DISCUSSION)
    assert proposed(office, drawn, bu_dewi) == (WRONG, "Dewi Lestari", False)
    assert proposed(office, drawn, bu_rini) == (WRONG, "Dewi Lestari", True)
    assert proposed(office, drawn, pak_budi) == (WRONG, "Dewi Lestari", False)
    with office.unit(bu_rini) as unit:
        assert not assessing.settle(
            unit, one, Assessment.PARTLY, manner=Manner.DISCUSSION, note="Hanya jamnya."
        )
    # Saying something else is another proposal.
    assert proposed(office, drawn, bu_dewi) == (Assessment.PARTLY, "Rini Kurator", True)
    with office.reading(CLOCKWORK) as unit:
        assert published(unit) == []
    with office.unit(bu_dewi) as unit:
        assert assessing.settle(unit, one, Assessment.PARTLY, manner=Manner.DISCUSSION)
    settle(office, bu_dewi, one, Manner.DISCUSSION, refused="audit_settled")
    with office.reading(bu_dewi) as unit:
        (settled,) = findings.findings(unit, drawn).settled
        (figure,) = published(unit)
    assert (settled.settled, settled.settled_note) == (Assessment.PARTLY, "Hanya jamnya.")
    assert (settled.proposed, settled.may_confirm) == (None, False)
    assert (figure.accuracy.count, figure.partly, figure.wrong) == (3, 1, 0)


def test_a_third_person_may_still_decide_what_one_judge_only_proposed(
    office: Office, drawn: int, bu_dewi: StaffMember, bu_rini: StaffMember, pak_agus: StaffMember
) -> None:
    sits(office, drawn, bu_dewi)
    sits(office, drawn, bu_rini)
    judges(office, drawn, bu_dewi, {})
    judges(office, drawn, bu_rini, {1: WRONG})
    one = answer_at(office, drawn, 1)
    with office.unit(bu_dewi) as unit:
        assert not assessing.settle(unit, one, RIGHT, manner=Manner.DISCUSSION, note="Sudah.")
    settle(office, pak_agus, one, Manner.THIRD)
    with office.reading(bu_dewi) as unit:
        (settled,) = findings.findings(unit, drawn).settled
    assert (settled.settled, settled.manner) == (WRONG, Manner.THIRD)
    assert settled.settled_by == "Agus Inspektorat"


def proposed(office: Office, audit: int, who: StaffMember) -> tuple[Assessment | None, str, bool]:
    with office.reading(who) as unit:
        found = findings.findings(unit, audit)
    (item,) = found.open
    assert found.settled == ()
    assert item.final is None
    return item.proposed, item.settled_by, item.may_confirm


def settle(
    office: Office, who: StaffMember, answer: int, manner: Manner, *, note: str = "Alamatnya lama.",
    refused: str = "",
) -> None:  # fmt: skip
    if refused:
        refusals = (NotNow, NotAllowed, NotValid)
        with pytest.raises(refusals, match=refused), office.unit(who) as unit:
            assessing.settle(unit, answer, WRONG, manner=manner, note=note)
        return
    with office.unit(who) as unit:
        assessing.settle(unit, answer, WRONG, manner=manner, note=note)


def test_nothing_is_settled_while_anybody_judges(
    office: Office, drawn: int, pak_agus: StaffMember
) -> None:
    settle(office, pak_agus, answer_at(office, drawn, 1), Manner.THIRD, refused="audit_running")


def test_the_copy_outlives_the_log_and_goes_in_its_own_time(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember, clock: StandingClock
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    judges(office, drawn, pak_agus, {1: WRONG})
    judges(office, drawn, bu_rini, {1: WRONG})
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(questions))
    with office.reading(pak_agus) as unit:
        (fault,) = findings.findings(unit, drawn).faults
        before = published(unit)
    assert (fault.given.text or "").startswith("becak ")
    assert fault.given.body == an_edition().body
    clock.advance(timedelta(days=364))
    assert forgotten(office) == 0
    clock.advance(timedelta(days=2))
    assert forgotten(office) == 1
    assert forgotten(office) == 0
    with office.reading(pak_agus) as unit:
        (fault,) = findings.findings(unit, drawn).faults
        assert published(unit) == before
    assert fault.given.text is None
    assert [said.note for said in fault.said] == ["", ""]


def forgotten(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        return keeping.nightly(unit)


def test_only_who_may_assess_draws_judges_and_reads(
    office: Office, drawn: int, bu_ratna: StaffMember
) -> None:
    first = answer_at(office, drawn, 1)
    for actor in (bu_ratna, BU_SARI, CLOCKWORK):
        for attempt in (
            lambda unit: drawing.draw(unit, NOVEMBER),
            lambda unit: drawing.repeat(unit, drawn),
            lambda unit: seats.take(unit, drawn),
            lambda unit: seats.leave(unit, drawn, 1),
            lambda unit: assessing.assess(unit, first, RIGHT),
            lambda unit: assessing.settle(unit, first, RIGHT, manner=Manner.THIRD, note="x"),
            lambda unit: findings.findings(unit, drawn),
            lambda unit: reading.audits(unit),
            lambda unit: reading.sheet(unit, drawn),
            lambda unit: reading.next_for(unit, drawn),
        ):
            with pytest.raises(NotAllowed), office.unit(actor) as unit:
                attempt(unit)
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        keeping.forget(unit, before=unit.now)


def test_what_does_not_exist_is_not_found(office: Office, pak_agus: StaffMember) -> None:
    for attempt in (
        lambda unit: drawing.repeat(unit, 99),
        lambda unit: seats.take(unit, 99),
        lambda unit: findings.findings(unit, 99),
        lambda unit: reading.sheet(unit, 99),
        lambda unit: assessing.assess(unit, 99, RIGHT),
    ):
        with pytest.raises(NotFound), office.unit(pak_agus) as unit:
            attempt(unit)
