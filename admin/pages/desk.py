"""Today: what is due, what is late, who is waiting."""

from starlette.responses import Response

from admin.visit import Visit
from knowledge import reading
from office import inbox, posted
from office.people import Permission
from register import book, dossier, list_watch, objection_book, waiting
from register.book import Filters


def show(visit: Visit) -> Response:
    """Show the visitor's day; only what their permissions let them read."""
    with visit.reading() as unit:
        reads = visit.may(Permission.READ_REGISTER)
        operates = visit.may(Permission.OPERATE)
        parts = dossier.parts_waiting(unit) if visit.may(Permission.ANSWER_PARTS) else None
        return visit.page(
            "desk.html",
            today=unit.today,
            figures=book.figures(unit) if reads else None,
            objections=objection_book.figures(unit) if reads else None,
            waits=waiting.waiting(unit) if reads else None,
            late=book.page(unit, Filters(late=True)).rows if reads else [],
            next_due=book.next_due(unit) if reads else [],
            lists=list_watch.overdue(unit) if visit.may(Permission.KEEP_LISTS) else None,
            own_parts=None if parts is None else [row for row in parts if row.status == "assigned"],
            waiting=reading.waiting_count(unit) if visit.may(Permission.ANSWER_CITIZENS) else None,
            parked=len(inbox.parked(unit)) if operates else None,
            stuck=len(posted.stuck(unit.session, unit.vault)) if operates else None,
        )
