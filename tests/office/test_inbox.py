"""The inbox: every update once, in order per person, and no failure blocks anybody else."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, select, update

from office import inbox, posted
from office.clock import StandingClock
from office.inbox import LEASE, PAUSES, TRIES, Arrived, Taken
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office, Overtaken
from tests.databases import office_on
from tests.people import CLOCKWORK

SARI, JOKO = 700_000_001, 700_000_002


def arrived(update_id: int, person: int = SARI, key: str = "", chat: int | None = None) -> Arrived:
    raw = f'{{"update_id":{update_id},"text":"rahasia"}}'.encode()
    return Arrived(key or f"m:{person}:{update_id}", update_id, person, chat or person, raw)


def keep(office: Office, *rows: Arrived) -> None:
    with office.unit(CLOCKWORK) as unit:
        inbox.keep(unit, rows)


def take(office: Office, *, worker: str = "satu", size: int = 10) -> list[Taken]:
    with office.unit(CLOCKWORK) as unit:
        return inbox.take(unit, worker=worker, size=size)


def finish(office: Office, taken: Sequence[Taken]) -> None:
    for row in taken:
        with office.unit(CLOCKWORK) as unit:
            inbox.finish(unit, row.number)


def fail(office: Office, number: int) -> bool:
    with office.unit(CLOCKWORK) as unit:
        return inbox.fail(unit, number, "ValueError (do:1)")


def waiting(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return inbox.waiting_count(unit)


def park(office: Office, clock: StandingClock) -> int:
    """Let the first waiting update fail until it is parked; return its number."""
    (first,) = take(office, size=1)
    for pause in PAUSES:
        assert not fail(office, first.number)
        clock.advance(pause)
        assert [row.number for row in take(office, size=1)] == [first.number]
    assert fail(office, first.number)
    return first.number


def update_of(taken: Taken) -> int:
    return int(taken.raw.split(":")[1].split(",")[0])


def test_the_same_key_is_kept_once_whatever_its_number(office: Office) -> None:
    keep(office, arrived(1, key="m:1:7"), arrived(1, key="m:1:7"))
    keep(office, arrived(900, key="m:1:7"))
    assert waiting(office) == 1
    finish(office, take(office))
    keep(office, arrived(1, key="m:1:7"))
    assert waiting(office) == 0


def test_keeping_nothing_is_nothing(office: Office) -> None:
    keep(office)
    assert take(office) == []


def test_the_raw_update_lies_sealed_and_comes_back_whole(office: Office) -> None:
    keep(office, arrived(1))
    with office.reading(CLOCKWORK) as unit:
        sealed = unit.session.scalar(select(inbox.inbox.c.sealed))
    assert b"rahasia" not in sealed
    (taken,) = take(office)
    assert taken.raw == '{"update_id":1,"text":"rahasia"}'
    assert (taken.person, taken.chat_id, taken.received_at) == (SARI, SARI, office.clock.now())


def test_one_person_s_updates_are_taken_in_the_order_of_their_numbers(office: Office) -> None:
    keep(office, arrived(3), arrived(1), arrived(2), arrived(9, JOKO))
    order = []
    while found := take(office):
        assert len({row.person for row in found}) == len(found)
        assert take(office, worker="dua") == []
        order += [update_of(row) for row in found if row.person == SARI]
        finish(office, found)
    assert order == [1, 2, 3]


def test_many_people_are_taken_at_once_up_to_the_size_asked(office: Office) -> None:
    keep(office, *(arrived(number, person=number) for number in range(1, 21)))
    assert len(take(office, size=7)) == 7
    assert len(take(office, size=50)) == 13


def test_a_failing_update_is_retried_later_and_then_parked(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    keep(office, arrived(1), arrived(2), arrived(3, JOKO))
    (first, other) = take(office)
    assert not fail(office, first.number)
    assert take(office, size=1) == []  # its person waits with it
    finish(office, [other])
    clock.advance(PAUSES[0])
    assert [row.number for row in take(office)] == [first.number]
    assert not fail(office, first.number)
    clock.advance(PAUSES[1])
    take(office)
    assert fail(office, first.number)
    assert [update_of(row) for row in take(office)] == [2]
    with office.reading(pak_budi) as unit:
        (parked,) = inbox.parked(unit)
    assert (parked.number, parked.tries, parked.person) == (first.number, TRIES, SARI)
    assert parked.failure == "ValueError (do:1)"


def test_whoever_s_update_is_parked_is_told_once_in_private_only(
    office: Office, clock: StandingClock
) -> None:
    for row in (arrived(1), arrived(2, JOKO, chat=-100), arrived(3, 0, chat=0)):
        keep(office, row)
        park(office, clock)
    with office.reading(CLOCKWORK) as unit:
        told = posted.about(unit.session, unit.vault, "parked:")
    assert [(letter.chat_id, letter.key) for letter in told] == [(SARI, "update_parked")]


def test_a_parked_update_can_be_run_again(
    office: Office, clock: StandingClock, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    keep(office, arrived(1), arrived(2))
    number = park(office, clock)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        inbox.run_again(unit, number)
    with office.unit(pak_budi) as unit:
        inbox.run_again(unit, number)
    assert [row.number for row in take(office)] == [number]
    with pytest.raises(NotFound), office.unit(pak_budi) as unit:
        inbox.run_again(unit, number)
    assert not fail(office, number)  # its tries are counted anew


def test_a_lease_that_ran_out_lets_somebody_else_take_it(
    office: Office, clock: StandingClock
) -> None:
    keep(office, arrived(1))
    (mine,) = take(office)
    assert take(office, worker="dua") == []
    clock.advance(LEASE + timedelta(seconds=1))
    (theirs,) = take(office, worker="dua")
    assert theirs.number == mine.number
    finish(office, [theirs])
    with pytest.raises(Overtaken), office.unit(CLOCKWORK) as unit:
        unit.record("test.happened", "uji:1")
        inbox.finish(unit, mine.number)
    assert not fail(office, mine.number)
    assert waiting(office) == 0


def test_what_is_held_is_not_taken_by_another_worker_however_long_it_takes(
    office: Office, clock: StandingClock
) -> None:
    keep(office, arrived(1), arrived(2, JOKO))
    slow, other = (row.number for row in take(office))
    clock.advance(LEASE / 2)
    with office.unit(CLOCKWORK) as unit:
        inbox.hold(unit, [slow], worker="satu")
        inbox.hold(unit, [other], worker="dua")
    clock.advance(LEASE / 2 + timedelta(seconds=1))
    # Nobody holds what somebody else has taken.
    assert [row.number for row in take(office, worker="tiga")] == [other]


def damage(office: Office, person: int) -> None:
    with office.unit(CLOCKWORK) as unit:
        spoilt = update(inbox.inbox).where(inbox.inbox.c.person == person)
        unit.session.execute(spoilt.values(sealed=b"\x01\x00"))


def test_what_cannot_be_read_is_parked_and_blocks_nobody(
    office: Office, pak_budi: StaffMember
) -> None:
    keep(office, arrived(1), arrived(2, JOKO))
    damage(office, SARI)
    assert [row.person for row in take(office)] == [JOKO]
    with office.reading(pak_budi) as unit:
        (parked,) = inbox.parked(unit)
        told = posted.about(unit.session, unit.vault, "parked:")
    assert (parked.person, parked.failure) == (SARI, "unreadable")
    assert [(letter.chat_id, letter.key) for letter in told] == [(SARI, "update_parked")]
    keep(office, arrived(3))
    assert [update_of(row) for row in take(office)] == [3]


def test_an_update_s_occasion_is_the_same_at_every_try_and_never_comes_again(
    office: Office, clock: StandingClock
) -> None:
    keep(office, arrived(1))
    (first,) = take(office)
    clock.advance(LEASE + timedelta(seconds=1))
    assert [row.occasion for row in take(office)] == [first.occasion]
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(inbox.inbox))
    keep(office, arrived(2))
    (second,) = take(office)
    assert second.occasion != first.occasion


def test_what_lost_a_race_is_put_back_and_taken_at_once(office: Office) -> None:
    keep(office, arrived(1))
    (taken,) = take(office)
    with office.unit(CLOCKWORK) as unit:
        inbox.put_back(unit, taken.number)
    assert [row.number for row in take(office)] == [taken.number]


def test_what_is_done_is_emptied_after_its_time_but_never_taken_twice(
    office: Office, clock: StandingClock
) -> None:
    keep(office, arrived(1), arrived(2, JOKO))
    finish(office, take(office, size=1))
    clock.advance(timedelta(days=31))
    with office.unit(CLOCKWORK) as unit:
        assert inbox.forget_raw(unit, before=unit.now - timedelta(days=30)) == 1
        assert inbox.forget_raw(unit, before=unit.now - timedelta(days=30)) == 0
    keep(office, arrived(1))
    assert [row.person for row in take(office)] == [JOKO]


def test_nobody_but_the_clockwork_touches_the_inbox(office: Office, pak_budi: StaffMember) -> None:
    for work in (
        lambda unit: inbox.keep(unit, [arrived(1)]),
        lambda unit: inbox.take(unit, worker="x", size=1),
        lambda unit: inbox.fail(unit, 1, "x"),
        lambda unit: inbox.hold(unit, [1], worker="x"),
        lambda unit: inbox.forget_raw(unit, before=unit.now),
    ):
        with pytest.raises(NotAllowed), office.unit(pak_budi) as unit:
            work(unit)


def test_two_takers_at_the_same_moment_never_share_a_person(office: Office, database: str) -> None:
    chance = random.Random(5)
    rows = [arrived(number, chance.randint(1, 12)) for number in range(1, 121)]
    keep(office, *rows)
    workers = 3
    start = Barrier(workers)
    at_work: set[int] = set()
    order: dict[int, list[int]] = {}

    def work(name: str) -> None:
        own = office_on(database, office.vault)
        start.wait()
        idle = 0
        while idle < 3:
            found = take(own, worker=name, size=4)
            idle = 0 if found else idle + 1
            for row in found:
                assert row.person not in at_work, "two workers have the same person"
                at_work.add(row.person)
                order.setdefault(row.person, []).append(update_of(row))
            for row in found:
                at_work.discard(row.person)
                finish(own, [row])
        own.engine.dispose()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, ["a", "b", "c"]))
    assert waiting(office) == 0
    assert sum(map(len, order.values())) == 120
    assert all(one == sorted(one) for one in order.values())
