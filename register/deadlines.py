"""Pure: from law, calendar and a request's dates to due dates that show their work."""

from dataclasses import dataclass
from datetime import date

from office.workdays import Calendar, Derivation, add_working_days
from register.law import Clock, Term, term


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with its term and its derivation."""

    term: Term
    derivation: Derivation

    @property
    def on(self) -> date:
        """Return the last day on which the act is on time."""
        return self.derivation.due


@dataclass(frozen=True, slots=True)
class NoticeDates:
    """The dates for the written notice: the statutory one and the safe internal target."""

    strict: Due
    internal: Due


def due(clock: Clock, start: date, calendar: Calendar) -> Due:
    """Return when an act is due that the law lets run from `start`."""
    row = term(clock, start)
    return Due(row, add_working_days(start, row.working_days, calendar))


def notice_dates(received: date, calendar: Calendar) -> NoticeDates:
    """Return the due dates of the written notice for a request received on a day.

    The clock runs from receipt (UU 14/2008 Pasal 22 ayat (7)); the internal target counts
    cuti bersama as worked, in case a Komisi Informasi reads it so.
    """
    return NoticeDates(
        due(Clock.NOTICE, received, calendar),
        due(Clock.NOTICE, received, calendar.counting_collective_leave()),
    )
