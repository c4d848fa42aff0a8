"""What the clockwork writes is looked at again before it is sent: only what is true leaves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot import fate
from knowledge.escalation import claiming, opening, timers
from office import outbox, posted
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.knowledge.escalation.desk import claim, close, do, open_one, reply, writes
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

Then = Callable[[Office, StaffMember, int], object]


def passes(office: Office, clock: StandingClock, **span: float) -> None:
    """Let time pass; what waits meanwhile has left, and the clockwork comes by."""
    clock.advance(timedelta(**span))
    leaving(office)
    do(office, CLOCKWORK, timers.run)


def leaving(office: Office) -> list[str]:
    """Let everything leave that is due; return the keys of what truly did."""
    left: list[str] = []
    while True:
        with office.unit(CLOCKWORK) as unit:
            heads = outbox.heads(unit.session, now=unit.now)
            if not heads:
                return left
            for row in fate.start(unit, numbers=[head.number for head in heads]):
                fate.arrived(unit, row=row, said="...", message_id=1, uploaded=None)
                left.append(row.key)


def nothing(office: Office, budi: StaffMember, number: int) -> None:
    del office, budi, number


def the_citizen_answers(office: Office, budi: StaffMember, number: int) -> None:
    del budi, number
    writes(office, "Tahun 2025")


def the_citizen_leaves(office: Office, budi: StaffMember, number: int) -> None:
    del budi, number
    do(office, BU_SARI, opening.leave)


def an_officer_answers(office: Office, budi: StaffMember, number: int) -> None:
    claim(office, budi, number)
    reply(office, budi, number)


def an_officer_only_takes_it(office: Office, budi: StaffMember, number: int) -> None:
    claim(office, budi, number)


def an_officer_ends_it(office: Office, budi: StaffMember, number: int) -> None:
    an_officer_answers(office, budi, number)
    close(office, budi, number)


@pytest.mark.parametrize(
    ("then", "leaves"),
    [(nothing, True), (the_citizen_answers, False), (the_citizen_leaves, False)],
)
def test_a_reminder_leaves_only_while_the_citizen_is_waited_for(
    office: Office, pak_budi: StaffMember, clock: StandingClock, then: Then, leaves: bool
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, wait=True)
    passes(office, clock, days=2)
    then(office, pak_budi, number)
    assert ("escalation_reminder" in leaving(office)) is leaves


@pytest.mark.parametrize(
    ("then", "leaves"),
    [
        (nothing, True),
        (an_officer_only_takes_it, True),
        (an_officer_answers, False),
        (an_officer_ends_it, False),
        (the_citizen_leaves, False),
    ],
)
def test_an_apology_leaves_only_while_nobody_has_answered(
    office: Office, pak_budi: StaffMember, clock: StandingClock, then: Then, leaves: bool
) -> None:
    number = open_one(office)
    passes(office, clock, days=2)
    then(office, pak_budi, number)
    assert ("escalation_overdue" in leaving(office)) is leaves
    with office.reading(CLOCKWORK) as unit:
        states = {
            one.key: one.state for one in posted.about(unit.session, unit.vault, "escalation:")
        }
    assert states["escalation_overdue"] == ("sent" if leaves else "obsolete")


def test_a_week_switched_off_leads_to_one_message_each(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    waits = open_one(office)
    asked = _asked_back(office, pak_budi)
    clock.advance(timedelta(minutes=1))
    leaving(office)
    clock.advance(timedelta(days=7))
    for _ in range(5):
        do(office, CLOCKWORK, timers.run)
        clock.advance(timedelta(seconds=30))
    assert sorted(leaving(office)) == ["escalation_overdue", "escalation_reminder"]
    assert waits != asked


def _asked_back(office: Office, budi: StaffMember) -> int:
    number = open_one(office, PAK_JOKO)
    claim(office, budi, number)
    reply(office, budi, number, wait=True)
    return number


def test_what_was_held_when_everything_stopped_goes_back_with_one_apology(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    leaving(office)
    clock.advance(timedelta(days=7))
    for _ in range(5):
        do(office, CLOCKWORK, timers.run)
        clock.advance(timedelta(seconds=30))
    assert leaving(office) == ["escalation_overdue"]
    assert do(office, pak_budi, claiming.claim_next) == number
