"""Several hands on one broadcast at the same moment, in real threads: one of them has its way."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest

from knowledge.broadcasts import approving, declining, running, writing
from knowledge.broadcasts.reading import Known
from knowledge.broadcasts.words import BroadcastStatus
from office import journal, outbox
from office.outbox import State
from office.people import Actor, Citizen, Role, StaffMember
from office.refusals import NotNow, Refusal
from office.unit import Office, Unit
from tests.knowledge.broadcasts.crowd import (
    CHATS,
    EVERY_CHECK,
    approved,
    arrive,
    carry_on,
    content,
    crowd,
    known,
    leaving,
    notices,
    post_everything,
    submitted,
    to_the_end,
)
from tests.people import CLOCKWORK, staff_member

WHY = "Isinya keliru, perlu diperbaiki"
PATIENCE = 60


@pytest.fixture
def bu_endang(office: Office) -> StaffMember:
    """A second superior."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "endang", "Endang", Role.SUPERIOR)


def at_once(office: Office, *acts: tuple[Actor, Callable[[Unit], object]]) -> list[Any]:
    """Let everybody act at the same moment; return what each got, or the refusal."""
    gate = Barrier(len(acts))

    def one(pair: tuple[Actor, Callable[[Unit], object]]) -> object:
        actor, work = pair
        gate.wait(PATIENCE)
        try:
            with office.unit(actor) as unit:
                return work(unit)
        except Refusal as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def in_doubt(office: Office) -> None:
    """Let nobody know whether what leaves now arrived."""
    rows = leaving(office)
    with office.unit(CLOCKWORK) as unit:
        for row in rows:
            outbox.unsure(unit.session, row.number, failure="TimedOut", now=unit.now)


def approving_it(number: int) -> Callable[[Unit], object]:
    return lambda unit: approving.approve(unit, number, version=2, checks=EVERY_CHECK)


@pytest.mark.parametrize("_round", range(3))
def test_of_two_approvals_at_once_one_counts(
    office: Office,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    bu_endang: StaffMember,
    _round: int,
) -> None:
    number = submitted(office, pak_budi)
    said = at_once(office, *[(who, approving_it(number)) for who in (bu_ratna, bu_endang)])
    assert [one.code for one in said if one is not None] == ["version_moved"]
    seen = known(office, bu_ratna, number)
    assert (seen.status, seen.version) == (BroadcastStatus.SCHEDULED, 3)
    with office.reading(CLOCKWORK) as unit:
        acts = [one.act for one in journal.of_subject(unit.session, [f"broadcast:{number}"])]
    assert acts.count("broadcast.approved") == 1


@pytest.mark.parametrize("_round", range(3))
def test_what_is_approved_is_what_was_read_though_it_is_changed_at_that_moment(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, _round: int
) -> None:
    number = submitted(office, pak_budi)
    changed = content(source="PMI Kabupaten Contoh")
    said = at_once(
        office,
        (bu_ratna, approving_it(number)),
        (pak_budi, lambda unit: writing.amend(unit, number, changed, version=2)),
    )
    seen = known(office, bu_ratna, number)
    refused = [one.code for one in said if one is not None]
    if seen.status is BroadcastStatus.SCHEDULED:
        assert seen.content.source == content().source
        assert refused == ["version_moved"]
    else:
        assert (seen.status, seen.content.source) == (BroadcastStatus.DRAFT, changed.source)
        assert refused == ["version_moved"]


def test_two_criers_at_once_write_to_nobody_twice(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 40)
    number = approved(office, pak_budi, bu_ratna)
    cry: tuple[Actor, Callable[[Unit], object]] = (
        CLOCKWORK, lambda unit: running.run(unit, CHATS, ahead=12),
    )  # fmt: skip
    told: list[int] = []
    for _ in range(20):
        assert sum(at_once(office, cry, cry, cry)) <= 12
        told += post_everything(office)
    assert sorted(told) == people
    seen = known(office, bu_ratna, number)
    assert (seen.status, seen.figures.sent) == (BroadcastStatus.FINISHED, len(people))
    with office.reading(CLOCKWORK) as unit:
        acts = [one.act for one in journal.of_subject(unit.session, [f"broadcast:{number}"])]
    assert acts.count("broadcast.started") == acts.count("broadcast.finished") == 1


@pytest.mark.parametrize("_round", range(4))
def test_what_the_crier_writes_while_it_is_stopped_does_not_leave(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, _round: int
) -> None:
    crowd(office, 30)
    number = approved(office, pak_budi, bu_ratna)
    carry_on(office, ahead=6)
    in_the_air: list[Any] = []

    def leave(unit: Unit) -> None:
        del unit
        in_the_air.extend(leaving(office, size=3))

    _, written, _ = at_once(
        office,
        (bu_ratna, lambda unit: running.stop(unit, number, reason=WHY)),
        (CLOCKWORK, lambda unit: running.run(unit, CHATS, ahead=20)),
        (CLOCKWORK, leave),
    )
    assert isinstance(written, int)
    assert leaving(office) == []
    for due in in_the_air:
        arrive(office, due)
    assert carry_on(office) == 0
    figures = known(office, bu_ratna, number).figures
    assert (figures.sent, figures.waiting) == (len(in_the_air), 0)
    assert figures.sent + figures.called_off == 6 + written


@dataclass
class Rush:
    """Posters, criers and citizens who decline, all at it until the broadcast is finished."""

    office: Office
    look: Callable[[], Known]
    received: Counter[int] = field(default_factory=Counter)
    gone: list[int] = field(default_factory=list)
    told_all_the_same: list[int] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def decline(self, people: Sequence[int]) -> None:
        for person in people:
            with self.office.unit(Citizen(person)) as unit:
                declining.decline(unit)
            self.gone.append(person)

    def post(self) -> None:
        while not self.over.is_set():
            before = set(self.gone)
            for due in leaving(self.office, size=5):
                self.told_all_the_same += [due.chat_id] if due.chat_id in before else []
                self.received[due.chat_id] += 1
                arrive(self.office, due)

    def cry(self) -> None:
        while self.look().status is not BroadcastStatus.FINISHED:
            carry_on(self.office, ahead=8)

    def run(self, decliners: Sequence[int]) -> None:
        with ThreadPoolExecutor(5) as pool:
            posters = [pool.submit(self.post) for _ in range(2)]
            workers = [pool.submit(self.cry) for _ in range(2)]
            workers.append(pool.submit(self.decline, decliners))
            try:
                for worker in workers:
                    worker.result(PATIENCE)
            finally:
                self.over.set()
            for poster in posters:
                poster.result(PATIENCE)


@pytest.mark.parametrize("seed", range(3))
def test_while_many_decline_and_it_is_on_its_way_everybody_is_accounted_for_once(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, seed: int
) -> None:
    people = crowd(office, 60)
    number = approved(office, pak_budi, bu_ratna)
    rush = Rush(office, partial(known, office, bu_ratna, number))
    rush.run(random.Random(seed).sample(people, 30))
    assert to_the_end(office) == []
    assert max(rush.received.values()) == 1
    assert rush.told_all_the_same == []
    figures = rush.look().figures
    assert (figures.sent, figures.waiting) == (len(rush.received), 0)
    assert figures.sent + figures.declined == len(people)
    with office.reading(CLOCKWORK) as unit:
        assert {state for _, state in notices(unit)} <= {State.SENT, State.OBSOLETE}


@pytest.mark.parametrize("_round", range(3))
def test_it_is_said_again_once_though_two_ask_for_it_at_once(
    office: Office,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    bu_endang: StaffMember,
    _round: int,
) -> None:
    people = crowd(office, 3)
    number = approved(office, pak_budi, bu_ratna)
    carry_on(office)
    in_doubt(office)
    carry_on(office)
    again: Callable[[Unit], object] = lambda unit: running.say_again(unit, number)  # noqa: E731
    said = at_once(office, (bu_ratna, again), (bu_endang, again))
    assert sorted(said) == [0, 3]
    assert sorted(post_everything(office)) == people


@pytest.mark.parametrize("_round", range(3))
def test_of_two_stops_at_once_the_first_gives_the_reason(
    office: Office,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    bu_endang: StaffMember,
    _round: int,
) -> None:
    number = approved(office, pak_budi, bu_ratna)
    said = at_once(
        office,
        *[
            (who, lambda unit, who=who: running.stop(unit, number, reason=f"{WHY}: {who.name}"))
            for who in (bu_ratna, bu_endang)
        ],
    )
    (refused,) = [one for one in said if isinstance(one, NotNow)]
    assert refused.code == "broadcast_over"
    winner = (bu_ratna, bu_endang)[said.index(None)]
    seen = known(office, bu_ratna, number)
    assert (seen.stopped_by, seen.reason) == (winner.staff_id, f"{WHY}: {winner.name}")
