"""Pure: the periods a report can be on, and when the yearly one is due."""

from calendar import monthrange
from datetime import date

from office.periods import Period
from register.law import INTERVALS, Duty, interval
from register.reports.words import Span

_MONTHS = {Span.YEAR: 12, Span.HALF: 6, Span.QUARTER: 3, Span.MONTH: 1}
_IN_A_YEAR = 12
_RULED_SINCE = min(row.in_force for row in INTERVALS if row.duty is Duty.ANNUAL_REPORT)


def within_a_year(span: Span) -> range:
    """Return the places of a span within its year, counted from one."""
    return range(1, _IN_A_YEAR // _MONTHS[span] + 1)


def period(span: Span, year: int, place: int = 1) -> Period:
    """Return the period; raise `ValueError` for a place no year has."""
    if place not in within_a_year(span):
        raise ValueError(f"no {span} {place}")
    match span:
        case Span.YEAR:
            return Period.year(year)
        case Span.HALF:
            return Period.half(year, place)
        case Span.QUARTER:
            return Period.quarter(year, place)
        case Span.MONTH:
            return Period.month(year, place)


def in_a_sentence(found: Period) -> str:
    """Return a period by its name, as it stands within a sentence."""
    return found.title if found.unit == 1 else found.title[0].lower() + found.title[1:]


def due(span: Span, until: date) -> date | None:
    """Return by when a report and its copy are owed; None where no rule sets a day.

    Perki 1/2021 Pasal 56: within some months after the end of the budget year.
    """
    if span is not Span.YEAR or until < _RULED_SINCE:
        return None
    months = until.month + interval(Duty.ANNUAL_REPORT, until).count
    year, month = until.year + (months - 1) // _IN_A_YEAR, (months - 1) % _IN_A_YEAR + 1
    return date(year, month, monthrange(year, month)[1])
