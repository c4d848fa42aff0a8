"""Who has a conversation open and who writes there: told when it changes, forgotten soon."""

from datetime import timedelta

import pytest

from knowledge.escalation import board, presence, timers
from knowledge.escalation.moving import LEASE
from knowledge.escalation.presence import SEEN_LATELY, Seen
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office, Unit
from tests.knowledge.escalation.desk import claim, do, open_one, read
from tests.people import BU_SARI, CLOCKWORK


def sees(office: Office, staff: StaffMember, number: int, *, writing: bool = False) -> None:
    do(office, staff, lambda unit: presence.seen(unit, number, writing))


def around(office: Office, staff: StaffMember, number: int) -> tuple[Seen, ...]:
    with office.reading(staff) as unit:
        return presence.around(unit, [number]).get(number, ())


def version(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return board.version(unit)


def test_everybody_who_has_it_open_is_seen_and_who_writes_is_named_so(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    sees(office, pak_budi, number)
    sees(office, bu_dewi, number, writing=True)
    assert around(office, pak_budi, number) == (
        Seen(pak_budi.staff_id, False),
        Seen(bu_dewi.staff_id, True),
    )
    with office.reading(pak_budi) as unit:
        (row,) = board.queue(unit)
        assert [one.staff_id for one in row.present] == [pak_budi.staff_id, bu_dewi.staff_id]
        assert presence.at_work(unit) == [pak_budi.staff_id, bu_dewi.staff_id]


def test_whoever_was_not_seen_for_a_while_is_gone(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = open_one(office)
    sees(office, pak_budi, number)
    clock.advance(SEEN_LATELY - timedelta(seconds=1))
    assert around(office, pak_budi, number)
    clock.advance(timedelta(seconds=2))
    assert around(office, pak_budi, number) == ()


def test_who_leaves_is_gone_at_once(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    sees(office, pak_budi, number)
    before = version(office)
    do(office, pak_budi, lambda unit: presence.left(unit, number))
    assert around(office, pak_budi, number) == ()
    assert version(office) > before
    again = version(office)
    do(office, pak_budi, lambda unit: presence.left(unit, number))
    assert version(office) == again


def test_open_pages_are_told_only_where_something_changed(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = open_one(office)
    told = []
    for writing in (False, False, True, True, False):
        before = version(office)
        clock.advance(timedelta(seconds=20))
        sees(office, pak_budi, number, writing=writing)
        told.append(version(office) > before)
    assert told == [True, False, True, False, True]


def test_writing_renews_the_holders_lease_and_reading_does_not(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    begun = read(office, pak_budi, number).held_until
    clock.advance(timedelta(minutes=10))
    sees(office, pak_budi, number)
    assert read(office, pak_budi, number).held_until == begun
    sees(office, pak_budi, number, writing=True)
    assert read(office, pak_budi, number).held_until == clock.now() + LEASE


def test_who_does_not_hold_it_prolongs_nothing(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    begun = read(office, pak_budi, number).held_until
    clock.advance(timedelta(minutes=5))
    sees(office, bu_dewi, number, writing=True)
    held = read(office, pak_budi, number)
    assert (held.held_by, held.held_until) == (pak_budi.staff_id, begun)


def test_the_clockwork_forgets_old_presence(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = open_one(office)
    sees(office, pak_budi, number)
    clock.advance(LEASE + timedelta(seconds=1))
    do(office, CLOCKWORK, timers.run)

    def everyone(unit: Unit) -> int:
        return len(unit.session.execute(presence.presence.select()).all())

    assert do(office, CLOCKWORK, everyone) == 0


def test_only_staff_are_present_and_only_where_something_is(
    office: Office, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    number = open_one(office)
    with pytest.raises(NotFound, match="escalation_unknown"):
        sees(office, pak_budi, 4711)
    for actor in (pak_agus, BU_SARI):
        with pytest.raises(NotAllowed):
            do(office, actor, lambda unit: presence.seen(unit, number, True))
        with pytest.raises(NotAllowed):
            do(office, actor, lambda unit: presence.left(unit, number))
