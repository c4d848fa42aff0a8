"""The practice room itself: one world, its three doors, and the server that opens them."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.practice import front
from bot.practice.backstage import Backstage
from bot.practice.botdoor import BotDoor
from bot.practice.citizendoor import CitizenDoor
from bot.practice.files import MEGABYTE
from bot.practice.flood import FloodRules
from bot.practice.refusal import PracticeError
from bot.practice.world import World

USUAL_BOT = "1:practice"
BODY_LIMIT = 64 * MEGABYTE
CLOSING_SECONDS = 0.5

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PracticeRoom:
    def __init__(
        self,
        token: str = USUAL_BOT,
        rules: FloodRules | None = None,
        ledger: Path | None = None,
        *,
        names: tuple[str, str] = ("Ruang Latihan", "latihan_bot"),
        retry_factor: float = 1.0,
    ) -> None:
        """`names` are the bot's name and username until it sets others."""
        rules = rules or FloodRules()
        self.world = World(token, rules, ledger, names=names, retry_factor=retry_factor)
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def api_base(self) -> str:
        return self.url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.world.ledger.open()
        self._runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=CLOSING_SECONDS
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        await self.world.webhook.open()

    async def stop(self) -> None:
        await self.world.webhook.close()
        self.world.updates.interrupt(None)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.world.ledger.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=BODY_LIMIT, middlewares=[self._remember])
        application.add_routes(BotDoor(self.world).routes())
        application.add_routes(CitizenDoor(self.world).routes())
        application.add_routes(Backstage(self.world).routes())
        application.add_routes(front.routes())
        application.on_response_prepare.append(front.harden)
        return application

    @web.middleware
    async def _remember(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Nobody gets an answer before the ledger knows what happened."""
        try:
            response = await handler(request)
        except PracticeError as objection:
            response = web.json_response({"error": objection.reason}, status=objection.status)
        except ConnectionResetError:
            # Killed while it spoke: nobody is left to be answered.
            response = web.Response(status=400)
        self.world.ledger.flush()
        return response
