"""An officer at the desk while a citizen watches the chat: takes, replies, waits, closes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from knowledge.escalation import claiming, closing, disposing, replying, talk, timers
from knowledge.escalation.tables import Escalation
from knowledge.escalation.talk import Conversation
from knowledge.escalation.words import Outcome
from office import regional
from office.people import Role, StaffMember
from office.unit import Unit
from tests.bot.conftest import Guest, Hall
from tests.people import CLOCKWORK, staff_member

ANSWER = "Kantor buka pukul 08.00 sampai 15.00."


@dataclass
class Officer:
    """Pak Budi at his desk; everything he does is about the newest conversation."""

    hall: Hall
    member: StaffMember

    @property
    def number(self) -> int:
        with self.hall.office.reading(CLOCKWORK) as unit:
            return unit.session.scalars(select(Escalation.id).order_by(Escalation.id.desc())).all()[
                0
            ]

    def talk(self) -> Conversation:
        with self.hall.office.reading(self.member) as unit:
            return talk.conversation(unit, self.number)

    def lines(self) -> list[str]:
        return [line.text for line in self.talk().lines]

    def does(self, act: Callable[[Unit], object]) -> None:
        with self.hall.office.unit(self.member) as unit:
            act(unit)

    def takes(self) -> None:
        with self.hall.office.unit(self.member) as unit:
            assert claiming.claim(unit, self.number)

    async def replies(self, guest: Guest, text: str = ANSWER, *, wait: bool = False) -> list[str]:
        """Reply; return what the citizen read once it could no longer be taken back."""
        seen = self.talk().newest
        self.does(
            partial(replying.reply, number=self.number, text=text, seen_line=seen, then_wait=wait)
        )
        await self.hall.advance(timedelta(seconds=5))
        return await guest.hears()

    async def closes(
        self, guest: Guest, outcome: Outcome = Outcome.ANSWERED, reason: str = ""
    ) -> list[str]:
        seen = self.talk().newest
        self.does(
            partial(
                closing.close, number=self.number, outcome=outcome, seen_line=seen, reason=reason
            )
        )
        return await guest.hears()

    async def answers(self, guest: Guest, outcome: Outcome = Outcome.ANSWERED) -> list[str]:
        """Take, reply and close; return what the citizen read at the end."""
        self.takes()
        await self.replies(guest)
        return await self.closes(guest, outcome)

    async def offers(self, guest: Guest, information: str) -> list[str]:
        self.does(
            partial(
                closing.offer_request, number=self.number, information=information, seen_line=10**6
            )
        )
        return await guest.hears()

    async def disposes(self, guest: Guest, name: str, days: int = 2) -> list[str]:
        with self.hall.office.unit(CLOCKWORK) as unit:
            office = regional.add(unit, name)
        self.does(
            partial(
                disposing.dispose, number=self.number, regional_office=office,
                question="Berapa anggarannya?", working_days=days, seen_line=self.talk().newest,
            )
        )  # fmt: skip
        return await guest.hears()

    async def time_passes(self, guest: Guest, **span: float) -> list[str]:
        """Let time pass and the clockwork come by; return what the citizen read of it."""
        self.hall.clock.advance(timedelta(**span))
        with self.hall.office.unit(CLOCKWORK) as unit:
            timers.run(unit)
        return await guest.hears()


def hire(hall: Hall) -> Officer:
    """Return an officer who has just come to work."""
    with hall.office.unit(CLOCKWORK) as unit:
        member = staff_member(unit, "budi", "Budi", Role.PPID, Role.INFORMATION_OFFICER)
    return Officer(hall, member)
