"""Counting staffed minutes: both ways alike, never outside a window, over every kind of gap."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.daysoff import known_calendar
from office.service_hours import Closure, ServiceHours, Window, Windows, usual_windows
from office.workdays import Calendar, CountingRule, DayOff, DayOffKind, WorkWeek
from tests.people import WIB

MEETING = Closure(date(2026, 11, 24), time(13), time(15), "rapat", 1)
CALENDAR = known_calendar()


def hours(
    *closures: Closure,
    windows: Windows | None = None,
    calendar: Calendar = CALENDAR,
    zone: ZoneInfo = WIB,
) -> ServiceHours:
    return ServiceHours(windows or usual_windows(), closures, calendar, zone)


USUAL = hours()


def local(text: str, zone: ZoneInfo = WIB) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def said(at: datetime, zone: ZoneInfo = WIB) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23 08:00", 30, "2026-11-23 08:30"),
        ("2026-11-23 11:50", 30, "2026-11-23 13:20"),  # over lunch
        ("2026-11-23 08:00", 240, "2026-11-23 12:00"),  # to the end of a window
        ("2026-11-23 12:00", 10, "2026-11-23 13:10"),
        ("2026-11-27 11:20", 30, "2026-11-27 13:20"),  # the Friday gap
        ("2026-11-27 14:55", 10, "2026-11-30 08:05"),  # the weekend
        ("2026-11-22 10:00", 0, "2026-11-23 08:00"),  # asked on a Sunday
        ("2026-12-23 15:00", 60, "2026-12-28 08:30"),  # Christmas and its joint leave
        ("2026-12-31 15:20", 30, "2027-01-04 08:20"),  # year end
        ("2026-11-23 08:00", 390 + 390 + 390 + 390 + 330 + 1, "2026-11-30 08:01"),
    ],
)
def test_so_many_minutes_later_somebody_is_at_the_desk(start: str, minutes: int, end: str) -> None:
    assert said(USUAL.after(local(start), minutes)) == end


def test_a_closure_takes_its_part_out_of_one_day_only() -> None:
    closed = hours(MEETING)
    assert not closed.is_open(local("2026-11-24 14:00"))
    assert closed.is_open(local("2026-11-24 15:00"))
    assert closed.is_open(local("2026-11-25 14:00"))
    assert said(closed.opens_next(local("2026-11-24 13:00"))) == "2026-11-24 15:00"
    assert said(closed.after(local("2026-11-24 11:50"), 15)) == "2026-11-24 15:05"
    assert closed.minutes_on(MEETING.day) == 270
    assert USUAL.minutes_on(MEETING.day) == 390


def test_closures_of_one_day_may_overlap_and_split_a_window() -> None:
    closed = hours(
        Closure(MEETING.day, time(9), time(10)), Closure(MEETING.day, time(9, 30), time(10, 30))
    )
    spans = [(said(start)[-5:], said(end)[-5:]) for start, end in closed.spans(MEETING.day)]
    assert spans == [("08:00", "09:00"), ("10:30", "12:00"), ("13:00", "15:30")]


def test_a_window_holds_its_opening_and_not_its_closing() -> None:
    assert USUAL.is_open(local("2026-11-23 08:00"))
    assert not USUAL.is_open(local("2026-11-23 12:00"))
    assert not USUAL.is_open(local("2026-11-23 07:59"))
    assert USUAL.opens_next(local("2026-11-23 09:17")) == local("2026-11-23 09:17")
    assert said(USUAL.closes_next(local("2026-11-23 09:17"))) == "2026-11-23 12:00"


def test_a_six_day_week_has_a_short_saturday() -> None:
    six = CountingRule(week=WorkWeek.SIX)
    whole = hours(windows=usual_windows(WorkWeek.SIX), calendar=known_calendar(six))
    saturday = date(2026, 11, 28)
    assert whole.minutes_on(saturday) == 240
    assert USUAL.minutes_on(saturday) == 0
    assert said(whole.opens_next(local("2026-11-27 15:00"))) == "2026-11-28 08:00"


def test_a_weekend_day_that_is_worked_is_served_as_the_shortest_day() -> None:
    saturday = date(2026, 11, 28)
    off = DayOff(saturday, DayOffKind.WORKING_EXCEPTION, "Pengganti")
    worked = hours(calendar=Calendar({saturday: off}))
    assert worked.minutes_on(saturday) == USUAL.minutes_on(date(2026, 11, 27)) == 330


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23 09:00", 1, "2026-11-24 15:30"),
        ("2026-11-26 23:00", 1, "2026-11-27 15:00"),
        ("2026-11-27 09:00", 3, "2026-12-02 15:30"),
        ("2026-11-21 09:00", 1, "2026-11-23 15:30"),
        ("2026-12-30 09:00", 2, "2027-01-04 15:30"),
    ],
)
def test_the_nth_working_day_ends_with_its_service(start: str, days: int, end: str) -> None:
    assert said(USUAL.after_working_days(local(start), days)) == end


def test_a_working_day_on_which_nobody_is_there_does_not_count() -> None:
    tuesday = MEETING.day
    shut = hours(Closure(tuesday, time(0), time(23, 59)))
    assert said(shut.after_working_days(local("2026-11-23 09:00"), 1)) == "2026-11-25 15:30"


def test_nothing_is_counted_backwards_or_for_ever() -> None:
    with pytest.raises(ValueError, match="forward"):
        USUAL.after(local("2026-11-23 09:00"), -1)
    with pytest.raises(ValueError, match="at least one"):
        USUAL.after_working_days(local("2026-11-23 09:00"), 0)
    never = hours(windows={6: (Window(time(8), time(9)),)})
    with pytest.raises(ValueError, match="ten years"):
        never.opens_next(local("2026-11-23 09:00"))


def test_no_minute_is_counted_twice_where_the_clocks_are_moved() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = dict.fromkeys(range(7), (Window(time(1), time(2, 30)), Window(time(3), time(4))))
    around = hours(windows=night, calendar=Calendar({}, week=WorkWeek.SIX), zone=berlin)
    # The last Sundays of March and October are no working days here: make them so.
    days = {
        day: DayOff(day, DayOffKind.WORKING_EXCEPTION, "masuk")
        for day in (date(2026, 3, 29), date(2026, 10, 25))
    }
    around = hours(windows=night, calendar=Calendar(days, week=WorkWeek.SIX), zone=berlin)
    spring, autumn = around.spans(date(2026, 3, 29)), around.spans(date(2026, 10, 25))
    for spans in (spring, autumn):
        assert all(start < end for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    # From one to four o'clock pass two hours in spring; two half past two's lie in autumn.
    assert around.minutes_on(date(2026, 3, 29)) == 120
    assert around.minutes_on(date(2026, 10, 25)) in (150, 210)


quarters = st.integers(0, 4 * 24 - 1).map(lambda one: time(one // 4, one % 4 * 15))


@st.composite
def any_windows(draw: st.DrawFn) -> dict[int, tuple[Window, ...]]:
    found: dict[int, tuple[Window, ...]] = {}
    for day in range(7):
        ends = sorted(draw(st.sets(quarters, max_size=6)))
        pairs = zip(ends[::2], ends[1::2], strict=False)
        found[day] = tuple(Window(one, other) for one, other in pairs)
    found[draw(st.integers(0, 4))] = (Window(time(9), time(10)),)
    return found


@st.composite
def any_hours(draw: st.DrawFn) -> ServiceHours:
    spans = draw(st.lists(st.tuples(st.integers(0, 40), quarters, quarters), max_size=5))
    closures = [
        Closure(date(2026, 12, 10) + timedelta(days=away), min(one, other), max(one, other))
        for away, one, other in spans
    ]
    zone = ZoneInfo(draw(st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin"])))
    return hours(*closures, windows=draw(any_windows()), zone=zone)


# Christmas, the year's end, and Fridays lie in between.
instants = st.datetimes(datetime(2026, 12, 1), datetime(2027, 1, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
minutes = st.integers(0, 5_000)


@given(any_hours(), instants, minutes)
def test_counting_forward_and_counting_between_are_each_other_s_inverse(
    given_hours: ServiceHours, at: datetime, count: int
) -> None:
    end = given_hours.after(at, count)
    assert given_hours.minutes_between(at, end) == count
    assert given_hours.minutes_between(end, at) == -count


@given(any_hours(), instants, minutes)
def test_what_is_counted_to_lies_within_a_window(
    given_hours: ServiceHours, at: datetime, count: int
) -> None:
    end = given_hours.after(at, count)
    assert end >= at
    assert end.tzinfo is UTC
    day = end.astimezone(given_hours.zone).date()
    assert any(start <= end <= until for start, until in given_hours.spans(day))


@given(any_hours(), instants, instants, minutes, minutes)
def test_later_or_longer_never_ends_earlier(
    given_hours: ServiceHours, one: datetime, other: datetime, few: int, many: int
) -> None:
    early, late, few, many = min(one, other), max(one, other), min(few, many), max(few, many)
    assert given_hours.after(early, few) <= given_hours.after(late, few)
    assert given_hours.after(early, few) <= given_hours.after(early, many)
    assert given_hours.opens_next(early) <= given_hours.opens_next(late)


# No time at all after the door closed ends when it opens next.
@given(any_hours(), instants, minutes, st.integers(1, 5_000))
def test_two_counts_in_a_row_are_one_count(
    given_hours: ServiceHours, at: datetime, few: int, more: int
) -> None:
    assert given_hours.after(given_hours.after(at, few), more) == given_hours.after(at, few + more)


@given(any_hours(), instants)
def test_open_and_opening_next_agree(given_hours: ServiceHours, at: datetime) -> None:
    opening = given_hours.opens_next(at)
    assert given_hours.is_open(opening)
    assert given_hours.is_open(at) is (opening == at)
    assert given_hours.minutes_between(at, opening) == 0


@given(any_hours(), instants, st.integers(1, 15))
def test_working_days_end_with_service_on_ever_later_days(
    given_hours: ServiceHours, at: datetime, days: int
) -> None:
    end = given_hours.after_working_days(at, days)
    day = end.astimezone(given_hours.zone).date()
    assert given_hours.calendar.works(day)
    assert end == given_hours.spans(day)[-1][1]
    assert given_hours.after_working_days(at, days + 1) > end
