"""Whatever citizens send while staff are at work: one outcome each, and one voice at a time."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import standing
from bot.states import Handed
from knowledge.escalation import claiming, closing, disposing, replying, timers
from knowledge.escalation.tables import Escalation, EscalationLine
from knowledge.escalation.words import Author, Outcome
from office import inbox, journal, outbox
from office.people import StaffMember
from office.refusals import Refusal
from office.unit import Unit
from tests.bot.conftest import Guest, Hall
from tests.bot.test_anything import FORGED, TEXTS, act, doubled, unwell
from tests.knowledge.talk_life import DESK, Crew
from tests.people import CLOCKWORK

PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 200
# How the bot answers what is asked of it: only where it alone has the word.
ANSWERS = frozenset(
    {"answer", "which", "choose", "not_known", "off_topic", "ask_away", "complaint", "personal"}
)
_TALKING = frozenset({None, Handed.talking.state})


@dataclass(frozen=True)
class Scene:
    """How things stand with one citizen: who speaks, where the chat is, and what there is."""

    speaker: str
    step: str | None
    update: int
    lines: int
    notice: int


@dataclass
class House:
    """The running bot, who works at the desk, and the dice."""

    hall: Hall
    crew: Crew
    chance: random.Random

    def scene(self, guest: Guest) -> Scene:
        """Return how things stand with a citizen."""
        with self.hall.office.reading(CLOCKWORK) as unit:
            own = Escalation.person == guest.number
            speaker = unit.session.scalar(
                select(Escalation.speaker).where(Escalation.open_person == guest.number)
            )
            lines = (
                select(func.count(EscalationLine.id))
                .join(Escalation, Escalation.id == EscalationLine.escalation_id)
                .where(own, EscalationLine.author == Author.CITIZEN)
            )
            return Scene(
                speaker or "bot",
                standing.load(unit, {guest.number})[guest.number].step,
                unit.session.scalar(select(func.max(inbox.inbox.c.id))) or 0,
                unit.session.scalar(lines) or 0,
                unit.session.scalar(select(func.max(outbox.outbox.c.id))) or 0,
            )

    def told_since(self, scene: Scene, guest: Guest) -> dict[str, str]:
        """Return what a citizen was told since, by its occasion."""
        query = select(outbox.outbox).where(
            outbox.outbox.c.id > scene.notice, outbox.outbox.c.chat_id == guest.number
        )
        with self.hall.office.reading(CLOCKWORK) as unit:
            return {
                row.once: json.loads(unit.vault.unseal(row.sealed, outbox.place(row.once)))[0]
                for row in unit.session.execute(query)
            }

    def staff_act(self) -> None:
        """Let somebody at the desk do something; what is refused changes nothing."""
        member = self.crew.members[self.chance.choice(DESK)]
        with self.hall.office.reading(CLOCKWORK) as unit:
            known = unit.session.execute(
                select(Escalation.id, Escalation.held_by, Escalation.status)
            ).all()
        held = [row.id for row in known if row.held_by == member.staff_id]
        numbers = held or [row.id for row in known]
        if not held and self.chance.random() < 0.8:
            self.tried(member, claiming.claim_next)
        elif numbers:
            number = self.chance.choice(numbers)
            self.tried(member, self.chance.choice(self.acts(number)))

    def acts(self, number: int) -> list[Callable[[Unit], object]]:
        """Return what may be tried with a conversation; replying comes first."""
        seen = {"seen_line": 10**6}
        text = f"Jawaban {self.chance.randrange(10**6)}"
        office = self.crew.offices["lina"]
        question = {"regional_office": office, "question": "Kapan?", "working_days": 2}
        return [
            *[partial(replying.reply, number=number, text=text, **seen)] * 4,
            partial(replying.reply, number=number, text=text, then_wait=True, **seen),
            partial(replying.note, number=number, text="untuk rekan"),
            partial(claiming.release, number=number),
            partial(claiming.hand_over, number=number, note="tolong"),
            *[partial(closing.close, number=number, outcome=Outcome.ANSWERED, **seen)] * 3,
            partial(closing.close, number=number, outcome=Outcome.SPAM, **seen),
            partial(closing.reopen, number=number),
            partial(
                closing.offer_request,
                number=number,
                information="Jadwal imunisasi",
                seen_line=10**6,
            ),
            partial(disposing.dispose, number=number, **question, **seen),
            partial(disposing.recall, number=number),
        ]

    def tried(self, member: StaffMember, work: Callable[[Unit], Any]) -> None:
        try:
            with self.hall.office.unit(member) as unit:
                work(unit)
        except Refusal:
            pass

    def clock_passes(self) -> None:
        """Let time pass, over a night or a weekend too, and the clockwork wake."""
        hours = self.chance.choice([0.1, 0.3, 2, 20, 80])
        self.hall.clock.advance(timedelta(hours=hours))
        with self.hall.office.unit(CLOCKWORK) as unit:
            timers.run(unit)

    async def settle(self) -> None:
        """Let everything be taken up and leave, the time to take a reply back included."""
        async with asyncio.timeout(30):
            while await asyncio.to_thread(self.hall._waiting):
                self.hall.clock.advance(timedelta(seconds=3))
                await asyncio.sleep(0.02)

    async def citizen_acts(self, guest: Guest) -> None:
        """Let a citizen send something, perhaps while staff act; look at what became of it."""
        kind = self.chance.choice(["text"] * 5 + ["forged", "own", "old", "photo"])
        what = self.chance.choice(FORGED if kind == "forged" else TEXTS)
        if self.chance.random() < 0.2:
            what = self.chance.choice(["petugas", "selesai", "terima kasih", "jam berapa buka?"])
        before, meanwhile = self.scene(guest), self.chance.random() < 0.3
        async with asyncio.TaskGroup() as group:
            group.create_task(self._sent(guest, kind, what))
            if meanwhile:
                group.create_task(asyncio.to_thread(self.staff_act))
        await self.settle()
        self.judge(guest, before, (kind, what), alone=not meanwhile)

    async def _sent(self, guest: Guest, kind: str, what: str) -> None:
        if kind == "photo":
            path = f"/practice/citizens/{guest.number}/file"
            await self.hall.street.upload(path, "file", PHOTO, kind="photo")
        else:
            await act(self.hall, guest, kind, what, self.chance)

    def judge(self, guest: Guest, before: Scene, sent: tuple[str, str], *, alone: bool) -> None:
        """One outcome: the bot answers, staff read it, or the citizen hears what it came to."""
        after, told = self.scene(guest), self.told_since(before, guest)
        assert unwell(self.hall) == [], sent
        own = {key for once, key in told.items() if once.startswith("in:")}
        relayed = after.lines > before.lines
        assert relayed or told or _is_silent(before, sent), f"{sent} had no outcome: {before}"
        if not alone or sent[0] not in {"text", "photo"}:
            return
        if before.speaker != "bot" and before.step in _TALKING:
            assert not own & ANSWERS, f"{sent} was answered while {before.speaker} speaks: {own}"
        if relayed and before.speaker != "bot":
            assert not own & ANSWERS, f"{sent} had two outcomes: {own}"


def _is_silent(before: Scene, sent: tuple[str, str]) -> bool:
    """A press of something that was never a button may be answered by a pop-up alone."""
    return sent[0] not in {"text", "photo"}


@pytest.mark.parametrize("seed", range(3))
async def test_one_outcome_each_and_one_voice_at_a_time(hall: Hall, seed: int) -> None:
    chance = random.Random(seed)
    house = House(hall, Crew.hire(hall.office), chance)
    guests = [await hall.newcomer(name) for name in ("Bu Sari", "Pak Joko")]
    for guest in guests:
        await guest.says("/start")
    for _ in range(40):
        what = chance.choice(["citizen", "citizen", "citizen", "staff", "staff", "clock"])
        if what == "citizen":
            await house.citizen_acts(chance.choice(guests))
        elif what == "staff":
            await asyncio.to_thread(house.staff_act)
        else:
            await asyncio.to_thread(house.clock_passes)
    await house.settle()
    assert doubled(hall) == 0
    with hall.office.reading(CLOCKWORK) as unit:
        assert journal.verify(unit.session).sound
