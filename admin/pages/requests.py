"""The register, and one request in full with what may be done now."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from admin.visit import Visit
from office import staff
from office.refusals import NotValid
from office.unit import Unit
from register import book, requests
from register.book import Filters
from register.words import RefusalGround, Status


def book_page(visit: Visit) -> Response:
    """Show the register with filters and paging."""
    filters = Filters(
        text=visit.query("cari"),
        status=visit.query("status"),
        year=visit.count("tahun"),
        late=visit.query("terlambat") == "1",
    )
    with visit.reading() as unit:
        found = book.page(unit, filters, visit.count("halaman") or 1)
    kept = {name: visit.query(name) for name in ("cari", "status", "tahun", "terlambat")}
    return visit.page(
        "register.html",
        found=found,
        filters=filters,
        statuses=list(Status),
        query=urlencode({name: value for name, value in kept.items() if value}),
    )


def show(visit: Visit) -> Response:
    """Show a request with its story; identity stays masked."""
    return _page(visit, identity=None)


def _page(visit: Visit, *, identity: object) -> Response:
    with visit.reading() as unit:
        case = book.dossier(unit, visit.number)
        names = staff.names(unit)
    return visit.page(
        "request.html",
        case=case,
        identity=identity or case.identity,
        revealed=identity is not None,
        names=names,
        grounds=list(RefusalGround),
        possible={step.value for step in case.possible},
        shortest=requests.SHORTEST_REASON,
    )


def reveal(visit: Visit) -> Response:
    """Show the full identity once; the reason is entered in the journal."""
    reason = visit.sent("reason")
    if len(reason) < 5:
        raise NotValid("reason", "too_short", shortest=5)
    identity = visit.act(partial(book.reveal, number=visit.number, reason=reason))
    return _page(visit, identity=identity)


def _moved(visit: Visit, work: Callable[[Unit], object], message: str = "decided") -> Response:
    visit.act(work)
    return visit.go(f"/register/{visit.number}", message)


def take_up(visit: Visit) -> Response:
    """Begin to work on the request."""
    version = visit.sent_number("version")
    return _moved(visit, partial(requests.take_up, number=visit.number, version=version), "moved")


def grant(visit: Visit) -> Response:
    """Grant the request with a file."""
    if visit.upload is None:
        raise NotValid("document", "file_needed")
    document = visit.desk.cabinet.keep(visit.upload.name, visit.upload.content)
    work = partial(
        requests.grant,
        number=visit.number,
        version=visit.sent_number("version"),
        document=document,
        note=visit.sent("note"),
    )
    return _moved(visit, work)


def refuse(visit: Visit) -> Response:
    """Refuse on a ground, or propose to where the law wants a second person."""
    try:
        ground = RefusalGround(visit.sent("ground"))
    except ValueError:
        raise NotValid("ground", "choice_unclear") from None
    work = partial(
        requests.refuse,
        number=visit.number,
        version=visit.sent_number("version"),
        ground=ground,
        reason=visit.sent("reason"),
    )
    return _moved(visit, work, "proposed" if ground.is_exemption else "decided")


def approve(visit: Visit) -> Response:
    """Approve a proposed refusal."""
    version = visit.sent_number("version")
    return _moved(visit, partial(requests.approve_refusal, number=visit.number, version=version))


def send_back(visit: Visit) -> Response:
    """Send a proposed refusal back."""
    work = partial(
        requests.return_refusal,
        number=visit.number,
        version=visit.sent_number("version"),
        note=visit.sent("note"),
    )
    return _moved(visit, work, "moved")
