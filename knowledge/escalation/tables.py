"""Tables of conversations with staff, and of what belongs to them."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from office import daily
from office.database import Base, Instant, metadata


class Escalation(Base):
    """A conversation that a person must take over."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index("ix_escalations_queue", "status", "lane_rank", "promised_by", "id"),
        Index("ix_escalations_status_opened_at", "status", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(String(20), unique=True)
    person: Mapped[int] = mapped_column(BigInteger, index=True)
    # Holds the person while a conversation is open: nobody can have two.
    open_person: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    language: Mapped[str] = mapped_column(String(5))
    status: Mapped[str] = mapped_column(String(20))
    speaker: Mapped[str] = mapped_column(String(10))
    lane: Mapped[str] = mapped_column(String(10))
    lane_rank: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(String(15))
    opened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    # Since when something of the citizen's is unanswered; none while nothing is.
    waiting_since: Mapped[datetime | None] = mapped_column(Instant)
    # What was promised last, and what it was reckoned from (knowledge/escalation/promise.py).
    promised_from: Mapped[datetime | None] = mapped_column(Instant)
    promised_by: Mapped[datetime | None] = mapped_column(Instant)
    promise_basis: Mapped[str] = mapped_column(Text, default="{}")
    lapsed_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the clockwork looks at it next; every open conversation has one.
    timer_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    reminded: Mapped[bool] = mapped_column(Boolean, default=False)
    held_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    held_since: Mapped[datetime | None] = mapped_column(Instant, index=True)
    held_until: Mapped[datetime | None] = mapped_column(Instant)
    first_held_at: Mapped[datetime | None] = mapped_column(Instant)
    first_reply_at: Mapped[datetime | None] = mapped_column(Instant)
    handled_seconds: Mapped[int] = mapped_column(Integer, default=0)
    # Who had it last, whom a colleague meant it for, and who must not have it again.
    previous_officer: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    meant_for: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    not_for: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lapses: Mapped[int] = mapped_column(Integer, default=0)
    sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    follows: Mapped[int | None] = mapped_column(ForeignKey("escalations.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    outcome: Mapped[str | None] = mapped_column(String(15))
    reopen_until: Mapped[datetime | None] = mapped_column(Instant)
    reopened: Mapped[int] = mapped_column(Integer, default=0)
    # The request it became; a number of another room, so no foreign key.
    request_id: Mapped[int | None] = mapped_column(Integer)


class EscalationLine(Base):
    """One line of such a conversation."""

    __tablename__ = "escalation_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    author: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sealed_text: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "escalation_lines:{escalation_id}"}
    )
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    notice: Mapped[str | None] = mapped_column(String(120))
    # A reply that was taken back before it left, and since when it had been waited for.
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    waited_since: Mapped[datetime | None] = mapped_column(Instant)


# The series of figures that these rows are counted in (knowledge/figures).
DESK = "desk"
daily.watch(
    Escalation, DESK, daily.own("opened_at"),
    "opened_at", "status", "outcome", "lane", "reason", "first_reply_at", "promised_by",
    "lapsed_at", "handled_seconds",
)  # fmt: skip
daily.watch(EscalationLine, DESK, daily.own("at"), "at", "staff_id", "author")


class ProposedReply(Base):
    """A reply on a sensitive topic that waits for a second person."""

    __tablename__ = "proposed_replies"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    status: Mapped[str] = mapped_column(String(10), index=True)
    written_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    seen_line: Mapped[int] = mapped_column(Integer)
    sealed_text: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "proposed_replies:{escalation_id}"}
    )
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    sealed_reason: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"place": "proposed_replies:{escalation_id}"}
    )


class Disposition(Base):
    """A question that one regional office answers for a conversation, by its own date."""

    __tablename__ = "dispositions"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    regional_office: Mapped[int] = mapped_column(ForeignKey("regional_offices.id"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    # The officer's own words: a regional office reads these, never the conversation.
    sealed_question: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "dispositions:{escalation_id}"}
    )
    asked_file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    sealed_answer: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"place": "dispositions:{escalation_id}"}
    )
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class Rating(Base):
    """What a citizen thought of an answer; the latest of a conversation counts, all are kept."""

    __tablename__ = "escalation_ratings"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    score: Mapped[int] = mapped_column(Integer)
    officer: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sealed_comment: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"place": "escalation_ratings:{escalation_id}"}
    )


class FormalOffer(Base):
    """What an officer wrote into a request that the citizen may go on with."""

    __tablename__ = "formal_offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalations.id"), index=True)
    offered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    sealed_information: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "formal_offers:{escalation_id}"}
    )
    taken_at: Mapped[datetime | None] = mapped_column(Instant)


# One row; its number moves with everything the desk shows, so that open pages know to look again.
desk_version = Table(
    "desk_version",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
)

# Who has which conversation on the screen; forgotten when nobody was seen for a while.
presence = Table(
    "desk_presence",
    metadata,
    Column("escalation_id", ForeignKey("escalations.id"), primary_key=True, autoincrement=False),
    Column("staff_id", ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("seen_at", Instant, nullable=False),
    Column("writing", Boolean, nullable=False),
)
