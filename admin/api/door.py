"""The interface's door: who asks and how often, what is asked, what may be kept of the answer."""

import hashlib
import logging
import secrets
from functools import partial

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin.api import description, pace, problems, reading
from admin.api.contents import operations
from admin.api.operations import Call, Operation
from admin.api.pace import Pace
from admin.api.problems import Code, Declined
from admin.visit import Desk
from office import api_keys
from office.api_keys import Key
from office.people import Clockwork
from office.refusals import NotFound
from office.unit import Unit

log = logging.getLogger(__name__)

_READER = Clockwork("api")
_BEARER = 'Bearer realm="api"'
_DESCRIBED_FOR = 3600
# Open to the pages of any site, read only and without who asks.
_ANY_SITE = {"Access-Control-Allow-Origin": "*"}
_PREFLIGHT = _ANY_SITE | {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_READABLE = _ANY_SITE | {"Access-Control-Expose-Headers": "ETag, Retry-After"}


def app(desk: Desk) -> Starlette:
    """Return the interface as an application of its own, to be mounted in the panel."""
    counted = Pace()
    served = {one.path: partial(_serve, desk, counted, one) for one in operations()}
    described = msgspec.json.encode(description.document(desk.settings.office_name))
    interface = Starlette(
        routes=[
            Route("/openapi.json", partial(_describe, described)),
            *(Route(path, endpoint, methods=["GET"]) for path, endpoint in served.items()),
            *(
                Route(one.path, _preflight, methods=["OPTIONS"])
                for one in operations()
                if one.scope is None
            ),
        ],
        exception_handlers={HTTPException: _http_error, Exception: _defect},
    )
    # A path is what the description says it is.
    interface.router.redirect_slashes = False
    return interface


async def _serve(desk: Desk, counted: Pace, operation: Operation, request: Request) -> Response:
    shared = _READABLE if operation.scope is None else {"Vary": "Authorization"}
    try:
        answer = await run_in_threadpool(_answer, desk, counted, operation, request)
    except Declined as declined:
        answer = problems.answer(declined)
    answer.headers.update(shared)
    return answer


def _answer(desk: Desk, counted: Pace, operation: Operation, request: Request) -> Response:
    with desk.office.reading(_READER) as unit:
        key = _admitted(unit, counted, operation, request)
        given = request.query_params.multi_items()
        asked = reading.asked(operation, given, request.path_params)
        try:
            found = operation.answer(Call(desk, unit, key), asked)
        except NotFound as refused:
            raise Declined(_missing(refused)) from None
    if key is not None and key.is_stale:
        desk.writer.do(partial(api_keys.touch, number=key.number), _READER)
    kept = f"public, max-age={operation.fresh}" if key is None else "private, no-cache"
    return _kept(request, msgspec.json.encode(found), kept)


def _missing(refused: NotFound) -> Code:
    return Code.DAY_OUTSIDE if refused.code == Code.DAY_OUTSIDE else Code.NOT_FOUND


def _admitted(unit: Unit, counted: Pace, operation: Operation, request: Request) -> Key | None:
    """Return the holder of a key where one is needed; raise `Declined` for who is not let in."""
    address = request.client.host if request.client else "unknown"
    if operation.scope is None:
        _keep_pace(counted.of_address(address, unit.now), pace.OPEN_PER_MINUTE)
        return None
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        _keep_pace(counted.of_address(address, unit.now, guesses=True), pace.OPEN_PER_MINUTE)
        raise Declined(Code.KEY_NEEDED, headers={"WWW-Authenticate": _BEARER})
    try:
        key = api_keys.resolve(unit, token.strip())
    except NotFound:
        # Guessing is slowed down as well.
        _keep_pace(counted.of_address(address, unit.now, guesses=True), pace.OPEN_PER_MINUTE)
        asks = f'{_BEARER}, error="invalid_token"'
        raise Declined(Code.KEY_UNKNOWN, headers={"WWW-Authenticate": asks}) from None
    _keep_pace(counted.of_key(key.number, key.per_minute, unit.now), key.per_minute)
    if operation.scope not in key.scopes:
        asks = f'{_BEARER}, error="insufficient_scope", scope="{operation.scope}"'
        raise Declined(
            Code.SCOPE_MISSING, headers={"WWW-Authenticate": asks}, scope=operation.scope.value
        )
    return key


def _keep_pace(seconds: int, most: int) -> None:
    if seconds:
        raise Declined(
            Code.TOO_OFTEN, headers={"Retry-After": str(seconds)}, most=most, seconds=seconds
        )


def _kept(request: Request, body: bytes, kept: str) -> Response:
    """Return an answer that says how long it holds, or that nothing has changed."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": kept}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, "application/json")


def _has(known: str, tag: str) -> bool:
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return "*" in tags or tag in tags


async def _describe(described: bytes, request: Request) -> Response:
    answer = _kept(request, described, f"public, max-age={_DESCRIBED_FOR}")
    answer.headers.update(_READABLE)
    return answer


async def _preflight(request: Request) -> Response:
    del request
    return Response(status_code=204, headers=_PREFLIGHT)


async def _http_error(request: Request, error: Exception) -> Response:
    del request
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    codes = {404: Code.PATH_UNKNOWN, 405: Code.GET_ONLY, 413: Code.TOO_LARGE}
    code = codes.get(status, Code.NOT_VALID)
    return problems.answer(Declined(code, headers=headers))


async def _defect(request: Request, error: Exception) -> Response:
    incident = secrets.token_hex(4)
    route = getattr(request.scope.get("route"), "path", "nowhere")
    log.error("incident %s at %s", incident, route, exc_info=error)
    return problems.answer(Declined(Code.DEFECT, incident=incident))
