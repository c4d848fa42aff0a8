"""Tables of the register: requests and their events."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class Request(Base):
    """One entry of the request register: the union of Pasal 32 and Lampiran VIII."""

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        Index("ix_requests_status_notice_due", "status", "notice_due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    sequence: Mapped[int]
    registration_number: Mapped[str] = mapped_column(String(40), unique=True)
    draft_key: Mapped[str] = mapped_column(String(40), unique=True)
    tracking_code: Mapped[str] = mapped_column(String(20), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    person: Mapped[int | None] = mapped_column(BigInteger, index=True)
    language: Mapped[str] = mapped_column(String(5))
    received_at: Mapped[datetime] = mapped_column(Instant)
    received_date: Mapped[date] = mapped_column(Date, index=True)

    applicant_type: Mapped[str] = mapped_column(String(30))
    sealed_identity: Mapped[bytes] = mapped_column(LargeBinary)
    identity_index: Mapped[str] = mapped_column(String(64), index=True)
    identity_doubt: Mapped[str | None] = mapped_column(String(30))
    occupation: Mapped[str] = mapped_column(String(100))
    power_of_attorney: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    information_detail: Mapped[str] = mapped_column(Text)
    purpose_of_use: Mapped[str] = mapped_column(Text)
    purpose_category: Mapped[str] = mapped_column(String(30))
    access_mode: Mapped[str] = mapped_column(String(10))
    copy_format: Mapped[str | None] = mapped_column(String(10))
    delivery_method: Mapped[str | None] = mapped_column(String(10))

    status: Mapped[str] = mapped_column(String(30))
    decision: Mapped[str | None] = mapped_column(String(30))
    refusal_ground: Mapped[str | None] = mapped_column(String(30))
    refusal_reason: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    notice_date: Mapped[date | None] = mapped_column(Date)
    provided_date: Mapped[date | None] = mapped_column(Date)
    provided_file: Mapped[int | None] = mapped_column(ForeignKey("files.id"))

    # Derived from received_date, law and calendar; kept for sorting, proved equal by a test.
    notice_due: Mapped[date] = mapped_column(Date)
    notice_due_internal: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class RequestEvent(Base):
    """Something that happened to a request; milestones happen once."""

    __tablename__ = "request_events"
    __table_args__ = (UniqueConstraint("request_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(60))
    event: Mapped[str] = mapped_column(String(30))
    once: Mapped[str | None] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text)
