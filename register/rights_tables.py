"""Tables of corrected, restricted and held identities in the registers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class CorrectedIdentity(Base):
    """Who asks as it stood before an officer corrected it, and after; both sealed."""

    __tablename__ = "corrected_identities"
    __table_args__ = (Index("ix_corrected_identities_tracking_code", "tracking_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Of the request or objection whose identity it is.
    tracking_code: Mapped[str] = mapped_column(String(20))
    data_request: Mapped[int | None] = mapped_column(Integer)
    sealed_before: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "corrected_identities:{tracking_code}"}
    )
    sealed_after: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "corrected_identities:{tracking_code}"}
    )
    corrected_at: Mapped[datetime] = mapped_column(Instant)
    corrected_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class RestrictedIdentity(Base):
    """An identity that only who protects data may still see in full."""

    __tablename__ = "restricted_identities"

    tracking_code: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)
    data_request: Mapped[int | None] = mapped_column(Integer)
    restricted_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class RetentionHold(Base):
    """A case whose papers and identity stay although their term is over: a dispute, a lawsuit."""

    __tablename__ = "retention_holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    tracking_code: Mapped[str] = mapped_column(String(20), index=True)
    # The tracking code while it holds: nobody holds a case twice.
    open_key: Mapped[str | None] = mapped_column(String(20), unique=True)
    reason: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(Instant)
    held_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
