"""Every term of the law from one day, as the office and the command line show it."""

from datetime import date

import pytest

from office.daysoff import known_calendar
from office.workdays import add_working_days, replay
from register import list_terms, reckoning
from register.labels import label
from register.law import Clock

KNOWN = known_calendar()
TUESDAY = date(2026, 3, 10)


def found(start: date = TUESDAY) -> dict[str, reckoning.Reckoned]:
    return {row.name: row for row in reckoning.reckon(start, KNOWN)}


def test_every_clock_of_the_law_is_reckoned_and_has_an_official_name() -> None:
    assert list(found()) == reckoning.names()
    assert set(reckoning.names()) == {*Clock, reckoning.EXTENDED_NOTICE}
    assert all(label("clock", name) for name in [*reckoning.names(), reckoning.DAYS])
    assert all("Pasal" in row.source for row in found().values())


@pytest.mark.parametrize(
    ("name", "due", "internal"),
    [
        ("completeness_check", date(2026, 3, 13), date(2026, 3, 13)),
        ("notice", date(2026, 3, 31), date(2026, 3, 25)),
        ("extension", date(2026, 4, 10), date(2026, 4, 6)),
        ("extended_notice", date(2026, 4, 10), date(2026, 4, 6)),
    ],
)
def test_a_term_has_its_due_date_and_its_safe_target(name: str, due: date, internal: date) -> None:
    row = found()[name]
    assert (row.on, row.internal) == (due, internal)
    assert replay(row.derivation) == due


def test_an_extension_runs_from_the_end_of_the_notice_and_both_make_one_count() -> None:
    rows = found()
    assert rows["extension"].derivation.start == rows["notice"].on
    both = rows["extended_notice"].derivation
    assert both.count == rows["notice"].derivation.count + rows["extension"].derivation.count
    assert both.due == rows["extension"].on


def test_releasing_exempt_information_is_counted_back_from_the_end() -> None:
    row = found()["exemption_release"]
    assert row.before
    assert row.on == list_terms.release_by(TUESDAY, KNOWN)
    assert len(row.derivation.counted) == row.derivation.count
    assert row.on < row.derivation.counted[0] <= row.derivation.counted[-1] == TUESDAY
    assert row.internal <= row.on
    assert not any(other.before for name, other in found().items() if name != row.name)


def test_a_term_that_did_not_exist_yet_is_left_out() -> None:
    early = found(date(2015, 3, 2))
    assert "notice" in early
    assert "completeness_check" not in early
    assert found(date(2010, 4, 29)) == {}


def test_a_number_of_days_of_one_s_own_is_counted_the_same() -> None:
    row = reckoning.reckon_days(TUESDAY, 10, KNOWN)
    assert row.derivation == add_working_days(TUESDAY, 10, KNOWN)
    assert (row.name, row.internal) == ("days", date(2026, 3, 25))
    assert row.as_facts()["internal_due"] == "2026-03-25"
