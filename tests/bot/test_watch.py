"""After an outage everybody with an open draft is told to go on; otherwise nobody is."""

from datetime import datetime, time, timedelta

import pytest

from bot import standing
from bot.standing import Standing
from bot.watch import OUTAGE, PART, night_work, night_work_is_due, welcome_back
from knowledge import shelf
from office import heartbeats, posted
from office.clock import StandingClock
from office.unit import Office
from tests.people import CLOCKWORK

SARI, JOKO, DEWI = 1, 2, 3
DRAFT = {"form": {"key": "k", "answers": {}}}


def beat(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        heartbeats.beat(unit, PART)


def place(office: Office, chat_id: int, memory: dict[str, object]) -> None:
    with office.unit(CLOCKWORK) as unit:
        before = standing.load(unit, [chat_id]).get(chat_id, Standing())
        standing.save(unit, chat_id, before, step="Filing:answering", memory=memory)


def wake(office: Office) -> int:
    with office.unit(CLOCKWORK) as unit:
        return welcome_back(unit)


def told(office: Office) -> list[int]:
    with office.reading(CLOCKWORK) as unit:
        letters = posted.about(unit.session, unit.vault, "outage:")
    assert {letter.key for letter in letters} <= {"outage_over"}
    return sorted(letter.chat_id for letter in letters)


@pytest.fixture
def drafts(office: Office) -> Office:
    place(office, SARI, DRAFT)
    place(office, JOKO, {"recent": ["halo"]})
    return office


def test_a_first_start_is_no_outage(drafts: Office) -> None:
    assert wake(drafts) == 0
    assert told(drafts) == []


@pytest.mark.parametrize("seconds", [0, 30, 119])
def test_a_short_silence_is_no_outage(drafts: Office, clock: StandingClock, seconds: int) -> None:
    beat(drafts)
    clock.advance(timedelta(seconds=seconds))
    assert wake(drafts) == 0


def test_after_an_outage_open_drafts_are_told_once(drafts: Office, clock: StandingClock) -> None:
    beat(drafts)
    clock.advance(OUTAGE)
    assert wake(drafts) == 1
    wake(drafts)  # a clockwork that was killed before its heartbeat wakes again
    assert told(drafts) == [SARI]
    beat(drafts)
    assert wake(drafts) == 0


def test_two_outages_are_told_twice(drafts: Office, clock: StandingClock) -> None:
    for _ in range(2):
        beat(drafts)
        clock.advance(OUTAGE)
        wake(drafts)
    assert told(drafts) == [SARI, SARI]


def test_an_old_draft_and_a_citizen_who_blocked_the_bot_are_left_in_peace(
    office: Office, clock: StandingClock
) -> None:
    place(office, SARI, DRAFT)
    clock.advance(timedelta(hours=25))
    beat(office)
    place(office, JOKO, DRAFT)
    place(office, DEWI, DRAFT)
    with office.unit(CLOCKWORK) as unit:
        standing.set_reachable(unit, DEWI, reachable=False)
    clock.advance(OUTAGE)
    wake(office)
    assert told(office) == [JOKO]


def due(office: Office) -> bool:
    with office.unit(CLOCKWORK) as unit:
        return night_work_is_due(unit)


def test_the_night_s_work_is_done_once_a_date_and_only_at_night(
    office: Office, clock: StandingClock
) -> None:
    assert due(office)
    with office.unit(CLOCKWORK) as unit:
        night_work(unit, shelf.read(unit, ("ppid",)))
    assert not due(office)
    today = clock.now().astimezone(office.zone)
    midnight = datetime.combine(today.date() + timedelta(days=1), time(), office.zone)
    clock.advance(midnight + timedelta(minutes=59) - today)
    assert not due(office)
    clock.advance(timedelta(minutes=1))
    assert due(office)
