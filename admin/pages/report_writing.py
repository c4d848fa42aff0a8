"""Writing a report: one text at a time with proposals and versions, and the numbers by hand."""

from functools import partial
from typing import Any

from starlette.responses import Response

from admin.pages.reports import facts_of
from admin.visit import Visit
from office import staff
from office.people import Permission
from office.refusals import NotFound, NotValid
from register.reports import editions, proposals, shelf
from register.reports.terms import term
from register.reports.words import (
    ENTERED_OF,
    LARGEST_ENTERED,
    LONGEST_TEXT,
    Entered,
    Field,
    State,
)

_DIGITS = len(str(LARGEST_ENTERED))


def text(visit: Visit) -> Response:
    """Show the form of a text; a proposal stands in it only when asked for."""
    return _text_page(visit)


def _field(visit: Visit) -> Field:
    try:
        return Field(visit.request.path_params["slug"].replace("-", "_"))
    except ValueError:
        raise NotFound("page_unknown") from None


def _text_page(visit: Visit, fault: NotValid | None = None) -> Response:
    field = _field(visit)
    with visit.reading() as unit:
        known = shelf.find(unit, visit.number)
        proposed = proposals.proposal(facts_of(visit, unit), field)
        before = shelf.text_before(unit, visit.number, field)
        versions = shelf.history(unit, visit.number, field)
        names = staff.names(unit)
    wanted = {"contoh": proposed, "sebelumnya": before}.get(visit.query("isi"), "")
    body = visit.sent("body") if fault else wanted or (versions[0].body if versions else "")
    seen = visit.sent("seen") if fault else str(versions[0].ordinal if versions else 0)
    return visit.page(
        "report_text.html",
        422 if fault else 200,
        known=known,
        field=field,
        body=body,
        seen=seen,
        proposed=proposed,
        before=before,
        versions=versions,
        names=names,
        longest=LONGEST_TEXT,
        may_write=visit.may(Permission.WRITE_REPORTS) and known.state is State.DRAFT,
        fault=fault,
        term=term,
    )


def write(visit: Visit) -> Response:
    """Keep a text as its newest version."""
    field, seen = _field(visit), visit.sent_number("seen")
    work = partial(
        editions.write, number=visit.number, field=field, body=visit.sent("body"), seen=seen
    )
    try:
        visit.act(work)
    except NotValid as fault:
        return _text_page(visit, fault)
    return _back(visit, field.value.replace("_", "-"))


def numbers(visit: Visit) -> Response:
    """Show the form of the numbers that are counted outside this office's books."""
    return _numbers_page(visit)


def _numbers_page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        known = shelf.find(unit, visit.number)
        marks = shelf.marks(unit, visit.number)
    kept: dict[str, Any] = {one: marks[one].body if one in marks else "" for one in Entered}
    return visit.page(
        "report_numbers.html",
        422 if fault else 200,
        known=known,
        parts=list(ENTERED_OF.items()),
        values={one: visit.sent(one) for one in Entered} if fault else kept,
        seen={one: marks[one].ordinal if one in marks else 0 for one in Entered},
        may_write=visit.may(Permission.WRITE_REPORTS) and known.state is State.DRAFT,
        digits=_DIGITS,
        fault=fault,
        term=term,
    )


def enter(visit: Visit) -> Response:
    """Keep the numbers that were entered; an emptied field takes its number out."""
    seen = {one: visit.sent_number(f"seen_{one}") for one in Entered}
    try:
        values = {one: _number(visit, one) for one in Entered}
        visit.act(partial(editions.enter, number=visit.number, values=values, seen=seen))
    except NotValid as fault:
        return _numbers_page(visit, fault)
    return _back(visit, "angka")


def _back(visit: Visit, saved: str) -> Response:
    """Return the way to the report where it says what was saved."""
    return visit.go(f"/laporan/{visit.number}?simpan={saved}#tersimpan")


def _number(visit: Visit, one: Entered) -> int | None:
    """Return a number as people write it, with or without points between thousands."""
    said = visit.sent(one).removeprefix("Rp").replace(".", "").replace("\u00a0", "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= _DIGITS):
        raise NotValid(one, "number_unclear", most=LARGEST_ENTERED)
    return int(said)
