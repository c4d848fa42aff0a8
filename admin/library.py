"""Holds the shelf of the moment for the pages, as citizens are answered from it."""

import threading

from knowledge import shelf, weakness
from knowledge.finding.learning import Way
from knowledge.gate_cases import Learned
from knowledge.learned import Memory
from knowledge.shelf import Shelf
from knowledge.weakness import Double, Weakness
from office.people import Clockwork
from office.settings import Settings
from office.unit import Office

_READER = Clockwork("panel")


class Library:
    """The shelf as the office has it now, with learned weights where they are remembered."""

    def __init__(self, settings: Settings, office: Office) -> None:
        self._packs = settings.packs
        self._memory = Memory(settings.data_dir / "learned")
        self._office = office
        self._reading = threading.Lock()
        self._held: Shelf | None = None
        self._key = ""
        self._refining: threading.Thread | None = None
        self._weak: tuple[str, Weakness, list[Double]] | None = None

    def now(self) -> Shelf:
        """Return the shelf; the first time, or after a change, it is read anew."""
        with self._reading:
            before = self._held
            held = self._current(before)
            if held is not before:
                self._held, self._key = held, held.key
                self._refining = None
            self._refine()
            return held

    def learned(self) -> Learned:
        """Return the shelf with learned weights; where nobody has learned yet, it takes seconds.

        The gate asks this one: without weights it would find faults that citizens never see.
        """
        return Learned(self._learn(), self._memory)

    def _learn(self) -> Shelf:
        held = self.now()
        is_taught = held.finder.taught.way is not Way.MIDDLES
        if is_taught and not (held.finder.base.changed and self._memory.knows(self._key)):
            return held
        better = held.refined(self._memory)
        with self._reading:
            if self._held is held:
                self._held = better
        return better

    def weak(self) -> tuple[Weakness, list[Double]]:
        """Return what is weak and what is doubled on the shelf; reckoned once for each shelf."""
        base, key = self.now().finder.base, self._key
        if self._weak is None or self._weak[0] != key:
            self._weak = key, weakness.left_out(base), weakness.doubles(base)
        return self._weak[1:]

    def _current(self, held: Shelf | None) -> Shelf:
        with self._office.reading(_READER) as unit:
            if held is None:
                return shelf.read(unit, self._packs)
            if shelf.current_version(unit) == held.version:
                return held
            return shelf.renewed(unit, held, self._packs)

    def _refine(self) -> None:
        """Take over what the bot has learned of this shelf; nothing is learned here."""
        if self._refining is None and self._memory.knows(self._key):
            self._refining = threading.Thread(target=self._learn, daemon=True)
            self._refining.start()
