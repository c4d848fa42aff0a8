"""The composition: routes, middleware, error pages, templates."""

import logging
import secrets
from collections.abc import Callable
from functools import partial
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

from admin import counting
from admin.dates import instant, plain_date, spoken_note, weekday_date
from admin.doorkeeper import (
    HEADERS,
    LARGEST_BODY,
    Page,
    SafeHeaders,
    SameOrigin,
    guarded,
    who,
)
from admin.hashing import PasswordDesk
from admin.pages import pages
from admin.texts import texts
from admin.visit import Desk, Visit
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


def build(
    settings: Settings,
    office: Office,
    writer: Writer,
    speak: Callable[[Notice], str] | None = None,
) -> Starlette:
    """Return the panel as a web application; `speak` says a notice as the applicant reads it."""
    cabinet = Cabinet(settings.data_dir / "files", office.vault)
    desk = Desk(
        settings=settings,
        office=office,
        writer=writer,
        cabinet=cabinet,
        templates=_templates(settings.zone),
        passwords=PasswordDesk(),
        speak=speak,
        workshop=Workshop(office, writer.do, cabinet, particulars(settings)),
    )
    register_url_convertor("number", NumberInAddress())
    htmx = StaticFiles(packages=[("js_lib_htmx", "static/htmx")])
    return Starlette(
        routes=[
            *(_route(desk, page) for page in pages()),
            Mount("/static/htmx", htmx),
            Mount("/static", StaticFiles(directory=_HERE / "static")),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(SameOrigin),
            Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY),
        ],
        exception_handlers={
            HTTPException: partial(_http_error, desk),
            Exception: partial(_defect, desk),
        },
    )


def _route(desk: Desk, page: Page) -> Route:
    return Route(page.path, guarded(desk, page), methods=[page.method])


def _templates(zone: ZoneInfo) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(label=label, text=texts, counted_days=counting.days)
    environment.filters.update(tanggal=plain_date, hari=weekday_date, waktu=partial(instant, zone))
    environment.filters.update(rupiah=_rupiah, catatan=spoken_note)
    return environment


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


async def _http_error(desk: Desk, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = {404: "page_unknown", 405: "page_unknown", 413: "file_too_large"}.get(
        status, "not_possible"
    )
    visit = Visit(desk, request, await run_in_threadpool(who, desk, request))
    facts = {"megabytes": LARGEST_LEAVING // 1024**2}
    return visit.page("refused.html", status, code=code, facts=facts, field="", back="/")


async def _defect(desk: Desk, request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(4)
    # The pattern, never the path: it may hold the token of a link.
    route = getattr(request.scope.get("route"), "path", "nowhere")
    log.error("incident %s at %s", incident, route, exc_info=error)
    visit = Visit(desk, request, None)
    facts = {"incident": incident}
    answer = visit.page("refused.html", 500, code="defect", facts=facts, field="", back="/")
    # This answer is made outside every middleware.
    answer.headers.update({name.decode(): value.decode() for name, value in HEADERS.items()})
    return answer
