"""The whole retention schedule at work: every room's pieces, and the contents nobody refers to."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from bot import drafts, standing
from bot.bridge import Bridge
from bot.tables import chats
from knowledge import retention as library
from office import loose_files, retention_pieces, retention_runs
from office.files import Cabinet
from office.people import Clockwork
from office.retention import Found, Piece, Pieces, counting, deleting
from office.unit import Unit
from register import holds
from register import retention as register
from register.slips import IdentitySlip

_KEEPER = Clockwork("retention")
UNUSED = timedelta(days=2)  # what is being uploaded now has no entry yet
_PORTION = 200


def everything() -> Pieces:
    """Return how each line of the schedule is counted and erased, whatever room it lies in."""
    return {
        **retention_pieces.pieces(holds.people),
        **register.pieces(),
        **library.pieces(),
        "drafts": _drafts(),
        "chats": deleting(chats, "changed_at", ~chats.c.has_draft),
        "loose_files": loose_files.piece(_memories, _slips),
    }


def _place(chat_id: int) -> str:
    return f"chats:{chat_id}"


def _drafts() -> Piece:
    """Return the piece of drafts: none is over its term while or just after filing was closed."""
    count = counting(chats.c.changed_at, chats.c.has_draft)

    def counted(unit: Unit, before: datetime) -> Found:
        until = drafts.forgotten_before(unit)
        return Found(0) if until is None else count(unit, min(before, until))

    def erase(unit: Unit, before: datetime) -> int:
        until = drafts.forgotten_before(unit)
        return 0 if until is None else standing.forget_drafts(unit, before=min(before, until))

    return Piece(counted, erase)


def _memories(unit: Unit) -> Iterator[str]:
    rows = unit.session.execute(
        select(chats.c.chat_id, chats.c.sealed_memory).where(chats.c.has_draft)
    )
    for row in rows:
        yield unit.vault.unseal(row.sealed_memory, _place(row.chat_id))


def _slips(unit: Unit) -> Iterator[str]:
    rows = unit.session.execute(select(IdentitySlip.draft_key, IdentitySlip.sealed_answers))
    for row in rows:
        if row.sealed_answers is not None:
            answers = unit.vault.unseal(row.sealed_answers, f"identity_slips:{row.draft_key}")
            yield json.dumps(json.loads(answers))


def carry_on(unit: Unit) -> bool:
    """Do the next small part of a run that was asked for; tell whether there is more to do."""
    return retention_runs.step(unit, pieces=everything())


async def keep(bridge: Bridge, cabinet: Cabinet | None) -> None:
    """Carry every run that was asked for to its end; then clear the cabinet after a real one."""
    done = False
    while await bridge.do(carry_on, _KEEPER):
        done = True
    if done and cabinet is not None:
        await _clear(bridge, cabinet)


async def _clear(bridge: Bridge, cabinet: Cabinet) -> None:
    """Destroy contents that no entry of the book refers to any more, and note how many."""
    names = await asyncio.to_thread(cabinet.names)
    for begin in range(0, len(names), _PORTION):
        portion = names[begin : begin + _PORTION]
        wanted, before = await bridge.do(partial(_without_entry, names=portion), _KEEPER)
        gone = await asyncio.to_thread(destroyed, cabinet, sorted(wanted), before)
        if gone:
            await bridge.do(partial(_note, sums=gone), _KEEPER)


def destroyed(cabinet: Cabinet, sums: list[str], before: datetime) -> list[str]:
    """Destroy contents unless they were used since an instant; return those that are gone."""
    cabinet.clear_drafts(before=before)
    return [one for one in sums if cabinet.destroy(one, before=before)]


def _without_entry(unit: Unit, *, names: list[str]) -> tuple[set[str], datetime]:
    return loose_files.without_entry(unit, names), unit.now - UNUSED


def _note(unit: Unit, *, sums: list[str]) -> None:
    unit.record("contents.destroyed", "cabinet", sha256=sums)
