"""The clockwork: calls what must happen by itself, whenever this process is the one to do it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot import drafts, retention, standing
from bot.bridge import Bridge
from bot.crier import languages
from knowledge import misses, upkeep
from knowledge.audit import drawing, keeping
from knowledge.escalation import alarms, timers
from knowledge.escalation.alarms import Duties
from knowledge.figures import upkeep as knowledge_figures
from knowledge.shelf import Shelf
from office import (
    breach_people,
    breaches,
    data_requests,
    heartbeats,
    inbox,
    journal_proof,
    links,
    restrictions,
    retention_runs,
    sessions,
    staff,
    staff_chat_codes,
    webhook_queue,
)
from office.clock import local_date
from office.files import Cabinet
from office.outbox import Kind, Notice
from office.people import Clockwork
from office.sole import Sole, held
from office.unit import Unit
from register import duties, slips, sweep
from register.figures import upkeep as register_figures

log = logging.getLogger(__name__)

_EVERY = 30.0
_CLOCKWORK = Clockwork("clockwork")
PART = "clockwork"
NIGHT = "night"
_NIGHT_HOUR = 1
_PORTIONS = 20
OUTAGE = timedelta(seconds=120)  # buttons live 150 seconds in Telegram's queue
_DRAFT_FRESH = timedelta(hours=24)


class Watch:
    """Wakes twice a minute; nothing is scheduled anywhere else."""

    def __init__(
        self,
        bridge: Bridge,
        sole: Sole,
        library: Callable[[], Shelf],
        *,
        raw_kept: timedelta,
        cabinet: Cabinet | None = None,
    ) -> None:
        self._bridge = bridge
        self._sole = sole
        self._library = library
        self._raw_kept = raw_kept
        self._cabinet = cabinet

    async def run(self) -> None:
        """Keep time until cancelled."""
        with held(self._sole):
            await self._keep_time()

    async def _keep_time(self) -> None:
        while True:
            if await asyncio.to_thread(self._sole.take):
                try:
                    await self._bridge.do(self._once, _CLOCKWORK)
                    await self._keep_figures()
                    await self._nightly()
                    await retention.keep(self._bridge, self._cabinet)
                except Exception:
                    log.exception("the clockwork stumbled and goes on")
            await asyncio.sleep(_EVERY)

    async def _keep_figures(self) -> None:
        """Keep the figures of each day, in portions between which others may write."""
        for _ in range(_PORTIONS):
            if not await self._bridge.do(keep_figures, _CLOCKWORK):
                return

    async def _nightly(self) -> None:
        if await self._bridge.do(night_work_is_due, _CLOCKWORK):
            held = await asyncio.to_thread(self._library)
            await self._bridge.do(partial(night_work, held=held), _CLOCKWORK)

    def _once(self, unit: Unit) -> None:
        welcome_back(unit)
        heartbeats.beat(unit, PART)
        sweep.run(unit)
        timers.run(unit)
        upkeep.publish_due(unit)
        inbox.forget_raw(unit, before=unit.now - self._raw_kept)
        links.forget(unit, before=unit.now - links.A_WEEK)
        slips.forget(unit, before=unit.now - links.A_WEEK)
        drafts.look_after(unit)
        sessions.forget_expired(unit)
        staff.forget_attempts(unit)
        staff_chat_codes.forget(unit)
        restrictions.end_due(unit)
        journal_proof.run(unit)
        data_requests.run(unit)
        breaches.run(unit)
        breach_people.run(unit, languages)
        webhook_queue.forget(unit, before=unit.now - webhook_queue.KEPT_FOR)
        # Last, so that the groups hear how things stand after everything else.
        alarms.run(unit, duties_today)


def keep_figures(unit: Unit) -> int:
    """Count a few days anew or for the first time; return how many, 0 when all are kept."""
    return register_figures.refresh(unit) + knowledge_figures.refresh(unit)


def duties_today(unit: Unit) -> Duties:
    """Return the register's part of a digest, as the desk's alarms take it."""
    found = duties.today(unit)
    parts = {office: (one.count, one.nearest) for office, one in found.parts.items()}
    return Duties(found.due_today, found.late, parts)


def night_work_is_due(unit: Unit) -> bool:
    """Tell whether the night's work of this date is still to be done."""
    last = heartbeats.last(unit, NIGHT)
    if last is None:
        return True
    begun = unit.now.astimezone(unit.zone)
    return begun.hour >= _NIGHT_HOUR and local_date(last, unit.zone) < begun.date()


def night_work(unit: Unit, held: Shelf) -> None:
    """Gather the questions without a good answer, and note that it was done."""
    misses.nightly(unit, held.finder)
    drawing.draw_due(unit)
    keeping.nightly(unit)
    retention_runs.tonight(unit)
    heartbeats.beat(unit, NIGHT)


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
