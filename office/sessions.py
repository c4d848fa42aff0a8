"""Signed-in browsers: kept in the database so that each can be seen and ended."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select, true, update
from sqlalchemy.orm import Mapped, mapped_column

from office.database import Base, Instant
from office.people import Permission, StaffMember
from office.refusals import NotFound
from office.second_factor import StaffRule
from office.staff import Account, member
from office.unit import Unit

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_TOUCH_EVERY = timedelta(minutes=1)
_LONGEST_NAME = 60
# Enough of a fingerprint to name a session in a form; it opens nothing.
_HANDLE = 16


class SignedIn(Base):
    """A browser in which a member of staff is signed in; the token itself is not kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    browser: Mapped[str] = mapped_column(String(_LONGEST_NAME), default="")
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Present:
    """Who is signed in with a token, and what the door has to know about it."""

    member: StaffMember
    # The visit has not been noted for a while.
    is_stale: bool
    # The office demands a second factor and this account has none.
    must_set_up: bool


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """A browser that is signed in, as a page lists it."""

    handle: str
    browser: str
    opened_at: datetime
    seen_at: datetime
    is_this: bool


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def open_session(unit: Unit, staff_id: int, *, browser: str = "") -> str:
    """Sign a member of staff in; return the token for the browser's cookie."""
    token = secrets.token_urlsafe(32)
    unit.session.add(
        SignedIn(
            token_hash=_hash(token),
            staff_id=staff_id,
            browser=browser[:_LONGEST_NAME],
            opened_at=unit.now,
            seen_at=unit.now,
        )
    )
    _seen(unit, staff_id)
    unit.record("staff.signed_in", f"staff:{staff_id}")
    return token


def resolve(unit: Unit, token: str) -> Present | None:
    """Return who is signed in with a token; None if nobody."""
    found = unit.session.execute(
        select(SignedIn, Account, StaffRule.second_factor)
        .join(Account, Account.id == SignedIn.staff_id)
        .outerjoin(StaffRule, true())
        .where(SignedIn.token_hash == _hash(token), Account.active)
    ).first()
    if found is None:
        return None
    session, account, demanded = found
    if not _is_alive(session, unit.now):
        return None
    is_stale = unit.now - session.seen_at > _TOUCH_EVERY
    return Present(member(account), is_stale, bool(demanded) and account.totp is None)


def _is_alive(session: SignedIn, now: datetime) -> bool:
    return now - session.seen_at <= IDLE and now - session.opened_at <= LONGEST


def touch(unit: Unit, token: str) -> None:
    """Note that a browser is in use."""
    session = unit.session.get(SignedIn, _hash(token))
    if session is not None:
        session.seen_at = unit.now
        _seen(unit, session.staff_id)


def _seen(unit: Unit, staff_id: int) -> None:
    unit.session.execute(update(Account).where(Account.id == staff_id).values(seen_at=unit.now))


def own(unit: Unit, token: str) -> list[OpenBrowser]:
    """Return the browsers in which one is signed in, this one first."""
    unit.require(Permission.OWN_ACCOUNT)
    listed = _listed(unit, _own_number(unit), this=_hash(token))
    return sorted(listed, key=lambda row: not row.is_this)


def of_account(unit: Unit, staff_id: int) -> list[OpenBrowser]:
    """Return the browsers in which somebody is signed in, the last used first."""
    unit.require(Permission.MANAGE_STAFF)
    return _listed(unit, staff_id)


def _listed(unit: Unit, staff_id: int, this: str = "") -> list[OpenBrowser]:
    rows: Iterable[SignedIn] = unit.session.scalars(
        select(SignedIn)
        .where(SignedIn.staff_id == staff_id)
        .order_by(SignedIn.seen_at.desc(), SignedIn.token_hash)
    )
    return [
        OpenBrowser(
            row.token_hash[:_HANDLE],
            row.browser,
            row.opened_at,
            row.seen_at,
            row.token_hash == this,
        )
        for row in rows
        if _is_alive(row, unit.now)
    ]


def close_session(unit: Unit, token: str) -> None:
    """Sign a browser out."""
    unit.session.execute(delete(SignedIn).where(SignedIn.token_hash == _hash(token)))


def end_one(unit: Unit, handle: str) -> None:
    """Sign one of one's own browsers out; raise `NotFound` for one that is none."""
    unit.require(Permission.OWN_ACCOUNT)
    number = _own_number(unit)
    rows = unit.session.scalars(select(SignedIn).where(SignedIn.staff_id == number))
    chosen = [row for row in rows if row.token_hash[:_HANDLE] == handle]
    if not chosen:
        raise NotFound("session_unknown")
    for row in chosen:
        unit.session.delete(row)
    unit.record("staff.session_ended", f"staff:{number}")


def end_others(unit: Unit, token: str) -> None:
    """Sign every other browser out, on purpose."""
    unit.require(Permission.OWN_ACCOUNT)
    close_others(unit, token)
    unit.record("staff.other_sessions_ended", f"staff:{_own_number(unit)}")


def close_others(unit: Unit, token: str) -> None:
    """Sign out every other browser of the acting member of staff."""
    if isinstance(unit.actor, StaffMember):
        unit.session.execute(
            delete(SignedIn).where(
                SignedIn.staff_id == unit.actor.staff_id, SignedIn.token_hash != _hash(token)
            )
        )


def close_all(unit: Unit, staff_id: int) -> None:
    """Sign out every browser of an account."""
    unit.session.execute(delete(SignedIn).where(SignedIn.staff_id == staff_id))


def _own_number(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotFound("account_unknown")
    return unit.actor.staff_id


def forget_expired(unit: Unit) -> None:
    """Remove sessions nobody can use any more."""
    unit.session.execute(delete(SignedIn).where(SignedIn.opened_at < unit.now - LONGEST))
