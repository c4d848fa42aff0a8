"""The second look at a report: by whom, at which text, and one decision at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid, Refusal
from office.unit import Office, Unit
from register.reports import editions, shelf
from register.reports.words import Entered, Field, State
from tests.people import CLOCKWORK, staff_member
from tests.register.reports.sample import HEAD, seen
from tests.register.reports.test_editions import begun

REASON = "Angkanya keliru"


@pytest.fixture
def officers(office: Office) -> tuple[StaffMember, StaffMember]:
    """Two who write reports and decide nothing."""
    with office.unit(CLOCKWORK) as unit:
        return (
            staff_member(unit, "satu", "A Satu", Role.INFORMATION_OFFICER),
            staff_member(unit, "dua", "B Dua", Role.INFORMATION_OFFICER),
        )


def handed_in(office: Office, writer: StaffMember, proposer: StaffMember) -> int:
    """Return October's report, written by one and proposed by another."""
    number = begun(office, writer, place=10)
    with office.unit(writer) as unit:
        editions.write(unit, number, Field.FOREWORD, "Kata pengantar", seen=0)
    with office.unit(proposer) as unit:
        editions.propose(unit, number)
    return number


def test_two_officers_finish_nothing_between_them(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_ratna: StaffMember
) -> None:
    number = handed_in(office, officers[0], officers[0])
    with office.unit(officers[1]) as unit, pytest.raises(NotAllowed, match="permission_missing"):
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    with office.unit(bu_ratna) as unit:
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))


def test_who_wrote_any_of_it_does_not_finish_it_though_another_proposed_it(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_dewi: StaffMember,
    bu_ratna: StaffMember,
) -> None:  # fmt: skip
    number = handed_in(office, bu_dewi, officers[0])
    with office.unit(bu_dewi) as unit, pytest.raises(NotAllowed) as no:
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    assert (no.value.code, no.value.facts) == ("report_other_finisher", {"names": "Ratna Sekda"})
    with office.reading(bu_dewi) as unit:
        assert shelf.finishers(unit, number) == {bu_ratna.staff_id: "Ratna Sekda"}


def test_who_emptied_a_text_or_entered_a_number_wrote_it(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = begun(office, pak_budi, place=10)
    with office.unit(pak_budi) as unit:
        editions.write(unit, number, Field.FOREWORD, "Kata pengantar", seen=0)
    with office.unit(bu_dewi) as unit:
        editions.write(unit, number, Field.FOREWORD, "", seen=1)
    with office.unit(bu_ratna) as unit:
        editions.enter(unit, number, {Entered.KI_FILED: 1}, {})
    with office.reading(pak_budi) as unit:
        assert set(shelf.finishers(unit, number)) == {pak_budi.staff_id}


def test_where_everybody_wrote_nobody_finishes_and_it_is_said(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_dewi: StaffMember
) -> None:
    number = handed_in(office, bu_dewi, officers[0])
    with office.unit(bu_dewi) as unit, pytest.raises(NotAllowed, match="report_no_finisher"):
        editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))


def test_nothing_is_finished_unread_and_nothing_comes_back_without_a_reason(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_ratna: StaffMember
) -> None:
    number = handed_in(office, *officers)
    with office.unit(bu_ratna) as unit, pytest.raises(NotValid, match="report_unread"):
        editions.finish(unit, number, HEAD, is_read=False, seen=seen(unit, number))
    for reason, code in ((" ", "required"), ("x" * 501, "too_long")):
        with office.unit(bu_ratna) as unit, pytest.raises(NotValid, match=code):
            editions.send_back(unit, number, reason, seen=seen(unit, number))
    with office.reading(bu_ratna) as unit:
        assert shelf.find(unit, number).state is State.PROPOSED


def test_who_returned_it_with_a_reason_has_written_nothing_of_it(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_ratna: StaffMember
) -> None:
    number = handed_in(office, *officers)
    for reason in (REASON, "Belum juga"):
        with office.unit(bu_ratna) as unit:
            editions.send_back(unit, number, reason, seen=seen(unit, number))
        with office.unit(officers[1]) as unit:
            editions.propose(unit, number)
    with office.reading(bu_ratna) as unit:
        last = shelf.returned(unit, number)
        assert last is not None
        assert (last.body, last.by) == ("Belum juga", bu_ratna.staff_id)
        assert bu_ratna.staff_id in shelf.finishers(unit, number)
        assert list(shelf.marks(unit, number)) == [Field.FOREWORD]


def test_a_button_on_an_older_text_finishes_and_returns_nothing(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_ratna: StaffMember
) -> None:
    number = handed_in(office, *officers)
    with office.reading(bu_ratna) as unit:
        read = shelf.find(unit, number).version
    with office.unit(officers[0]) as unit:
        editions.send_back(unit, number, REASON, seen=read)
        editions.write(unit, number, Field.FOREWORD, "Lain sama sekali", seen=1)
    with office.unit(officers[1]) as unit:
        editions.propose(unit, number)
    with office.unit(bu_ratna) as unit, pytest.raises(NotNow, match="version_moved"):
        editions.finish(unit, number, HEAD, is_read=True, seen=read)
    with office.unit(bu_ratna) as unit, pytest.raises(NotNow, match="version_moved"):
        editions.send_back(unit, number, REASON, seen=read)
    with office.reading(bu_ratna) as unit:
        assert shelf.find(unit, number).state is State.PROPOSED
        assert shelf.facts(unit, number, HEAD).texts == {Field.FOREWORD: "Lain sama sekali"}


def test_of_two_who_decide_at_once_one_does(
    office: Office, officers: tuple[StaffMember, StaffMember], bu_dewi: StaffMember,
    bu_ratna: StaffMember,
) -> None:  # fmt: skip
    number = handed_in(office, *officers)
    with office.reading(bu_ratna) as unit:
        read = shelf.find(unit, number).version
    start = Barrier(2)

    def finish() -> str:
        start.wait()
        return outcome(
            office,
            bu_ratna,
            partial(editions.finish, number=number, head=HEAD, is_read=True, seen=read),
        )

    def send_back() -> str:
        start.wait()
        return outcome(
            office, bu_dewi, partial(editions.send_back, number=number, reason=REASON, seen=read)
        )

    with ThreadPoolExecutor(2) as both:
        done = [one.result() for one in (both.submit(finish), both.submit(send_back))]
    assert done.count("done") == 1, done
    assert set(done) <= {"done", "report_not_proposed", "version_moved"}


def outcome(office: Office, member: StaffMember, work: Callable[[Unit], None]) -> str:
    """Do something in somebody's name; return that it was done, or why not."""
    try:
        with office.unit(member) as unit:
            work(unit)
    except Refusal as refusal:
        return refusal.code
    return "done"
