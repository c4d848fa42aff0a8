"""Tables of programmes, their dated events, and who wants to hear of them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class Programme(Base):
    """A programme people take part in."""

    __tablename__ = "programmes"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    pack: Mapped[str] = mapped_column(String(40), index=True)
    region: Mapped[str] = mapped_column(String(80), default="")
    name: Mapped[str] = mapped_column(String(120))
    # Its card as JSON (knowledge/programmes.py).
    content: Mapped[str] = mapped_column(Text)
    starter_checksum: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class AgendaItem(Base):
    """One dated event of a programme."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    programme: Mapped[str] = mapped_column(ForeignKey("programmes.slug"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date] = mapped_column(Date, index=True)
    ends_on: Mapped[date | None] = mapped_column(Date)
    time: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(160), default="")
    village: Mapped[str] = mapped_column(String(80), default="", index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(Integer)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Subscription(Base):
    """A citizen who wants to hear of a programme, or of everything in a village."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("person", "programme", "village"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger, index=True)
    # Empty texts rather than none: a unique constraint sees them as equal.
    programme: Mapped[str] = mapped_column(String(80), default="", index=True)
    village: Mapped[str] = mapped_column(String(80), default="", index=True)
    language: Mapped[str] = mapped_column(String(5))
    since: Mapped[datetime] = mapped_column(Instant)
