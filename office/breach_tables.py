"""Tables of failures to protect personal data, and of the accounts they concern."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant

_PLACE = {"place": "data_breaches:{code}"}


class DataBreach(Base):
    """A failure to protect personal data: what is known of it, who was told, what was learned.

    When its term ends is counted from when it became known first, and kept nowhere.
    """

    __tablename__ = "data_breaches"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Binds what is sealed to the row.
    code: Mapped[str] = mapped_column(String(20), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    known_at: Mapped[datetime] = mapped_column(Instant)
    # The earliest that was ever written down: no later correction puts the term off.
    counted_from: Mapped[datetime] = mapped_column(Instant)
    happened_at: Mapped[datetime | None] = mapped_column(Instant)
    # Names from the records of processing, and of the rooms whose people it concerns, as JSON.
    activities: Mapped[str] = mapped_column(Text)
    rooms: Mapped[str] = mapped_column(Text)
    whom: Mapped[str] = mapped_column(String(10))
    estimate: Mapped[int | None] = mapped_column(Integer)
    is_public: Mapped[bool] = mapped_column(Boolean)
    # What, how, what was done and what people can do, as JSON.
    sealed_account: Mapped[bytes] = mapped_column(LargeBinary, info=_PLACE)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[datetime] = mapped_column(Instant)
    # The notice to the people: who handed it over, who confirmed it, and when all had left.
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    people: Mapped[int | None] = mapped_column(Integer)
    # In how many cases somebody without an account was concerned when it was handed over.
    without_account: Mapped[int] = mapped_column(Integer)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    posted_at: Mapped[datetime | None] = mapped_column(Instant)
    others_told_at: Mapped[datetime | None] = mapped_column(Instant)
    sealed_others: Mapped[bytes | None] = mapped_column(LargeBinary, info=_PLACE)
    body_told_at: Mapped[datetime | None] = mapped_column(Instant)
    body_letter: Mapped[str | None] = mapped_column(String(80))
    # What was noted first, where that was corrected.
    body_first_at: Mapped[datetime | None] = mapped_column(Instant)
    body_first_letter: Mapped[str | None] = mapped_column(String(80))
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    lapsed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str | None] = mapped_column(String(15))
    sealed_lessons: Mapped[bytes | None] = mapped_column(LargeBinary, info=_PLACE)
    # How many it is known to have reached, counted when it was closed.
    reached: Mapped[int | None] = mapped_column(Integer)
    # When its words and people were taken out.
    emptied_at: Mapped[datetime | None] = mapped_column(Instant)


class BreachPerson(Base):
    """An account that a failure concerns, and when its notice was handed to the post."""

    __tablename__ = "data_breach_people"

    breach_id: Mapped[int] = mapped_column(
        ForeignKey("data_breaches.id"), primary_key=True, autoincrement=False
    )
    person: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    posted_at: Mapped[datetime | None] = mapped_column(Instant)
