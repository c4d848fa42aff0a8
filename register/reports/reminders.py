"""Read side: the yearly report that is owed, or its copy, and how pressing that is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from office.people import Permission
from office.periods import Period
from office.unit import Unit
from register.reports import spans
from register.reports.tables import Report
from register.reports.words import Span, State
from register.tables import Request

# Of the year in which it is due: from when it is called to mind, and from when it presses.
_CALLED_TO_MIND, _PRESSING = (2, 1), (3, 15)


class Lacks(StrEnum):
    """What is still to be done."""

    REPORT = "report"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed of a year's report, by when, and where it is done.

    `number` is the edition to go on with, none before one is begun.
    """

    lacks: Lacks
    period: Period
    due: date
    days_left: int
    presses: bool
    number: int | None
    is_proposed: bool

    @property
    def is_late(self) -> bool:
        """Tell whether its day is over."""
        return self.days_left < 0


def owed(unit: Unit) -> Owed | None:
    """Return what is owed of the oldest of the last two years' reports; None where nothing is.

    What was owed a year ago does not go with the year. An office that had no register in a year
    is not reminded of it: it reported on paper.
    """
    unit.require(Permission.READ_REGISTER)
    years = (Period.year(unit.today.year - back) for back in (2, 1))
    return next((one for period in years if (one := _of(unit, period))), None)


def _of(unit: Unit, period: Period) -> Owed | None:
    due = spans.due(Span.YEAR, period.until)
    if due is None:
        return None
    rows = unit.session.scalars(
        select(Report)
        .where(Report.span == Span.YEAR, Report.since == period.since)
        .order_by(Report.edition.desc())
    ).all()
    finished = next((row for row in rows if row.state == State.FINISHED), None)
    row = finished or next(iter(rows), None)
    if finished is not None:
        is_owed = finished.commission_on is None
    else:
        is_minded = unit.today >= date(due.year, *_CALLED_TO_MIND)
        is_owed = is_minded and (row is not None or _had_register(unit, period))
    if not is_owed:
        return None
    return Owed(
        lacks=Lacks.COPY if finished else Lacks.REPORT,
        period=period,
        due=due,
        days_left=(due - unit.today).days,
        presses=unit.today >= date(due.year, *_PRESSING),
        number=row.id if row else None,
        is_proposed=row is not None and row.state == State.PROPOSED,
    )


def _had_register(unit: Unit, period: Period) -> bool:
    within = Request.received_date.between(period.since, period.until)
    query = select(Request.id).where(within).limit(1)
    return unit.session.scalar(query) is not None
