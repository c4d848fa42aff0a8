"""Staff accounts: created on purpose, throttled at the door; no default account exists."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import (
    Boolean,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from office import regional
from office.database import Base, Instant
from office.people import Permission, Role, StaffMember
from office.refusals import NotFound, NotValid
from office.unit import Unit

SHORTEST_PASSWORD = 12
ATTEMPTS = 6
ATTEMPTS_FROM_EVERYWHERE = 30
ATTEMPTS_FROM_ONE_PLACE = 60
ATTEMPTS_SPAN = timedelta(minutes=15)
PLACE_KEPT = timedelta(days=90)
_hasher = PasswordHasher()
# Verified against when there is no such account, so that the answer takes as long.
_NOBODY = _hasher.hash(secrets.token_hex(16))


class Account(Base):
    """A member of staff who may sign in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[str] = mapped_column(String(200))
    password: Mapped[str] = mapped_column(String(200))
    totp: Mapped[bytes | None] = mapped_column(LargeBinary, info={"place": "staff_totp:{id}"})
    totp_last: Mapped[int | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    # Whose parts of requests this member answers; only a PPID Pelaksana has one.
    regional_office: Mapped[int | None] = mapped_column(ForeignKey("regional_offices.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)


class Attempt(Base):
    """A sign-in that failed; forgotten after the throttling span."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class KnownPlace(Base):
    """A place from which an account was opened; nobody elsewhere can close it to its owner."""

    __tablename__ = "sign_in_places"

    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the door needs to check a sign-in outside any transaction."""

    member: StaffMember | None
    password: str
    totp: str | None
    totp_last: int | None


def hash_password(password: str) -> str:
    """Return an argon2id hash; slow on purpose, so never called inside a unit."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotValid("password", "password_too_short", shortest=SHORTEST_PASSWORD)
    return _hasher.hash(password)


def password_fits(stored: str, password: str) -> bool:
    """Tell whether a password is the one of the hash."""
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def code_step(secret: str, code: str, *, now: datetime, last: int | None) -> int | None:
    """Return the time step a one-time code belongs to, or None; a step is good only once."""
    given = code.strip().replace(" ", "")
    if not (given.isascii() and given.isdigit()):
        return None
    clock = pyotp.TOTP(secret)
    for step in range(-1, 2):
        number = clock.timecode(now) + step
        if (last is None or number > last) and secrets.compare_digest(
            clock.generate_otp(number), given
        ):
            return number
    return None


def add(
    unit: Unit,
    *,
    login: str,
    name: str,
    roles: Iterable[Role],
    password_hash: str,
    regional_office: int | None = None,
) -> int:
    """Create an account; return its number. A PPID Pelaksana has a regional office."""
    unit.require(Permission.MANAGE_STAFF)
    login = login.strip().lower()
    if not login or not name.strip():
        raise NotValid("login", "required")
    if len(login) > 60 or len(name) > 120:
        raise NotValid("login", "too_long", longest=60, length=max(len(login), len(name)))
    if unit.session.scalar(select(Account.id).where(Account.login == login)):
        raise NotValid("login", "login_taken", login=login)
    wanted = sorted(set(roles))
    if not wanted:
        raise NotValid("roles", "required")
    if Role.PPID_EXECUTOR in wanted and regional_office is None:
        raise NotValid("regional_office", "required")
    if regional_office is not None and regional_office not in regional.names(unit):
        raise NotFound("regional_office_unknown")
    account = Account(
        login=login,
        name=name.strip(),
        roles=",".join(wanted),
        password=password_hash,
        active=True,
        regional_office=regional_office,
        created_at=unit.now,
    )
    unit.session.add(account)
    unit.flush()
    unit.record("staff.added", f"staff:{account.id}", roles=wanted)
    return account.id


def anybody(unit: Unit) -> bool:
    """Tell whether any account exists."""
    return unit.session.scalar(select(func.count(Account.id))) != 0


def anybody_who(unit: Unit, role: Role) -> bool:
    """Tell whether an active account has a role."""
    held = unit.session.scalars(select(Account.roles).where(Account.active))
    return any(role in roles.split(",") for roles in held)


def member(account: Account) -> StaffMember:
    """Return the actor an account stands for."""
    roles = frozenset(Role(role) for role in account.roles.split(",") if role)
    return StaffMember(account.id, account.name, roles, account.regional_office)


def credentials(unit: Unit, login: str) -> Credentials:
    """Return what a sign-in is checked against, also for a login nobody has."""
    account = unit.session.scalar(
        select(Account).where(Account.login == login.strip().lower(), Account.active)
    )
    if account is None:
        return Credentials(None, _NOBODY, None, None)
    totp = account.totp and unit.vault.unseal(account.totp, f"staff_totp:{account.id}")
    return Credentials(member(account), account.password, totp or None, account.totp_last)


def attempt(unit: Unit, login: str, address: str) -> list[int] | None:
    """Count an attempt before its password is checked; return its numbers, None if too many.

    Counted first, because parallel guesses would all be checked before any of them counted.
    Failures elsewhere close an account only to places from which it was never opened: nobody
    can lock an officer out of their own desk.
    """
    since = unit.now - ATTEMPTS_SPAN
    pair = _place(unit, login, address)
    names = {pair[:60]: ATTEMPTS, f"@{address}"[:60]: ATTEMPTS_FROM_ONE_PLACE}
    if unit.session.get(KnownPlace, pair) is None:
        names[_who(login)] = ATTEMPTS_FROM_EVERYWHERE
    for name, most in names.items():
        tried = unit.session.scalar(
            select(func.count(Attempt.id)).where(Attempt.login == name, Attempt.at >= since)
        )
        if (tried or 0) >= most:
            if tried == most:
                unit.record("staff.sign_in_throttled", "staff:unknown")
                _count(unit, name)
            return None
    return [_count(unit, name) for name in names]


def _who(login: str) -> str:
    return login.strip().lower()[:60]


def _place(unit: Unit, login: str, address: str) -> str:
    return unit.vault.blind_index(f"sign-in:{_who(login)}:{address}")


def remember_place(unit: Unit, login: str, address: str) -> None:
    """Remember from where an account was opened."""
    place = _place(unit, login, address)
    unit.session.merge(KnownPlace(place=place, at=unit.now))


def _count(unit: Unit, name: str) -> int:
    row = Attempt(login=name, at=unit.now)
    unit.session.add(row)
    unit.flush()
    return row.id


def forgive(unit: Unit, numbers: Iterable[int]) -> None:
    """Take back the count of an attempt that succeeded."""
    unit.session.execute(delete(Attempt).where(Attempt.id.in_(list(numbers))))


def forget_attempts(unit: Unit) -> None:
    """Remove attempts that no longer count, and places that were long not used."""
    unit.session.execute(delete(Attempt).where(Attempt.at < unit.now - ATTEMPTS_SPAN))
    unit.session.execute(delete(KnownPlace).where(KnownPlace.at < unit.now - PLACE_KEPT))


def use_code(unit: Unit, staff_id: int, step: int) -> bool:
    """Spend a one-time code; tell whether nobody had spent it, or a later one, before."""
    fresh = or_(Account.totp_last.is_(None), Account.totp_last < step)
    spent = unit.session.execute(
        update(Account)
        .where(Account.id == staff_id, fresh)
        .values(totp_last=step)
        .returning(Account.id)
    )
    return spent.first() is not None


def set_totp(unit: Unit, secret: str | None, *, step: int | None = None) -> None:
    """Switch the second factor of one's own account on or off; `step` is the code just used."""
    unit.require(Permission.OWN_ACCOUNT)
    account = _own(unit)
    account.totp = None if secret is None else unit.vault.seal(secret, f"staff_totp:{account.id}")
    account.totp_last = step
    unit.record("staff.totp_on" if secret else "staff.totp_off", f"staff:{account.id}")


def set_password(unit: Unit, password_hash: str) -> None:
    """Change the password of one's own account."""
    unit.require(Permission.OWN_ACCOUNT)
    account = _own(unit)
    account.password = password_hash
    unit.record("staff.password_changed", f"staff:{account.id}")


def has_totp(unit: Unit) -> bool:
    """Tell whether one's own account has a second factor."""
    return _own(unit).totp is not None


def names(unit: Unit) -> dict[int, str]:
    """Return every account's name by number."""
    return {row.id: row.name for row in unit.session.execute(select(Account.id, Account.name))}


def _own(unit: Unit) -> Account:
    if not isinstance(unit.actor, StaffMember):
        raise NotFound("account_unknown")
    account = unit.session.get(Account, unit.actor.staff_id)
    if account is None:
        raise NotFound("account_unknown")
    return account


def own_password(unit: Unit) -> str:
    """Return the hash of one's own password, to be checked again before a change."""
    unit.require(Permission.OWN_ACCOUNT)
    return _own(unit).password
