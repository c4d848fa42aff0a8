"""Tables of the request register: requests, their events, parts, and files."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    literal_column,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from office import daily
from office.database import Base, Instant


def _only(name: str, condition: str, *more: str) -> Index:
    """Return an index that holds some requests alone, in the order of their numbers."""
    which: ColumnElement[bool] = literal_column(condition)
    return Index(f"ix_requests_{name}", "id", *more, sqlite_where=which, postgresql_where=which)


class Request(Base):
    """One entry of the request register: the union of Pasal 32 and Lampiran VIII."""

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("year", "sequence"),
        # With what the lists and counts of the desk ask for, so that these read no request.
        Index("ix_requests_status_notice_due", "status", "notice_due", "id", "notice_date"),
        Index("ix_requests_status_id", "status", "id"),
        Index("ix_requests_channel_id", "channel", "id"),
        Index("ix_requests_status_channel_id", "status", "channel", "id"),
        Index("ix_requests_year_id", "year", "id"),
        Index("ix_requests_received_date_id", "received_date", "id"),
        Index("ix_requests_decision_id", "decision", "id"),
        Index("ix_requests_refusal_ground_id", "refusal_ground", "id"),
        Index("ix_requests_applicant_type_id", "applicant_type", "id"),
        Index("ix_requests_status_objection_until", "status", "objection_until"),
        # The rows behind a figure, newest first, however few they are among all there are.
        _only("extended", "extended_on IS NOT NULL"),
        _only("unanswered", "notice_date IS NULL", "status"),
        _only("late_by_law", "notice_date > coalesce(strict_due, notice_due)"),
        _only(
            "late_by_rule",
            "notice_date > CASE WHEN strict_due IS NULL THEN notice_due ELSE perki_due END",
        ),
        _only("same_day", "notice_days BETWEEN 0 AND 0"),
        _only("within_3", "notice_days BETWEEN 1 AND 3"),
        _only("within_10", "notice_days BETWEEN 4 AND 10"),
        _only("within_17", "notice_days BETWEEN 11 AND 17"),
        _only("over_17", "notice_days >= 18"),
        _only("no_notice", "notice_days IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    sequence: Mapped[int]
    registration_number: Mapped[str] = mapped_column(String(40), unique=True)
    draft_key: Mapped[str] = mapped_column(String(40), unique=True)
    tracking_code: Mapped[str] = mapped_column(String(20), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    person: Mapped[int | None] = mapped_column(BigInteger, index=True)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    language: Mapped[str] = mapped_column(String(5))
    # The version of the privacy notice its applicant read; none where it came on paper.
    privacy_notice: Mapped[str | None] = mapped_column(String(10))
    received_at: Mapped[datetime] = mapped_column(Instant)
    received_date: Mapped[date] = mapped_column(Date)
    follows: Mapped[int | None] = mapped_column(ForeignKey("requests.id"), index=True)

    applicant_type: Mapped[str] = mapped_column(String(30))
    sealed_identity: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "requests:identity:{tracking_code}"}
    )
    identity_index: Mapped[str] = mapped_column(String(64), index=True)
    identity_doubt: Mapped[str | None] = mapped_column(String(30))
    occupation: Mapped[str] = mapped_column(String(100))
    information_detail: Mapped[str] = mapped_column(Text)
    purpose_of_use: Mapped[str] = mapped_column(Text)
    purpose_category: Mapped[str] = mapped_column(String(30))
    access_mode: Mapped[str] = mapped_column(String(10))
    copy_format: Mapped[str | None] = mapped_column(String(10))
    delivery_method: Mapped[str | None] = mapped_column(String(10))

    status: Mapped[str] = mapped_column(String(30))
    incomplete_date: Mapped[date | None] = mapped_column(Date)
    # Its days run from receipt; empty as long as the letter has not arrived.
    incomplete_received: Mapped[date | None] = mapped_column(Date)
    missing: Mapped[str | None] = mapped_column(Text)
    repaired_date: Mapped[date | None] = mapped_column(Date)
    complete_date: Mapped[date | None] = mapped_column(Date)
    extended_on: Mapped[date | None] = mapped_column(Date)
    extension_ground: Mapped[str | None] = mapped_column(String(30))
    extension_reason: Mapped[str | None] = mapped_column(Text)

    decision: Mapped[str | None] = mapped_column(String(30))
    refusal_ground: Mapped[str | None] = mapped_column(String(30))
    refusal_reason: Mapped[str | None] = mapped_column(Text)
    exemption: Mapped[int | None] = mapped_column(ForeignKey("exemptions.id"))
    under_control: Mapped[bool | None] = mapped_column(Boolean)
    holding_body: Mapped[str | None] = mapped_column(String(200))
    not_documented: Mapped[bool] = mapped_column(Boolean)
    held_soft: Mapped[bool] = mapped_column(Boolean)
    held_hard: Mapped[bool] = mapped_column(Boolean)
    redaction: Mapped[str | None] = mapped_column(Text)
    notice_note: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    notice_date: Mapped[date | None] = mapped_column(Date)
    # A later one, after an objection; what can be raised against it counts from it.
    last_notice: Mapped[date | None] = mapped_column(Date)
    provide_due: Mapped[date | None] = mapped_column(Date)
    provided_date: Mapped[date | None] = mapped_column(Date)
    provided_how: Mapped[str | None] = mapped_column(Text)
    fee_items: Mapped[str] = mapped_column(Text)
    fee_total: Mapped[int]
    payment_method: Mapped[str | None] = mapped_column(String(20))
    payment_receipt: Mapped[str | None] = mapped_column(String(60))
    paid_on: Mapped[date | None] = mapped_column(Date)
    register_note: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None] = mapped_column(Date)

    # Derived from the dates above, law and calendar; kept for sorting, proved equal by a test.
    check_due: Mapped[date] = mapped_column(Date)
    fix_due: Mapped[date | None] = mapped_column(Date)
    notice_due: Mapped[date] = mapped_column(Date)
    notice_due_internal: Mapped[date] = mapped_column(Date)
    # By the Law from receipt, and by the Commission's rule from completeness, which is none
    # while an incompleteness letter is out; both empty until an older request was reckoned.
    strict_due: Mapped[date | None] = mapped_column(Date)
    perki_due: Mapped[date | None] = mapped_column(Date)
    # Working days from receipt to the first notice, by the calendar of that day.
    notice_days: Mapped[int | None]
    calendar_version: Mapped[int]
    # What the applicant was told; a change of the calendar never moves it earlier.
    objection_until: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class RequestEvent(Base):
    """Something that happened to a request; milestones happen once, on the day they fell."""

    __tablename__ = "request_events"
    __table_args__ = (UniqueConstraint("request_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    effective_on: Mapped[date] = mapped_column(Date)
    actor: Mapped[str] = mapped_column(String(60))
    event: Mapped[str] = mapped_column(String(30))
    once: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text)


class RequestFile(Base):
    """A file that came with a request."""

    __tablename__ = "request_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    added_at: Mapped[datetime] = mapped_column(Instant)


class Release(Base):
    """A file that is to leave, and what the gate said of it."""

    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
    status: Mapped[str] = mapped_column(String(20), index=True)
    findings: Mapped[str] = mapped_column(Text)
    added_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str | None] = mapped_column(Text)


class Part(Base):
    """A part of a request that a regional office answers by its own date."""

    __tablename__ = "request_parts"
    __table_args__ = (
        UniqueConstraint("request_id", "ordinal"),
        Index("ix_request_parts_office_status", "regional_office", "status"),
        Index("ix_request_parts_office_request", "regional_office", "request_id"),
        Index("ix_request_parts_status_due", "status", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    ordinal: Mapped[int]
    description: Mapped[str] = mapped_column(Text)
    regional_office: Mapped[int | None] = mapped_column(ForeignKey("regional_offices.id"))
    holding_body: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    due: Mapped[date] = mapped_column(Date)
    answer: Mapped[str | None] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    return_reason: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


# The series of figures that these rows are counted in (register/figures).
REQUESTS = "requests"
daily.watch(
    Request, REQUESTS, daily.own("received_date"),
    "received_date", "received_at", "status", "decision", "refusal_ground", "purpose_category",
    "channel", "applicant_type", "occupation", "notice_date", "notice_days", "notice_due",
    "strict_due", "perki_due", "extended_on", "incomplete_date",
)  # fmt: skip


def _days_of_request(connection: Connection, part: Part) -> list[date | datetime | None]:
    requests = Request.__table__.c
    of_request = select(requests.received_date).where(requests.id == part.request_id)
    return [connection.scalar(of_request)]


daily.watch(Part, REQUESTS, _days_of_request, "regional_office")
