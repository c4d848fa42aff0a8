"""Keeps what the office has set of the moment: which functions a person has closed."""

import asyncio
from dataclasses import replace

from bot.turn import Surroundings
from office import switches
from office.people import Clockwork
from office.unit import Office

_EVERY = 0.5
_READER = Clockwork("bot")


class Switchboard:
    """Holds the surroundings of every turn; a moved switch is in them within a second."""

    def __init__(self, office: Office, surroundings: Surroundings) -> None:
        self._office = office
        self.now = surroundings

    def look(self) -> None:
        """Take up the switches as the database has them."""
        with self._office.reading(_READER) as unit:
            closed = switches.closed(unit)
        if closed != self.now.closed:
            self.now = replace(self.now, closed=closed)

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(_EVERY)
