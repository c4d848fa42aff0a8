"""A case on paper: its whole story in one piece, with the identity masked for everybody."""

from typing import Any

from starlette.responses import Response

from admin.pages import case
from admin.visit import Visit
from office import posted, staff
from office.unit import Unit
from register import dossier, exemption_list, objection_book, seen
from register.dossier import Dossier
from register.objection_book import ObjectionDossier
from register.objection_words import Ground


def request(visit: Visit) -> Response:
    """Show a request with its objections, fit to be printed."""
    with visit.reading() as unit:
        found = seen.request_blotted(dossier.dossier(unit, visit.number))
        return visit.page("request_print.html", **_request(unit, found, visit.number))


def objection(visit: Visit) -> Response:
    """Show an objection, fit to be printed."""
    with visit.reading() as unit:
        found = seen.objection_blotted(objection_book.record(unit, visit.number))
        return visit.page("objection_print.html", one=_objection(unit, found), **_about_paper(unit))


def _request(unit: Unit, found: Dossier, number: int) -> dict[str, Any]:
    cited = found.entry["exemption"]
    objections = [objection_book.record(unit, row.id) for row in found.objections]
    return {
        "case": found,
        "entry": found.entry,
        "identity": found.identity,
        "clocks": case.running(found.clocks, found, unit.today),
        "story": case.by_day(found.story, found.row.received_date),
        "added": [row for row in found.story if row.event == "repaired" and row.note],
        "told": case.told(unit, f"request:{number}:", found.entry["person"]),
        "objections": [_objection(unit, seen.objection_blotted(row)) for row in objections],
        "cited": exemption_list.record(unit, cited).row if cited else None,
        **_about_paper(unit),
    }


def _objection(unit: Unit, found: ObjectionDossier) -> dict[str, Any]:
    told: list[posted.Letter] = case.told(
        unit, f"objection:{found.line.id}:", found.entry["person"]
    )
    return {
        "record": found,
        "row": found.line,
        "entry": found.entry,
        "identity": found.identity,
        "grounds": [one for one in Ground if one in found.line.grounds],
        "story": case.by_day(found.story, found.line.received_date),
        "told": told,
    }


def _about_paper(unit: Unit) -> dict[str, Any]:
    return {"names": staff.names(unit), "today": unit.today, "now": unit.now}
