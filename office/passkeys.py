"""Passkeys: keys that live in somebody's device and open their account without a password."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from office import links, staff
from office.database import Base, Instant
from office.people import Permission, StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.staff import Account
from office.unit import Unit

MOST = 10
LONGEST_NAME = 60
_CHALLENGE_LIVES = timedelta(minutes=5)
_NEW, _SIGN_IN = "passkey_new", "passkey_sign_in"


class Passkey(Base):
    """The public half of a key; the other half never leaves its device."""

    __tablename__ = "staff_passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    credential_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Names and public halves of keys are shown to every site that asks; they are no secrets.
    credential: Mapped[bytes] = mapped_column(LargeBinary, info={"unsealed": True})
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info={"unsealed": True})
    sign_count: Mapped[int] = mapped_column(BigInteger)
    # The host for which the device made it; it signs for no other.
    site: Mapped[str] = mapped_column(String(253))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    added_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class PublicHalf:
    """What a device tells of a key, once its answer was verified."""

    credential: bytes
    public_key: bytes
    sign_count: int
    site: str


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A key as its owner's page lists it."""

    number: int
    credential: bytes
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a key lets in, and what its answer is verified against."""

    number: int
    member: StaffMember
    key: PublicHalf


def challenge_for_new(unit: Unit) -> str:
    """Return what a device must sign so that its new key becomes one's own."""
    unit.require(Permission.OWN_ACCOUNT)
    if len(own(unit)) >= MOST:
        raise NotNow("too_many_passkeys", most=MOST)
    return links.make(unit, _NEW, f"staff:{staff.own(unit).id}", lives=_CHALLENGE_LIVES)


def add(unit: Unit, challenge: str, key: PublicHalf, *, name: str) -> None:
    """Keep a new key of one's own account.

    Raises `NotFound` for a challenge that was given to nobody, to somebody else or used before,
    and `NotValid` for a key that is known and for a name that will not do.
    """
    unit.require(Permission.OWN_ACCOUNT)
    said = " ".join(name.split())
    if not said:
        raise NotValid("name", "required")
    if len(said) > LONGEST_NAME:
        raise NotValid("name", "too_long", longest=LONGEST_NAME, length=len(said))
    number = staff.own(unit).id
    if _use(unit, challenge, _NEW) != f"staff:{number}":
        raise NotFound("passkey_refused")
    fingerprint = _fingerprint(key.credential)
    if unit.session.scalar(select(Passkey.id).where(Passkey.credential_hash == fingerprint)):
        raise NotValid("name", "passkey_known")
    unit.session.add(
        Passkey(
            staff_id=number,
            credential_hash=fingerprint,
            credential=key.credential,
            public_key=key.public_key,
            sign_count=key.sign_count,
            site=key.site,
            name=said,
            added_at=unit.now,
            used_at=None,
        )
    )
    unit.record("staff.passkey_added", f"staff:{number}")


def own(unit: Unit) -> list[OwnKey]:
    """Return one's own keys, the oldest first."""
    unit.require(Permission.OWN_ACCOUNT)
    rows = unit.session.scalars(
        select(Passkey).where(Passkey.staff_id == staff.own(unit).id).order_by(Passkey.id)
    )
    return [OwnKey(row.id, row.credential, row.name, row.added_at, row.used_at) for row in rows]


def remove(unit: Unit, number: int) -> None:
    """Forget one of one's own keys; raise `NotFound` for one that is none."""
    unit.require(Permission.OWN_ACCOUNT)
    row = unit.session.get(Passkey, number)
    if row is None or row.staff_id != staff.own(unit).id:
        raise NotFound("passkey_unknown")
    unit.session.delete(row)
    unit.record("staff.passkey_removed", f"staff:{row.staff_id}")


def remove_all(unit: Unit) -> None:
    """Forget every key of one's own account."""
    unit.require(Permission.OWN_ACCOUNT)
    number = staff.own(unit).id
    if clear(unit, number):
        unit.record("staff.passkeys_removed", f"staff:{number}")


def challenge_for_entry(unit: Unit, attempt: int) -> str:
    """Return what a device must sign to let its owner in; it remembers which attempt it is."""
    return links.make(unit, _SIGN_IN, f"attempt:{attempt}", lives=_CHALLENGE_LIVES)


def holder(unit: Unit, credential: bytes) -> Holder | None:
    """Return whom a key lets in; None for one that nobody has whose account is open."""
    found = unit.session.execute(
        select(Passkey, Account)
        .join(Account, Account.id == Passkey.staff_id)
        .where(Passkey.credential_hash == _fingerprint(credential), Account.active)
    ).first()
    if found is None:
        return None
    row, account = found
    key = PublicHalf(row.credential, row.public_key, row.sign_count, row.site)
    return Holder(row.id, staff.member(account), key)


def use(unit: Unit, challenge: str, number: int, *, sign_count: int) -> int:
    """Note that a key was used; return the attempt that its challenge belongs to.

    Raises `NotFound` for a challenge that is none, and for a count that goes back: such a key
    was copied.
    """
    attempt = int(_use(unit, challenge, _SIGN_IN).partition(":")[2])
    forward = Passkey.sign_count < sign_count if sign_count else Passkey.sign_count == 0
    used = unit.session.execute(
        update(Passkey)
        .where(Passkey.id == number, forward)
        .values(sign_count=sign_count, used_at=unit.now)
        .returning(Passkey.staff_id)
    ).first()
    if used is None:
        raise NotFound("passkey_refused")
    unit.record("staff.passkey_used", f"staff:{used.staff_id}")
    return attempt


def _use(unit: Unit, challenge: str, purpose: str) -> str:
    try:
        return links.use(unit, challenge, purpose)
    except NotFound:
        raise NotFound("passkey_refused") from None


def count(unit: Unit, staff_id: int) -> int:
    """Return how many keys open an account."""
    return counts(unit).get(staff_id, 0)


def counts(unit: Unit) -> dict[int, int]:
    """Return how many keys open each account that has any."""
    rows = unit.session.execute(
        select(Passkey.staff_id, func.count(Passkey.id)).group_by(Passkey.staff_id)
    )
    return {row[0]: row[1] for row in rows}


def clear(unit: Unit, staff_id: int) -> int:
    """Forget every key of an account; return how many there were."""
    gone = delete(Passkey).where(Passkey.staff_id == staff_id).returning(Passkey.id)
    return len(unit.session.execute(gone).all())


def _fingerprint(credential: bytes) -> str:
    return hashlib.sha256(credential).hexdigest()
