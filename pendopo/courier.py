"""Brings messages to webhooks: each receiver has its own lane, so that none holds another."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.bridge import Bridge
from office import webhook_addresses, webhook_queue, webhook_signing
from office.people import Clockwork
from office.settings import Settings
from office.sole import Sole, held, sole
from office.unit import Office
from office.webhook_queue import Parcel
from office.writer import Writer

log = logging.getLogger(__name__)

_COURIER = Clockwork("courier")
_EVERY = 2.0
_SECONDS = 10.0
_MOST_AT_ONCE = 50  # of one receiver; then its lane looks again what is due
_AGENT = "Pendopo-Webhook/1"


class AddressRefused(Exception):
    """A name leads where nothing may be sent."""


class GuardedResolver(AbstractResolver):
    """Resolves a name and refuses where it leads; the connection is made to what was looked at.

    So a name that leads elsewhere a moment later gains nothing.
    """

    def __init__(self, *, private: bool, encrypted: bool) -> None:
        self._private, self._encrypted = private, encrypted
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name; raise `AddressRefused` if it has a forbidden one."""
        found = await self._resolver.resolve(host, port, family)
        for row in found:
            self.prove(row["host"])
        return found

    def prove(self, resolved: str) -> None:
        """Let a resolved address pass, or raise `AddressRefused`."""
        if not webhook_addresses.may_connect(
            resolved, private=self._private, encrypted=self._encrypted
        ):
            raise AddressRefused

    async def close(self) -> None:
        """Let the resolver go."""
        await self._resolver.close()


class Courier:
    """Looks what is due and brings it, whenever this process is the one to do it."""

    def __init__(
        self,
        office: Office,
        bridge: Bridge,
        task: Sole,
        *,
        private: bool,
        every: float = _EVERY,
        patience: float = _SECONDS,
    ) -> None:
        self._office = office
        self._bridge = bridge
        self._sole = task
        self._private = private
        self._every = every
        self._patience = patience
        self._lanes: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Bring messages until cancelled; what was under way then is tried again later."""
        try:
            with held(self._sole):
                await self._keep_bringing()
        finally:
            for lane in self._lanes.values():
                lane.cancel()

    async def _keep_bringing(self) -> None:
        while True:
            try:
                if await asyncio.to_thread(self._sole.take):
                    await self._open_lanes()
            except Exception:
                # A runner's last resort: the database may be away.
                log.exception("the courier stumbled and goes on")
            await asyncio.sleep(self._every)

    async def _open_lanes(self) -> None:
        for hook in await asyncio.to_thread(self._due):
            if hook not in self._lanes:
                lane = asyncio.create_task(self._serve(hook))
                self._lanes[hook] = lane
                lane.add_done_callback(partial(self._close_lane, hook))

    def _close_lane(self, hook: int, lane: asyncio.Task[None]) -> None:
        del self._lanes[hook]
        if not lane.cancelled() and lane.exception() is not None:
            log.error("a lane of the courier broke: webhook %s", hook, exc_info=lane.exception())

    def _due(self) -> list[int]:
        with self._office.reading(_COURIER) as unit:
            return webhook_queue.due(unit)

    def _next(self, hook: int) -> Parcel | None:
        with self._office.reading(_COURIER) as unit:
            return webhook_queue.take(unit, hook)

    async def _serve(self, hook: int) -> None:
        """Bring a receiver what is due, one after another, until it fails to take something."""
        for _ in range(_MOST_AT_ONCE):
            parcel = await asyncio.to_thread(self._next, hook)
            if parcel is None or not await self.bring(parcel):
                return

    async def bring(self, parcel: Parcel) -> bool:
        """Send a message once and note what became of it; tell whether it was taken."""
        status, failure = await self._send(parcel)
        if failure is None and status is not None:
            note = partial(webhook_queue.arrived, number=parcel.number, status=status)
        else:
            note = partial(
                webhook_queue.failed, number=parcel.number, failure=failure or "", status=status
            )
        await self._bridge.do(note, _COURIER)
        return failure is None

    async def _send(self, parcel: Parcel) -> tuple[int | None, str | None]:
        """Return the answer's status and what went wrong; neither holds a word of the receiver."""
        try:
            async with asyncio.timeout(self._patience):
                status = await self._post(parcel)
        except AddressRefused:
            return None, "address"
        except TimeoutError:
            return None, "timeout"
        except aiohttp.ClientSSLError:
            return None, "certificate"
        except (aiohttp.ClientError, OSError, ValueError):
            # Without its text: that would hold the address.
            return None, "unreachable"
        return status, None if 200 <= status < 300 else "status"

    async def _post(self, parcel: Parcel) -> int:
        parts = urlsplit(parcel.address)
        body = parcel.body.encode()
        now = self._office.clock.now()
        headers = webhook_signing.headers(parcel.secret, parcel.message, now, body)
        headers |= {"content-type": "application/json", "user-agent": _AGENT}
        guard = GuardedResolver(private=self._private, encrypted=parts.scheme == "https")
        host = (parts.hostname or "").rstrip(".")
        if webhook_addresses.is_literal(host):
            # An address needs no resolver, so that none would look at it.
            guard.prove(host)
        async with (
            _session(guard) as session,
            session.post(
                parcel.address, data=body, headers=headers, allow_redirects=False
            ) as answer,
        ):
            return answer.status


@asynccontextmanager
async def _session(guard: GuardedResolver) -> AsyncIterator[aiohttp.ClientSession]:
    """Open a session for one message: no cookies, no proxy, no connection that is used again."""
    connector = aiohttp.TCPConnector(resolver=guard, use_dns_cache=False, force_close=True)
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
    ) as session:
        yield session
    await guard.close()


def courier(settings: Settings, office: Office, writer: Writer) -> Courier:
    """Return the courier of this process."""
    task = sole(office.engine, settings.data_dir, "courier")
    return Courier(office, Bridge(writer), task, private=settings.webhooks_to_private)


@asynccontextmanager
async def at_work(settings: Settings, office: Office, writer: Writer) -> AsyncIterator[None]:
    """Let the courier work in the background; leaving the block stops it."""
    running = asyncio.create_task(courier(settings, office, writer).run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
