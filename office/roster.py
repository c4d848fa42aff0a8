"""The roll of staff: who has an account, and what an administrator does about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from office import invitations, passkeys, second_factor, sessions, staff
from office.database import Base, Instant
from office.people import ROLE_PERMISSIONS, Permission, Role, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.staff import Account, Particulars
from office.unit import Unit

SHORTEST_REASON = 5
LONGEST_REASON = 300


class Change(Base):
    """Why something was done to an account, or to all of them."""

    __tablename__ = "staff_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    # Nobody where it was done from the command line.
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Member:
    """An account as the roll shows it."""

    number: int
    login: str
    name: str
    roles: tuple[Role, ...]
    regional_office: int | None
    is_active: bool
    # Its owner has chosen a password.
    is_opened: bool
    has_second_factor: bool
    passkeys: int
    seen_at: datetime | None
    invited_until: datetime | None


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A change with its reason; `by` is nobody's name where it came from the command line."""

    act: str
    reason: str
    by: str
    at: datetime


def every(unit: Unit) -> list[Member]:
    """Return every account: the active ones first, by name."""
    unit.require(Permission.MANAGE_STAFF)
    open_links, keys = invitations.pending(unit), passkeys.counts(unit)
    rows = unit.session.scalars(select(Account).order_by(Account.active.desc(), Account.name))
    return [_member(row, open_links.get(row.id), keys.get(row.id, 0)) for row in rows]


def one(unit: Unit, number: int) -> Member:
    """Return an account; raise `NotFound` where there is none."""
    unit.require(Permission.MANAGE_STAFF)
    row, keys = staff.account(unit, number), passkeys.count(unit, number)
    return _member(row, invitations.pending(unit).get(number), keys)


def _member(row: Account, invited_until: datetime | None, keys: int) -> Member:
    held = staff.member(row).roles
    return Member(
        row.id,
        row.login,
        row.name,
        tuple(role for role in Role if role in held),
        row.regional_office,
        row.active,
        bool(row.password),
        row.totp is not None,
        keys,
        row.seen_at,
        invited_until,
    )


def reasons(unit: Unit, number: int | None = None) -> list[Reasoned]:
    """Return what was done to an account, or to all of them at once, the newest first."""
    unit.require(Permission.MANAGE_STAFF)
    names = staff.names(unit)
    rows = unit.session.scalars(
        select(Change)
        .where(Change.staff_id.is_not_distinct_from(number))
        .order_by(Change.id.desc())
    )
    return [
        Reasoned(row.act, row.reason, names.get(row.changed_by or 0, ""), row.at) for row in rows
    ]


def amend(unit: Unit, number: int, particulars: Particulars) -> None:
    """Write down an account anew: login, name, roles, regional office.

    Raises `NotAllowed` for a role that somebody would give to themselves, and `NotNow` where
    nobody would be left who manages accounts.
    """
    unit.require(Permission.MANAGE_STAFF)
    account = staff.account(unit, number)
    before = staff.member(account).roles
    after = staff.fitting(unit, particulars, number=number)
    if _is_own(unit, number) and after.roles - before:
        raise NotAllowed("own_roles")
    if _manage(before) and not _manage(after.roles):
        _keep_an_administrator(unit, besides=number)
    account.login, account.name = after.login, after.name
    account.roles = ",".join(sorted(after.roles))
    account.regional_office = after.regional_office
    subject = f"staff:{number}"
    unit.record("staff.amended", subject, before=sorted(before), after=sorted(after.roles))


def disable(unit: Unit, number: int, *, reason: str) -> None:
    """Switch an account off: its browsers are signed out and its link is closed at once.

    Raises `NotNow` for one that is off already and for the last administrator's.
    """
    unit.require(Permission.MANAGE_STAFF)
    said = _reason(reason)
    account = staff.account(unit, number)
    if not account.active:
        raise NotNow("account_disabled")
    if _manage(staff.member(account).roles):
        _keep_an_administrator(unit, besides=number)
    account.active = False
    sessions.close_all(unit, number)
    invitations.drop(unit, number)
    _write(unit, number, "staff.disabled", said)


def enable(unit: Unit, number: int) -> None:
    """Switch an account on again; raise `NotNow` for one that is on."""
    unit.require(Permission.MANAGE_STAFF)
    account = staff.account(unit, number)
    if account.active:
        raise NotNow("account_enabled")
    account.active = True
    unit.record("staff.enabled", f"staff:{number}")


def end_sessions(unit: Unit, number: int) -> None:
    """Sign somebody out everywhere."""
    unit.require(Permission.MANAGE_STAFF)
    sessions.close_all(unit, staff.account(unit, number).id)
    unit.record("staff.sessions_ended", f"staff:{number}")


def remove_second_factor(unit: Unit, number: int, *, reason: str) -> None:
    """Take a lost phone off somebody else's account, with its keys, and sign it out everywhere.

    Raises `NotAllowed` for one's own, whose page asks for the password, and `NotNow` where
    there is none.
    """
    unit.require(Permission.MANAGE_STAFF)
    said = _reason(reason)
    account = staff.account(unit, number)
    if _is_own(unit, number):
        raise NotAllowed("own_account_elsewhere")
    if account.totp is None and not passkeys.count(unit, number):
        raise NotNow("totp_is_off")
    second_factor.clear(unit, account)
    passkeys.clear(unit, number)
    sessions.close_all(unit, number)
    _write(unit, number, "staff.totp_removed", said)


def demand_second_factor(unit: Unit, *, demanded: bool, reason: str) -> None:
    """Demand a second factor of everybody, or leave it to each; raise `NotNow` if it is so."""
    unit.require(Permission.MANAGE_STAFF)
    said = _reason(reason)
    if second_factor.is_demanded(unit) == demanded:
        raise NotNow("rule_is_so")
    second_factor.set_rule(unit, demanded=demanded)
    act = "staff.second_factor_demanded" if demanded else "staff.second_factor_left_free"
    _write(unit, None, act, said)


def _reason(text: str) -> str:
    said = " ".join(text.split())
    if len(said) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(said) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(said))
    return said


def _write(unit: Unit, number: int | None, act: str, reason: str) -> None:
    """Keep the reason beside the journal, which holds no words of people."""
    by = unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None
    change = Change(staff_id=number, act=act, reason=reason, changed_by=by, at=unit.now)
    unit.session.add(change)
    unit.flush()
    subject = "staff:everybody" if number is None else f"staff:{number}"
    unit.record(act, subject, change=change.id)


def _is_own(unit: Unit, number: int) -> bool:
    return isinstance(unit.actor, StaffMember) and unit.actor.staff_id == number


def _keep_an_administrator(unit: Unit, *, besides: int) -> None:
    # Locked, so that of two administrators who switch each other off one comes second.
    rows = unit.session.scalars(select(Account).order_by(Account.id).with_for_update()).all()
    able = {
        row.id for row in rows if row.active and row.password and _manage(staff.member(row).roles)
    }
    if able == {besides}:
        raise NotNow("last_administrator")


def _manage(roles: frozenset[Role]) -> bool:
    return any(Permission.MANAGE_STAFF in ROLE_PERMISSIONS[role] for role in roles)
