"""Pure: exact median, percentile and mean from how often each whole number was measured."""

from collections.abc import Mapping


def count(histogram: Mapping[int, int]) -> int:
    """Return how many were measured."""
    return sum(histogram.values())


def median(histogram: Mapping[int, int]) -> float | None:
    """Return the middle value, or the mean of the two in the middle; None for nothing."""
    total = count(histogram)
    if not total:
        return None
    return (_nth(histogram, (total - 1) // 2) + _nth(histogram, total // 2)) / 2


def percentile(histogram: Mapping[int, int], hundredths: int) -> int | None:
    """Return the smallest value that so many of a hundred do not exceed; None for nothing."""
    total = count(histogram)
    if not total:
        return None
    return _nth(histogram, max(0, -(-total * hundredths // 100) - 1))


def mean(histogram: Mapping[int, int]) -> float | None:
    """Return the mean; None for nothing."""
    total = count(histogram)
    return sum(value * times for value, times in histogram.items()) / total if total else None


def _nth(histogram: Mapping[int, int], place: int) -> int:
    """Return the value at a place, counted from 0, were all written down in order."""
    passed = 0
    for value in sorted(histogram):
        passed += histogram[value]
        if passed > place:
            return value
    raise IndexError(place)
