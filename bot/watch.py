"""The clockwork: calls what must happen by itself, whenever this process is the one to do it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from sqlalchemy.exc import OperationalError

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
                await self.turn()
            await asyncio.sleep(_EVERY)

    async def turn(self) -> None:
        """Do whatever is due now; what fails is logged, and takes nothing else back."""
        for name, act in self._acts():
            await _alone(name, self._bridge.do(act, _CLOCKWORK))
        await _alone("figures", self._keep_figures())
        await _alone("night", self._nightly())
        await _alone("retention", retention.keep(self._bridge, self._cabinet))

    async def _keep_figures(self) -> None:
        """Keep the figures of each day, in portions between which others may write."""
        for _ in range(_PORTIONS):
            if not await self._bridge.do(keep_figures, _CLOCKWORK):
                return

    async def _nightly(self) -> None:
        if await self._bridge.do(night_work_is_due, _CLOCKWORK):
            held = await asyncio.to_thread(self._library)
            await self._bridge.do(partial(night_work, held=held), _CLOCKWORK)

    def _acts(self) -> list[tuple[str, Callable[[Unit], object]]]:
        """Return what each turn does, in order; each act is a unit of its own."""
        return [
            ("welcome", welcome_back),
            ("heartbeat", partial(heartbeats.beat, part=PART)),
            ("deadlines", sweep.run),
            ("conversations", timers.run),
            ("publishing", upkeep.publish_due),
            ("raw updates", self._forget_raw),
            ("links", lambda unit: links.forget(unit, before=unit.now - links.A_WEEK)),
            ("slips", lambda unit: slips.forget(unit, before=unit.now - links.A_WEEK)),
            ("drafts", drafts.look_after),
            ("sessions", sessions.forget_expired),
            ("sign-in attempts", staff.forget_attempts),
            ("staff chat codes", staff_chat_codes.forget),
            ("restrictions", restrictions.end_due),
            ("journal proof", journal_proof.run),
            ("data requests", data_requests.run),
            ("breaches", breaches.run),
            ("breach notices", partial(breach_people.run, languages=languages)),
            ("webhooks", _forget_webhooks),
            # Last, so that the groups hear how things stand after everything else.
            ("alarms", partial(alarms.run, duties=duties_today)),
        ]

    def _forget_raw(self, unit: Unit) -> None:
        inbox.forget_raw(unit, before=unit.now - self._raw_kept)


async def _alone(name: str, work: Awaitable[object]) -> None:
    """Wait for a part of a turn, and let its failure be its own."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - what failed is tried again at the next turn
        # What an error says may hold somebody's words.
        log.error("the clockwork failed at %s: %s", name, type(error).__name__)


def _forget_webhooks(unit: Unit) -> None:
    webhook_queue.forget(unit, before=unit.now - webhook_queue.KEPT_FOR)


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
    """Do what each night is for, one thing failing by itself; note that it was done."""
    works: list[tuple[str, Callable[[Unit], object]]] = [
        ("misses", partial(misses.nightly, finder=held.finder)),
        ("audits", drawing.draw_due),
        ("kept audits", keeping.nightly),
        ("retention", retention_runs.tonight),
    ]
    for name, work in works:
        try:
            with unit.attempt():
                work(unit)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - the next night tries it again
            log.error("the night's work failed at %s: %s", name, type(error).__name__)
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
