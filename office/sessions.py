"""Signed-in browsers: kept in the database so that each can be ended."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.people import StaffMember
from office.staff import Account, member
from office.unit import Unit

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_TOUCH_EVERY = timedelta(minutes=1)


class SignedIn(Base):
    """A browser in which a member of staff is signed in; the token itself is not kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(unit: Unit, staff_id: int) -> str:
    """Sign a member of staff in; return the token for the browser's cookie."""
    token = secrets.token_urlsafe(32)
    unit.session.add(
        SignedIn(token_hash=_hash(token), staff_id=staff_id, opened_at=unit.now, seen_at=unit.now)
    )
    unit.record("staff.signed_in", f"staff:{staff_id}")
    return token


def resolve(unit: Unit, token: str) -> tuple[StaffMember, bool] | None:
    """Return who is signed in with a token, and whether to note the visit; None if nobody."""
    found = unit.session.execute(
        select(SignedIn, Account)
        .join(Account, Account.id == SignedIn.staff_id)
        .where(SignedIn.token_hash == _hash(token), Account.active)
    ).first()
    if found is None:
        return None
    session, account = found
    if unit.now - session.seen_at > IDLE or unit.now - session.opened_at > LONGEST:
        return None
    return member(account), unit.now - session.seen_at > _TOUCH_EVERY


def touch(unit: Unit, token: str) -> None:
    """Note that a browser is in use."""
    session = unit.session.get(SignedIn, _hash(token))
    if session is not None:
        session.seen_at = unit.now


def close_session(unit: Unit, token: str) -> None:
    """Sign a browser out."""
    unit.session.execute(delete(SignedIn).where(SignedIn.token_hash == _hash(token)))


def close_others(unit: Unit, token: str) -> None:
    """Sign out every other browser of the acting member of staff."""
    if isinstance(unit.actor, StaffMember):
        unit.session.execute(
            delete(SignedIn).where(
                SignedIn.staff_id == unit.actor.staff_id, SignedIn.token_hash != _hash(token)
            )
        )


def forget_expired(unit: Unit) -> None:
    """Remove sessions nobody can use any more."""
    unit.session.execute(delete(SignedIn).where(SignedIn.opened_at < unit.now - LONGEST))
