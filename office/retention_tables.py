"""Tables of the retention schedule: terms that were changed, and what each run did."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class ChangedTerm(Base):
    """A term that the office set otherwise than the schedule's default."""

    __tablename__ = "retention_terms"

    piece: Mapped[str] = mapped_column(String(40), primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class RetentionRun(Base):
    """One run over the whole schedule, real or dry; its report is JSON, one line per piece."""

    __tablename__ = "retention_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_dry: Mapped[bool] = mapped_column(Boolean)
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    report: Mapped[str] = mapped_column(Text, default="[]")
