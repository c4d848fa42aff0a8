"""The log of questions: what was asked, what was considered, what followed."""

from starlette.responses import Response

from admin.visit import Visit
from knowledge import reading
from knowledge.words import Band


def show(visit: Visit) -> Response:
    """Show the log, newest first."""
    band, wanted = visit.query("hasil"), visit.query("cari")
    with visit.reading() as unit:
        rows = reading.asked(
            unit,
            band=band if band in set(Band) else "",
            text=wanted,
            before=visit.count("sebelum"),
        )
    more = rows[-1].id if len(rows) == reading.PAGE_SIZE else None
    return visit.page(
        "questions.html", rows=rows, band=band, wanted=wanted, bands=list(Band), more=more
    )
