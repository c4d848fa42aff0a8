"""Pure: every term of the law counted from one day, for whoever asks how long something takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from office.workdays import Calendar, Derivation, add_working_days
from register import list_terms
from register.deadlines import due
from register.law import TERMS, Clock, term

EXTENDED_NOTICE = "extended_notice"
DAYS = "days"
FIRST_DAY = min(row.in_force for row in TERMS)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One term from its start: the due date with its derivation, and the safe target.

    `before` tells that the term is counted back from its start, and that the due date is the
    last day before the term begins.
    """

    name: str
    source: str
    derivation: Derivation
    internal: date
    before: bool = False

    @property
    def on(self) -> date:
        """Return the last day on which the act is on time."""
        return self.derivation.due

    def as_facts(self) -> dict[str, Any]:
        """Return the term as plain data; the safe target counts cuti bersama as worked."""
        return {
            "clock": self.name,
            "source": self.source,
            "internal_due": self.internal.isoformat(),
            "before": self.before,
        } | self.derivation.as_facts()


def names() -> list[str]:
    """Return the names of everything that can be reckoned, in the law's order."""
    return [name for clock in Clock for name in _names(clock)]


def _names(clock: Clock) -> list[str]:
    return [clock.value, EXTENDED_NOTICE] if clock is Clock.EXTENSION else [clock.value]


def reckon(start: date, calendar: Calendar) -> list[Reckoned]:
    """Return every term that was in force on the day it begins.

    All run from `start`, but the extension, which runs from the end of the notice's term
    (UU 14/2008 Pasal 22 ayat (8)); `extended_notice` is both counted in one go.
    """
    return [row for clock in Clock for row in _reckoned(clock, start, calendar)]


def _reckoned(clock: Clock, start: date, calendar: Calendar) -> Iterator[Reckoned]:
    if all(row.clock is not clock or row.in_force > start for row in TERMS):
        return
    cautious = calendar.counting_collective_leave()
    if clock is Clock.EXEMPTION_RELEASE:
        yield _before(clock, start, calendar, cautious)
        return
    if clock is not Clock.EXTENSION:
        yield _forward(clock, start, start, calendar, cautious)
        return
    noticed = due(Clock.NOTICE, start, calendar)
    safely = due(Clock.NOTICE, start, cautious)
    more = _forward(clock, noticed.on, safely.on, calendar, cautious)
    yield more
    both = noticed.term.working_days + more.derivation.count
    derivation = add_working_days(start, both, calendar)
    yield Reckoned(EXTENDED_NOTICE, more.source, derivation, more.internal)


def _forward(
    clock: Clock, start: date, safe_start: date, calendar: Calendar, cautious: Calendar
) -> Reckoned:
    found = due(clock, start, calendar)
    safe = due(clock, safe_start, cautious).on
    return Reckoned(clock.value, found.term.source, found.derivation, safe)


def _before(clock: Clock, end: date, calendar: Calendar, cautious: Calendar) -> Reckoned:
    row = term(clock, end)
    last = list_terms.release_by(end, calendar)
    span = [last + timedelta(days=step) for step in range(1, (end - last).days + 1)]
    skipped = [off for day in span if (off := calendar.skipped(day)) is not None]
    estimated = not set(range(last.year, end.year + 1)) <= calendar.decreed_years
    derivation = Derivation(
        end,
        row.working_days,
        last,
        tuple(day for day in span if calendar.works(day)),
        tuple(skipped),
        estimated,
        calendar.version,
    )
    # Counting cuti bersama as worked would allow a later day; the earlier one is the safe one.
    safe = min(last, list_terms.release_by(end, cautious))
    return Reckoned(clock.value, row.source, derivation, safe, before=True)


def reckon_days(start: date, days: int, calendar: Calendar) -> Reckoned:
    """Return the day a number of working days after `start`, for a term of no law of ours."""
    safe = add_working_days(start, days, calendar.counting_collective_leave())
    return Reckoned(DAYS, "", add_working_days(start, days, calendar), safe.due)
