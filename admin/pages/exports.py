"""Exports of the registers: ask for one, watch it being made, fetch it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

from starlette.responses import RedirectResponse, Response

from admin.visit import Visit
from office.people import Permission
from office.refusals import NotFound, NotNow, NotValid
from register import exporting
from register.exporting import Book, Format, Wish
from register.ledger import Range

log = logging.getLogger(__name__)
# One at a time in a process: a sheet of ten years must not slow the desk down.
_bench = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")


def show(visit: Visit) -> Response:
    """Show the form and one's own newest exports."""
    with visit.reading() as unit:
        mine = exporting.latest(unit)
        today = unit.today
    return visit.page(
        "exports.html",
        mine=mine,
        books=list(Book),
        formats=list(Format),
        since=today.replace(month=1, day=1),
        until=today,
        may_name=visit.may(Permission.REVEAL_IDENTITY),
    )


def ask(visit: Visit) -> Response:
    """Begin an export and go where its progress is shown."""
    wish = _wish(visit)
    number = visit.act(lambda unit: exporting.ask(unit, wish))
    member = visit.member
    if member is None:
        raise NotFound("page_unknown")
    desk = visit.desk

    def work() -> None:
        try:
            exporting.make(desk.workshop, number, wish, member)
        except Exception:
            log.exception("export %s was not made", number)

    _bench.submit(work)
    return RedirectResponse(f"/register/unduh/{number}", status_code=303)


def _wish(visit: Visit) -> Wish:
    try:
        book, kind = Book(visit.sent("book")), Format(visit.sent("format"))
    except ValueError:
        raise NotValid("format", "choice_unclear", count=len(Format)) from None
    span = Range(_day(visit, "since"), _day(visit, "until"), nameless=visit.sent("nameless") == "1")
    return Wish(book, kind, span)


def _day(visit: Visit, name: str) -> date:
    try:
        return date.fromisoformat(visit.sent(name))
    except ValueError:
        raise NotValid(name, "date_unclear") from None


def watch(visit: Visit) -> Response:
    """Show how far an export is; the page looks again by itself until it is finished."""
    with visit.reading() as unit:
        known = exporting.progress(unit, visit.number)
    return visit.page("export.html", known=known)


def fetch(visit: Visit) -> Response:
    """Hand out a finished export; who fetched it is entered in the journal."""
    with visit.reading() as unit:
        known = exporting.progress(unit, visit.number)
    if known.file_id is None:
        raise NotNow("export_not_ready")
    return visit.attachment(visit.act(partial(exporting.fetched, number=visit.number)))
