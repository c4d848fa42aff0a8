"""Makes an office ready to open: database, calendar, starter knowledge, first administrator."""

import secrets
from dataclasses import dataclass

from knowledge import programmes, seeding
from office import daysoff, staff
from office.migrations.runner import upgrade
from office.people import Clockwork, Role
from office.unit import Office
from register.figures import filling

_HAND = Clockwork("command-line")
FIRST_LOGIN = "admin"
# Enough to run the service alone on the first day; never the superior's part, who must be
# somebody else.
FIRST_ROLES = (Role.SYSADMIN, Role.PPID, Role.INFORMATION_OFFICER)


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """The credentials that are shown once."""

    login: str
    password: str


def prepare(office: Office) -> FirstAdministrator | None:
    """Bring the office up to date; return the first administrator if one was made now."""
    upgrade(office.engine)
    seed(office)
    _reckon_older(office)
    return _first_administrator(office)


def _reckon_older(office: Office) -> None:
    """Give cases of older versions what the figures need of them, in short transactions."""
    more = True
    while more:
        with office.unit(_HAND) as unit:
            more = filling.fill(unit) > 0


def seed(office: Office) -> int:
    """Fill the calendar and publish what the product knows; return how many entries changed."""
    with office.unit(_HAND) as unit:
        daysoff.fill(unit)
        changed = seeding.load(unit)
        programmes.load(unit)
        return changed


def _first_administrator(office: Office) -> FirstAdministrator | None:
    with office.reading(_HAND) as unit:
        if staff.anybody(unit):
            return None
    password = secrets.token_urlsafe(15)
    hashed = staff.hash_password(password)
    with office.unit(_HAND) as unit:
        if staff.anybody(unit):
            return None
        staff.add(
            unit,
            login=FIRST_LOGIN,
            name="Administrator",
            roles=FIRST_ROLES,
            password_hash=hashed,
        )
    return FirstAdministrator(FIRST_LOGIN, password)
