"""The satisfaction of a year or a quarter: index, nine elements, and how many answered."""

from calendar import monthrange
from datetime import date

from starlette.responses import Response

from admin.visit import Visit
from register import survey
from register.satisfaction import MINIMUM, Element

_QUARTERS = (1, 2, 3, 4)


def show(visit: Visit) -> Response:
    """Show the survey of a period; anything but a known year and quarter is the present year."""
    asked = visit.count("triwulan")
    quarter = asked if asked in _QUARTERS else None
    with visit.reading() as unit:
        years = survey.years(unit)
        wanted = visit.count("tahun")
        year = wanted if wanted in years else years[0]
        since, until = period(year, quarter)
        found = survey.figures(unit, since, until)
        said = survey.comments(unit, since, until)
    return visit.page(
        "survey.html",
        found=found,
        comments=said,
        elements=list(Element),
        years=years,
        year=year,
        quarters=_QUARTERS,
        quarter=quarter,
        minimum=MINIMUM,
        smallest=survey.SMALLEST_GROUP,
    )


def period(year: int, quarter: int | None) -> tuple[date, date]:
    """Return the first and the last day of a year, or of one of its quarters."""
    first, last = (1, 12) if quarter is None else (3 * quarter - 2, 3 * quarter)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
