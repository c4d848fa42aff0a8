"""Staff accounts: created on purpose, throttled at the door; no default account exists."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Boolean, ForeignKey, LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from office import regional
from office.database import Base, Instant
from office.people import Permission, Role, StaffMember
from office.refusals import NotFound, NotValid
from office.unit import Unit

SHORTEST_PASSWORD = 12
LONGEST_LOGIN = 60
LONGEST_NAME = 120
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
    login: Mapped[str] = mapped_column(String(LONGEST_LOGIN), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    roles: Mapped[str] = mapped_column(String(200))
    # Empty until whoever was invited has chosen one.
    password: Mapped[str] = mapped_column(String(200))
    totp: Mapped[bytes | None] = mapped_column(LargeBinary, info={"place": "staff_totp:{id}"})
    totp_last: Mapped[int | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    # Whose parts of requests this member answers; only a PPID Pelaksana has one.
    regional_office: Mapped[int | None] = mapped_column(ForeignKey("regional_offices.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is written down about a member of staff."""

    login: str
    name: str
    roles: frozenset[Role]
    regional_office: int | None = None


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


def add(
    unit: Unit,
    *,
    login: str,
    name: str,
    roles: Iterable[Role],
    password_hash: str,
    regional_office: int | None = None,
) -> int:
    """Create an account; return its number. Without a password nobody opens it yet."""
    unit.require(Permission.MANAGE_STAFF)
    fits = fitting(unit, Particulars(login, name, frozenset(roles), regional_office))
    account = Account(
        login=fits.login,
        name=fits.name,
        roles=",".join(sorted(fits.roles)),
        password=password_hash,
        active=True,
        regional_office=fits.regional_office,
        created_at=unit.now,
    )
    unit.session.add(account)
    unit.flush()
    unit.record("staff.added", f"staff:{account.id}", roles=sorted(fits.roles))
    return account.id


def fitting(unit: Unit, wanted: Particulars, *, number: int | None = None) -> Particulars:
    """Return particulars as they are kept; raise `NotValid` or `NotFound` for what cannot be.

    A PPID Pelaksana has a regional office. `number` is the account that has them already.
    """
    login, name = wanted.login.strip().lower(), " ".join(wanted.name.split())
    for field, text, longest in (("login", login, LONGEST_LOGIN), ("name", name, LONGEST_NAME)):
        if not text:
            raise NotValid(field, "required")
        if len(text) > longest:
            raise NotValid(field, "too_long", longest=longest, length=len(text))
    taken = unit.session.scalar(select(Account.id).where(Account.login == login))
    if taken is not None and taken != number:
        raise NotValid("login", "login_taken", login=login)
    if not wanted.roles:
        raise NotValid("roles", "required")
    if Role.PPID_EXECUTOR in wanted.roles and wanted.regional_office is None:
        raise NotValid("regional_office", "required")
    if wanted.regional_office is not None and wanted.regional_office not in regional.names(unit):
        raise NotFound("regional_office_unknown")
    return Particulars(login, name, wanted.roles, wanted.regional_office)


def account(unit: Unit, number: int) -> Account:
    """Return an account; raise `NotFound` where there is none."""
    row = unit.session.get(Account, number)
    if row is None:
        raise NotFound("account_unknown")
    return row


def anybody(unit: Unit) -> bool:
    """Tell whether any account exists."""
    return unit.session.scalar(select(func.count(Account.id))) != 0


def anybody_who(unit: Unit, role: Role) -> bool:
    """Tell whether an active account has a role."""
    held = unit.session.scalars(select(Account.roles).where(Account.active))
    return any(role in roles.split(",") for roles in held)


def who_may(unit: Unit, permission: Permission) -> dict[int, str]:
    """Return the name of every active account that has a permission, by number."""
    accounts = unit.session.scalars(select(Account).where(Account.active).order_by(Account.name))
    return {one.id: one.name for one in accounts if permission in member(one).permissions}


def hold(unit: Unit, number: int) -> None:
    """Let nobody else act for an account in this way until the unit commits."""
    # Whatever only refers to the account goes on meanwhile.
    held = select(Account.id).where(Account.id == number).with_for_update(key_share=True)
    unit.session.execute(held)


def member(account: Account) -> StaffMember:
    """Return the actor an account stands for."""
    roles = frozenset(Role(role) for role in account.roles.split(",") if role)
    return StaffMember(account.id, account.name, roles, account.regional_office)


def credentials(unit: Unit, login: str) -> Credentials:
    """Return what a sign-in is checked against, also for a login nobody has."""
    account = unit.session.scalar(
        select(Account).where(Account.login == login.strip().lower(), Account.active)
    )
    if account is None or not account.password:
        return Credentials(None, _NOBODY, None, None)
    totp = account.totp and unit.vault.unseal(account.totp, f"staff_totp:{account.id}")
    return Credentials(member(account), account.password, totp or None, account.totp_last)


def attempt(unit: Unit, login: str, address: str) -> list[int] | None:
    """Count an attempt before its password is checked; return its numbers, None if too many.

    Counted first, because parallel guesses would all be checked before any of them counted.
    Where an account was opened before, only failures with it at that very place close it:
    neither strangers elsewhere nor neighbours behind the same address can lock an officer out.
    """
    pair = _place(unit, login, address)
    if unit.session.get(KnownPlace, pair) is not None:
        return _counted(unit, {pair[:60]: ATTEMPTS})
    names = _at_one_place(pair, address)
    names[_who(login)] = ATTEMPTS_FROM_EVERYWHERE
    return _counted(unit, names)


def attempt_at_place(unit: Unit, what: str, address: str) -> list[int] | None:
    """Count an attempt at something other than signing in; return its numbers, None if too many.

    Counted for its place alone: nobody elsewhere can close an invitation or an account page.
    """
    return _counted(unit, _at_one_place(_place(unit, what, address), address))


def attempt_with_key(unit: Unit, address: str) -> int | None:
    """Count the beginning of an entry with a key; return its number, None if too many.

    Counted under a name of its own, which no login has: logins are written small. Keys that
    were begun and left close no password's door.
    """
    numbers = _counted(unit, {f"KEY@{address}"[:60]: ATTEMPTS_FROM_ONE_PLACE})
    return numbers[0] if numbers else None


def is_throttled_at_place(unit: Unit, what: str, address: str) -> bool:
    """Tell whether a place has tried something too often; counts nothing."""
    names = _at_one_place(_place(unit, what, address), address)
    return any(_tried(unit, name) >= most for name, most in names.items())


def _at_one_place(pair: str, address: str) -> dict[str, int]:
    return {pair[:60]: ATTEMPTS, f"@{address}"[:60]: ATTEMPTS_FROM_ONE_PLACE}


def _counted(unit: Unit, names: dict[str, int]) -> list[int] | None:
    for name, most in names.items():
        tried = _tried(unit, name)
        if tried >= most:
            if tried == most:
                unit.record("staff.sign_in_throttled", "staff:unknown")
                _count(unit, name)
            return None
    return [_count(unit, name) for name in names]


def _tried(unit: Unit, name: str) -> int:
    since = unit.now - ATTEMPTS_SPAN
    tried = unit.session.scalar(
        select(func.count(Attempt.id)).where(Attempt.login == name, Attempt.at >= since)
    )
    return tried or 0


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


def set_password(unit: Unit, password_hash: str) -> None:
    """Change the password of one's own account."""
    unit.require(Permission.OWN_ACCOUNT)
    account = own(unit)
    account.password = password_hash
    unit.record("staff.password_changed", f"staff:{account.id}")


def names(unit: Unit) -> dict[int, str]:
    """Return every account's name by number."""
    return {row.id: row.name for row in unit.session.execute(select(Account.id, Account.name))}


def own(unit: Unit) -> Account:
    """Return the account of whoever acts; raise `NotFound` where there is none."""
    if not isinstance(unit.actor, StaffMember):
        raise NotFound("account_unknown")
    return account(unit, unit.actor.staff_id)


def own_password(unit: Unit) -> str:
    """Return the hash of one's own password, to be checked again before a change."""
    unit.require(Permission.OWN_ACCOUNT)
    return own(unit).password
