"""Who looked at whose identity, why and when: by line, by member of staff, by case."""

import json
import re
from datetime import timedelta

from starlette.responses import Response

from admin.dates import typed_day
from admin.pages import journal as journal_page
from admin.visit import Visit
from office import staff
from office.journal import Line, Wanted
from office.unit import Unit
from register import openings
from register.reveals import CaseKey

_SIZE = 50
_MEMBER = re.compile(r"staff:\d{1,9}")
_FILTERS = ("pelaku", "perkara", "dari", "sampai")


def show(visit: Visit) -> Response:
    """Show every opening of an identity, newest first, with the tallies."""
    fields = {name: visit.query(name) for name in _FILTERS}
    with visit.reading() as unit:
        cases = openings.find(unit, fields["perkara"]) if fields["perkara"] else []
        nobody = bool(fields["perkara"]) and not cases
        wanted = _wanted(unit, fields, cases)
        before = visit.count("sebelum")
        lines = [] if nobody else openings.lines(unit, wanted, before=before, size=_SIZE + 1)
        more, lines = len(lines) > _SIZE, lines[:_SIZE]
        return visit.page(
            "journal_identity.html",
            lines=journal_page.seen(visit, lines),
            reason=_reason,
            fields=fields,
            query=journal_page.Chosen(fields, wanted).query,
            more=lines[-1].number if more else None,
            by_member=[] if nobody else openings.by_member(unit, wanted),
            by_case=[] if nobody else openings.by_case(unit, wanted),
            members=staff.names(unit),
            **journal_page.context(visit, unit, lines),
        )


def _wanted(unit: Unit, fields: dict[str, str], cases: list[CaseKey]) -> Wanted:
    until = typed_day(fields["sampai"])
    return Wanted(
        # Which file proves an identity is known by its case.
        acts=(*openings.OPENED, openings.FILE) if cases else openings.OPENED,
        actor=fields["pelaku"] if _MEMBER.fullmatch(fields["pelaku"]) else "",
        subjects=openings.subjects(unit, cases) if cases else (),
        since=journal_page.instant_of(unit, typed_day(fields["dari"])),
        until=journal_page.instant_of(unit, until + timedelta(days=1)) if until else None,
    )


def _reason(line: Line) -> str:
    """Return why somebody looked, where they had to say it."""
    return str(json.loads(line.facts).get("reason", ""))
