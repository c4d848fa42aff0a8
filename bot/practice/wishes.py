"""Reading what a caller of the citizens' interface asks for."""

import json
from typing import Any

from aiohttp import web

from bot.practice.refusal import PracticeError

Wishes = dict[str, Any]


async def wishes_of(request: web.Request) -> Wishes:
    wishes = await json_of(request)
    if not isinstance(wishes, dict):
        raise PracticeError(400, "a JSON object is expected")
    return wishes


async def json_of(request: web.Request) -> Any:
    body = await request.read()
    try:
        return json.loads(body) if body else {}
    except ValueError:
        raise PracticeError(400, "the body is not JSON") from None


def wish_text(wishes: Wishes, name: str, default: str | None = None) -> str:
    value = wishes.get(name, default)
    if value is None:
        value = default
    if not isinstance(value, str):
        raise PracticeError(400, f"{name} must be a text")
    return value


def wish_number(wishes: Wishes, name: str, default: float = 0) -> int:
    value = wishes.get(name)
    if value is None:
        return int(default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise PracticeError(400, f"{name} must be a whole number")
    return value
