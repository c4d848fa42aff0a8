"""A broadcast on its way: bounded, counted, stopped at once, and nobody is told twice."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot import fate
from knowledge.broadcasts import declining, running
from knowledge.broadcasts.words import BroadcastKind, BroadcastStatus
from office import outbox, switches
from office.clock import StandingClock
from office.outbox import Due, Kind, Notice, State
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.switches import Function
from office.unit import Office
from tests.knowledge.broadcasts.crowd import (
    CHATS,
    approved,
    arrive,
    carry_on,
    crowd,
    declines,
    known,
    leaving,
    notices,
    post_everything,
    to_the_end,
)
from tests.knowledge.programme_desk import PROGRAMME, programme, subscribed
from tests.people import CLOCKWORK

WHY = "Isinya keliru, perlu diperbaiki"


@pytest.fixture
def number(office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember) -> int:
    """An approved serta-merta notice."""
    return approved(office, bu_dewi, bu_ratna)


def test_everybody_who_can_be_reached_and_did_not_decline_is_told_once(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 25, blocked=[3, 4, 20])
    declines(office, people[7])
    told = to_the_end(office)
    left_out = {people[place] for place in (3, 4, 7, 20)}
    assert sorted(told) == [person for person in people if person not in left_out]
    seen = known(office, bu_ratna, number)
    assert seen.status is BroadcastStatus.FINISHED
    figures = seen.figures
    assert (figures.recipients, figures.sent) == (21, 21)
    assert (figures.unreachable, figures.declined, figures.waiting) == (3, 1, 0)


def test_never_more_than_a_little_waits_at_a_time(office: Office, number: int) -> None:
    crowd(office, 30)
    for _ in range(5):
        carry_on(office, ahead=8)
        with office.reading(CLOCKWORK) as unit:
            assert outbox.open_count(unit.session) == 8
    for due in leaving(office, size=3):
        arrive(office, due)
    assert carry_on(office, ahead=8) == 3


def test_people_passed_over_cost_no_time(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    crowd(office, 60, blocked=range(55))
    assert carry_on(office, ahead=10) == 5
    assert known(office, bu_ratna, number).figures.unreachable == 55


def test_a_stop_takes_back_at_once_what_has_not_left(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    crowd(office, 40)
    carry_on(office, ahead=20)
    in_the_air = leaving(office, size=2)
    with office.unit(bu_ratna) as unit:
        running.stop(unit, number, reason=WHY)
    assert leaving(office) == []
    for due in in_the_air:
        arrive(office, due)
    assert carry_on(office) == 0
    seen = known(office, bu_ratna, number)
    assert (seen.status, seen.reason) == (BroadcastStatus.STOPPED, WHY)
    assert (seen.figures.sent, seen.figures.called_off, seen.figures.waiting) == (2, 18, 0)


def test_a_stop_in_the_same_breath_as_the_next_notices_holds_them_too(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    crowd(office, 12)
    with office.batch() as batch:
        running.run(office.unit_in(batch, CLOCKWORK), CHATS, ahead=10)
        running.stop(office.unit_in(batch, bu_ratna), number, reason=WHY)
    assert leaving(office) == []
    carry_on(office)
    assert known(office, bu_ratna, number).figures.called_off == 10


def test_only_who_writes_or_approves_broadcasts_stops_them_and_only_once(
    office: Office, number: int, bu_ratna: StaffMember, pak_agus: StaffMember
) -> None:
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        running.stop(unit, number, reason=WHY)
    with pytest.raises(NotValid), office.unit(bu_ratna) as unit:
        running.stop(unit, number, reason="salah")
    with office.unit(bu_ratna) as unit:
        running.stop(unit, number, reason=WHY)
    with pytest.raises(NotNow) as over, office.unit(bu_ratna) as unit:
        running.stop(unit, number, reason=WHY)
    assert over.value.code == "broadcast_over"


def test_the_switch_holds_what_waits_and_writes_to_nobody_else(
    office: Office, number: int, pak_budi: StaffMember
) -> None:
    crowd(office, 30)
    carry_on(office, ahead=5)
    with office.unit(pak_budi) as unit:
        switches.close(unit, Function.BROADCAST, reason=WHY, words={}, seen=0)
    assert carry_on(office, ahead=20) == 0
    with office.reading(CLOCKWORK) as unit:
        assert outbox.heads(unit.session, now=unit.now, with_news=False) == []
    with office.unit(pak_budi) as unit:
        switches.reopen(unit, Function.BROADCAST, reason=WHY, seen=1)
    assert len(to_the_end(office)) == 30


def test_what_has_lapsed_goes_to_nobody_else(
    office: Office, clock: StandingClock, number: int, bu_ratna: StaffMember
) -> None:
    crowd(office, 30)
    carry_on(office, ahead=5)
    clock.advance(timedelta(hours=48))
    assert carry_on(office) == 0
    assert leaving(office) == []
    seen = known(office, bu_ratna, number)
    assert (seen.status, seen.stopped_by, seen.figures.called_off) == (
        BroadcastStatus.STOPPED, None, 5,
    )  # fmt: skip


def test_answers_leave_before_a_broadcast_whenever_they_come(office: Office, number: int) -> None:
    people = crowd(office, 10)
    carry_on(office)
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(people[9], "glad", "in:1:0", Kind.MENU))
        unit.post(Notice(people[2], "glad", "in:2:0", Kind.ANSWER))
    assert [due.kind for due in leaving(office, size=3)] == [
        Kind.ANSWER, Kind.MENU, Kind.BROADCAST,
    ]  # fmt: skip


def test_a_serta_merta_notice_goes_before_news(
    office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 6)
    slug = programme(office)
    for person in people:
        subscribed(office, Citizen(person), programme=slug)
    news = {"kind": BroadcastKind.PROGRAMME, "programme": slug}
    first = approved(office, bu_dewi, bu_ratna, **news)
    urgent = approved(office, bu_dewi, bu_ratna)
    carry_on(office, ahead=5)
    assert {due.data["still"][1] for due in leaving(office)} == {urgent}
    assert known(office, bu_ratna, first).figures.waiting == 0


def test_news_goes_to_those_who_follow_the_programme_or_the_village_each_once(
    office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 5, blocked=[1])
    slug = programme(office)
    both, blocked, villager, other, _ = (Citizen(person) for person in people)
    for citizen in (both, blocked):
        subscribed(office, citizen, programme=slug)
    for citizen in (both, villager):
        subscribed(office, citizen, village="Desa Kepet")
    subscribed(office, other, village="Sukamaju")
    # Who wants no serta-merta notices still gets the news they follow.
    declines(office, villager.person)
    changes = {"kind": BroadcastKind.PROGRAMME, "programme": PROGRAMME, "village": "kepet"}
    number = approved(office, bu_dewi, bu_ratna, **changes)
    assert to_the_end(office, ahead=1) == [both.person, villager.person]
    figures = known(office, bu_ratna, number).figures
    assert (figures.recipients, figures.sent, figures.unreachable) == (3, 2, 1)


def test_what_failed_is_counted_by_its_reason(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    crowd(office, 4)
    carry_on(office)
    reasons = ["Forbidden: bot was blocked by the user", "Bad Request: can't parse", "Boom"]
    *lost, last = leaving(office)
    for due, failure in zip(lost, reasons, strict=True):
        with office.unit(CLOCKWORK) as unit:
            fate.lost(unit, row=due, failure=failure)
    arrive(office, last)
    carry_on(office)
    figures = known(office, bu_ratna, number).figures
    assert (figures.sent, figures.blocked, figures.failed) == (1, 1, 2)
    assert figures.failures == {"Bad Request: can't parse": 1, "Boom": 1}


def test_who_may_not_have_got_it_is_told_again_only_by_a_person(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 3)
    carry_on(office)
    (lost, *others) = leaving(office)
    with office.unit(CLOCKWORK) as unit:
        outbox.unsure(unit.session, lost.number, failure="TimedOut", now=unit.now)
    for due in others:
        arrive(office, due)
    assert to_the_end(office) == []
    with office.unit(bu_ratna) as unit:
        assert running.say_again(unit, number) == 1
    (again,) = leaving(office)
    assert (again.chat_id, again.repeats) == (people[0], 1)
    arrive(office, again)
    carry_on(office)
    figures = known(office, bu_ratna, number).figures
    assert (figures.sent, figures.unsure) == (3, 0)


@dataclass
class Siege:
    """A poster and a clockwork that die at any instant, and what people really received."""

    office: Office
    chance: random.Random
    received: Counter[int] = field(default_factory=Counter)
    air: list[Due] = field(default_factory=list)

    def moment(self) -> None:
        self.chance.choice([self.cry, self.cry, self.leave, self.land, self.land, self.die])()

    def cry(self) -> None:
        """Carry on, perhaps in two processes one after the other; perhaps die before the end."""
        if self.chance.random() < 0.3:
            with pytest.raises(InterruptedError), self.office.unit(CLOCKWORK) as unit:
                running.run(unit, CHATS, ahead=9)
                raise InterruptedError
        else:
            carry_on(self.office, ahead=9)

    def leave(self) -> None:
        self.air += leaving(self.office, size=self.chance.randint(1, 4))

    def land(self) -> None:
        """Let Telegram take what is in the air, or refuse it, and note what became of it."""
        if not self.air:
            return
        due = self.air.pop(self.chance.randrange(len(self.air)))
        how = self.chance.random()
        with self.office.unit(CLOCKWORK) as unit:
            if how < 0.6:
                self.received[due.chat_id] += 1
                fate.arrived(unit, row=due, said="Pengumuman", message_id=1, uploaded=None)
            elif how < 0.7:
                fate.lost(unit, row=due, failure="Forbidden: bot was blocked by the user")
            elif how < 0.85:
                fate.later(unit, row=due, failure="TimedOut")
            else:
                fate.hold(unit, number=due.number, span=timedelta(seconds=1))

    def die(self) -> None:
        """Kill the poster: of what was in the air some had arrived, and nobody wrote it down."""
        for due in self.air:
            self.received[due.chat_id] += self.chance.random() < 0.5
        self.air.clear()
        with self.office.unit(CLOCKWORK) as unit:
            for number, _, kind in outbox.interrupted(unit.session):
                assert kind is Kind.BROADCAST
                outbox.unsure(unit.session, number, failure="interrupted", now=unit.now)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_dies_whenever_nobody_is_told_twice_and_the_figures_add_up(
    office: Office, clock: StandingClock, bu_dewi: StaffMember, bu_ratna: StaffMember, seed: int
) -> None:
    chance = random.Random(seed)
    people = crowd(office, 60, blocked=chance.sample(range(60), 6))
    number = approved(office, bu_dewi, bu_ratna)
    siege = Siege(office, chance)
    stopped_at = chance.choice([None, None, 60])
    for step in range(400):
        siege.moment()
        clock.advance(timedelta(seconds=chance.choice([0, 1, 5])))
        if step == stopped_at:
            with office.unit(bu_ratna) as unit:
                running.stop(unit, number, reason=WHY)
        if chance.random() < 0.02:
            citizen = Citizen(chance.choice(people))
            with office.unit(citizen) as unit:
                declining.decline(unit)
    siege.die()
    clock.advance(timedelta(minutes=20))
    for person in to_the_end(office):
        siege.received[person] += 1
    assert not siege.received or max(siege.received.values()) == 1
    figures = known(office, bu_ratna, number).figures
    with office.reading(CLOCKWORK) as unit:
        states = notices(unit)
    assert max(Counter(person for person, _ in states.elements()).values()) == 1
    # Who declined or blocked the bot before their notice left is counted as passed over.
    obsolete = sum(count for (_, state), count in states.items() if state == State.OBSOLETE)
    written = sum(states.values()) - (obsolete - figures.called_off)
    assert figures.handled == written
    assert figures.waiting == 0
    if stopped_at is None:
        assert written + figures.unreachable + figures.declined == len(people)
        assert figures.sent + figures.unsure >= sum(siege.received.values()) >= figures.sent
    assert post_everything(office) == []
