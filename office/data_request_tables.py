"""Table of what citizens asked about their own data; their words are sealed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class DataRequest(Base):
    """Something a citizen asked about their personal data; it is settled within 72 hours."""

    __tablename__ = "data_requests"
    __table_args__ = (Index("ix_data_requests_status_due_at", "status", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Binds what is sealed to the row, and is told to the citizen.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(15))
    # None once the request itself is past its retention.
    person: Mapped[int | None] = mapped_column(BigInteger, index=True)
    language: Mapped[str] = mapped_column(String(5))
    received_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    sealed_words: Mapped[bytes] = mapped_column(LargeBinary, info={"place": "data_requests:{code}"})
    status: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str | None] = mapped_column(String(30))
    sealed_note: Mapped[bytes | None] = mapped_column(
        LargeBinary, info={"place": "data_requests:{code}"}
    )
    settled_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    # When staff were warned before the term, and when it lapsed.
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    lapsed_at: Mapped[datetime | None] = mapped_column(Instant)
    # Holds who asks for what while it waits: two presses make one clock.
    open_key: Mapped[str | None] = mapped_column(String(40), unique=True)
