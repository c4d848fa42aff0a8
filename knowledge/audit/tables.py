"""Tables of the audit: the month's draw, its answers, and each judge's verdict."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant

SEATS = (1, 2)


class Audit(Base):
    """The sample of one month, and how it was drawn."""

    __tablename__ = "answer_audits"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The first day of the month whose answers are judged; drawn once, so that nobody redraws.
    month: Mapped[date] = mapped_column(Date, unique=True)
    seed: Mapped[str] = mapped_column(String(32))
    wanted: Mapped[int] = mapped_column(Integer)
    population: Mapped[int] = mapped_column(Integer)
    # Of all numbers that could have been drawn: shows whether a repeated draw had the same.
    population_checksum: Mapped[str] = mapped_column(String(64))
    drawn_at: Mapped[datetime] = mapped_column(Instant)
    # Nobody where the clockwork drew.
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    first_judge: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    second_judge: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # When both verdicts on every answer were there; until then nobody sees another's.
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the last disagreement was settled; from then on the figure is public.
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    texts_forgotten_at: Mapped[datetime | None] = mapped_column(Instant)


class AuditedAnswer(Base):
    """One answer of a sample; its question is a copy, as the log forgets sooner."""

    __tablename__ = "audited_answers"
    __table_args__ = (UniqueConstraint("audit_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("answer_audits.id"))
    place: Mapped[int] = mapped_column(Integer)
    # Not a reference: the log may forget the whole question.
    question_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    # Masked, as it stood in the log; nothing once the audit's own time to keep it is over.
    text: Mapped[str | None] = mapped_column(Text)
    slug: Mapped[str] = mapped_column(String(80))
    edition: Mapped[int | None] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(5))
    author: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # What one judge proposes after a discussion, until `settled_at` tells that it stands.
    settled: Mapped[str | None] = mapped_column(String(12))
    manner: Mapped[str | None] = mapped_column(String(12))
    settled_note: Mapped[str] = mapped_column(Text, default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class AnswerVerdict(Base):
    """What one judge said; two seats for each answer, and nobody sits on both."""

    __tablename__ = "answer_verdicts"
    __table_args__ = (UniqueConstraint("answer_id", "judge"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("audited_answers.id"), primary_key=True)
    seat: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    judge: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    verdict: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")
    # The judge wrote the version: nobody else was there to judge it.
    own_work: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Instant)
