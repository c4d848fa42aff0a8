"""How long something takes: every term of the law from a day on, with the days counted."""

from datetime import date

from starlette.responses import Response

from admin import counting
from admin.visit import Visit
from office import daysoff
from office.refusals import NotValid
from office.workdays import Calendar
from register import reckoning
from register.law import Clock
from register.reckoning import Reckoned

_MOST_DAYS = 1000
_LAST_YEAR = 2100


def show(visit: Visit) -> Response:
    """Show what is due when, counted from the day in the address or from today."""
    with visit.reading() as unit:
        start = _start(visit.query("mulai")) or unit.today
        calendar = daysoff.calendar(unit, start)
    rows = reckoning.reckon(start, calendar)
    days = visit.count("hari")
    if days is not None:
        chosen: Reckoned | None = _own_term(start, days, calendar)
    else:
        wanted = visit.query("jangka") or Clock.NOTICE.value
        chosen = next((row for row in rows if row.name == wanted), None)
    return visit.page(
        "reckoning.html",
        start=start,
        calendar=calendar,
        rows=rows,
        chosen=chosen,
        story=counting.days(chosen.derivation) if chosen else [],
        days=days,
    )


def _own_term(start: date, days: int, calendar: Calendar) -> Reckoned:
    if not 1 <= days <= _MOST_DAYS:
        raise NotValid("hari", "days_between", most=_MOST_DAYS)
    return reckoning.reckon_days(start, days, calendar)


def _start(text: str) -> date | None:
    if not text:
        return None
    try:
        start = date.fromisoformat(text)
    except ValueError:
        raise NotValid("mulai", "day_unclear") from None
    if start < reckoning.FIRST_DAY or start.year > _LAST_YEAR:
        raise NotValid("mulai", "day_outside", first=reckoning.FIRST_DAY, last=_LAST_YEAR)
    return start
