"""Saved views of the registers: kept under a name, and taken away by whoever kept them."""

from functools import partial

from starlette.responses import Response

from admin.pages import books
from admin.visit import Visit
from office.refusals import NotValid
from register import views
from register.views import Book

_PATHS = {Book.REQUESTS: "/register", Book.OBJECTIONS: "/keberatan"}


def keep(visit: Visit) -> Response:
    """Save the view whose filters came along with its name; only known filters count."""
    try:
        book = Book(visit.sent("book"))
    except ValueError:
        raise NotValid("book", "choice_unclear") from None
    form = books.sent_form(visit, book)
    work = partial(
        views.keep,
        book=book,
        name=visit.sent("name"),
        filters=form.chosen,
        shared=visit.sent("shared") == "1",
    )
    visit.act(work)
    return visit.go(f"{_PATHS[book]}?{form.query}", "view_kept")


def drop(visit: Visit) -> Response:
    """Take away one's own saved view."""
    book = visit.act(partial(views.drop, number=visit.number))
    return visit.go(_PATHS[book], "view_dropped")
