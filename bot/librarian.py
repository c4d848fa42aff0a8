"""Keeps the shelf of the moment: changes at once, learned weights and verdicts when it is quiet."""

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.aside import aside
from bot.takeup import CurrentShelf
from knowledge import judging, programmes, shelf
from knowledge.learned import Memory
from knowledge.programmes import Known
from knowledge.shelf import Shelf
from office.people import Clockwork
from office.unit import Office

_EVERY = 0.5
# Looks without a change before the weights are learned: a series of edits is learned once.
_QUIET = 16
_VERDICTS_EVERY = 120
_READER = Clockwork("bot")


class Librarian:
    """Swaps what is answered from; whoever asks meanwhile has the shelf of before."""

    def __init__(self, office: Office, packs: tuple[str, ...], data: Path) -> None:
        self._office = office
        self._packs = packs
        self._memory = Memory(data / "learned")
        self._verdicts: list[tuple[str, str, bool]] = []
        self._programmes = -1

    def read(self) -> Shelf:
        """Return the shelf as the database has it; with learned weights if they are remembered."""
        with self._office.reading(_READER) as unit:
            held = shelf.read(unit, self._packs)
        return held.recalled(self._memory) or held

    def opened(self) -> CurrentShelf:
        """Return what citizens are answered from at the first moment."""
        return CurrentShelf(self.read(), self._known(()))

    async def run(self, current: CurrentShelf) -> None:
        """Keep `current` as it should be until cancelled."""
        learned: int | None = None
        quiet = looks = 0
        while True:
            newer = await asyncio.to_thread(self._newer, current.now)
            quiet = 0 if newer is not None else quiet + 1
            if newer is not None:
                current.now = newer
            elif learned != current.now.version and self._may_learn(current.now, quiet):
                learned = current.now.version
                await self._swap(current, await aside(partial(self._learned, current.now)))
            elif looks % _VERDICTS_EVERY == 0:
                await self._swap(current, await asyncio.to_thread(self._corrected, current.now))
            current.programmes = await asyncio.to_thread(self._known, current.programmes)
            looks += 1
            await asyncio.sleep(_EVERY)

    def _may_learn(self, held: Shelf, quiet: int) -> bool:
        # What the gate has learned already costs nothing to take up.
        return quiet >= _QUIET or self._memory.knows(held.key)

    async def _swap(self, current: CurrentShelf, better: Shelf | None) -> None:
        if better is not None and current.now.version == better.version:
            current.now = better

    def _newer(self, held: Shelf) -> Shelf | None:
        with self._office.reading(_READER) as unit:
            if shelf.current_version(unit) == held.version:
                return None
            return shelf.renewed(unit, held, self._packs)

    def _learned(self, held: Shelf) -> Shelf:
        better = held.refined(self._memory)
        return replace(better, finder=better.finder.corrected(self._verdicts))

    def _corrected(self, held: Shelf) -> Shelf | None:
        with self._office.reading(_READER) as unit:
            verdicts = judging.verdicts(unit)
        if verdicts == self._verdicts:
            return None
        self._verdicts = verdicts
        return replace(held, finder=held.finder.corrected(verdicts))

    def _known(self, before: tuple[Known, ...]) -> tuple[Known, ...]:
        with self._office.reading(_READER) as unit:
            newest = programmes.version(unit)
            if newest == self._programmes:
                return before
            self._programmes = newest
            return programmes.on(unit, self._packs)
