"""Invitations: links that open once, by which somebody chooses a password for an account."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from office import links, passkeys, sessions, staff
from office.links import OneTimeLink
from office.people import Permission, Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.staff import Account
from office.unit import Unit

LIVES = timedelta(days=3)
_PURPOSE = "staff_invitation"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that was made now; its token is told once and not kept."""

    number: int
    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for."""

    number: int
    login: str
    name: str
    # Nobody has opened this account before; else its owner has forgotten the password.
    is_new: bool
    # How many keys open it, until the link is used.
    passkeys: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who chose a password, and whether that is all they need to come in."""

    member: StaffMember
    may_enter: bool


def invite(
    unit: Unit,
    *,
    login: str,
    name: str,
    roles: Iterable[Role],
    regional_office: int | None = None,
) -> Invitation:
    """Create an account without a password; return the link by which its owner chooses one."""
    number = staff.add(
        unit, login=login, name=name, roles=roles, password_hash="",
        regional_office=regional_office,
    )  # fmt: skip
    return _link(unit, number)


def renew(unit: Unit, number: int) -> Invitation:
    """Return a new link to an account; an earlier one opens nothing more.

    The old password stays until the link is used. Raises `NotAllowed` for one's own account,
    whose page asks for the old password, and `NotNow` for one that is switched off.
    """
    unit.require(Permission.MANAGE_STAFF)
    account = staff.account(unit, number)
    if isinstance(unit.actor, StaffMember) and unit.actor.staff_id == number:
        raise NotAllowed("own_account_elsewhere")
    if not account.active:
        raise NotNow("account_disabled")
    return _link(unit, number)


def _link(unit: Unit, number: int) -> Invitation:
    subject = f"staff:{number}"
    links.withdraw(unit, _PURPOSE, subject)
    token = links.make(unit, _PURPOSE, subject, lives=LIVES)
    unit.record("staff.invited", subject)
    return Invitation(number, token, unit.now + LIVES)


def withdraw(unit: Unit, number: int) -> None:
    """Take back the link to an account; raise `NotNow` where none is open."""
    unit.require(Permission.MANAGE_STAFF)
    if number not in pending(unit):
        raise NotNow("invitation_closed")
    links.withdraw(unit, _PURPOSE, f"staff:{number}")
    unit.record("staff.invitation_withdrawn", f"staff:{number}")


def drop(unit: Unit, number: int) -> None:
    """Close every link to an account that is being switched off."""
    links.withdraw(unit, _PURPOSE, f"staff:{number}")


def pending(unit: Unit) -> dict[int, datetime]:
    """Return until when each link that is still open can be used, by account."""
    rows = unit.session.execute(
        select(OneTimeLink.subject, OneTimeLink.expires_at).where(
            OneTimeLink.purpose == _PURPOSE,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > unit.now,
        )
    )
    return {int(row.subject.partition(":")[2]): row.expires_at for row in rows}


def look(unit: Unit, token: str) -> Invited:
    """Return whom a link is for; raise `NotFound` for one that opens nothing."""
    account = _invited(unit, links.look, token)
    keys = passkeys.count(unit, account.id)
    return Invited(account.id, account.login, account.name, not account.password, keys)


def accept(unit: Unit, token: str, *, password_hash: str) -> Accepted:
    """Use a link up: its password is the account's, every browser is signed out, no key is left.

    The door acts, never the visitor: whoever holds the link need not be who is signed in there.
    Raises `NotFound` for a link that opens nothing. A second factor stays and must be shown.
    """
    unit.require(Permission.MANAGE_STAFF)
    account = _invited(unit, links.use, token)
    subject = f"staff:{account.id}"
    act = "staff.password_renewed" if account.password else "staff.invitation_accepted"
    account.password = password_hash
    sessions.close_all(unit, account.id)
    # A key may lie with whoever made the new password necessary.
    if passkeys.clear(unit, account.id):
        unit.record("staff.passkeys_removed", subject)
    unit.record(act, subject)
    return Accepted(staff.member(account), account.totp is None)


def _invited(unit: Unit, open_link: Callable[[Unit, str, str], str], token: str) -> Account:
    try:
        subject = open_link(unit, token, _PURPOSE)
    except NotFound:
        raise NotFound("invitation_unknown") from None
    account = unit.session.get(Account, int(subject.partition(":")[2]))
    if account is None or not account.active:
        raise NotFound("invitation_unknown")
    return account
