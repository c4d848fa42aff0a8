"""The clockwork: each act by itself, and whoever has an open draft is told of an outage."""

from datetime import datetime, time, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import func, select

from bot import standing
from bot.bridge import Bridge
from bot.standing import Standing
from bot.watch import NIGHT, OUTAGE, PART, Watch, night_work, night_work_is_due, welcome_back
from knowledge import misses, shelf
from knowledge.escalation import alarms, timers
from office import data_requests, heartbeats, links, posted
from office.clock import StandingClock
from office.retention_tables import RetentionRun
from office.sole import sole
from office.unit import Office
from office.writer import Writer
from register import sweep
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


SECRET = "rahasia Bu Sari"


def fails(*_: object, **__: object) -> None:
    raise ValueError(SECRET)


@pytest.mark.parametrize("act", [sweep, timers, data_requests, alarms])
async def test_an_act_that_fails_leaves_the_others_done_and_the_heartbeat_kept(
    office: Office,
    writer: Writer,
    clock: StandingClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    act: ModuleType,
) -> None:
    with office.unit(CLOCKWORK) as unit:
        links.make(unit, "uji", "1", lives=timedelta(minutes=1))
    clock.advance(links.A_WEEK + timedelta(hours=1))
    monkeypatch.setattr(act, "run", fails)
    lock = sole(office.engine, tmp_path, "clockwork")
    with office.reading(CLOCKWORK) as unit:
        held = shelf.read(unit, ("ppid",))
    await Watch(Bridge(writer), lock, lambda: held, raw_kept=timedelta(days=30)).turn()
    with office.reading(CLOCKWORK) as unit:
        assert heartbeats.last(unit, PART) == clock.now()
        assert heartbeats.last(unit, NIGHT) == clock.now()
        assert unit.session.scalar(select(func.count()).select_from(links.OneTimeLink)) == 0
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_a_part_of_the_night_that_fails_keeps_nothing_else_back(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(misses, "nightly", fails)
    with office.unit(CLOCKWORK) as unit:
        night_work(unit, shelf.read(unit, ("ppid",)))
    assert not due(office)
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(func.count()).select_from(RetentionRun)) == 1
    assert SECRET not in caplog.text


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
