"""Numbers without gaps: one row per series and year, moved inside the act's transaction."""

from sqlalchemy import Column, Integer, String, Table
from sqlalchemy.dialects.postgresql import insert

from office.database import metadata
from office.unit import Unit

counters = Table(
    "counters",
    metadata,
    Column("series", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
)


def next_number(unit: Unit, series: str, year: int) -> int:
    """Return the next number of a series; the row stays locked until the unit commits."""
    first = insert(counters).values(series=series, year=year, value=1)
    raise_it = first.on_conflict_do_update(
        index_elements=["series", "year"], set_={"value": counters.c.value + 1}
    ).returning(counters.c.value)
    return int(unit.session.execute(raise_it).scalar_one())
