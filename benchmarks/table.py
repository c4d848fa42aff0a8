"""Prints results as a table."""

import statistics
from collections.abc import Sequence


def table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table with its title."""
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    print(f"\n{title}")
    for row in (heads, ["-" * width for width in widths], *rows):
        first, *rest = zip(row, widths, strict=True)
        cells = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        print("  ".join(cells))


def median(values: Sequence[float]) -> float:
    """Return the median, or nothing's."""
    return statistics.median(values) if values else float("nan")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of all values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
