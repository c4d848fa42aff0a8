"""Tables of curation: clusters of questions, what was judged, and who wants to be told."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant

_QUESTION = BigInteger().with_variant(Integer, "sqlite")


class Cluster(Base):
    """Questions that ask the same and have no good answer yet."""

    __tablename__ = "clusters"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    newest_at: Mapped[datetime] = mapped_column(Instant)
    title: Mapped[str] = mapped_column(Text)
    # Distinct words its questions share, for meeting the questions of later nights.
    words: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    rank: Mapped[float] = mapped_column(Float)
    nearest_slug: Mapped[str | None] = mapped_column(String(80))
    nearest_confidence: Mapped[float | None] = mapped_column(Float)
    status: Mapped[str] = mapped_column(String(10), index=True)
    action: Mapped[str | None] = mapped_column(String(12))
    slug: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text, default="")
    handed_to: Mapped[str] = mapped_column(String(120), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    # When an answer written for it was first published.
    answered_at: Mapped[datetime | None] = mapped_column(Instant)


class ClusterMember(Base):
    """A question's place in a cluster; each has one at most."""

    __tablename__ = "cluster_members"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"), index=True)


class OffTopic(Base):
    """A question that must stay unanswered; the regression gate asks it every time."""

    __tablename__ = "off_topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text, unique=True)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("clusters.id"))


class Judgement(Base):
    """What a member of staff says about one answer: right or wrong, and what was right."""

    __tablename__ = "judgements"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    slug: Mapped[str | None] = mapped_column(String(80))
    is_right: Mapped[bool] = mapped_column(Boolean)
    right_slug: Mapped[str | None] = mapped_column(String(80))
    judged_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    judged_at: Mapped[datetime] = mapped_column(Instant)


class Wish(Base):
    """A citizen who agreed to be told once a question has its answer."""

    __tablename__ = "wishes"

    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger, index=True)
    language: Mapped[str] = mapped_column(String(5))
    at: Mapped[datetime] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)
