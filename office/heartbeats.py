"""Signs of life: when each part of the program was last seen at work."""

from datetime import datetime

from sqlalchemy import Column, String, Table, select
from sqlalchemy.dialects.postgresql import insert

from office.database import Instant, metadata
from office.unit import Unit

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("part", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)


def beat(unit: Unit, part: str) -> None:
    """Note that a part is at work now."""
    statement = insert(heartbeats).values(part=part, at=unit.now)
    unit.session.execute(
        statement.on_conflict_do_update(index_elements=["part"], set_={"at": statement.excluded.at})
    )


def last(unit: Unit, part: str) -> datetime | None:
    """Return when a part was last at work."""
    at: datetime | None = unit.session.scalar(
        select(heartbeats.c.at).where(heartbeats.c.part == part)
    )
    return at
