"""Turns away a body that announces more than the panel takes, in the words of where it was sent."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


class Weighed:
    """Answers for a body whose announced length is too much, before any of it is read."""

    def __init__(
        self, app: ASGIApp, *, largest: int, refuse: Callable[[Request], Awaitable[Response]]
    ) -> None:
        self._app = app
        self._largest = largest
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer what `refuse` gives."""
        if scope["type"] == "http" and _announced(Request(scope)) > self._largest:
            # Further inside, the body's guard would put a bare line in the place of any answer.
            answer = await self._refuse(Request(scope))
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0
