"""Tables of the two statutory lists: public information, exemptions and their events."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class PublicInformation(Base):
    """One entry of the list of public information: Lampiran I and what keeps it current."""

    __tablename__ = "public_information"

    id: Mapped[int] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(unique=True)
    summary: Mapped[str] = mapped_column(Text)
    holding_unit: Mapped[str] = mapped_column(String(200), index=True)
    responsible_official: Mapped[str] = mapped_column(String(200))
    created_when_where: Mapped[str] = mapped_column(String(300))
    is_soft: Mapped[bool] = mapped_column(Boolean)
    is_hard: Mapped[bool] = mapped_column(Boolean)
    retention_period: Mapped[str] = mapped_column(String(200))

    information_class: Mapped[str] = mapped_column(String(20), index=True)
    url_or_file: Mapped[str] = mapped_column(String(500))
    decree_no: Mapped[str] = mapped_column(String(100))
    published_on: Mapped[date | None] = mapped_column(Date)
    # The knowledge desk's own name of an answer; the register never looks into that room.
    entry_slug: Mapped[str] = mapped_column(String(80), index=True)
    reviewed_on: Mapped[date] = mapped_column(Date)
    # Derived from reviewed_on and the law; kept for sorting, proved equal by a test.
    review_due: Mapped[date] = mapped_column(Date, index=True)
    retired_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class Exemption(Base):
    """One exempt information with its consequence test and decision (Lampiran II-V)."""

    __tablename__ = "exemptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text)
    holding_unit: Mapped[str] = mapped_column(String(200))
    ground: Mapped[str] = mapped_column(String(30), index=True)
    other_statute: Mapped[str] = mapped_column(Text)
    consequence_if_open: Mapped[str] = mapped_column(Text)
    consequence_if_closed: Mapped[str] = mapped_column(Text)
    period_type: Mapped[str] = mapped_column(String(20))
    expires_on: Mapped[date | None] = mapped_column(Date, index=True)
    test_sheet_no: Mapped[str] = mapped_column(String(100))
    testers: Mapped[str] = mapped_column(Text)
    decree_no: Mapped[str] = mapped_column(String(100))
    decree_date: Mapped[date | None] = mapped_column(Date)

    status: Mapped[str] = mapped_column(String(15), index=True)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    opening_reason: Mapped[str] = mapped_column(Text)
    opening_proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    opened_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class ExemptionEvent(Base):
    """Something that happened to an exemption: who, when, with which note."""

    __tablename__ = "exemption_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    exemption_id: Mapped[int] = mapped_column(ForeignKey("exemptions.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(60))
    event: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text)
