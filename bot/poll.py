"""Fetches updates by long polling: stores them, and only then confirms them to Telegram."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
import msgspec

from bot import updates
from bot.listen import KINDS
from office.inbox import Arrived
from office.sole import Sole, held

log = logging.getLogger(__name__)

_LONG = 25  # seconds Telegram may hold the answer
_LONGEST_PAUSE = 30.0
_WAIT_FOR_TASK = 0.5


class Poller:
    """Asks for updates. The next question's offset is the confirmation of what is stored."""

    def __init__(
        self,
        *,
        api: str,
        token: str,
        sole: Sole,
        receive: Callable[[list[Arrived]], Awaitable[None]],
    ) -> None:
        self._url = f"{api}/bot{token}/getUpdates"
        self._sole = sole
        self._receive = receive
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled, whenever this process is the one to do it."""
        timeout = aiohttp.ClientTimeout(total=_LONG + 15)
        with held(self._sole):
            async with aiohttp.ClientSession(timeout=timeout) as session:
                await self._poll(session)

    async def _poll(self, session: aiohttp.ClientSession) -> None:
        pause = 0.5
        while True:
            if not await asyncio.to_thread(self._sole.take):
                self._offset = None
                await asyncio.sleep(_WAIT_FOR_TASK)
                continue
            if await self._fetch(session):
                pause = 0.5
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    async def _fetch(self, session: aiohttp.ClientSession) -> bool:
        """Fetch, store and so confirm one batch; tell whether Telegram answered."""
        asked = {"timeout": _LONG, "limit": 100, "allowed_updates": KINDS}
        if self._offset is not None:
            asked["offset"] = self._offset
        try:
            async with session.post(self._url, json=asked) as answer:
                if answer.status != 200:
                    log.warning("getUpdates answered %s", answer.status)
                    return False
                found = updates.batch(await answer.read())
        except (aiohttp.ClientError, TimeoutError, msgspec.DecodeError) as error:
            # The error's text would hold the address, and with it the token.
            log.warning("getUpdates failed: %s", type(error).__name__)
            return False
        if found:
            await self._receive(found)
            self._offset = max(row.update_id for row in found) + 1
        return True
