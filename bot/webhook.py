"""Receives updates by webhook: stores them, and only then answers 200."""

import hmac
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import updates
from office.inbox import Arrived

log = logging.getLogger(__name__)

PATH = "/telegram"
_HEADER = "x-telegram-bot-api-secret-token"
_LARGEST = 1024 * 1024


def app(*, secret: str, receive: Callable[[list[Arrived]], Awaitable[None]]) -> Starlette:
    """Return the web application Telegram calls."""

    async def take_in(request: Request) -> Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=401)
        raw = await request.body()
        if len(raw) > _LARGEST:
            return Response(status_code=413)
        try:
            await receive([updates.arrived(raw)])
        except DBAPIError as error:
            log.error("update not stored: %s", type(error).__name__)
            # Telegram waits just as long before it tries again.
            return Response(status_code=503, headers={"Retry-After": "5"})
        return Response(status_code=200)

    return Starlette(routes=[Route(PATH, take_in, methods=["POST"])])
