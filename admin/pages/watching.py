"""The supervisor's look at the desk: what slipped and what lies long, without ranking anybody."""

from starlette.responses import Response

from admin.countdown import since
from admin.visit import Visit
from knowledge.escalation import watching
from office import staff


def show(visit: Visit) -> Response:
    """Show leases that ran out, what is held long, what did not arrive, and today's topics."""
    with visit.reading() as unit:
        topics = watching.topics(unit)
        return visit.page(
            "watching.html",
            lapses=watching.lapses(unit),
            held=watching.held_longest(unit),
            undelivered=watching.undelivered(unit),
            topics=[(_title(visit, one.slug), one.count) for one in topics],
            total=sum(one.count for one in topics),
            names=staff.names(unit),
            now=unit.now,
            since=since,
            days=watching.LOOKED_BACK.days,
        )


def _title(visit: Visit, slug: str | None) -> str:
    return "" if slug is None else visit.desk.library.now().title(slug)
