"""One-time codes that connect a staff group, made in the panel and written in the group."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, String, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from office import regional, staff_chats
from office.database import Base, Instant
from office.people import Citizen, Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.staff_chats import Connected, Purpose
from office.unit import Unit

CODE_LIVES = timedelta(minutes=30)
TRIES = 5
TRIES_SPAN = timedelta(minutes=15)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none is taken for another
_LENGTH = 8


class StaffChatCode(Base):
    """A code that connects one group; the code itself is not kept."""

    __tablename__ = "staff_chat_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    regional_office: Mapped[int | None] = mapped_column(ForeignKey("regional_offices.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffChatTry(Base):
    """A code that opened nothing; forgotten after the throttling span."""

    __tablename__ = "staff_chat_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


def make(unit: Unit, purpose: Purpose, regional_office: int | None = None) -> str:
    """Return a code that connects one group within half an hour."""
    unit.require(Permission.CONNECT_GROUPS)
    if purpose is Purpose.OPD and regional_office not in {
        one.number for one in regional.every(unit)
    }:
        raise NotValid("regional_office", "required")
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    unit.session.add(
        StaffChatCode(
            code_hash=_hash(code),
            purpose=purpose,
            regional_office=regional_office if purpose is Purpose.OPD else None,
            made_by=_staff(unit),
            expires_at=unit.now + CODE_LIVES,
        )
    )
    unit.flush()
    unit.record("staff_chat.code_made", f"staff:{_staff(unit)}", purpose=purpose)
    return f"{code[:4]}-{code[4:]}"


def connect(unit: Unit, chat_id: int, code: str) -> Connected:
    """Connect a group by a code that a member of it wrote.

    Raises `NotNow` after too many wrong ones from the group or the member, `NotFound` for a code
    that opens nothing; of two who use one at the same moment the row lets one through.
    """
    _throttle(unit, chat_id)
    used = unit.session.execute(
        update(StaffChatCode)
        .where(
            StaffChatCode.code_hash == _hash(code),
            StaffChatCode.used_at.is_(None),
            StaffChatCode.expires_at > unit.now,
        )
        .values(used_at=unit.now)
        .returning(StaffChatCode.purpose, StaffChatCode.regional_office, StaffChatCode.made_by)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if used is None:
        _note_try(unit, chat_id)
        raise NotFound("group_code_unknown")
    purpose = Purpose(used.purpose)
    return staff_chats.begin(unit, chat_id, purpose, used.regional_office, by=used.made_by)


def _throttle(unit: Unit, chat_id: int) -> None:
    lately = StaffChatTry.at > unit.now - TRIES_SPAN
    same = or_(StaffChatTry.chat_id == chat_id, StaffChatTry.person == _person(unit))
    tries = unit.session.scalar(select(func.count(StaffChatTry.id)).where(lately, same)) or 0
    if tries < TRIES:
        return
    if tries == TRIES:
        _note_try(unit, chat_id)
    minutes = int(TRIES_SPAN.total_seconds() // 60)
    raise NotNow("group_codes_too_many", minutes=minutes, is_first=tries == TRIES)


def _note_try(unit: Unit, chat_id: int) -> None:
    unit.session.add(StaffChatTry(chat_id=chat_id, person=_person(unit), at=unit.now))


def forget(unit: Unit) -> None:
    """Forget codes that can no longer be used and tries that no longer count."""
    unit.require(Permission.KEEP_TIME)
    unit.session.execute(delete(StaffChatCode).where(StaffChatCode.expires_at < unit.now))
    unit.session.execute(delete(StaffChatTry).where(StaffChatTry.at < unit.now - TRIES_SPAN))


def _hash(code: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", code.upper())
    return hashlib.sha256(plain.encode()).hexdigest()


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def _person(unit: Unit) -> int:
    return unit.actor.person if isinstance(unit.actor, Citizen) else 0
