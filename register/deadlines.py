"""Pure: from law, calendar and a request's dates to due dates that show their work."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

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


def due(clock: Clock, start: date, calendar: Calendar, *, source: str = "") -> Due:
    """Return when an act is due that the law lets run from `start`.

    `source` names another article that gives the same number of days from this start.
    """
    row = term(clock, start)
    if source:
        row = replace(row, source=source)
    return Due(row, add_working_days(start, row.working_days, calendar))


def worked_before(day: date, count: int, calendar: Calendar) -> date:
    """Return the working day that lies `count` working days before a date; no legal term."""
    left = count
    while left:
        day -= timedelta(days=1)
        left -= calendar.works(day)
    return day
