"""The composition: routes, middleware, error pages, templates."""

import logging
import secrets
from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from admin import counting, prepared
from admin.api import door as interface
from admin.api import problems
from admin.api.contents import ROOT as INTERFACE
from admin.closings import Closings
from admin.dates import (
    about,
    decimal,
    hour,
    instant,
    kept_for,
    lasting,
    month_name,
    percentage,
    plain_date,
    spoken_note,
    thousands,
    weekday_date,
)
from admin.doorkeeper import (
    HEADERS,
    LARGEST_BODY,
    SAFE,
    Page,
    SafeHeaders,
    SameOrigin,
    guarded,
    lead_back,
    who,
)
from admin.hashing import PasswordDesk
from admin.leaves import Leaves
from admin.library import Library
from admin.live import Live
from admin.pages import pages
from admin.public import front
from admin.resemblance import Resemblance
from admin.returning import Returning
from admin.texts import texts
from admin.visit import Desk, Visit
from admin.weighing import Weighed
from knowledge.broadcasts.recipients import Chats
from office.files import LARGEST_LEAVING, Cabinet
from office.outbox import Notice
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from register.drawing import Workshop, particulars
from register.labels import label

log = logging.getLogger(__name__)
_HERE = Path(__file__).parent


class NumberInAddress(Convertor[int]):
    """A number short enough to be one of ours; anything longer is no address of the panel."""

    regex = "[0-9]{1,10}"

    def convert(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Return the number as it stands in an address."""
        return str(value)


class SlugInAddress(Convertor[str]):
    """The name of an entry or programme; anything else is no address of the panel."""

    regex = "[a-z0-9-]{1,80}"

    def convert(self, value: str) -> str:
        """Return the name."""
        return value

    def to_string(self, value: str) -> str:
        """Return the name as it stands in an address."""
        return value


def build(
    settings: Settings,
    office: Office,
    writer: Writer,
    speak: Callable[[Notice], str] | None = None,
    chats: Chats | None = None,
) -> Starlette:
    """Return the panel as a web application.

    `speak` says a notice as the applicant reads it, `chats` tells whom the bot knows.
    """
    every = pages()
    read = {page.path: page.permission for page in every if page.method in SAFE}
    desk = replace(_desk(settings, office, writer, Returning(read)), speak=speak, chats=chats)
    register_url_convertor("number", NumberInAddress())
    register_url_convertor("slug", SlugInAddress())
    htmx = StaticFiles(packages=[("js_lib_htmx", "static/htmx")])
    app = Starlette(
        routes=[
            *(route for page in every for route in _routes(desk, page, read)),
            Mount(INTERFACE, interface.app(desk)),
            Mount("/static/htmx", htmx),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(SameOrigin),
            Middleware(Weighed, largest=LARGEST_BODY, refuse=partial(_too_large, desk)),
            Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY),
        ],
        exception_handlers={
            HTTPException: partial(_http_error, desk),
            Exception: partial(_defect, desk),
        },
    )
    # Whoever serves the panel ends the open streams before it stops.
    app.state.live = desk.live
    app.state.library = desk.library
    app.state.desk = desk
    return app


def _desk(settings: Settings, office: Office, writer: Writer, returning: Returning) -> Desk:
    cabinet = Cabinet(settings.data_dir / "files", office.vault)
    return Desk(
        settings=settings,
        office=office,
        writer=writer,
        cabinet=cabinet,
        templates=_templates(settings.zone),
        passwords=PasswordDesk(),
        library=Library(settings, office),
        live=Live(office),
        alike=Resemblance(),
        leaves=Leaves(office),
        closings=Closings(office),
        returning=returning,
        workshop=Workshop(office, writer.do, cabinet, particulars(settings)),
    )


def _routes(desk: Desk, page: Page, read: Container[str]) -> Iterator[Route]:
    """Yield the routes of a page; whoever asks to read at an act's address is led to its page."""
    if isinstance(page, front.PublicPage):
        yield Route(page.path, front.endpoint(desk, page), methods=[page.method])
        return
    yield Route(page.path, guarded(desk, page), methods=[page.method])
    if page.path not in read:
        leads = replace(page, endpoint=lead_back, method="GET")
        yield Route(page.path, guarded(desk, leads), methods=[leads.method])


@cache
def _templates(zone: ZoneInfo) -> Environment:
    """Return the templates; however many panels a process has, each is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(label=label, text=texts, counted_days=counting.days)
    environment.filters.update(tanggal=plain_date, hari=weekday_date, waktu=partial(instant, zone))
    environment.filters.update(rupiah=_rupiah, catatan=spoken_note, isian=prepared.from_answer)
    environment.filters.update(jam=partial(hour, zone), lama=lasting, koma=decimal)
    environment.filters.update(masa=kept_for, kira_kira=about)
    environment.filters.update(bulan=month_name, persen=percentage, ribuan=thousands)
    return environment


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


async def _http_error(desk: Desk, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = {404: "page_unknown", 405: "page_unknown", 413: "file_too_large"}.get(
        status, "not_possible"
    )
    facts = {"megabytes": LARGEST_LEAVING // 1024**2}
    if request.url.path.startswith(front.ROOT):
        look = front.looked(desk, request)
        return await run_in_threadpool(front.refusal, look, status, code, facts)
    present = await run_in_threadpool(who, desk, request)
    if present is None and code == "page_unknown":
        # Whoever lost the way and is nobody of ours is shown the way to everybody's pages.
        look = front.looked(desk, request)
        return await run_in_threadpool(front.refusal, look, status, code, facts)
    visit = Visit(desk, request, present.member if present else None)
    return visit.page("refused.html", status, code=code, facts=facts, back=visit.way_back())


async def _too_large(desk: Desk, request: Request) -> Response:
    if request.url.path.startswith(f"{INTERFACE}/"):
        return problems.answer(problems.Declined(problems.Code.TOO_LARGE))
    return await _http_error(desk, request, HTTPException(413))


async def _defect(desk: Desk, request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(4)
    # The pattern, never the path: it may hold the token of a link.
    route = getattr(request.scope.get("route"), "path", "nowhere")
    log.error("incident %s at %s", incident, route, exc_info=error)
    facts = {"incident": incident}
    if request.url.path.startswith(front.ROOT):
        answer = front.refusal(front.looked(desk, request), 500, "defect", facts)
    else:
        visit = Visit(desk, request, None)
        answer = visit.page("refused.html", 500, code="defect", facts=facts, back="/")
    # This answer is made outside every middleware.
    for name, value in HEADERS.items():
        answer.headers.setdefault(name.decode(), value.decode())
    return answer
