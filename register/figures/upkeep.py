"""The clockwork's part: keeps the register's tallies, a bounded part at a time."""

from office import daily_keeping
from office.unit import Unit
from register.figures import tally


def refresh(unit: Unit) -> int:
    """Count anew what moved and what was never kept; return how many days, 0 when all is kept."""
    return sum(daily_keeping.refresh(unit, series) for series in tally.EVERY)
