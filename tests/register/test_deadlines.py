"""Due dates: the worked examples of the law, and an independent count of ten thousand more."""

import json
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.clock import local_date
from office.daysoff import known_calendar
from office.workdays import (
    Calendar,
    DayOff,
    DayOffKind,
    add_working_days,
    from_facts,
    replay,
    working_days_left,
)
from register import clocks, deadlines, law
from register.clocks import Course
from register.law import Clock

FIXTURES: dict[str, Any] = json.loads(
    Path(__file__).with_name("fixtures.json").read_text(encoding="utf-8")
)
KNOWN = known_calendar()
WITHOUT_LEAVE = KNOWN.counting_collective_leave()
WEEKENDS = Calendar({})

days = st.dates(date(2024, 6, 1), date(2027, 10, 31))
counts = st.integers(1, 60)


def calendar_of(offs: set[date]) -> Calendar:
    return Calendar({day: DayOff(day, DayOffKind.AD_HOC, "libur") for day in offs})


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(clock: Clock, start: date, calendar: Calendar = KNOWN) -> date:
    return deadlines.due(clock, start, calendar).on


def counted(case: dict[str, Any], calendar: Calendar) -> date:
    """Count a worked example through the terms of the law, where the law has a clock for it."""
    start = day(case["start"])
    if case["clock"] == "extended_notice":
        return due(Clock.EXTENSION, due(Clock.NOTICE, start, calendar), calendar)
    return due(Clock(case["clock"]), start, calendar)


@pytest.mark.parametrize("case", FIXTURES["cases"], ids=lambda case: case["id"])
def test_a_worked_example_is_due_on_its_day(case: dict[str, Any]) -> None:
    found = counted(case, KNOWN)
    assert found == day(case["due"]), case["why"]
    assert found.strftime("%a") == case["due_day"]
    assert counted(case, WITHOUT_LEAVE) == day(case["due_ignoring_cuti_bersama"])
    assert counted(case, WEEKENDS) == day(case["due_weekends_only"])


@pytest.mark.parametrize("case", FIXTURES["cases"], ids=lambda case: case["id"])
def test_an_extension_counted_on_equals_one_count_of_both(case: dict[str, Any]) -> None:
    assert counted(case, KNOWN) == add_working_days(day(case["start"]), case["n"], KNOWN).due


@pytest.mark.parametrize(
    "case",
    [case for case in FIXTURES["cases"] if case["clock"] in set(Clock)],
    ids=lambda case: case["id"],
)
def test_the_law_has_the_number_of_days_of_the_worked_example(case: dict[str, Any]) -> None:
    assert law.term(Clock(case["clock"]), day(case["start"])).working_days == case["n"]


@pytest.mark.parametrize("case", FIXTURES["cases"], ids=lambda case: case["id"])
def test_a_worked_example_can_be_counted_again_from_what_was_kept(case: dict[str, Any]) -> None:
    for calendar in (KNOWN, WITHOUT_LEAVE, WEEKENDS):
        found = add_working_days(day(case["start"]), case["n"], calendar)
        kept = json.loads(json.dumps(found.as_facts()))
        assert replay(from_facts(kept)) == found.due


def test_a_request_completed_later_runs_as_in_the_worked_chain() -> None:
    chain = FIXTURES["chains"][0]
    assert due(Clock.COMPLETENESS_CHECK, day(chain["registered"])) == day(
        chain["completeness_check_due"]
    )
    assert due(Clock.COMPLETENESS_FIX, day(chain["incomplete_letter_received"])) == day(
        chain["fix_due"]
    )
    assert due(Clock.NOTICE, day(chain["received"])) == day(chain["notice_due_from_received"])
    complete = due(Clock.NOTICE, day(chain["fixed"]))
    assert complete == day(chain["notice_due_from_complete"])
    assert due(Clock.EXTENSION, complete) == day(chain["extended_from_complete"])


def test_silence_after_silence_runs_as_in_the_worked_chain() -> None:
    chain = FIXTURES["chains"][1]
    notice = due(Clock.NOTICE, day(chain["received"]))
    assert notice == day(chain["notice_due"])
    assert due(Clock.OBJECTION_FILING, notice) == day(chain["objection_open_until"])
    answer = due(Clock.OBJECTION_RESPONSE, day(chain["objection_filed"]))
    assert answer == day(chain["objection_response_due"])
    assert due(Clock.DISPUTE_FILING, answer) == day(chain["dispute_open_until_if_silent"])


def test_an_extended_and_then_refused_request_runs_as_in_the_worked_chain() -> None:
    chain = FIXTURES["chains"][2]
    notice = due(Clock.NOTICE, day(chain["received"]))
    assert notice == day(chain["notice_due"])
    assert due(Clock.EXTENSION, notice) == day(chain["extended_notice_due"])
    refused = day(chain["refusal_received"])
    assert due(Clock.OBJECTION_FILING, refused) == day(chain["objection_open_until"])


@pytest.mark.parametrize("case", FIXTURES["remaining_working_days"], ids=lambda c: c["today"])
def test_the_working_days_left_are_those_of_the_worked_example(case: dict[str, Any]) -> None:
    left = working_days_left(day(case["today"]), day(case["due"]), KNOWN)
    assert left == case["remaining"]


@pytest.mark.parametrize("case", FIXTURES["timezone_cases"], ids=lambda case: case["id"])
def test_the_office_s_own_midnight_decides_the_date(case: dict[str, Any]) -> None:
    instant = datetime.fromisoformat(case["utc"])
    assert local_date(instant, ZoneInfo(case["tz"])) == day(case["local_date"])


@pytest.mark.parametrize("year", ["2025", "2026", "2027"])
def test_the_known_calendar_is_the_decree_of_the_year(year: str) -> None:
    kinds = {"national": DayOffKind.NATIONAL, "cuti_bersama": DayOffKind.COLLECTIVE_LEAVE}
    for name, kind in kinds.items():
        known = {
            off.day.isoformat()
            for off in KNOWN.days_off.values()
            if off.day.year == int(year) and off.kind is kind
        }
        assert known == set(FIXTURES[name][year]), name
    assert int(year) in KNOWN.decreed_years


def test_the_year_of_the_elections_has_its_decree_and_both_polling_days() -> None:
    known = {off.day.isoformat(): off.kind for off in KNOWN.days_off.values()}
    held = {day: kind for day, kind in known.items() if day.startswith("2024")}
    polling = {"2024-02-14", "2024-11-27"}
    national = {day for day, kind in held.items() if kind is DayOffKind.NATIONAL}
    assert national == set(FIXTURES["national"]["2024"]) | polling
    assert held.keys() - national == set(FIXTURES["cuti_bersama"]["2024"])


def test_a_date_in_a_year_without_a_decree_is_called_an_estimate() -> None:
    assert not add_working_days(date(2026, 12, 21), 10, KNOWN).estimated
    assert add_working_days(date(2027, 12, 28), 10, KNOWN).estimated
    assert add_working_days(date(2019, 5, 1), 10, KNOWN).estimated


def test_a_term_before_its_law_does_not_exist() -> None:
    assert law.term(Clock.NOTICE, date(2010, 4, 30)).working_days
    with pytest.raises(LookupError, match="notice"):
        law.term(Clock.NOTICE, date(2010, 4, 29))


def test_every_clock_has_a_term_with_its_article() -> None:
    assert {row.clock for row in law.TERMS} == set(Clock)
    assert all("Pasal" in row.source for row in law.TERMS)


def test_both_dates_of_a_notice_name_their_article() -> None:
    known = clocks.clocks(Course(date(2026, 3, 10)), KNOWN)
    assert (known.notice.on, known.internal.on) == (date(2026, 3, 31), date(2026, 3, 25))
    assert "Pasal 22" in known.strict.term.source
    declared = clocks.clocks(Course(date(2026, 3, 10), complete=date(2026, 3, 12)), KNOWN)
    assert declared.from_complete is not None
    assert declared.from_complete.term.source == "Perki 1/2021 Pasal 31 ayat (3)"
    assert declared.notice.on == declared.strict.on, "without a letter the receipt counts"


@settings(deadline=None)
@given(days, st.integers(0, 3), st.integers(0, 5), st.booleans())
def test_the_internal_date_is_never_later_than_the_lawful_one(
    received: date, letter: int, repair: int, extended: bool
) -> None:
    incomplete = received + timedelta(days=letter)
    complete = incomplete + timedelta(days=repair)
    for course in (
        Course(received, extended=extended),
        Course(received, incomplete, extended=extended),
        Course(received, incomplete, complete, extended=extended),
        Course(received, complete=complete, extended=extended),
    ):
        known = clocks.clocks(course, KNOWN)
        assert known.internal.on <= known.notice.on
        assert known.notice.on >= known.strict.on
        assert (known.extension is not None) == extended
        assert known.notice.on == (known.extension or known.base).on


@pytest.mark.parametrize("case", FIXTURES["cases"], ids=lambda case: case["id"])
def test_a_derivation_written_down_and_read_again_is_the_same(case: dict[str, Any]) -> None:
    found = add_working_days(day(case["start"]), case["n"], KNOWN)
    assert from_facts(found.as_facts()) == found
    assert replay(found) == found.due


def test_nothing_is_due_after_no_days_or_in_a_calendar_that_never_works() -> None:
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(date(2026, 1, 1), 0, KNOWN)
    always = calendar_of({date(2026, 1, 1) + timedelta(days=step) for step in range(3700)})
    with pytest.raises(ValueError, match="no working day"):
        add_working_days(date(2026, 1, 1), 1, always)


@settings(deadline=None)
@given(days, counts)
def test_a_due_date_is_a_working_day_and_its_derivation_can_be_replayed(
    start: date, count: int
) -> None:
    found = add_working_days(start, count, KNOWN)
    skipped = [row.day for row in found.skipped]
    span = [start + timedelta(days=step) for step in range(1, (found.due - start).days + 1)]
    assert KNOWN.works(found.due)
    assert sorted([*found.counted, *skipped]) == span
    assert len(found.counted) == count
    assert found.counted[-1] == found.due
    assert [KNOWN.reason_off(one) for one in skipped] == [row.reason for row in found.skipped]
    assert working_days_left(start, found.due, KNOWN) == count
    assert working_days_left(found.due, start, KNOWN) <= 0


@settings(deadline=None)
@given(days, st.integers(0, 20), counts, st.integers(0, 20))
def test_a_later_start_or_a_longer_term_is_never_due_earlier(
    start: date, later: int, count: int, longer: int
) -> None:
    first = add_working_days(start, count, KNOWN).due
    assert add_working_days(start + timedelta(days=later), count, KNOWN).due >= first
    assert add_working_days(start, count + longer, KNOWN).due >= first


@settings(deadline=None)
@given(days, counts, st.sets(st.integers(1, 90), max_size=20), st.integers(1, 90))
def test_one_more_day_off_never_makes_anything_due_earlier(
    start: date, count: int, offs: set[int], more: int
) -> None:
    known = {start + timedelta(days=step) for step in offs}
    before = add_working_days(start, count, calendar_of(known)).due
    extra = start + timedelta(days=more)
    after = add_working_days(start, count, calendar_of({*known, extra})).due
    assert after >= before
    assert (after > before) == (extra.weekday() < 5 and extra <= before and extra not in known)


def test_numpy_counts_ten_thousand_cases_the_same() -> None:
    chance = random.Random(14_2008)
    for calendar in (KNOWN, WITHOUT_LEAVE):
        offs = np.array(sorted(calendar.days_off), dtype="datetime64[D]")
        starts = [date(2024, 1, 1) + timedelta(days=chance.randrange(1400)) for _ in range(5_000)]
        terms = [chance.choice([1, 3, 7, 10, 14, 17, 30, 100]) for _ in starts]
        theirs = np.busday_offset(
            np.array(starts, dtype="datetime64[D]"), terms, roll="backward", holidays=offs
        )
        ours = [
            add_working_days(start, term, calendar).due
            for start, term in zip(starts, terms, strict=True)
        ]
        assert ours == theirs.tolist()
