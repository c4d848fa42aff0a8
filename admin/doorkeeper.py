"""Who may come in: resolves the session, checks the permission, refuses forged forms."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin.visit import NOBODY, Desk, Upload, Visit
from office import sessions
from office.files import LARGEST, LARGEST_LEAVING
from office.masking import clean
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid, Refusal
from office.unit import Unit

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_BODY = LARGEST_LEAVING + 1024 * 1024
_LARGEST_UNKNOWN = 16 * 1024
_MOST_FIELDS = 50
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


def cookie_name(*, https: bool) -> str:
    """Return the session cookie's name; `__Host-` binds it to this host over HTTPS."""
    return "__Host-pendopo" if https else "pendopo"


def guarded(desk: Desk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of a page behind the doorkeeper."""

    async def endpoint(request: Request) -> Response:
        member = await run_in_threadpool(who, desk, request)
        if page.permission is not None and member is None:
            return RedirectResponse("/masuk", status_code=303)
        if page.permission is None and _too_large_for_anybody(request):
            stranger = Visit(desk, request, member)
            admits = page.admits is not None and not _too_large_for_a_holder(request)
            if not admits or not await run_in_threadpool(page.admits or _nobody, stranger):
                raise HTTPException(413)
        if page.permission is not None and not Visit(desk, request, member).may(page.permission):
            return await run_in_threadpool(_open, page, Visit(desk, request, member))
        fields, uploads = await _form(request, page.most_files)
        first = next(iter(uploads.values()), None)
        visit = Visit(desk, request, member, fields, first, uploads)
        return await run_in_threadpool(_open, page, visit)

    return endpoint


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


def refusal_page(visit: Visit, refused: Refusal) -> Response:
    """Return the page that says why something was declined, and the way back."""
    return visit.page(
        "refused.html",
        _STATUS[type(refused)],
        code=refused.code,
        facts=refused.facts,
        field=getattr(refused, "field", ""),
        back=_way_back(visit.request, refused),
    )


_LISTS = {"register": "/register", "percakapan": "/antrean", "antrean": "/antrean"}
_LISTS |= {"akun": "/akun", "gangguan": "/gangguan", "kalender": "/kalender"}
_LISTS |= {"daftar": "/daftar", "keberatan": "/keberatan", "bagian": "/bagian", "opd": "/opd"}


_ONE_THING = frozenset({"register", "percakapan", "daftar", "keberatan", "bagian"})


def _way_back(request: Request, refused: Refusal) -> str:
    parts = request.url.path.strip("/").split("/")
    one_thing = len(parts) > 2 and parts[0] in _ONE_THING and parts[1].isdigit()
    if one_thing and not isinstance(refused, NotFound):
        return "/" + "/".join(parts[:2])
    return _LISTS.get(parts[0], "/") if len(parts) > 1 else "/"


def who(desk: Desk, request: Request) -> StaffMember | None:
    token = request.cookies.get(cookie_name(https=desk.settings.panel_https))
    if not token:
        return None
    with desk.office.reading(NOBODY) as unit:
        found = sessions.resolve(unit, token)
    if found is None:
        return None
    member, stale = found
    # A page that refreshes itself is no sign of somebody sitting there.
    if stale and "hx-request" not in request.headers:
        desk.writer.do(partial(_touch, token=token), member)
    return member


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
        if scope["type"] == "http" and scope["method"] not in SAFE and not _own(Request(scope)):
            await Response("Permintaan ini tidak datang dari panel.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


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
        b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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
