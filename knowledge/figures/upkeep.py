"""The clockwork's part: keeps the tallies of questions and of the desk, some days at a time."""

from knowledge.figures import tally
from office import daily_keeping
from office.unit import Unit


def refresh(unit: Unit) -> int:
    """Count anew what moved and what was never kept; return how many days, 0 when all is kept."""
    return sum(daily_keeping.refresh(unit, series) for series in tally.EVERY)
