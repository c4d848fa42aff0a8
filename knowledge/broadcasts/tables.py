"""Tables of broadcasts: what they say, how far they are, what is underway, who declined them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class Broadcast(Base):
    """What is sent to many, who wrote and approved it, and how far it has come.

    Figures and place are moved with the notices themselves, in one transaction.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (Index("ix_broadcasts_status_id", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer)
    # Title and text by language, as JSON (knowledge/broadcasts/wording.py).
    texts: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    valid_until: Mapped[date] = mapped_column(Date)
    programme: Mapped[str] = mapped_column(String(80), default="")
    village: Mapped[str] = mapped_column(String(80), default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the staff's groups were asked to approve a serta-merta notice.
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    starts_at: Mapped[datetime | None] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # Why it was sent back or stopped.
    reason: Mapped[str] = mapped_column(String(500), default="")
    # Everybody up to this account is written to or passed over.
    cursor: Mapped[int] = mapped_column(BigInteger, default=0)
    recipients: Mapped[int] = mapped_column(Integer, default=0)
    sent: Mapped[int] = mapped_column(Integer, default=0)
    blocked: Mapped[int] = mapped_column(Integer, default=0)
    failed: Mapped[int] = mapped_column(Integer, default=0)
    unsure: Mapped[int] = mapped_column(Integer, default=0)
    called_off: Mapped[int] = mapped_column(Integer, default=0)
    # Passed over: who had blocked the bot, and who declined what goes to everybody.
    unreachable: Mapped[int] = mapped_column(Integer, default=0)
    declined: Mapped[int] = mapped_column(Integer, default=0)
    # How often each reason made a notice fail, as JSON.
    failures: Mapped[str] = mapped_column(Text, default="{}")


class Underway(Base):
    """A notice of a broadcast of which it is not yet counted what became."""

    __tablename__ = "broadcast_underway"

    once: Mapped[str] = mapped_column(String(120), primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), index=True)


class Declined(Base):
    """A citizen who wants no serta-merta notices."""

    __tablename__ = "broadcast_declined"

    person: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(Instant)


class Reach(Base):
    """How many a serta-merta notice would reach, as the citizens' door counted lately."""

    __tablename__ = "broadcast_reach"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    people: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant)
