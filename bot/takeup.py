"""Takes stored updates up: in order per person, many people at once, one failure at a time."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from bot import standing
from bot.bridge import Bridge
from bot.listen import Entrance
from bot.standing import Standing
from bot.states import Handed
from bot.updates import is_inline
from knowledge.escalation import opening
from knowledge.programmes import Known
from knowledge.shelf import Shelf
from office import inbox
from office.inbox import Arrived, Ending, Taken
from office.outbox import UNREADABLE
from office.people import Clockwork
from office.unit import Overtaken, Unit

log = logging.getLogger(__name__)

_AT_ONCE = 256
_LOOK_EVERY = 0.25  # seconds; for retries that come due, and for other processes' arrivals
_HOLD_EVERY = inbox.LEASE.total_seconds() / 4
_WORKER = Clockwork("takeup")


class TakeUp:
    """The loop between the inbox and the entrance."""

    def __init__(
        self,
        bridge: Bridge,
        entrance: Entrance,
        shelf: "CurrentShelf",
        pass_by: Callable[[Iterable[Arrived]], None],
    ) -> None:
        """`pass_by` takes what is never stored."""
        self._bridge = bridge
        self._entrance = entrance
        self._shelf = shelf
        self._pass_by = pass_by
        self._worker = secrets.token_hex(8)
        self._bell = asyncio.Event()
        self._at_work: set[asyncio.Task[None]] = set()
        # Numbers of updates; nothing is taken up twice, however long it takes.
        self._held: set[int] = set()
        self._hold_at = 0.0

    async def receive(self, arrived: Sequence[Arrived]) -> None:
        """Store what arrived and take up what can be taken at once; return when it is durable."""
        self._pass_by(row for row in arrived if is_inline(row))
        kept = [row for row in arrived if not is_inline(row)]
        if not kept:
            return
        work = partial(_keep_and_take, arrived=kept, worker=self._worker, size=self._room())
        self._begin(await self._bridge.do(work, _WORKER))

    def ring(self) -> None:
        """Tell that something new may wait; call it from the loop's own thread."""
        self._bell.set()

    async def run(self) -> None:
        """Take updates up until cancelled; what is then at work is taken up again later."""
        try:
            while True:
                if await self._take_some() == 0:
                    await self._wait()
        finally:
            for task in self._at_work:
                task.cancel()

    async def _take_some(self) -> int:
        self._bell.clear()
        await self._hold()
        room = self._room()
        if room < _AT_ONCE // 4:
            return 0
        work = partial(_take, worker=self._worker, size=room)
        found = await self._bridge.do(work, _WORKER)
        self._begin(found)
        return len(found)

    async def _hold(self) -> None:
        """Let no other process take up what is only slow here."""
        now = asyncio.get_running_loop().time()
        if self._held and now >= self._hold_at:
            self._hold_at = now + _HOLD_EVERY
            work = partial(inbox.hold, numbers=sorted(self._held), worker=self._worker)
            await self._bridge.do(work, _WORKER)

    def _room(self) -> int:
        return max(0, _AT_ONCE - len(self._at_work))

    def _begin(self, found: Sequence[tuple[Taken, Standing]]) -> None:
        for taken, place in found:
            if taken.number in self._held:
                continue
            self._held.add(taken.number)
            task = asyncio.create_task(self._handle(taken, place))
            self._at_work.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._at_work.discard(task)
        self._bell.set()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_EVERY):
                await self._bell.wait()
        except TimeoutError:
            pass

    async def _admit(self, taken: Taken, place: Standing) -> bool:
        try:
            return await self._entrance.admit(taken, place, self._shelf.now)
        finally:
            # Before it is put back, or it would not be taken up again at once.
            self._held.discard(taken.number)

    async def _handle(self, taken: Taken, place: Standing) -> None:
        try:
            if not await self._admit(taken, place):
                unwanted = partial(inbox.finish, number=taken.number, ending=Ending.UNWANTED)
                await self._bridge.do(unwanted, _WORKER)
        except Overtaken:
            await self._bridge.do(partial(inbox.put_back, number=taken.number), _WORKER)
        except Exception as error:  # noqa: BLE001 - counted, then parked; it blocks nobody
            log.warning("update %s failed: %s", taken.number, type(error).__name__)
            failure = _plain(error)
            work = partial(inbox.fail, number=taken.number, failure=failure)
            await self._bridge.do(work, _WORKER)


def _plain(error: Exception) -> str:
    """Return where an error came from, without the data it may quote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({trace.tb_frame.f_code.co_name}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}{where}"


def _keep_and_take(
    unit: Unit, *, arrived: Sequence[Arrived], worker: str, size: int
) -> list[tuple[Taken, Standing]]:
    inbox.keep(unit, arrived)
    return _take(unit, worker=worker, size=size) if size else []


def _take(unit: Unit, *, worker: str, size: int) -> list[tuple[Taken, Standing]]:
    found = inbox.take(unit, worker=worker, size=size)
    if not found:
        return []
    places = _places(unit, {taken.chat_id for taken in found})
    for taken in found:
        if places[taken.chat_id] is None:
            inbox.fail(unit, taken.number, UNREADABLE)
    with_staff = opening.who_are_with_staff(unit, {taken.person for taken in found})
    return [
        (taken, _place(taken, place, with_staff))
        for taken in found
        if (place := places[taken.chat_id]) is not None
    ]


def _places(unit: Unit, chats: Collection[int]) -> dict[int, Standing | None]:
    """Return where each chat stands; None where that cannot be read, which holds up no other."""
    try:
        found = standing.load(unit, chats)
        return {chat_id: found.get(chat_id, Standing()) for chat_id in chats}
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - damaged, or of another key
        if len(chats) > 1:
            alone = (_places(unit, [chat_id]) for chat_id in chats)
            return {chat_id: place for one in alone for chat_id, place in one.items()}
        log.error("where a chat stands cannot be read: %s", type(error).__name__)
        return dict.fromkeys(chats)


def _place(taken: Taken, place: Standing, with_staff: Collection[int]) -> Standing:
    """Return where a chat stands: with staff, as long as they have the conversation.

    Staff open and end a conversation at their own desk; a form in between keeps its place.
    """
    is_with_staff = taken.chat_id == taken.person and taken.person in with_staff
    if is_with_staff and place.step is None:
        return replace(place, step=Handed.talking.state)
    if not is_with_staff and place.step == Handed.talking.state:
        return replace(place, step=None)
    return place


class CurrentShelf:
    """Holds the shelf and the programmes of the moment; somebody else swaps them."""

    def __init__(self, shelf: Shelf, programmes: tuple[Known, ...] = ()) -> None:
        self.now = shelf
        self.programmes = programmes
