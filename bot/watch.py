"""The clockwork: calls what must happen by itself, whenever this process is the one to do it."""

import asyncio
import logging
from datetime import timedelta

from bot import standing
from bot.bridge import Bridge
from office import heartbeats, inbox, links, sessions, staff
from office.outbox import Kind, Notice
from office.people import Clockwork
from office.sole import Sole, held
from office.unit import Unit
from register import slips, sweep

log = logging.getLogger(__name__)

_EVERY = 30.0
_CLOCKWORK = Clockwork("clockwork")
PART = "clockwork"
DRAFT_KEPT = timedelta(days=7)
OUTAGE = timedelta(seconds=120)  # buttons live 150 seconds in Telegram's queue
_DRAFT_FRESH = timedelta(hours=24)


class Watch:
    """Wakes twice a minute; nothing is scheduled anywhere else."""

    def __init__(self, bridge: Bridge, sole: Sole, *, raw_kept: timedelta) -> None:
        self._bridge = bridge
        self._sole = sole
        self._raw_kept = raw_kept

    async def run(self) -> None:
        """Keep time until cancelled."""
        with held(self._sole):
            await self._keep_time()

    async def _keep_time(self) -> None:
        while True:
            if await asyncio.to_thread(self._sole.take):
                try:
                    await self._bridge.do(self._once, _CLOCKWORK)
                except Exception:
                    log.exception("the clockwork stumbled and goes on")
            await asyncio.sleep(_EVERY)

    def _once(self, unit: Unit) -> None:
        welcome_back(unit)
        heartbeats.beat(unit, PART)
        sweep.run(unit)
        inbox.forget_raw(unit, before=unit.now - self._raw_kept)
        links.forget(unit, before=unit.now - links.A_WEEK)
        slips.forget(unit, before=unit.now - links.A_WEEK)
        standing.forget_drafts(unit, before=unit.now - DRAFT_KEPT)
        sessions.forget_expired(unit)
        staff.forget_attempts(unit)


def welcome_back(unit: Unit) -> int:
    """After an outage tell everybody with an open draft to go on; return how many were told.

    Buttons pressed meanwhile are gone for good, and nobody would know.
    """
    last = heartbeats.last(unit, PART)
    if last is None or unit.now - last < OUTAGE:
        return 0
    chats = standing.open_drafts(unit, since=unit.now - _DRAFT_FRESH)
    for chat_id in chats:
        once = f"outage:{chat_id}:{last:%Y%m%d%H%M%S}"
        unit.post(Notice(chat_id, "outage_over", once, Kind.ANSWER))
    return len(chats)
