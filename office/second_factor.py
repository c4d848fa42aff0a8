"""The second factor: authenticator, recovery codes, and whether the office demands them."""

import hashlib
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import ForeignKey, LargeBinary, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from office import staff
from office.database import Base, Instant
from office.people import Permission
from office.refusals import NotNow
from office.staff import Account
from office.unit import Unit

RECOVERY_CODES = 10
_THE_ONE = 1
_GROUPS, _GROUP = 3, 4
# No letter or digit that is taken for another one on paper; 59 bits in twelve of them.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class RecoveryCode(Base):
    """A code that stands in for a lost authenticator once; only its sealed fingerprint is kept."""

    __tablename__ = "staff_recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    slot: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "recovery_code:{staff_id}:{slot}"}
    )
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffRule(Base):
    """What the office demands of every account; one row, none before the first change."""

    __tablename__ = "staff_rules"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    second_factor: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(Instant)


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


def is_on(unit: Unit) -> bool:
    """Tell whether one's own account has a second factor."""
    return staff.own(unit).totp is not None


def switch_on(unit: Unit, secret: str, *, step: int | None = None) -> list[str]:
    """Switch one's own second factor on; return the recovery codes, which are shown once.

    `step` is the code just used. Raises `NotNow` where it is on already.
    """
    unit.require(Permission.OWN_ACCOUNT)
    account = staff.own(unit)
    if account.totp is not None:
        raise NotNow("totp_is_on")
    account.totp = unit.vault.seal(secret, f"staff_totp:{account.id}")
    account.totp_last = step
    unit.record("staff.totp_on", f"staff:{account.id}")
    return _new_codes(unit, account.id)


def switch_off(unit: Unit) -> None:
    """Switch one's own second factor off; its recovery codes are forgotten."""
    unit.require(Permission.OWN_ACCOUNT)
    account = staff.own(unit)
    clear(unit, account)
    unit.record("staff.totp_off", f"staff:{account.id}")


def clear(unit: Unit, account: Account) -> None:
    """Take everything of a second factor off an account."""
    account.totp = None
    account.totp_last = None
    unit.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == account.id))


def renew_codes(unit: Unit) -> list[str]:
    """Return a new set of recovery codes for one's own account; the old ones open nothing more.

    Raises `NotNow` where there is no second factor that they could stand in for.
    """
    unit.require(Permission.OWN_ACCOUNT)
    account = staff.own(unit)
    if account.totp is None:
        raise NotNow("totp_is_off")
    unit.record("staff.recovery_codes_renewed", f"staff:{account.id}")
    return _new_codes(unit, account.id)


def _new_codes(unit: Unit, staff_id: int) -> list[str]:
    unit.session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    codes = [_invent() for _ in range(RECOVERY_CODES)]
    for slot, code in enumerate(codes, 1):
        sealed = unit.vault.seal(_fingerprint(code), _place(staff_id, slot))
        unit.session.add(RecoveryCode(staff_id=staff_id, slot=slot, sealed=sealed, used_at=None))
    unit.flush()
    return codes


def _invent() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _fingerprint(code: str) -> bytes:
    plain = "".join(letter for letter in code.upper() if letter in _LETTERS)
    return hashlib.sha256(plain.encode()).digest()


def _place(staff_id: int, slot: int) -> str:
    return f"recovery_code:{staff_id}:{slot}"


def codes_left(unit: Unit, staff_id: int) -> int:
    """Return how many recovery codes of an account have not been used."""
    left = unit.session.scalar(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None)
        )
    )
    return left or 0


def use_recovery_code(unit: Unit, staff_id: int, given: str) -> bool:
    """Use a recovery code up; tell whether it was one of the account's and still unused."""
    wanted = _fingerprint(given)
    rows = unit.session.scalars(
        select(RecoveryCode).where(
            RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None)
        )
    ).all()
    fitting = [
        row.id
        for row in rows
        if secrets.compare_digest(
            unit.vault.open_bytes(row.sealed, _place(staff_id, row.slot)), wanted
        )
    ]
    # Of two who use it at the same moment one gets through: the row itself decides.
    used = unit.session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.id.in_(fitting), RecoveryCode.used_at.is_(None))
        .values(used_at=unit.now)
        .returning(RecoveryCode.id)
    )
    if used.first() is None:
        return False
    left = codes_left(unit, staff_id)
    unit.record("staff.recovery_code_used", f"staff:{staff_id}", left=left)
    return True


def is_demanded(unit: Unit) -> bool:
    """Tell whether the office demands a second factor of everybody."""
    return bool(unit.session.scalar(select(StaffRule.second_factor)))


def set_rule(unit: Unit, *, demanded: bool) -> None:
    """Write down whether everybody must have a second factor."""
    rule = StaffRule(one=_THE_ONE, second_factor=demanded, changed_at=unit.now)
    unit.session.merge(rule)
