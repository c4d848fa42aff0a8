"""The regional offices (OPD) that answer parts of requests."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import regional
from office.refusals import NotValid


def show(visit: Visit) -> Response:
    """Show the regional offices there are."""
    return _page(visit)


def _page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        offices = regional.every(unit)
    status = 422 if fault else 200
    return visit.page("opd.html", status, offices=offices, fault=fault, name=visit.sent("name"))


def add(visit: Visit) -> Response:
    """Add a regional office."""
    try:
        visit.act(partial(regional.add, name=visit.sent("name")))
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go("/opd", "opd_added")


def close(visit: Visit) -> Response:
    """Take a regional office off the list."""
    visit.act(partial(regional.close, number=visit.number))
    return visit.go("/opd", "opd_closed")
