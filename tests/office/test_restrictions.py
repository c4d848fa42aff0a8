"""Only a person restricts an account: with a reason, for thirty days at most, told at both ends."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from office import journal, posted, restrictions
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.posted import Letter
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

REASON = "Mengirim iklan pinjaman berulang kali kepada petugas"


def restrict(office: Office, by: StaffMember, days: int = 7, reason: str = REASON) -> int:
    with office.unit(by) as unit:
        return restrictions.restrict(unit, BU_SARI.person, days=days, reason=reason).number


def is_free(office: Office, citizen: Citizen = BU_SARI) -> bool:
    with office.reading(citizen) as unit:
        try:
            restrictions.check(unit)
        except NotAllowed as refused:
            return refused.code != "restricted"
    return True


def told(office: Office) -> list[Letter]:
    with office.reading(CLOCKWORK) as unit:
        return posted.about(unit.session, unit.vault, "restriction:")


def sweep(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        return restrictions.end_due(unit)


def test_it_holds_one_account_and_tells_its_citizen(office: Office, pak_budi: StaffMember) -> None:
    number = restrict(office, pak_budi)
    assert not is_free(office)
    assert is_free(office, PAK_JOKO)
    (letter,) = told(office)
    assert (letter.key, letter.chat_id) == ("restriction_started", BU_SARI.person)
    with office.reading(pak_budi) as unit:
        (line,) = journal.page(unit.session, act="restriction.set")
        shown = restrictions.of(unit, BU_SARI.person)
    assert (line.actor, line.subject) == (pak_budi.label, f"restriction:{number}")
    assert REASON not in line.facts
    assert shown is not None
    assert shown.reason == REASON


def test_whoever_is_restricted_anew_is_told_although_nothing_is_kept_of_the_first_time(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    for _ in range(2):
        restrict(office, pak_budi, days=3)
        clock.advance(timedelta(days=3))
        assert sweep(office) == 1
        with office.unit(CLOCKWORK) as unit:
            unit.session.execute(delete(restrictions.Restriction))
    assert [letter.key for letter in told(office)] == [
        "restriction_started",
        "restriction_ended",
    ] * 2


def test_it_ends_by_itself_and_the_citizen_hears_so_once(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    restrict(office, pak_budi, days=3)
    clock.advance(timedelta(days=3) - timedelta(seconds=1))
    assert sweep(office) == 0
    assert not is_free(office)
    clock.advance(timedelta(seconds=1))
    assert is_free(office)
    assert (sweep(office), sweep(office)) == (1, 0)
    assert [letter.key for letter in told(office)] == ["restriction_started", "restriction_ended"]


def test_a_person_lifts_it_before_its_time(office: Office, pak_budi: StaffMember) -> None:
    number = restrict(office, pak_budi)
    with office.unit(pak_budi) as unit:
        restrictions.lift(unit, number)
    assert is_free(office)
    with office.reading(pak_budi) as unit:
        (row,) = restrictions.every(unit)
    assert row.lifted_by == pak_budi.staff_id
    assert told(office)[-1].key == "restriction_ended"
    with pytest.raises(NotFound), office.unit(pak_budi) as unit:
        restrictions.lift(unit, number)


@pytest.mark.parametrize("days", [0, 31, 400])
def test_nobody_is_restricted_for_longer_than_thirty_days(
    office: Office, pak_budi: StaffMember, days: int
) -> None:
    with pytest.raises(NotValid) as refused:
        restrict(office, pak_budi, days=days)
    assert refused.value.code == "restriction_days"
    assert is_free(office)


@pytest.mark.parametrize("reason", ["", "   ", "spam", "x" * 501])
def test_there_is_no_restriction_without_a_reason_that_can_be_read(
    office: Office, pak_budi: StaffMember, reason: str
) -> None:
    with pytest.raises(NotValid):
        restrict(office, pak_budi, reason=reason)


def test_one_at_a_time_and_the_next_after_the_end(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    restrict(office, pak_budi, days=1)
    with pytest.raises(NotNow) as refused:
        restrict(office, pak_budi)
    assert refused.value.code == "restricted_already"
    clock.advance(timedelta(days=1))
    restrict(office, pak_budi)
    assert not is_free(office)
    assert [letter.key for letter in told(office)] == [
        "restriction_started",
        "restriction_ended",
        "restriction_started",
    ]


def test_neither_a_citizen_nor_the_program_nor_an_auditor_restricts_anybody(
    office: Office, pak_agus: StaffMember
) -> None:
    for actor in (BU_SARI, CLOCKWORK, pak_agus):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            restrictions.restrict(unit, PAK_JOKO.person, days=1, reason=REASON)
