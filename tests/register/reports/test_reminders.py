"""The yearly report and its copy are called to mind in time, and no longer than they are owed."""

from datetime import UTC, date, datetime

import pytest

from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from register import requests
from register.reports import editions, reminders
from register.reports.reminders import Lacks, Owed
from register.reports.words import Span
from tests.people import BU_SARI, a_form
from tests.register.reports.sample import HEAD, seen
from tests.register.reports.test_editions import finished, proposed


@pytest.fixture
def used(office: Office) -> None:
    """The register has a request of 2026."""
    with office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="one")


def owed_on(office: Office, clock: StandingClock, member: StaffMember, day: date) -> Owed | None:
    clock.instant = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    with office.reading(member) as unit:
        return reminders.owed(unit)


@pytest.mark.parametrize(
    ("day", "left", "presses"),
    [
        (date(2027, 2, 1), 58, False), (date(2027, 3, 14), 17, False),
        (date(2027, 3, 15), 16, True), (date(2027, 3, 31), 0, True),
        (date(2027, 4, 1), -1, True), (date(2027, 12, 31), -275, True),
    ],
)  # fmt: skip
def test_it_is_called_to_mind_from_february_presses_in_march_and_is_then_late(
    office: Office, clock: StandingClock, pak_budi: StaffMember, used: None,
    day: date, left: int, presses: bool,
) -> None:  # fmt: skip
    found = owed_on(office, clock, pak_budi, day)
    assert found is not None
    assert (found.lacks, found.period.title, found.number) == (Lacks.REPORT, "Tahun 2026", None)
    assert (found.due, found.days_left) == (date(2027, 3, 31), left)
    assert (found.presses, found.is_late) == (presses, left < 0)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 31)])
def test_before_february_nothing_is_called_to_mind(
    office: Office, clock: StandingClock, pak_budi: StaffMember, used: None, day: date
) -> None:
    assert owed_on(office, clock, pak_budi, day) is None


def test_what_was_owed_a_year_ago_does_not_go_with_the_year(
    office: Office, clock: StandingClock, pak_budi: StaffMember, used: None
) -> None:
    found = owed_on(office, clock, pak_budi, date(2028, 2, 1))
    assert found is not None
    assert (found.period.title, found.due, found.is_late) == ("Tahun 2026", date(2027, 3, 31), True)


def test_a_year_without_a_register_was_reported_on_paper(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    assert owed_on(office, clock, pak_budi, date(2027, 3, 1)) is None
    with office.unit(pak_budi) as unit:
        number = editions.begin(unit, Span.YEAR, 2026)
    found = owed_on(office, clock, pak_budi, date(2027, 3, 1))
    assert found is not None
    assert (found.number, found.is_proposed) == (number, False)


def test_it_leads_to_the_edition_there_is_and_says_that_it_waits(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = proposed(office, pak_budi, clock)
    found = owed_on(office, clock, pak_budi, date(2027, 2, 20))
    assert found is not None
    assert (found.number, found.is_proposed, found.lacks) == (number, True, Lacks.REPORT)


def test_after_it_is_finished_its_copy_is_owed_until_that_is_noted(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    for day, late in ((date(2027, 2, 11), False), (date(2027, 4, 2), True)):
        found = owed_on(office, clock, pak_budi, day)
        assert found is not None
        assert (found.lacks, found.number, found.is_late) == (Lacks.COPY, number, late)
    with office.unit(pak_budi) as unit:
        editions.sent_to_commission(unit, number, date(2027, 3, 1), "")
    assert owed_on(office, clock, pak_budi, date(2027, 4, 3)) is None


def test_a_new_edition_in_writing_does_not_make_the_finished_one_owed_again(
    office: Office,
    clock: StandingClock,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    bu_ratna: StaffMember,
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    with office.unit(pak_budi) as unit:
        editions.sent_to_commission(unit, number, date(2027, 2, 10), "")
        second = editions.open_anew(unit, number, "Angka sengketa keliru")
    assert owed_on(office, clock, pak_budi, date(2027, 4, 3)) is None
    with office.unit(pak_budi) as unit:
        editions.propose(unit, second)
    with office.unit(bu_ratna) as unit:
        editions.finish(unit, second, HEAD, is_read=True, seen=seen(unit, second))
    found = owed_on(office, clock, pak_budi, date(2027, 4, 3))
    assert found is not None
    assert (found.lacks, found.number) == (Lacks.COPY, second)


def test_it_is_for_readers_of_the_register(office: Office) -> None:
    with office.reading(BU_SARI) as unit, pytest.raises(NotAllowed):
        reminders.owed(unit)
