"""Tables of the library: entries and asked questions."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.curation_tables import Cluster
from office.database import Base, Instant, metadata


class Entry(Base):
    """One curated answer: its name, and which of its versions is given now."""

    __tablename__ = "entries"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    pack: Mapped[str] = mapped_column(String(40), index=True)
    region: Mapped[str] = mapped_column(String(80), default="")
    # The number of the published version; none while nothing was published or after archiving.
    live: Mapped[int | None] = mapped_column(Integer)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    # Of the starter file it came from, so that loading the files again finds what changed.
    starter_checksum: Mapped[str | None] = mapped_column(String(64))


class EntryVersion(Base):
    """One version of an entry; its content is never changed once it was submitted."""

    __tablename__ = "entry_versions"
    __table_args__ = (
        UniqueConstraint("slug", "number"),
        Index("ix_entry_versions_status_publish_at", "status", "publish_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(ForeignKey("entries.slug"))
    number: Mapped[int] = mapped_column(Integer)
    # The version that was given when this one was begun; none for the first of an entry.
    base: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(12))
    # An Edition as JSON (knowledge/edition.py).
    content: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    review_note: Mapped[str] = mapped_column(Text, default="")
    publish_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    # What the regression gate found, as JSON (knowledge/gate.py); and why it was overridden.
    gate: Mapped[str | None] = mapped_column(Text)
    override: Mapped[str] = mapped_column(Text, default="")
    # Which cluster of questions it was written for, so that its askers can be told.
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey(Cluster.id))


# One row; its number moves with every change so that each process knows to read anew.
shelf_version = Table(
    "shelf_version",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)

# The series of figures that questions are counted in (knowledge/figures).
QUESTIONS = "questions"

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
    # Which version answered, in which language the citizen reads, and how long it took.
    Column("edition", Integer),
    Column("language", String(5), nullable=False, server_default="id"),
    Column("milliseconds", Float),
    Index("ix_questions_band_id", "band", "id"),
    # What the retention schedule still has to empty, so that it reads nothing else.
    Index(
        "ix_questions_with_text",
        "at",
        sqlite_where=literal_column("text <> ''"),
        postgresql_where=literal_column("text <> ''"),
    ),
)
