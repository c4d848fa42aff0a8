"""The crier: carries broadcasts on, a little ahead of the poster, and says whom the bot knows."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from sqlalchemy import Select, func, select

from bot.bridge import Bridge
from bot.tables import chats
from knowledge.broadcasts import recipients, running
from knowledge.broadcasts.recipients import Chat
from office.people import Clockwork
from office.sole import Sole, held
from office.unit import Office, Unit

log = logging.getLogger(__name__)

_CRIER = Clockwork("crier")
_EVERY = 1.5  # seconds; while nothing is to be sent it costs one look
_AHEAD = 5.0  # seconds of posting that wait at most, however many are still to be told
_IS_PRIVATE = chats.c.chat_id > 0


class Crier:
    """Wakes every moment; writes to the next people only when those before were posted."""

    def __init__(self, office: Office, bridge: Bridge, sole: Sole, *, per_second: float) -> None:
        self._office = office
        self._bridge = bridge
        self._sole = sole
        self._ahead = max(1, round(per_second * _AHEAD))

    async def run(self) -> None:
        """Carry broadcasts on until cancelled, whenever this process is the one to do it."""
        with held(self._sole):
            while True:
                if await asyncio.to_thread(self._sole.take):
                    try:
                        await self._once()
                    except Exception:
                        log.exception("a broadcast stumbled and goes on")
                await asyncio.sleep(_EVERY)

    async def _once(self) -> None:
        if await asyncio.to_thread(self._is_due):
            work = partial(running.run, chats=KnownChats(), ahead=self._ahead)
            await self._bridge.do(work, _CRIER)

    def _is_due(self) -> bool:
        with self._office.reading(_CRIER) as unit:
            return running.is_due(unit)


class KnownChats:
    """Whom the bot has ever talked to, as broadcasts ask for them."""

    def after(self, unit: Unit, person: int, size: int) -> Sequence[Chat]:
        """Return the next private chats behind an account, in their order."""
        behind = _chats().where(_IS_PRIVATE, chats.c.chat_id > person)
        rows = unit.session.execute(behind.order_by(chats.c.chat_id).limit(size))
        return [Chat(row.chat_id, row.language, row.reachable) for row in rows]

    def among(self, unit: Unit, people: Collection[int]) -> Mapping[int, Chat]:
        """Return the chats of some accounts, as far as they are known."""
        rows = unit.session.execute(_chats().where(chats.c.chat_id.in_(people)))
        return {row.chat_id: Chat(row.chat_id, row.language, row.reachable) for row in rows}

    def reachable(self, unit: Unit) -> int:
        """Return how many can be written to and have not declined."""
        wants = chats.c.chat_id.not_in(recipients.who_declined())
        query = select(func.count()).where(_IS_PRIVATE, chats.c.reachable, wants)
        return unit.session.scalar(query) or 0


def languages(unit: Unit, people: Collection[int]) -> Mapping[int, str]:
    """Return in which language some accounts are spoken to, as far as they are known."""
    return {person: chat.language for person, chat in KnownChats().among(unit, people).items()}


def _chats() -> Select[tuple[int, str, bool]]:
    return select(chats.c.chat_id, chats.c.language, chats.c.reachable)
