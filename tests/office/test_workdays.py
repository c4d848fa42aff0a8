"""Counting working days: the vectors, the promises for every calendar, and the replay."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.clock import local_date
from office.workdays import (
    Calendar,
    CountingRule,
    DayOff,
    DayOffKind,
    Derivation,
    Skipped,
    WorkWeek,
    add_working_days,
    from_facts,
    replay,
    working_days_left,
)

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
NOTICE, EXTENSION, OBJECTION, CHECK = 10, 7, 30, 3
MASKS = {WorkWeek.FIVE: "1111100", WorkWeek.SIX: "1111110"}
DECREE = "SKB 1497/2025"


def calendar_of(
    *days: date,
    kind: DayOffKind = DayOffKind.NATIONAL,
    week: WorkWeek = WorkWeek.FIVE,
) -> Calendar:
    return Calendar({day: DayOff(day, kind, "libur", DECREE) for day in days}, week=week)


NO_HOLIDAYS = calendar_of()


def due(start: date, count: int, *offs: date) -> date:
    return add_working_days(start, count, calendar_of(*offs)).due


@pytest.mark.parametrize(
    ("start", "count", "offs", "expected"),
    [
        (FRIDAY, NOTICE, [], date(2026, 12, 4)),
        (FRIDAY, NOTICE, [date(2026, 11, 25)], date(2026, 12, 7)),
        (date(2026, 12, 4), EXTENSION, [], date(2026, 12, 15)),
        (FRIDAY, NOTICE + EXTENSION, [], date(2026, 12, 15)),
        (date(2026, 11, 21), NOTICE, [], date(2026, 12, 4)),
        (date(2026, 11, 22), NOTICE, [], date(2026, 12, 4)),
        (MONDAY, NOTICE, [], date(2026, 12, 7)),
        (
            date(2026, 12, 18), NOTICE, [date(2026, 12, 24), date(2026, 12, 25)],
            date(2027, 1, 5),
        ),
        (date(2026, 12, 18), NOTICE, [], date(2027, 1, 1)),
        (MONDAY, OBJECTION, [date(2026, 12, 25), date(2027, 1, 1)], date(2027, 1, 6)),
    ],
    ids="V1 V2 V3 V3b V4 V5 V6 V8 V8b V9".split(),
)  # fmt: skip
def test_a_known_count_ends_on_its_day(
    start: date, count: int, offs: list[date], expected: date
) -> None:
    assert due(start, count, *offs) == expected


@pytest.mark.parametrize(
    ("zone", "received", "expected"),
    [
        ("UTC", date(2026, 11, 22), date(2026, 12, 4)),
        ("Asia/Jakarta", MONDAY, date(2026, 12, 7)),
        ("Asia/Makassar", MONDAY, date(2026, 12, 7)),
        ("Asia/Jayapura", MONDAY, date(2026, 12, 7)),
    ],
)
def test_the_offices_own_morning_is_monday_while_london_still_has_sunday(
    zone: str, received: date, expected: date
) -> None:
    sent = datetime.fromisoformat("2026-11-22T23:30:00Z")
    start = local_date(sent, ZoneInfo(zone))
    assert start == received
    assert due(start, NOTICE) == expected


def test_the_clock_from_completeness_runs_beside_the_one_from_receipt() -> None:
    complete = due(FRIDAY, CHECK)
    assert complete == date(2026, 11, 25)
    assert due(complete, NOTICE) == date(2026, 12, 9)
    assert min(due(complete, NOTICE), due(FRIDAY, NOTICE)) == date(2026, 12, 4)


def test_each_skipped_day_tells_its_kind_its_name_and_its_decree() -> None:
    thursday, sunday = date(2026, 11, 26), date(2026, 11, 29)
    kinds = {
        date(2026, 11, 24): DayOffKind.COLLECTIVE_LEAVE,
        date(2026, 11, 25): DayOffKind.REGIONAL,
        thursday: DayOffKind.NATIONAL,
        date(2026, 11, 27): DayOffKind.AD_HOC,
    }
    offs = {day: DayOff(day, kind, f"hari {kind}", DECREE) for day, kind in kinds.items()}
    offs[sunday] = DayOff(sunday, DayOffKind.NATIONAL, "Waisak", DECREE)
    found = add_working_days(MONDAY, 1, Calendar(offs))
    told = {row.day: row for row in found.skipped}
    assert {day: told[day].kind for day in kinds} == kinds
    assert told[thursday] == Skipped(thursday, "hari national", DayOffKind.NATIONAL, DECREE)
    assert told[sunday] == Skipped(sunday, "weekend; Waisak", DayOffKind.WEEKEND, DECREE)
    assert told[date(2026, 11, 28)] == Skipped(date(2026, 11, 28), "weekend")
    assert found.due == date(2026, 11, 30)


def test_a_saturday_worked_by_decree_is_counted() -> None:
    saturday = date(2026, 11, 28)
    worked = calendar_of(saturday, kind=DayOffKind.WORKING_EXCEPTION)
    assert worked.works(saturday)
    assert worked.reason_off(saturday) is None
    assert add_working_days(FRIDAY, NOTICE, worked).due == date(2026, 12, 3)
    assert saturday in add_working_days(FRIDAY, NOTICE, worked).counted


def test_a_six_day_week_counts_saturdays_and_never_sundays() -> None:
    six = calendar_of(week=WorkWeek.SIX)
    found = add_working_days(FRIDAY, NOTICE, six)
    assert found.due == date(2026, 12, 2)
    assert {row.day.weekday() for row in found.skipped} == {6}


def test_an_office_that_works_on_collective_leave_counts_it() -> None:
    leave = calendar_of(date(2026, 11, 25), kind=DayOffKind.COLLECTIVE_LEAVE)
    usual = leave.under(CountingRule())
    working = leave.under(CountingRule(collective_leave_off=False))
    six = leave.under(CountingRule(week=WorkWeek.SIX))
    assert add_working_days(FRIDAY, NOTICE, usual).due == date(2026, 12, 7)
    assert add_working_days(FRIDAY, NOTICE, working).due == date(2026, 12, 4)
    assert add_working_days(FRIDAY, NOTICE, six).due == date(2026, 12, 3)
    assert leave.counting_collective_leave() == working


def test_a_count_says_under_which_version_of_the_calendar_it_was_made() -> None:
    assert add_working_days(FRIDAY, NOTICE, replace(NO_HOLIDAYS, version=4)).version == 4


def test_a_derivation_survives_being_kept_as_json() -> None:
    known = calendar_of(date(2026, 12, 24), date(2026, 12, 25))
    found = add_working_days(date(2026, 12, 18), NOTICE, replace(known, version=2))
    assert from_facts(json.loads(json.dumps(found.as_facts()))) == found
    assert found.as_facts()["skipped"][2] == {
        "day": "2026-12-24",
        "reason": "libur",
        "kind": "national",
        "source": DECREE,
    }


FOUND = add_working_days(FRIDAY, NOTICE, calendar_of(date(2026, 11, 25)))


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (replace(FOUND, count=9), "does not end"),
        (replace(FOUND, count=11), "does not end"),
        (replace(FOUND, counted=FOUND.counted[:-1]), "does not end"),
        (replace(FOUND, counted=FOUND.counted[1:]), "neither"),
        (replace(FOUND, skipped=FOUND.skipped[1:]), "neither"),
        (replace(FOUND, start=date(2026, 11, 19)), "neither"),
        (replace(FOUND, counted=(*FOUND.counted, FOUND.due)), "twice"),
        (replace(FOUND, skipped=(*FOUND.skipped, Skipped(FOUND.due, "weekend"))), "twice"),
        (replace(FOUND, counted=(), skipped=()), "does not end"),
    ],
)
def test_a_derivation_that_was_tampered_with_cannot_be_replayed(
    spoilt: Derivation, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        replay(spoilt)


def test_a_replay_believes_the_days_and_not_the_result() -> None:
    assert replay(replace(FOUND, due=date(2026, 12, 4))) == date(2026, 12, 7)


starts = st.dates(date(2024, 1, 1), date(2030, 12, 31))
counts = st.integers(1, 60)
weeks = st.sampled_from(WorkWeek)
holiday_kinds = st.sampled_from(
    [DayOffKind.NATIONAL, DayOffKind.COLLECTIVE_LEAVE, DayOffKind.REGIONAL, DayOffKind.AD_HOC]
)
ahead = st.dictionaries(
    st.integers(-5, 120), st.one_of(holiday_kinds, st.just(DayOffKind.WORKING_EXCEPTION))
)


def around(start: date, offs: dict[int, DayOffKind], week: WorkWeek) -> Calendar:
    days = {start + timedelta(days=step): kind for step, kind in offs.items()}
    return Calendar({day: DayOff(day, kind, "x") for day, kind in days.items()}, week=week)


@settings(deadline=None)
@given(starts, counts, ahead, weeks)
def test_what_is_counted_can_always_be_counted_again(
    start: date, count: int, offs: dict[int, DayOffKind], week: WorkWeek
) -> None:
    calendar = around(start, offs, week)
    found = add_working_days(start, count, calendar)
    span = [start + timedelta(days=step) for step in range(1, (found.due - start).days + 1)]
    assert sorted([*found.counted, *(row.day for row in found.skipped)]) == span
    assert all(calendar.works(day) for day in found.counted)
    assert not any(calendar.works(row.day) for row in found.skipped)
    assert len(found.counted) == count
    assert replay(found) == found.due == found.counted[-1]
    assert working_days_left(start, found.due, calendar) == count
    assert add_working_days(start, count, around(start, offs, week)) == found
    assert from_facts(found.as_facts()) == found


@settings(deadline=None)
@given(starts, counts, st.integers(1, 30), ahead, weeks)
def test_a_longer_term_ends_later_and_two_terms_make_one(
    start: date, count: int, more: int, offs: dict[int, DayOffKind], week: WorkWeek
) -> None:
    calendar = around(start, offs, week)
    first = add_working_days(start, count, calendar).due
    both = add_working_days(start, count + more, calendar).due
    assert both > first
    assert add_working_days(first, more, calendar).due == both


@settings(deadline=None)
@given(starts, counts, ahead, weeks, st.integers(1, 120), holiday_kinds)
def test_one_more_holiday_never_ends_a_term_earlier(
    start: date,
    count: int,
    offs: dict[int, DayOffKind],
    week: WorkWeek,
    more: int,
    kind: DayOffKind,
) -> None:
    before = add_working_days(start, count, around(start, offs, week)).due
    after = add_working_days(start, count, around(start, {**offs, more: kind}, week)).due
    assert after >= before


@settings(deadline=None)
@given(starts, counts, ahead, weeks)
def test_the_safe_target_is_never_later(
    start: date, count: int, offs: dict[int, DayOffKind], week: WorkWeek
) -> None:
    calendar = around(start, offs, week)
    safe = add_working_days(start, count, calendar.counting_collective_leave()).due
    assert safe <= add_working_days(start, count, calendar).due


@pytest.mark.parametrize("week", WorkWeek)
def test_numpy_counts_the_same_for_either_week(week: WorkWeek) -> None:
    chance = np.random.default_rng(14_2008)
    year = [date(2026, 1, 1) + timedelta(days=step) for step in range(500)]
    offs = [year[step] for step in sorted(chance.choice(500, 60, replace=False))]
    calendar = calendar_of(*offs, week=week)
    begun = [year[step] for step in chance.integers(0, 330, 500)]
    terms = chance.integers(1, 60, 500)
    theirs = np.busday_offset(
        np.array(begun, dtype="datetime64[D]"),
        terms,
        roll="backward",
        weekmask=MASKS[week],
        holidays=np.array(offs, dtype="datetime64[D]"),
    )
    ours = [
        add_working_days(start, int(term), calendar).due
        for start, term in zip(begun, terms, strict=True)
    ]
    assert ours == theirs.tolist()
