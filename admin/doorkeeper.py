"""Who may come in: resolves the session, checks the permission, refuses forged forms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin.visit import NOBODY, Desk, Upload, Visit
from office import sessions
from office.files import LARGEST, LARGEST_LEAVING
from office.masking import clean
from office.people import Permission
from office.refusals import NotAllowed, NotFound, NotNow, NotValid, Refusal
from office.sessions import Present
from office.unit import Unit

_OPEN_INTERFACE = "/api/v1/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = LARGEST_LEAVING + 1024 * 1024
_LARGEST_UNKNOWN = 16 * 1024
_MOST_FIELDS = 50
SET_UP = "/akun/dua-langkah"
_HOLDERS = ("/identitas/", "/ambil/")

_STATUS = {NotFound: 404, NotAllowed: 403, NotNow: 409, NotValid: 422}


@dataclass(frozen=True, slots=True)
class Page:
    """An address, its page, and the permission it needs; None is open to everybody."""

    path: str
    endpoint: Callable[[Visit], Response]
    permission: Permission | None
    method: str = "GET"
    # Lets somebody who has not signed in send a file, once it knows what they hold.
    admits: Callable[[Visit], bool] | None = None
    most_files: int = 1
    # Opens also to a member who has still to set up the second factor.
    before_second_factor: bool = False
    # Asked for by an open page of its own accord: no sign of somebody sitting there.
    unattended: bool = False


def cookie_name(*, https: bool) -> str:
    """Return the session cookie's name; `__Host-` binds it to this host over HTTPS."""
    return "__Host-pendopo" if https else "pendopo"


def guarded(desk: Desk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page behind the doorkeeper."""

    async def endpoint(request: Request) -> Response:
        present = await run_in_threadpool(who, desk, request, attended=not page.unattended)
        member = present.member if present else None
        if page.permission is not None and present is None:
            return RedirectResponse("/masuk", status_code=303)
        if present and present.must_set_up and not _is_open_before_second_factor(page):
            return RedirectResponse(SET_UP, status_code=303)
        if page.permission is None and _too_large_for_anybody(request):
            stranger = Visit(desk, request, member)
            admits = page.admits is not None and not _too_large_for_a_holder(request)
            if not admits or not await run_in_threadpool(page.admits or _nobody, stranger):
                raise HTTPException(413)
        if page.permission is not None and not Visit(desk, request, member).may(page.permission):
            return await run_in_threadpool(_open, page, Visit(desk, request, member))
        try:
            fields, uploads = await _form(request, page.most_files)
        except ClientDisconnect:
            # The browser went elsewhere while it was sending; nobody reads the answer.
            return Response(status_code=400)
        first = next(iter(uploads.values()), None)
        visit = Visit(desk, request, member, fields, first, uploads)
        return await run_in_threadpool(_open, page, visit)

    return endpoint


def _is_open_before_second_factor(page: Page) -> bool:
    return page.permission is None or page.before_second_factor


def _too_large_for_anybody(request: Request) -> bool:
    """Tell whether somebody who has not signed in sends more than a sign-in needs."""
    if request.method in SAFE:
        return False
    length = request.headers.get("content-length", "")
    return not length.isdigit() or int(length) > _LARGEST_UNKNOWN


def _too_large_for_a_holder(request: Request) -> bool:
    """Tell whether somebody who holds a link sends more than one file can have."""
    length = request.headers.get("content-length", "")
    return not length.isdigit() or int(length) > LARGEST + _LARGEST_UNKNOWN


def _nobody(visit: Visit) -> bool:
    del visit
    return False


def _open(page: Page, visit: Visit) -> Response:
    try:
        if page.permission is not None and not visit.may(page.permission):
            raise NotAllowed("permission_missing", permission=page.permission.value)
        return page.endpoint(visit)
    except Refusal as refused:
        return refusal_page(visit, refused)


def status_of(refused: Refusal) -> int:
    """Return the status with which something is declined."""
    return _STATUS[type(refused)]


def lead_back(visit: Visit) -> Response:
    """Lead from the address of an act, which only a form can use, to the page it belongs to."""
    return visit.go(visit.way_back() or "/")


def refusal_page(visit: Visit, refused: Refusal) -> Response:
    """Return the page that says why something was declined, and the way back."""
    return visit.page(
        "refused.html",
        status_of(refused),
        code=refused.code,
        facts=refused.facts,
        back=visit.way_back(named=not isinstance(refused, NotFound)),
    )


def who(desk: Desk, request: Request, *, attended: bool = True) -> Present | None:
    """Return who is signed in in this browser, and note the visit; None if nobody."""
    token = request.cookies.get(cookie_name(https=desk.settings.panel_https))
    if not token:
        return None
    with desk.office.reading(NOBODY) as unit:
        found = sessions.resolve(unit, token)
    # A page that refreshes itself is no sign of somebody sitting there.
    sits_there = attended and "hx-request" not in request.headers
    if found is not None and found.is_stale and sits_there:
        desk.writer.do(partial(_touch, token=token), found.member)
    return found


def _touch(unit: Unit, *, token: str) -> None:
    sessions.touch(unit, token)


async def _form(request: Request, most_files: int) -> tuple[dict[str, str], dict[str, Upload]]:
    if request.method in SAFE:
        return {}, {}
    fields: dict[str, str] = {}
    uploads: dict[str, Upload] = {}
    async with request.form(max_files=most_files, max_fields=_MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    uploads[name] = Upload(value.filename, await value.read())
            else:
                fields[name] = clean(value)
    return fields, uploads


class SameOrigin:
    """Refuses a form that another site sent: by fetch metadata, else by origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer 403."""
        if scope["type"] == "http" and _changes(scope) and not _own(Request(scope)):
            await Response("Permintaan ini tidak datang dari panel.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _changes(scope: Scope) -> bool:
    """Tell whether something may be changed: the open interface knows no cookie and no form."""
    return scope["method"] not in SAFE and not scope["path"].startswith(_OPEN_INTERFACE)


def _own(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    if origin in {"", "null"} and request.url.path.startswith(_HOLDERS):
        # An old browser hides where a page without referrer comes from. No other site can have
        # sent this form: its address is a secret that was given to one person.
        return True
    return origin.partition("://")[2] == request.headers.get("host", "-")


HEADERS = {
    b"content-security-policy": (
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        b"media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'"
    ),
    b"strict-transport-security": b"max-age=31536000",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}


class SafeHeaders:
    """Adds to every answer what keeps a browser from being misled."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                laid = {name.lower() for name, _ in message["headers"]}
                missing = [row for row in HEADERS.items() if row[0] not in laid]
                message["headers"] = [*message["headers"], *missing]
            await send(message)

        await self._app(scope, receive, with_headers)
