"""Until when nothing may be posted at all: Telegram said so, and a restart must not forget it."""

from datetime import datetime

from sqlalchemy import Column, Integer, Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from office.database import Instant, metadata

outbox_pause = Table(
    "outbox_pause",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("until", Instant, nullable=False),
)


def keep(session: Session, until: datetime) -> None:
    """Keep the whole post silent until an instant; a longer silence stays as it is."""
    statement = insert(outbox_pause).values(one=1, until=until)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["one"],
            set_={"until": statement.excluded.until},
            where=outbox_pause.c.until < statement.excluded.until,
        )
    )


def kept_until(session: Session) -> datetime | None:
    """Return until when the post is silent, if it was ever asked to be."""
    until: datetime | None = session.scalar(select(outbox_pause.c.until))
    return until
