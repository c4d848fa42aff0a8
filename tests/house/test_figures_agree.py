"""On an invented year of 20,000 questions and 1,500 requests every figure agrees with plain SQL."""

from datetime import date

import pytest

from office.periods import Period
from office.unit import Office
from tests.house.by_hand import assert_agree, kept
from tests.house.year import QUESTIONS, REQUESTS, Year, fill
from tests.people import CLOCKWORK

PERIODS = (
    Period.year(2026), Period.half(2026, 1), Period.quarter(2026, 3), Period.month(2026, 11),
    Period(date(2025, 11, 24), date(2026, 11, 23)), Period(date(2026, 2, 11), date(2026, 9, 3)),
)  # fmt: skip


@pytest.fixture
def year(office: Office) -> Year:
    return fill(office)


def assert_all_agree(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        for period in PERIODS:
            assert_agree(unit, period)


def test_every_figure_agrees_with_plain_sql_before_and_after_it_is_kept(
    office: Office, year: Year
) -> None:
    assert (year.requests, year.questions) == (REQUESTS, QUESTIONS)
    assert_all_agree(office)
    assert kept(office) > 3 * 364, "each day but today, for each of the series"
    assert_all_agree(office)
