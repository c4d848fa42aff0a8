"""Keys with which another office's program reads the API: made, shown once, used, revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from office.clock import local_date
from office.database import Base, Instant
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.regional import RegionalOffice
from office.unit import Unit

# So that a key that stands in somebody's repository can be recognised as one of ours.
PREFIX = "pdp_"
LIVES = (30, 90, 180, 365)  # days; no key lives for ever
SHORTEST_NAME, LONGEST_NAME = 3, 100
SLOWEST, USUAL_PACE, FASTEST = 1, 60, 600  # questions a minute
MOST = 100  # keys that can be used at the same time
_HINT = len(PREFIX) + 4
_TOUCH_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """One thing a key opens; what everybody may read needs none."""

    REGISTER = "register:read"
    STATISTICS = "statistics:read"


class ApiKey(Base):
    """A key that was handed out; the token itself is not kept."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    scopes: Mapped[str] = mapped_column(String(200))
    regional_office: Mapped[int | None] = mapped_column(ForeignKey("regional_offices.id"))
    per_minute: Mapped[int]
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


@dataclass(frozen=True, slots=True)
class Key:
    """A key as a page lists it and as the API's door knows its holder."""

    number: int
    hint: str
    name: str
    scopes: frozenset[Scope]
    regional_office: int | None
    per_minute: int
    made_by: int
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    is_usable: bool
    # Its use has not been noted for a while.
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new key is to be."""

    name: str
    scopes: frozenset[Scope]
    days: int
    regional_office: int | None = None
    per_minute: int = USUAL_PACE


def _hash(token: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def make(unit: Unit, wanted: Wanted) -> str:
    """Return the token of a new key, which is kept nowhere.

    Raises `NotValid` for a key nobody could name, that opens nothing, or that lives too long.
    """
    by = _officer(unit)
    name = " ".join(wanted.name.split())
    _demand(unit, name, wanted)
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        token_hash=_hash(token),
        hint=token[:_HINT],
        name=name,
        scopes=" ".join(sorted(wanted.scopes)),
        regional_office=wanted.regional_office,
        per_minute=wanted.per_minute,
        made_by=by,
        made_at=unit.now,
        expires_at=unit.now + timedelta(days=wanted.days),
    )
    unit.session.add(row)
    unit.flush()
    unit.record(
        "api_key.made", f"api_key:{row.id}",
        scopes=row.scopes, regional_office=row.regional_office, expires=row.expires_at,
    )  # fmt: skip
    return token


def _demand(unit: Unit, name: str, wanted: Wanted) -> None:
    if len(name) < SHORTEST_NAME:
        raise NotValid("name", "too_short", shortest=SHORTEST_NAME)
    if len(name) > LONGEST_NAME:
        raise NotValid("name", "too_long", longest=LONGEST_NAME, length=len(name))
    if not wanted.scopes:
        raise NotValid("scopes", "api_key_opens_nothing")
    if wanted.days not in LIVES:
        raise NotValid("days", "choice_unclear")
    if not SLOWEST <= wanted.per_minute <= FASTEST:
        raise NotValid("per_minute", "api_pace_between", least=SLOWEST, most=FASTEST)
    if wanted.regional_office is not None:
        office = unit.session.get(RegionalOffice, wanted.regional_office)
        if office is None or not office.active:
            raise NotValid("regional_office", "choice_unclear")
    usable = select(func.count()).where(ApiKey.revoked_at.is_(None), ApiKey.expires_at > unit.now)
    if (unit.session.scalar(usable) or 0) >= MOST:
        raise NotValid("name", "api_keys_too_many", most=MOST)


def every(unit: Unit) -> list[Key]:
    """Return every key there ever was, the newest first."""
    unit.require(Permission.MANAGE_API)
    rows: Iterable[ApiKey] = unit.session.scalars(select(ApiKey).order_by(ApiKey.id.desc()))
    return [_shown(row, unit.now) for row in rows]


def revoke(unit: Unit, number: int) -> None:
    """Let a key open nothing any more, from this moment on.

    Raises `NotFound` for a key nobody has and `NotNow` for one that was revoked before.
    """
    by = _officer(unit)
    row = unit.session.get(ApiKey, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("api_key_unknown")
    if row.revoked_at is not None:
        raise NotNow("api_key_revoked")
    row.revoked_at, row.revoked_by = unit.now, by
    unit.record("api_key.revoked", f"api_key:{number}")


def resolve(unit: Unit, token: str) -> Key:
    """Return whose token it is; raise `NotFound` for one that, for whatever reason, opens none."""
    row = unit.session.scalar(select(ApiKey).where(ApiKey.token_hash == _hash(token)))
    if row is None or not _is_usable(row, unit.now):
        raise NotFound("api_key_unknown")
    return _shown(row, unit.now)


def touch(unit: Unit, number: int) -> None:
    """Note that a key is in use; the journal hears of it once a day."""
    row = unit.session.get(ApiKey, number)
    if row is None:
        return
    before = row.last_used_at
    row.last_used_at = unit.now
    if before is None or local_date(before, unit.zone) != unit.today:
        unit.record("api_key.used", f"api_key:{number}")


def _is_usable(row: ApiKey, now: datetime) -> bool:
    return row.revoked_at is None and row.expires_at > now


def _shown(row: ApiKey, now: datetime) -> Key:
    used = row.last_used_at
    return Key(
        number=row.id,
        hint=row.hint,
        name=row.name,
        scopes=frozenset(Scope(one) for one in row.scopes.split()),
        regional_office=row.regional_office,
        per_minute=row.per_minute,
        made_by=row.made_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_at=used,
        revoked_at=row.revoked_at,
        is_usable=_is_usable(row, now),
        is_stale=used is None or now - used > _TOUCH_EVERY,
    )


def _officer(unit: Unit) -> int:
    unit.require(Permission.MANAGE_API)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
