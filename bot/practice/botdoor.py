"""The door for the bot: /bot<TOKEN>/<method> and /file/bot<TOKEN>/<path>."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from aiohttp import MultipartReader, web

from bot.practice.arguments import Arguments, from_body, from_multipart
from bot.practice.faults import FaultRule
from bot.practice.methods.receiving import get_updates
from bot.practice.methods.table import GET_UPDATES, Method, methods
from bot.practice.refusal import BotApiError
from bot.practice.world import World

LOST_BEFORE, LOST_AFTER, DELAY, BAD_GATEWAY = "lost_before", "lost_after", "delay", "502"
BAD_GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    "<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)
UNAUTHORIZED = BotApiError(401, "Unauthorized")
NOT_FOUND = BotApiError(404, "Not Found")


class BotDoor:
    def __init__(self, world: World) -> None:
        self._world = world
        self._table = methods()
        world.webhook.on_reply = self.webhook_reply

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token:[^/]+}/{method}", self.call),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        try:
            name, method = self._lookup(request)
            self._world.counters.calls[name] += 1
            args = await _arguments(request)
            rule = self._world.faults.pick(name.lower(), args.peek_chat_id())
            if rule is not None:
                return await self._faulty(request, rule, name, args)
            return await self._answer(name, method, args)
        except BotApiError as refusal:
            self._world.counters.refusals[refusal.code] += 1
            return _refused(refusal)

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._world.token:
            return _refused(UNAUTHORIZED)
        stored = self._world.files.at(request.match_info["path"])
        content = self._world.files.content(stored) if stored else None
        if content is None:
            return _refused(NOT_FOUND)
        return web.Response(body=content, content_type="application/octet-stream")

    async def webhook_reply(self, answer: aiohttp.ClientResponse) -> None:
        """A method may ride in the answer to a webhook; nobody learns how it went."""
        args = await _reply_arguments(answer)
        found = self._table.get(args.text("method").lower())
        if found is None or found[0] == GET_UPDATES:
            return
        self._world.counters.calls[found[0]] += 1
        try:
            found[1](self._world, args)
        except BotApiError as refusal:
            self._world.counters.refusals[refusal.code] += 1

    def _lookup(self, request: web.Request) -> tuple[str, Method]:
        if request.match_info["token"] != self._world.token:
            raise UNAUTHORIZED
        found = self._table.get(request.match_info["method"].lower())
        if found is None:
            raise NOT_FOUND
        return found

    async def _answer(self, name: str, method: Method, args: Arguments) -> web.Response:
        if name != GET_UPDATES:
            return _ok(json.dumps(method(self._world, args), ensure_ascii=False))
        updates = await get_updates(self._world, args)
        return _ok(f"[{','.join([update.text for update in updates])}]")

    async def _faulty(
        self, request: web.Request, rule: FaultRule, name: str, args: Arguments
    ) -> web.StreamResponse:
        self._world.counters.faults[rule.kind] += 1
        method = self._table[name.lower()][1]
        if rule.kind == DELAY:
            await asyncio.sleep(rule.seconds)
            return await self._answer(name, method, args)
        if rule.kind == BAD_GATEWAY:
            return web.Response(status=502, text=BAD_GATEWAY_PAGE, content_type="text/html")
        if rule.kind == LOST_BEFORE:
            return _cut(request)
        if rule.kind == LOST_AFTER:
            await self._answer(name, method, args)
            self._world.ledger.flush()
            return _cut(request)
        raise rule.refusal()


async def _arguments(request: web.Request) -> Arguments:
    if request.content_type.startswith("multipart/"):
        return await from_multipart(request.query, await request.multipart())
    return from_body(request.query, request.content_type, await request.read())


async def _reply_arguments(answer: aiohttp.ClientResponse) -> Arguments:
    nothing: Mapping[str, Any] = {}
    if answer.content_type.startswith("multipart/"):
        return await from_multipart(nothing, MultipartReader(answer.headers, answer.content))
    try:
        return from_body(nothing, answer.content_type, await answer.read())
    except BotApiError:
        return Arguments(nothing)


def _ok(result: str) -> web.Response:
    body = f'{{"ok":true,"result":{result}}}'.encode()
    return web.Response(body=body, content_type="application/json")


def _refused(refusal: BotApiError) -> web.Response:
    wait = refusal.parameters.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return web.json_response(refusal.body(), status=refusal.code, headers=headers)


def _cut(request: web.Request) -> web.Response:
    """Hang up without a word; the response is for aiohttp only and reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
