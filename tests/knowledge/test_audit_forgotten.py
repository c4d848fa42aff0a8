"""What an audit draws from, and what becomes of answers whose question is forgotten meanwhile."""

from collections.abc import Collection
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from knowledge import judging, questions, retention
from knowledge.audit import assessing, drawing, findings, keeping, published, reading, seats
from knowledge.audit.tables import Audit, AuditedAnswer
from knowledge.audit.unpublished import unpublished
from knowledge.audit.words import Delay, Manner
from knowledge.tables import questions as log
from knowledge.words import Route
from office import journal
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotNow
from office.unit import Office, Unit
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
from tests.people import BU_SARI, CLOCKWORK

__all__ = ["bu_rini", "drawn"]


def forgets(office: Office, audit: int, gone: Collection[int]) -> None:
    """Let the citizen who asked have some questions of a sample forgotten, by their places."""
    with office.unit(BU_SARI) as unit:
        numbers = unit.session.scalars(
            select(AuditedAnswer.question_id).where(
                AuditedAnswer.audit_id == audit, AuditedAnswer.place.in_(gone)
            )
        ).all()
        keeping.forget_questions(unit, numbers)


def why_missing(unit: Unit) -> list[Delay]:
    """Return why November has no public figure."""
    return [one.delay for one in unpublished(unit, NOVEMBER, NOVEMBER)]


def night(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        keeping.nightly(unit)


def test_a_forgotten_question_is_judged_no_more_and_belongs_to_no_figure(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    judges(office, drawn, pak_agus, {1: WRONG})
    forgets(office, drawn, (1, 2))
    assert [place for place, _, _ in places(office, drawn, bu_rini)] == [3, 4]
    first = answer_at(office, drawn, 1)
    for judge in (pak_agus, bu_rini):
        with pytest.raises(NotNow, match="audit_not_yours"), office.unit(judge) as unit:
            assessing.assess(unit, first, WRONG, "Ia bertanya tentang becaknya.")
    with office.reading(pak_agus) as unit:
        last = reading.before(unit, drawn, 3)
        assert reading.sheet(unit, drawn).forgotten == 2
    assert last is None
    judges(office, drawn, bu_rini, {})
    with office.reading(pak_agus) as unit:
        found = findings.findings(unit, drawn)
        (figure,) = published(unit)
        standing = findings.standings(unit)[drawn]
        assert drawing.repeat(unit, drawn).same_sample
    assert (found.n, found.accuracy, found.faults) == (2, figure.accuracy, ())
    assert (figure.n, figure.accuracy.count, figure.agreed) == (2, 2, 2)
    assert standing == findings.Standing(found.accuracy, found.agreement, 0)
    with pytest.raises(NotNow, match="audit_settled"), office.unit(bu_rini) as unit:
        assessing.settle(unit, first, RIGHT, manner=Manner.DISCUSSION, note="Berdua.")


def test_what_both_had_judged_before_it_was_forgotten_still_counts(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    for judge in (pak_agus, bu_rini):
        with office.unit(judge) as unit:
            assessing.assess(unit, answer_at(office, drawn, 1), WRONG, "Alamat lama.")
    forgets(office, drawn, (1,))
    judges(office, drawn, pak_agus, {})
    judges(office, drawn, bu_rini, {})
    with office.reading(pak_agus) as unit:
        (figure,) = published(unit)
        assert reading.sheet(unit, drawn).forgotten == 0
    assert (figure.n, figure.wrong) == (4, 1)


def test_an_audit_that_waits_only_for_forgotten_questions_opens_at_night_and_not_at_once(
    office: Office, drawn: int, pak_agus: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    judges(office, drawn, pak_agus, {})
    for place in (1, 2, 3):
        with office.unit(bu_rini) as unit:
            assessing.assess(unit, answer_at(office, drawn, place), RIGHT)
    forgets(office, drawn, (4,))
    with office.reading(pak_agus) as unit:
        assert reading.sheet(unit, drawn).opened_at is None
    night(office)
    with office.reading(pak_agus) as unit:
        assert findings.findings(unit, drawn).n == 3
        opened = [
            line.actor
            for line in journal.of_subject(unit.session, [f"audit:{drawn}"])
            if line.act == "audit.opened"
        ]
    # Who had it forgotten is not told by the journal.
    assert opened == [CLOCKWORK.label]


def test_an_audit_of_nothing_but_forgotten_questions_never_opens(
    office: Office, drawn: int, pak_agus: StaffMember
) -> None:
    forgets(office, drawn, (1, 2, 3, 4))
    night(office)
    with office.reading(pak_agus) as unit:
        assert reading.sheet(unit, drawn).opened_at is None
        assert reading.next_for(unit, drawn) is None
        assert published(unit) == []


def test_nobody_stops_judging_where_the_figure_pleases_and_waits_for_the_texts_to_go(
    office: Office,
    drawn: int,
    pak_agus: StaffMember,
    bu_rini: StaffMember,
    bu_dewi: StaffMember,
    clock: StandingClock,
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_rini)
    for judge in (pak_agus, bu_rini):
        with office.unit(judge) as unit:
            assessing.assess(unit, answer_at(office, drawn, 1), RIGHT)
    clock.advance(timedelta(days=366))
    for _ in range(2):
        night(office)
    with office.reading(pak_agus) as unit:
        assert reading.sheet(unit, drawn).opened_at is None
        assert published(unit) == []
        assert why_missing(unit) == [Delay.LAPSED]
    assert places(office, drawn, pak_agus) == []
    with pytest.raises(NotNow, match="audit_lapsed"), office.unit(bu_dewi) as unit:
        seats.take(unit, drawn)


def test_what_was_forgotten_before_the_draw_takes_part_and_is_not_judged(
    office: Office, clock: StandingClock, pak_agus: StaffMember
) -> None:
    for number in range(12):
        answered(office, number)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(log).where(log.c.key.in_(("k1", "k2"))).values(text=""))
    clock.advance(timedelta(days=10))
    with office.unit(pak_agus) as unit:
        audit = drawing.draw(unit, NOVEMBER)
    sits(office, audit, pak_agus)
    with office.reading(pak_agus) as unit:
        sheet = reading.sheet(unit, audit)
        assert drawing.repeat(unit, audit).same_population
    assert (sheet.population, sheet.size, sheet.forgotten) == (12, 12, 2)
    assert len(places(office, audit, pak_agus)) == 10


def test_a_month_whose_questions_are_all_forgotten_is_not_drawn(
    office: Office, clock: StandingClock, pak_agus: StaffMember
) -> None:
    answered(office, 1)
    with office.unit(BU_SARI) as unit:
        assert retention.forget_questions(unit) == 1
    clock.advance(timedelta(days=10))
    with pytest.raises(NotNow, match="audit_nothing_answered"), office.unit(pak_agus) as unit:
        drawing.draw(unit, NOVEMBER)
    with office.unit(CLOCKWORK) as unit:
        assert drawing.draw_due(unit) is None
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.scalars(select(Audit.id)).all() == []


@pytest.mark.parametrize("route", [Route.STAFF, Route.COMPLAINT, Route.PERSONAL, Route.EMERGENCY])
def test_what_was_found_for_a_message_and_not_given_is_no_answer(
    office: Office, clock: StandingClock, pak_agus: StaffMember, route: Route
) -> None:
    given = {answered(office, number) for number in range(2)}
    other = answered(office, 2)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(log).where(log.c.id == other).values(route=route.value))
    clock.advance(timedelta(days=10))
    with office.unit(pak_agus) as unit:
        drawing.draw(unit, NOVEMBER)
    with office.reading(pak_agus) as unit:
        assert set(unit.session.scalars(select(AuditedAnswer.question_id))) == given


def test_an_answer_is_audited_by_its_own_version_whatever_was_picked_instead(
    office: Office, clock: StandingClock, drawn: int, pak_agus: StaffMember
) -> None:
    number = answered(office, 9)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(log).where(log.c.id == number).values(edition=1))
    with office.unit(BU_SARI) as unit:
        judging.pick(unit, "k9", "lain", edition=7)
        questions.follow_up(unit, "k9", "helped")
    clock.advance(timedelta(days=31))
    with office.unit(pak_agus) as unit:
        audit = drawing.draw(unit, drawing.month_after(NOVEMBER))
    with office.reading(pak_agus) as unit:
        row = unit.session.execute(
            select(AuditedAnswer.edition, AuditedAnswer.author).where(
                AuditedAnswer.audit_id == audit
            )
        ).one()
    assert row.edition == 1
    assert row.author is not None


def test_it_is_told_when_more_than_two_people_judged(
    office: Office, drawn: int, pak_agus: StaffMember, bu_dewi: StaffMember, bu_rini: StaffMember
) -> None:
    sits(office, drawn, pak_agus)
    sits(office, drawn, bu_dewi)
    with office.unit(pak_agus) as unit:
        assessing.assess(unit, answer_at(office, drawn, 1), RIGHT)
    with office.unit(pak_agus) as unit:
        seats.leave(unit, drawn, 1)
    sits(office, drawn, bu_rini)
    for judge in (bu_rini, bu_dewi):
        judges(office, drawn, judge, {})
    with office.reading(bu_dewi) as unit:
        found = findings.findings(unit, drawn)
    assert (found.n, found.judges) == (4, 3)
