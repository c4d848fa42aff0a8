"""Tables of the objection register: objections and their events."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from office import daily
from office.database import Base, Instant


class Objection(Base):
    """One entry of the objection register: the union of Pasal 43 and Lampiran XI."""

    __tablename__ = "objections"
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        Index("ix_objections_status_response_due", "status", "response_due"),
        Index("ix_objections_status_id", "status", "id"),
        Index("ix_objections_received_date_id", "received_date", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    sequence: Mapped[int]
    objection_number: Mapped[str] = mapped_column(String(40), unique=True)
    draft_key: Mapped[str] = mapped_column(String(40), unique=True)
    tracking_code: Mapped[str] = mapped_column(String(20), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    person: Mapped[int | None] = mapped_column(BigInteger, index=True)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    language: Mapped[str] = mapped_column(String(5))
    received_at: Mapped[datetime] = mapped_column(Instant)
    received_date: Mapped[date] = mapped_column(Date)
    # May be empty when the only ground is that periodic information is not provided.
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id"), index=True)

    applicant_type: Mapped[str] = mapped_column(String(30))
    sealed_identity: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "requests:identity:{tracking_code}"}
    )
    identity_index: Mapped[str] = mapped_column(String(64), index=True)
    occupation: Mapped[str] = mapped_column(String(100))
    information_detail: Mapped[str] = mapped_column(Text)
    purpose_of_use: Mapped[str] = mapped_column(Text)
    grounds: Mapped[str] = mapped_column(String(20))
    case_facts: Mapped[str] = mapped_column(Text)
    # Who had refused when the objection came; decisions made later do not excuse them.
    refused_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    past_window: Mapped[bool] = mapped_column(Boolean)

    status: Mapped[str] = mapped_column(String(20))
    decision: Mapped[str | None] = mapped_column(String(30))
    reasons: Mapped[str | None] = mapped_column(Text)
    statements: Mapped[str] = mapped_column(Text)
    order_to_ppid: Mapped[str | None] = mapped_column(Text)
    order_due: Mapped[date | None] = mapped_column(Date)
    exemption: Mapped[int | None] = mapped_column(ForeignKey("exemptions.id"))
    response_date: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    applicant_reaction: Mapped[str | None] = mapped_column(String(20))
    reaction_text: Mapped[str | None] = mapped_column(Text)

    # Derived from the dates above, law and calendar; kept for sorting, proved equal by a test.
    response_due: Mapped[date] = mapped_column(Date)
    response_due_internal: Mapped[date] = mapped_column(Date)
    # Working days from receipt to the answer, by the calendar of that day.
    response_days: Mapped[int | None]
    calendar_version: Mapped[int]
    # What the applicant was told; a change of the calendar never moves it earlier.
    dispute_until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class ObjectionEvent(Base):
    """Something that happened to an objection; milestones happen once, on the day they fell."""

    __tablename__ = "objection_events"
    __table_args__ = (UniqueConstraint("objection_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    effective_on: Mapped[date] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(60))
    event: Mapped[str] = mapped_column(String(30))
    once: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)


# The series of figures that these rows are counted in (register/figures).
OBJECTIONS = "objections"
daily.watch(
    Objection, OBJECTIONS, daily.own("received_date"),
    "received_date", "grounds", "status", "decision", "channel", "response_date",
    "response_days", "response_due",
)  # fmt: skip
