"""The composition: routes, middleware, error pages, templates."""

import logging
import secrets
from datetime import date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
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
from office.files import LARGEST, Cabinet
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
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


def build(settings: Settings, office: Office, writer: Writer) -> Starlette:
    """Return the panel as a web application."""
    desk = Desk(
        settings=settings,
        office=office,
        writer=writer,
        cabinet=Cabinet(settings.data_dir / "files", office.vault),
        templates=_templates(settings.zone),
        passwords=PasswordDesk(),
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
    environment.globals.update(label=label, text=texts)
    environment.filters.update(tanggal=_date, hari=_weekday_date, waktu=partial(_instant, zone))
    return environment


def _date(day: date) -> str:
    return format_date(day, format="d MMM y", locale="id")


def _weekday_date(day: date) -> str:
    return format_date(day, format="EEEE, d MMMM y", locale="id")


def _instant(zone: ZoneInfo, at: datetime) -> str:
    return format_datetime(at, format="d MMM y HH.mm", tzinfo=zone, locale="id")


async def _http_error(desk: Desk, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = {404: "page_unknown", 405: "page_unknown", 413: "file_too_large"}.get(
        status, "not_possible"
    )
    visit = Visit(desk, request, await run_in_threadpool(who, desk, request))
    facts = {"megabytes": LARGEST // 1024**2}
    return visit.page("refused.html", status, code=code, facts=facts, field="", back="/")


async def _defect(desk: Desk, request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(4)
    log.error("incident %s at %s", incident, request.url.path, exc_info=error)
    visit = Visit(desk, request, None)
    facts = {"incident": incident}
    answer = visit.page("refused.html", 500, code="defect", facts=facts, field="", back="/")
    # This answer is made outside every middleware.
    answer.headers.update({name.decode(): value.decode() for name, value in HEADERS.items()})
    return answer
