"""Table of the letters that were issued; a letter's facts never change."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant


class Letter(Base):
    """One issued letter; its paper is drawn from its facts when it is first needed."""

    __tablename__ = "letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id"), index=True)
    objection_id: Mapped[int | None] = mapped_column(ForeignKey("objections.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    issued_on: Mapped[date] = mapped_column(Date)
    sealed_facts: Mapped[bytes] = mapped_column(LargeBinary, info={"place": "letters:facts:{code}"})
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
