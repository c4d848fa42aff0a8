"""The register for everybody: a year page by page, and one request."""

from urllib.parse import urlencode

from starlette.responses import Response

from admin.public.front import Look
from office.refusals import NotFound
from register import open_register
from register.open_register import STATUSES, OpenFilters


def show(look: Look) -> Response:
    """Show a page of a year's requests, newest first."""
    with look.reading() as unit:
        years = open_register.years(unit)
        year = look.count("tahun") or (years[0] if years else unit.today.year)
        wanted = look.query("status") if look.query("status") in STATUSES else ""
        filters = OpenFilters(year, wanted)
        found = open_register.page(
            unit, filters, before=look.count("sebelum"), after=look.count("sesudah")
        )
    kept = {"tahun": str(year)} | ({"status": wanted} if wanted else {})
    return look.page(
        "register.html",
        found=found,
        years=years if year in years else [year, *years],
        year=year,
        wanted=wanted,
        statuses=STATUSES,
        kept=urlencode(kept),
        standing=("tahun", "status", "sebelum", "sesudah"),
    )


def show_one(look: Look) -> Response:
    """Show one request by its year and number."""
    year, sequence = look.number("year"), look.number("number")
    with look.reading() as unit:
        if year not in open_register.years(unit):
            raise NotFound("request_unknown")
        row = open_register.one(unit, year, sequence)
    return look.page("request.html", row=row)
