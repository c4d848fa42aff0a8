"""The table of requests by readers of the register to see an identity."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class RevealRequest(Base):
    """One wish to see whose case it is, and what a second person said to it."""

    __tablename__ = "reveal_requests"
    __table_args__ = (Index("ix_reveal_requests_asked_by_id", "asked_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # One of the two.
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id"), index=True)
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objections.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text)
    # Holds who asks and for what while nobody has decided: nobody asks twice.
    open_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    granted: Mapped[bool | None] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)
    until: Mapped[datetime | None] = mapped_column(Instant)
