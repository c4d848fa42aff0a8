"""One regional office answers for the desk, by its own date, and sees nothing else."""

from datetime import timedelta

import pytest

from knowledge.escalation import board, disposing, timers
from office import regional
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import NotFound, NotNow
from office.unit import Office
from tests.knowledge.escalation.desk import (
    ALL_READ,
    claim,
    do,
    open_one,
    read,
    reply,
    told,
)
from tests.people import CLOCKWORK, staff_member


def tick(office: Office, clock: StandingClock, span: timedelta = timedelta()) -> None:
    clock.advance(span)
    with office.unit(CLOCKWORK) as unit:
        timers.run(unit)


def test_an_office_answers_by_its_own_date_and_the_desk_sends(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    bappeda, member = an_office(office, "Bappeda", "tono")
    claim(office, pak_budi, number)
    disposed = dispose(office, pak_budi, number, bappeda)
    there = read(office, pak_budi, number)
    assert (there.status, there.speaker) == ("awaiting_opd", "opd")
    assert "escalation_disposed" in told(office, number)
    do(office, member, lambda unit: disposing.answer(unit, disposed, text="Ada di laman kami."))
    back = read(office, pak_budi, number)
    assert (back.status, back.meant_for) == ("queued", pak_budi.staff_id)
    assert (back.lines[-1].author, back.lines[-1].text) == ("opd", "Ada di laman kami.")
    assert told(office, number)[-1] == "escalation_disposed"  # the citizen hears from the desk


def test_another_office_sees_and_settles_nothing(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    bappeda, _ = an_office(office, "Bappeda", "tono")
    _, stranger = an_office(office, "Dinas Kesehatan", "wati")
    claim(office, pak_budi, number)
    disposed = dispose(office, pak_budi, number, bappeda)
    with pytest.raises(NotFound):
        do(office, stranger, lambda unit: disposing.answer(unit, disposed, text="Kami tahu"))


def test_an_office_that_lets_its_date_pass_loses_it_to_the_desk_and_may_still_answer(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    bappeda, member = an_office(office, "Bappeda", "tono")
    claim(office, pak_budi, number)
    disposed = dispose(office, pak_budi, number, bappeda)
    tick(office, clock, timedelta(days=3))
    late = read(office, pak_budi, number)
    assert (late.status, late.dispositions[0].status) == ("queued", "overdue")
    do(office, member, lambda unit: disposing.answer(unit, disposed, text="Maaf terlambat."))
    assert read(office, pak_budi, number).lines[-1].text == "Maaf terlambat."


def test_an_office_returns_what_is_not_its_own(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    bappeda, member = an_office(office, "Bappeda", "tono")
    claim(office, pak_budi, number)
    disposed = dispose(office, pak_budi, number, bappeda)
    do(office, member, lambda unit: disposing.send_back(unit, disposed, reason="Milik Dinsos."))
    back = read(office, pak_budi, number)
    assert (back.status, back.dispositions[0].status) == ("queued", "returned")
    with pytest.raises(NotNow, match="disposition_settled"):
        do(office, member, lambda unit: disposing.answer(unit, disposed, text="Eh"))


def test_the_queue_tells_what_an_office_settled_until_the_citizen_is_answered(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    bappeda, member = an_office(office, "Bappeda", "tono")
    claim(office, pak_budi, number)
    disposed = dispose(office, pak_budi, number, bappeda)
    assert came_back(office, pak_budi) == [None]
    clock.advance(timedelta(minutes=5))
    do(office, member, lambda unit: disposing.answer(unit, disposed, text="Ada di laman kami."))
    assert came_back(office, pak_budi) == ["answered"]
    clock.advance(timedelta(minutes=5))
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, "Ada di laman Bappeda, Bu.")
    assert came_back(office, pak_budi) == [None]


def came_back(office: Office, member: StaffMember) -> list[str | None]:
    return [one.came_back for one in do(office, member, board.queue)]


def an_office(office: Office, name: str, login: str) -> tuple[int, StaffMember]:
    with office.unit(CLOCKWORK) as unit:
        number = regional.add(unit, name)
        return number, staff_member(
            unit, login, login.title(), Role.PPID_EXECUTOR, regional_office=number
        )


def dispose(office: Office, staff: StaffMember, number: int, opd: int) -> int:
    return do(
        office,
        staff,
        lambda unit: disposing.dispose(
            unit, number, regional_office=opd, question="Berapa anggarannya?",
            working_days=1, seen_line=ALL_READ,
        ),
    )  # fmt: skip
