"""Tables of the library: entries, asked questions, and conversations passed to staff."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant, metadata


class Entry(Base):
    """One curated answer."""

    __tablename__ = "entries"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    pack: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[str] = mapped_column(String(15))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    info_class: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    region: Mapped[str] = mapped_column(String(80), default="")
    related: Mapped[str] = mapped_column(Text)
    phrasings: Mapped[str] = mapped_column(Text)
    as_of: Mapped[date] = mapped_column(Date)
    review_by: Mapped[date] = mapped_column(Date)
    checksum: Mapped[str] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(Instant)


# One row; its number moves with every change so that each process knows to read anew.
shelf_version = Table(
    "shelf_version",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

# Written for every question, so a plain table: no object is ever built from it.
questions = Table(
    "questions",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", String(40), nullable=False, unique=True),
    Column("at", Instant, nullable=False, index=True),
    Column("asker", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("route", String(20), nullable=False),
    Column("band", String(12), nullable=False, index=True),
    Column("slug", String(80), index=True),
    Column("confidence", Float, nullable=False),
    Column("considered", Text, nullable=False),
    Column("follow_up", String(20)),
    Index("ix_questions_band_id", "band", "id"),
)


class Escalation(Base):
    """A conversation that a person must take over."""

    __tablename__ = "escalations"
    __table_args__ = (Index("ix_escalations_status_opened_at", "status", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(String(20), unique=True)
    person: Mapped[int] = mapped_column(BigInteger, index=True)
    # Holds the person while a conversation is open: nobody can have two.
    open_person: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    language: Mapped[str] = mapped_column(String(5))
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(15))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    waiting_since: Mapped[datetime | None] = mapped_column(Instant)
    held_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    held_until: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(15))


class EscalationLine(Base):
    """One line of such a conversation."""

    __tablename__ = "escalation_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    speaker: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sealed_text: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "escalation_lines:{escalation_id}"}
    )
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    notice: Mapped[str | None] = mapped_column(String(120))
