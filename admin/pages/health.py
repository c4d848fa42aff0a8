"""Is it alive, and is it ready: without any personal data, for machines."""

from starlette.responses import JSONResponse, Response

from admin.visit import Visit
from office import heartbeats, inbox, outbox
from office.migrations.runner import is_current

_OVERDUE = 150  # seconds without a beat of the clockwork


def alive(visit: Visit) -> Response:
    """Answer that the process serves, with what waits in and out."""
    with visit.reading() as unit:
        beat = heartbeats.last(unit, "clockwork")
        silent = None if beat is None else int((unit.now - beat).total_seconds())
        figures = {
            "status": "ok",
            "updates_waiting": inbox.waiting_count(unit),
            "messages_waiting": outbox.open_count(unit.session),
            "clockwork_seconds_ago": silent,
            "clockwork_at_work": silent is not None and silent <= _OVERDUE,
        }
    return JSONResponse(figures)


def ready(visit: Visit) -> Response:
    """Answer whether the database is there and at the newest form."""
    if not is_current(visit.desk.office.engine):
        return JSONResponse({"status": "not migrated"}, status_code=503)
    return JSONResponse({"status": "ready"})
