"""Periods: what they are called, what they are compared with, and the months they touch."""

from datetime import date

import pytest

from office.periods import Period, month_of


@pytest.mark.parametrize(
    ("period", "title", "before"),
    [
        (Period.year(2026), "Tahun 2026", Period.year(2025)),
        (Period.half(2026, 1), "Semester I 2026", Period.half(2025, 2)),
        (Period.half(2026, 2), "Semester II 2026", Period.half(2026, 1)),
        (Period.quarter(2026, 3), "Triwulan III 2026", Period.quarter(2026, 2)),
        (Period.quarter(2026, 1), "Triwulan I 2026", Period.quarter(2025, 4)),
        (Period.month(2026, 1), "Januari 2026", Period.month(2025, 12)),
        (Period.month(2028, 3), "Maret 2028", Period.month(2028, 2)),
        (
            Period(date(2026, 3, 1), date(2026, 3, 10)), "1 Maret 2026 s.d. 10 Maret 2026",
            Period(date(2026, 2, 19), date(2026, 2, 28)),
        ),
        (
            Period(date(2026, 3, 1), date(2026, 3, 1)), "1 Maret 2026",
            Period(date(2026, 2, 28), date(2026, 2, 28)),
        ),
        (
            Period(date(2026, 2, 1), date(2026, 4, 30)), "1 Februari 2026 s.d. 30 April 2026",
            Period(date(2025, 11, 4), date(2026, 1, 31)),
        ),
    ],
)  # fmt: skip
def test_a_period_has_a_name_and_one_before_it(period: Period, title: str, before: Period) -> None:
    assert period.title == title
    assert period.before() == before
    assert before.until < period.since


def test_a_period_that_still_runs_is_compared_with_as_many_days() -> None:
    november = Period.month(2026, 11)
    assert november.before_so_far(date(2026, 11, 22)) == Period(
        date(2026, 10, 1), date(2026, 10, 22)
    )
    assert november.before_so_far(date(2026, 12, 1)) == Period.month(2026, 10)
    march = Period.month(2026, 3)
    assert march.before_so_far(date(2026, 3, 30)) == Period.month(2026, 2)


def test_a_leap_years_february_has_its_day() -> None:
    assert Period.month(2028, 2).days == 29
    assert month_of(date(2028, 2, 29)) == Period.month(2028, 2)


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    with pytest.raises(ValueError, match="ends"):
        Period(date(2026, 2, 2), date(2026, 2, 1))


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match="part"):
        Period.quarter(2026, number)


def test_the_months_of_a_period_are_cut_to_it() -> None:
    period = Period(date(2026, 11, 20), date(2027, 1, 3))
    assert list(period.months()) == [
        Period(date(2026, 11, 20), date(2026, 11, 30)),
        Period.month(2026, 12),
        Period(date(2027, 1, 1), date(2027, 1, 3)),
    ]
    assert sum(month.days for month in period.months()) == period.days == len(list(period.each()))


def test_both_ends_belong_to_a_period() -> None:
    period = Period.month(2026, 4)
    assert period.since in period
    assert period.until in period
    assert date(2026, 5, 1) not in period
