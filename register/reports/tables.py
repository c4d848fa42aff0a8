"""Tables of the reports: editions, what was written in them and when, and their files."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class Report(Base):
    """One edition of the report on a period; a finished one never changes again."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("span", "since", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    span: Mapped[str] = mapped_column(String(10))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    edition: Mapped[int]
    # Why an edition was made after a finished one.
    reason: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    begun_at: Mapped[datetime] = mapped_column(Instant)
    begun_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(Instant)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # Every figure and text as they stood when it was finished.
    snapshot: Mapped[str | None] = mapped_column(Text)
    commission_on: Mapped[date | None] = mapped_column(Date)
    commission_letter: Mapped[str | None] = mapped_column(String(100))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class ReportEntry(Base):
    """One version of a text, a number entered by hand, or why it came back; the newest counts."""

    __tablename__ = "report_entries"
    __table_args__ = (UniqueConstraint("report_id", "field", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    field: Mapped[str] = mapped_column(String(30))
    ordinal: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class ReportFile(Base):
    """A file of a finished report, drawn once."""

    __tablename__ = "report_files"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    size: Mapped[str] = mapped_column(String(10), primary_key=True)
    format: Mapped[str] = mapped_column(String(5), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"))
