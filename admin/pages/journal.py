"""The account of every act, for auditors; says whether its chain is whole."""

from starlette.responses import Response

from admin.visit import Visit
from office import journal, staff

_SIZE = 50


def show(visit: Visit) -> Response:
    """Show the journal, newest first."""
    act, subject = visit.query("kegiatan"), visit.query("perihal")
    with visit.reading() as unit:
        lines = journal.page(
            unit.session, act=act, subject=subject, before=visit.count("sebelum"), size=_SIZE
        )
        verdict = journal.verify(unit.session) if visit.query("periksa") == "1" else None
        names = staff.names(unit)
    more = lines[-1].number if len(lines) == _SIZE else None
    return visit.page(
        "journal.html",
        lines=lines,
        act=act,
        subject=subject,
        more=more,
        verdict=verdict,
        names=names,
    )
