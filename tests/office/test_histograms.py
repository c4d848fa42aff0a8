"""Exact median and percentile from how often each value was measured."""

from collections import Counter
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office import histograms

values = st.lists(st.integers(-5, 400), min_size=1, max_size=60)


@given(values)
def test_a_histogram_says_what_the_values_themselves_say(measured: list[int]) -> None:
    found = Counter(measured)
    assert histograms.count(found) == len(measured)
    assert histograms.median(found) == median(measured)
    assert histograms.mean(found) == pytest.approx(mean(measured))


@given(values, st.integers(1, 100))
def test_so_many_of_a_hundred_do_not_exceed_the_percentile(
    measured: list[int], hundredths: int
) -> None:
    found = histograms.percentile(Counter(measured), hundredths)
    assert found in measured
    below = sum(value < found for value in measured)
    within = sum(value <= found for value in measured)
    assert within * 100 >= hundredths * len(measured) > below * 100


def test_of_nothing_there_is_neither() -> None:
    assert histograms.median({}) is None
    assert histograms.percentile({}, 90) is None
    assert histograms.mean({}) is None
