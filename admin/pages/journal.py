"""The account of every act, for auditors; says whether its chain is whole."""

import re
from dataclasses import replace

from starlette.responses import Response

from admin.visit import Visit
from office import journal, staff
from office.journal import Line
from office.people import Permission

_SIZE = 50
_CITIZEN = re.compile(r"citizen:\d+")


def show(visit: Visit) -> Response:
    """Show the journal, newest first."""
    act, subject = visit.query("kegiatan"), visit.query("perihal")
    with visit.reading() as unit:
        lines = journal.page(
            unit.session, act=act, subject=subject, before=visit.count("sebelum"), size=_SIZE
        )
        verdict = journal.verify(unit.session) if visit.query("periksa") == "1" else None
        names = staff.names(unit)
    if not visit.may(Permission.REVEAL_IDENTITY):
        lines = [_nameless(line) for line in lines]
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


def _nameless(line: Line) -> Line:
    """Return a line without the number by which Telegram knows a citizen."""
    return replace(
        line,
        actor=_CITIZEN.sub("warga", line.actor),
        subject=_CITIZEN.sub("warga", line.subject),
        facts=_CITIZEN.sub("warga", line.facts),
    )
