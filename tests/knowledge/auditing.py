"""An audit of four answers, and people who judge them."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from knowledge.audit import assessing, drawing, reading, seats
from knowledge.audit.tables import AuditedAnswer
from knowledge.audit.words import Assessment
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.unit import Office
from tests.knowledge.asking import ask
from tests.knowledge.samples import SLUG, an_edition
from tests.knowledge.samples import published as entry_published
from tests.people import CLOCKWORK, staff_member

NOVEMBER = date(2026, 11, 1)
RIGHT, WRONG = Assessment.RIGHT, Assessment.WRONG


@pytest.fixture
def bu_rini(office: Office) -> StaffMember:
    """A third judge, who writes no entries here."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rini", "Rini Kurator", Role.KB_CURATOR)


@pytest.fixture
def drawn(office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember) -> int:
    """November's sample of four answers; Pak Budi wrote the entry. Returns the audit's number."""
    return november(office, clock, pak_budi, bu_dewi)


def november(
    office: Office, clock: StandingClock, author: StaffMember, reviewer: StaffMember
) -> int:
    entry_published(office, author, reviewer, an_edition())
    for number in range(4):
        answered(office, number)
    ask(office, "tidak dijawab", key="unknown")
    clock.advance(timedelta(days=10))
    with office.unit(reviewer) as unit:
        return drawing.draw(unit, NOVEMBER)


def answered(office: Office, number: int) -> int:
    return ask(office, f"becak {number}", key=f"k{number}", band=Band.ANSWER, slugs=(SLUG,))


def judges(office: Office, audit: int, who: StaffMember, said: Mapping[int, Assessment]) -> None:
    """Let somebody judge everything that is theirs; what is not named is right."""
    while True:
        with office.reading(who) as unit:
            given = reading.next_for(unit, audit)
        if given is None:
            return
        verdict = said.get(given.place, RIGHT)
        with office.unit(who) as unit:
            assessing.assess(unit, given.id, verdict, "" if verdict is RIGHT else "Kurang tepat.")


def sits(office: Office, audit: int, who: StaffMember) -> int:
    with office.unit(who) as unit:
        return seats.take(unit, audit)


def places(office: Office, audit: int, who: StaffMember) -> list[tuple[int, int, bool]]:
    """Return place, seat and own work of what somebody has still to judge."""
    with office.unit(who) as unit:
        found = seats.tasks(unit, seats.locked(unit, audit), who.staff_id)
        return [(one.answer.place, one.seat, one.own_work) for one in found]


def answer_at(office: Office, audit: int, place: int) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.execute(
            select(AuditedAnswer.id).where(
                AuditedAnswer.audit_id == audit, AuditedAnswer.place == place
            )
        ).scalar_one()
