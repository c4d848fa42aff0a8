"""What `pendopo doctor` looks at."""

import os
import shutil
from dataclasses import dataclass

from sqlalchemy import select

from admin.public import charter
from bot import speak
from knowledge import editions, shelf
from office import daysoff, inbox, journal, posted, staff
from office.people import Clockwork, Role
from office.settings import Settings
from office.unit import Office, Unit
from register.lifecycle import Broken

_DOCTOR = Clockwork("doctor")
_LEAST_DISK = 500 * 1024**2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    fine: bool
    text: str


def findings(office: Office, settings: Settings) -> list[Finding]:
    """Return everything that was looked at, healthy or not."""
    with office.reading(_DOCTOR) as unit:
        return [
            _journal(unit),
            _calendar(unit),
            lifecycles(),
            _coming_year(unit),
            _entries(unit, settings),
            _unfilled(unit),
            charter_of(settings),
            Finding(staff.anybody(unit), "there are staff accounts"),
            _superior(unit),
            _officer(settings),
            _parked(unit),
            _stuck(unit),
            _key(settings),
            _disk(settings),
        ]


def _journal(unit: Unit) -> Finding:
    verdict = journal.verify(unit.session)
    return Finding(verdict.sound, f"journal: {verdict.lines} lines, chain unbroken")


def lifecycles() -> Finding:
    """Return whether both lifecycles are whole and every notice has its words."""
    try:
        speak.check()
    except Broken as broken:
        return Finding(fine=False, text=str(broken))
    return Finding(fine=True, text="lifecycles are whole, every notice has words")


def _calendar(unit: Unit) -> Finding:
    status = unit.session.scalar(
        select(daysoff.calendar_years.c.status).where(
            daysoff.calendar_years.c.year == unit.today.year
        )
    )
    return Finding(status == "decreed", f"calendar of {unit.today.year} is {status or 'missing'}")


def _coming_year(unit: Unit) -> Finding:
    year = daysoff.undecreed_ahead(unit)
    text = (
        f"calendar of {year} has no decree yet" if year else "the coming year needs no decree yet"
    )
    return Finding(year is None, text)


def _entries(unit: Unit, settings: Settings) -> Finding:
    held = shelf.read(unit, settings.packs)
    overdue = [row.slug for row in held.articles.values() if row.overdue(unit.today)]
    text = f"{len(held.articles)} entries published, {len(overdue)} overdue for review"
    return Finding(bool(held.articles) and not overdue, text)


def _unfilled(unit: Unit) -> Finding:
    """What waits is a task and no illness: nobody is given a text with a gap in it."""
    waiting = [f"{row.slug} ({', '.join(row.missing)})" for row in editions.unfilled(unit)]
    text = f"entries that wait for your words: {'; '.join(waiting) or 'none'}"
    return Finding(fine=True, text=text)


def charter_of(settings: Settings) -> Finding:
    """Return what the charter on everybody's pages still lacks; a task, no illness."""
    waiting = "; ".join(charter.unfilled(settings)) or "none"
    return Finding(fine=True, text=f"words the charter (maklumat) waits for: {waiting}")


def _superior(unit: Unit) -> Finding:
    """Without a superior no refusal by exemption can be approved."""
    there = staff.anybody_who(unit, Role.SUPERIOR)
    text = "a superior can approve refusals" if there else "no account has the role superior"
    return Finding(there, text)


def _officer(settings: Settings) -> Finding:
    """Letters and notices about personal data name where to turn to (UU 27/2022)."""
    there = bool(settings.dpo_contact.strip())
    missing = (
        "no contact of the data protection officer: set PENDOPO_DPO_CONTACT, "
        "which letters and notices about personal data need"
    )
    return Finding(there, "the data protection officer has a contact" if there else missing)


def _parked(unit: Unit) -> Finding:
    count = len(inbox.parked(unit))
    return Finding(count == 0, f"{count} parked updates")


def _stuck(unit: Unit) -> Finding:
    count = len(posted.stuck(unit.session, unit.vault))
    return Finding(count == 0, f"{count} undelivered messages")


def _key(settings: Settings) -> Finding:
    mode = settings.keys.stat().st_mode & 0o077
    private = mode == 0 or os.name != "posix"
    return Finding(private, "the key file is readable by its owner only")


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    return Finding(free > _LEAST_DISK, f"{free // 1024**2} MB of disk are free")
