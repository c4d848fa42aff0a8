"""From where a visitor comes: what the web server in front says, and nobody else."""

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pendopo.commands.run import _serving


async def _who(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.client.host if request.client else "")


@pytest.mark.parametrize(
    ("trusted", "seen"), [("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "127.0.0.1")]
)
async def test_the_web_server_in_front_is_believed_and_nobody_else(trusted: str, seen: str) -> None:
    app = Starlette(routes=[Route("/", _who)])
    async with (
        _serving(app, "127.0.0.1", 0, trusted=trusted) as port,
        httpx2.AsyncClient() as client,
    ):
        said = await client.get(
            f"http://127.0.0.1:{port}/", headers={"X-Forwarded-For": "203.0.113.9"}
        )
    assert said.text == seen
