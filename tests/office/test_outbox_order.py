"""The order of one chat in any sequence of events, and what a reply that waits holds up."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from office import outbox
from office.clock import StandingClock
from office.outbox import Due, Kind
from office.unit import Office
from tests.office.test_outbox import ONE, TWO, arrive, begin, change, heads, names, post
from tests.people import CLOCKWORK


@dataclass(slots=True)
class Written:
    """A notice as the test remembers it."""

    once: str
    chat: int
    lane: int
    ripe: datetime
    is_tried: bool = False
    is_over: bool = False

    @property
    def family(self) -> str:
        return self.once.rpartition(":")[0]


def holds(first: Written, other: Written, known: list[Written], now: datetime) -> bool:
    """Tell whether a notice must leave before another of its chat may."""
    if first.is_over or first.chat != other.chat or first.lane > other.lane:
        return False
    if first.lane == other.lane and known.index(first) >= known.index(other):
        return False
    if first.family == other.family:
        return True
    return not any(
        row.family == first.family and row.chat == first.chat and not row.is_over
        for row in known[: known.index(first) + 1]
        if not row.is_tried and row.ripe > now
    )


LANES = {Kind.ALARM: 1, Kind.NEWS: 2, Kind.BROADCAST: 2}


@pytest.mark.parametrize("seed", range(4))
def test_in_any_sequence_of_events_nothing_overtakes_what_it_must_not(
    office: Office, clock: StandingClock, seed: int
) -> None:
    chance = random.Random(seed)
    known: list[Written] = []
    air: dict[int, Due] = {}
    for step in range(160):
        move = chance.choice(["post", "start", "land", "land", "wait"])
        if move == "post":
            chat, kind = chance.choice([ONE, TWO, -5]), chance.choice(list(Kind))
            after = timedelta(seconds=chance.choice([0, 0, 10]))
            once = f"talk:{chance.randint(1, 3)}:{step}"
            post(office, once, chat=chat, kind=kind, after=after)
            known.append(Written(once, chat, LANES.get(kind, 0), clock.now() + after))
        elif move == "wait":
            clock.advance(timedelta(seconds=chance.choice([0, 1, 10])))
        elif move == "start":
            for due in heads(office, size=chance.randint(1, 3)):
                assert due.chat_id not in {one.chat_id for one in air.values()}
                (now,) = [row for row in known if row.once == due.data["once"]]
                assert not any(holds(row, now, known, clock.now()) for row in known)
                begin(office, now.once)
                now.is_tried = True
                air[due.number] = due
        elif air:
            due = air.pop(chance.choice(list(air)))
            (now,) = [row for row in known if row.once == due.data["once"]]
            now.is_over = _land(office, due.number, chance)
    _everything_leaves(office, clock, list(air))


def _everything_leaves(office: Office, clock: StandingClock, air: list[int]) -> None:
    for number in air:
        arrive(office, number)
    clock.advance(timedelta(seconds=10))
    while found := heads(office):
        for due in found:
            arrive(office, begin(office, due.data["once"]))
    with office.reading(CLOCKWORK) as unit:
        assert outbox.open_count(unit.session) == 0


def _land(office: Office, number: int, chance: random.Random) -> bool:
    """End or repeat a delivery; tell whether it is over."""
    now, how = office.clock.now(), chance.random()
    if how < 0.5:
        arrive(office, number)
    elif how < 0.6:
        change(office, lambda s: outbox.undeliverable(s, number, failure="403", now=now))
    elif how < 0.7:
        change(office, lambda s: outbox.unsure(s, number, failure="?", now=now))
    else:
        later = now + timedelta(seconds=chance.choice([0, 5]))
        change(office, lambda s: outbox.again(s, number, not_before=later, failure="429"))
        return False
    return True


def test_a_reply_that_can_be_taken_back_holds_its_own_matter_and_nothing_else(
    office: Office, clock: StandingClock
) -> None:
    span = timedelta(seconds=10)
    post(office, "escalation:5:line:9", "escalation:5:line:9:file", kind=Kind.REPLY, after=span)
    post(office, "escalation:5:closed:0", "escalation:5:rating:0")
    post(office, "in:7:0", "in:8:0")
    post(office, "erase:700:3", kind=Kind.ERASE)
    for once in ("in:7:0", "in:8:0", "erase:700:3"):
        assert names(office) == [once]
        arrive(office, begin(office, once))
    assert names(office) == []
    clock.advance(span)
    post(office, "in:9:0")
    for rest in ("line:9", "line:9:file", "closed:0", "rating:0"):
        assert names(office) == [f"escalation:5:{rest}"]
        arrive(office, begin(office, f"escalation:5:{rest}"))
    assert names(office) == ["in:9:0"]


def test_names_without_a_colon_and_numbers_that_begin_alike_are_no_family(
    office: Office, clock: StandingClock
) -> None:
    post(office, "talk:1:x", "alone", after=timedelta(seconds=10))
    post(office, "talk:11:x")
    assert names(office) == ["talk:11:x"]
    arrive(office, begin(office, "talk:11:x"))
    post(office, "other")
    assert names(office) == ["other"]
