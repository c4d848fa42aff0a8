"""The random life of a desk: acts of everybody on the real one, held against the model."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from knowledge.escalation import timers
from knowledge.escalation.lines import text_of
from knowledge.escalation.tables import Disposition, Escalation, EscalationLine, ProposedReply
from knowledge.escalation.tables import Rating as Score
from office import journal, outbox, regional
from office.clock import StandingClock
from office.outbox import outbox as notices
from office.people import Actor, Role, StaffMember
from office.refusals import Refusal
from office.unit import Office
from tests.knowledge.talk_model import LANES, SPEAKS, Line, Model, Post, Talk
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, staff_member

BEGIN = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)  # a Monday; Christmas and New Year follow
CITIZENS = {"sari": BU_SARI, "joko": PAK_JOKO}
DESK = ("budi", "dewi", "rina")
SUPERVISORS = {"rina"}
_CHATS = {citizen.person: name for name, citizen in CITIZENS.items()}


@dataclass
class Crew:
    """Who works at the desk, and in two regional offices."""

    members: dict[str, StaffMember]
    offices: dict[str, int]

    @classmethod
    def hire(cls, office: Office) -> "Crew":
        """Create two officers, a supervisor, and one member each of two regional offices."""
        with office.unit(CLOCKWORK) as unit:
            offices = {
                who: regional.add(unit, name)
                for who, name in (("lina", "Dinas Kesehatan"), ("hadi", "Dinas Pendidikan"))
            }
            members = {
                "budi": staff_member(unit, "budi", "Budi", Role.INFORMATION_OFFICER),
                "dewi": staff_member(unit, "dewi", "Dewi", Role.INFORMATION_OFFICER),
                "rina": staff_member(unit, "rina", "Rina", Role.PPID),
                **{
                    who: staff_member(
                        unit, who, who.title(), Role.PPID_EXECUTOR, regional_office=number
                    )
                    for who, number in offices.items()
                },
            }
        return cls(members, offices)

    def number(self, who: str | None) -> int | None:
        return None if who is None else self.members[who].staff_id


@dataclass(frozen=True)
class Done:
    """An act that was done, to be handed in once more."""

    actor: Actor
    act: Callable[..., Any]
    given: tuple[Any, ...]
    named: dict[str, Any]


@dataclass
class Life:
    """One desk, its model, and what both must agree on."""

    office: Office
    crew: Crew
    reopen: Callable[[StandingClock], Office]
    model: Model = field(default_factory=Model)
    done: Done | None = None
    noted: set[str] = field(default_factory=set)

    @property
    def clock(self) -> StandingClock:
        assert isinstance(self.office.clock, StandingClock)
        return self.office.clock

    @property
    def now(self) -> datetime:
        return self.clock.instant

    def actor(self, name: str) -> Actor:
        return CITIZENS[name] if name in CITIZENS else self.crew.members[name]

    def attempt(
        self, name: str, act: Callable[..., Any], *given: Any, lawful: bool, again: bool = True,
        **named: Any,
    ) -> tuple[bool, Any]:  # fmt: skip
        """Do an act; it succeeds exactly where it is lawful, and refused it changes nothing."""
        before = None if lawful else self.trace()
        result, refused = None, None
        try:
            with self.office.unit(self.actor(name)) as unit:
                result = act(unit, *given, **named)
        except Refusal as refusal:
            refused = refusal
        assert lawful == (refused is None), f"{name}: {act.__name__}: {refused!r}"
        if refused is not None:
            assert self.trace() == before
            return False, None
        self.done = Done(self.actor(name), act, given, named) if again else None
        return True, result

    def hand_in_again(self) -> None:
        """Hand in the last act once more, as a network does: nothing happens twice."""
        if self.done is None:
            return
        before = self.trace()
        try:
            with self.office.unit(self.done.actor) as unit:
                self.done.act(unit, *self.done.given, **self.done.named)
        except Refusal:
            pass
        assert self.trace() == before, self.done.act.__name__

    def trace(self) -> tuple[object, ...]:
        """Return everything that an act can change, to compare before and after."""
        with self.office.reading(CLOCKWORK) as unit:
            counts = [
                unit.session.scalar(select(func.count()).select_from(table))
                for table in (EscalationLine, Disposition, ProposedReply, Score, notices)
            ]
            kept = unit.session.execute(select(notices.c.id, notices.c.state, notices.c.not_before))
            return (*counts, *map(tuple, kept), *(tuple(row) for row in self._rows(unit.session)))

    def _rows(self, session: Any) -> list[Any]:
        columns = Escalation.__table__.c
        return list(session.execute(select(*columns).order_by(columns.id)))

    def newest(self) -> int:
        """Return the number of the newest line anywhere."""
        with self.office.reading(CLOCKWORK) as unit:
            return unit.session.scalar(select(func.max(EscalationLine.id))) or 0

    def restart(self) -> None:
        """Close the office and open it anew on the same database."""
        clock = self.clock
        self.office.engine.dispose()
        self.office = self.reopen(clock)

    def wake(self) -> None:
        """Let the clockwork wake, here and in the model."""
        with self.office.unit(CLOCKWORK) as unit:
            timers.run(unit)
        for talk in self.model.talks:
            talk.wake(self.now)

    def deliver(self) -> None:
        """Deliver what waits."""
        while True:
            with self.office.unit(CLOCKWORK) as unit:
                numbers = [one.number for one in outbox.heads(unit.session, now=unit.now)]
                for due in outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault):
                    outbox.sent(
                        unit.session, due.number, message_id=due.number, said=due.key,
                        now=unit.now, vault=unit.vault,
                    )  # fmt: skip
            if not numbers:
                break
        self.model.collect()
        self.model.deliver(self.now)

    # What must hold after every step.

    def check(self) -> None:
        self.model.collect()
        with self.office.reading(CLOCKWORK) as unit:
            rows = self._rows(unit.session)
            for talk, row in zip(self.model.talks, rows, strict=True):
                self._take_over_promise(talk, row)
                assert self._stored(row) == self._expected(talk), talk
                _check_row(row)
            self._check_alone(rows)
            self._check_lines(unit)
            self._check_offices(unit)
            self._check_chats(unit)

    def check_journal(self) -> None:
        with self.office.reading(CLOCKWORK) as unit:
            assert journal.verify(unit.session).sound

    def _take_over_promise(self, talk: Talk, row: Any) -> None:
        """A promise lies in the hours of service, and in the future when it is made."""
        if talk.promised is not None:
            return
        for at in (row.promised_from, row.promised_by):
            assert self.model.hours.has(at), f"promised for {at}"
        assert row.promised_by > self.now
        assert row.promised_from < row.promised_by
        talk.promised = row.promised_by

    def _stored(self, row: Any) -> tuple[object, ...]:
        return (
            row.id, row.person, row.status, row.speaker, row.lane, row.lane_rank,
            row.waiting_since, row.promised_by, row.timer_at, row.held_by, row.previous_officer,
            row.meant_for, row.not_for, row.lapses, row.reopened, row.sensitive, row.outcome,
            row.closed_at, row.reopen_until, row.follows, row.lapsed_at, row.open_person,
            row.request_id is not None,
        )  # fmt: skip

    def _expected(self, one: Talk) -> tuple[object, ...]:
        who, person = self.crew.number, CITIZENS[one.citizen].person
        return (
            one.number, person, one.status, SPEAKS[one.status], one.lane, LANES.index(one.lane),
            one.waiting, one.promised, one.timer, who(one.holder), who(one.previous),
            who(one.meant), who(one.barred), one.lapses, one.reopened, one.sensitive, one.outcome,
            one.closed_at, one.open_until, one.follows, one.late, person if one.is_open else None,
            one.became,
        )  # fmt: skip

    def _check_alone(self, rows: list[Any]) -> None:
        """Nobody has two open conversations, and nothing of theirs is forgotten."""
        open_ones = [row.person for row in rows if row.status != "closed"]
        assert len(open_ones) == len(set(open_ones))
        for talk in self.model.talks:
            if talk.is_open and talk.waiting is None:
                answered = max([line.id for line in talk.replies()], default=0)
                assert talk.offers or talk.newest("citizen") < answered, "forgotten"

    def _check_lines(self, unit: Any) -> None:
        found: dict[int, list[tuple[object, ...]]] = {one.number: [] for one in self.model.talks}
        for row in unit.session.scalars(select(EscalationLine).order_by(EscalationLine.id)):
            by = row.staff_id if row.author == "staff" else None
            line = (row.author, text_of(unit, row), row.at, row.withdrawn_at is not None, by)
            found[row.escalation_id].append(line)
        for talk in self.model.talks:
            assert found[talk.number] == [self._line(line) for line in talk.lines]

    def _line(self, line: Line) -> tuple[object, ...]:
        by = self.crew.number(line.by) if line.author == "staff" else None
        return (line.author, line.text, line.at, line.withdrawn, by)

    def _check_offices(self, unit: Any) -> None:
        rows = unit.session.scalars(select(Disposition).order_by(Disposition.id))
        asked = [one for talk in self.model.talks for one in talk.asked]
        expected = sorted((one.id, one.status) for one in asked)
        assert [(row.id, row.status) for row in rows] == expected
        waits = select(ProposedReply.escalation_id).where(ProposedReply.status == "waiting")
        proposed = [talk.number for talk in self.model.talks if talk.proposal]
        assert sorted(unit.session.scalars(waits)) == proposed

    def _check_chats(self, unit: Any) -> None:
        """Every citizen is told what the model says, in order, once, and never a note."""
        said: dict[str, list[Post]] = {}
        for row in unit.session.execute(select(notices).order_by(notices.c.id)):
            content = unit.vault.unseal(row.sealed, outbox.place(row.once))
            assert not any(words in content for words in self.noted), "a note was posted"
            key, data, _, _ = json.loads(content)
            text = data["text"] if key == "staff_reply" else ""
            post = Post(key, row.not_before, row.state, text, int(row.once.split(":")[1]))
            said.setdefault(_CHATS[row.chat_id], []).append(post)
        assert said == {name: posts for name, posts in self.model.chats.items() if posts}


def _check_row(row: Any) -> None:
    """What holds of every conversation, whatever the model thinks."""
    is_open, is_held = row.status != "closed", row.status == "held"
    assert row.speaker == SPEAKS[row.status]
    assert (row.timer_at is not None) == is_open
    assert (row.open_person == row.person) == is_open
    assert (row.held_by is not None) == is_held == (row.held_until is not None)
    assert not is_held or row.timer_at == row.held_until
    assert row.held_by is None or row.held_by != row.not_for
    assert (row.outcome is not None) == (not is_open)


def let_everybody_go_home(life: Life) -> None:
    """Nobody works any more: the clockwork alone ends it, or apologises and keeps it in view."""
    since = life.now
    for _ in range(20):
        life.clock.advance(timedelta(days=1))
        life.wake()
        if any(talk.promised is None for talk in life.model.talks):
            life.check()
    life.check()
    life.check_journal()
    for talk in life.model.talks:
        assert not talk.is_open or (talk.status == "queued" and talk.late and talk.late > since)
