"""The figures of a year for everybody: what was asked, decided, how fast, and how well."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import RedirectResponse, Response

from admin.public import finished
from admin.public.front import Look
from admin.public.measures import measures
from knowledge.audit import findings
from knowledge.audit.unpublished import unpublished
from office.periods import Period, month_of
from office.refusals import NotFound
from office.unit import Unit
from register import open_register, survey
from register.figures import reading
from register.figures.reading import RequestFigures
from register.figures.suppression import SMALLEST
from register.figures.words import ClockState, Dimension
from register.open_register import OpenFilters
from register.reports import spans
from register.reports.words import Span
from register.survey import Figures as Survey
from register.words import Decision


@dataclass(frozen=True, slots=True)
class Head:
    """What the law wants announced every year (UU 14/2008 Pasal 12)."""

    received: int
    granted_full: int
    granted_partial: int
    refused: int
    median: float | None
    p90: int | None
    # Owed and not given yet, though its day has passed.
    overdue: int
    # Shares of what was due: by UU 14/2008, from receipt; by Perki 1/2021, once declared complete.
    on_time: float | None
    on_time_perki: float | None


def newest(look: Look) -> Response:
    """Lead to the newest year with requests, or the present one."""
    with look.reading() as unit:
        years = open_register.years(unit) or [unit.today.year]
    return RedirectResponse(f"/publik/statistik/{years[0]}", 303)


def show(look: Look) -> Response:
    """Show the figures of a year, each with its table."""
    year = look.number("year")
    with look.reading() as unit:
        years = open_register.years(unit)
        if year not in (years or [unit.today.year]):
            raise NotFound("public_year_unknown")
        figures = reading.requests(unit, Period.year(year))
        return look.page(
            "statistics.html",
            year=year,
            years=years,
            head=_head(figures),
            measures=measures(unit, figures, closed_year(year, unit.today)),
            smallest=SMALLEST,
            survey=_survey(unit, year),
            told_from=told_from(year),
            audits=[
                (month_of(one.month).title, one) for one in findings.published(unit, year=year)
            ],
            unpublished=[
                (month_of(one.month).title, one.delay)
                for one in unpublished(unit, date(year, 1, 1), date(year, 12, 31))
            ],
            reports=finished.of_year(unit, year),
            announcement=finished.announcement(unit, year, look.desk.settings),
            updated=open_register.updated_on(unit, OpenFilters(year)),
        )


def told_from(year: int) -> date:
    """Return the day from which a year's figures of people are told: its report is owed by then.

    Not earlier: in the first weeks what was asked in December is still being decided, and from
    one day's page to the next it could be told who was. Years before that rule are long over.
    """
    last = date(year, 12, 31)
    return (spans.due(Span.YEAR, last) or last) + timedelta(days=1)


def closed_year(year: int, today: date) -> Period | None:
    """Return a year whose figures of people are told, or None.

    Only whole years are: of their parts, one could be taken from another.
    """
    return Period.year(year) if today >= told_from(year) else None


def _head(found: RequestFigures) -> Head:
    decided = found.by[Dimension.DECISION]
    return Head(
        received=found.total,
        granted_full=decided[Decision.GRANTED_FULL],
        granted_partial=decided[Decision.GRANTED_PARTIAL],
        refused=sum(decided[one] for one in Decision if one.is_refusal),
        median=found.median,
        p90=found.p90,
        overdue=found.by[Dimension.STRICT_CLOCK][ClockState.LATE_OPEN],
        on_time=found.on_time_share(strict=True),
        on_time_perki=found.on_time_share(strict=False),
    )


def _survey(unit: Unit, year: int) -> Survey | None:
    period = closed_year(year, unit.today)
    return None if period is None else survey.published(unit, period.since, period.until)
