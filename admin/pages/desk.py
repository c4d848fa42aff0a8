"""Today: what is due, what is late, who is waiting."""

from starlette.responses import Response

from admin.visit import Visit
from knowledge import reading
from office import inbox, outbox
from office.people import Permission
from register import book
from register.book import Filters


def show(visit: Visit) -> Response:
    """Show the visitor's day; only what their permissions let them read."""
    with visit.reading() as unit:
        reads = visit.may(Permission.READ_REGISTER)
        operates = visit.may(Permission.OPERATE)
        return visit.page(
            "desk.html",
            today=unit.today,
            figures=book.figures(unit) if reads else None,
            late=book.page(unit, Filters(late=True)).rows if reads else [],
            waiting=reading.waiting_count(unit) if visit.may(Permission.ANSWER_CITIZENS) else None,
            parked=len(inbox.parked(unit)) if operates else None,
            stuck=len(outbox.stuck(unit.session, unit.vault)) if operates else None,
        )
