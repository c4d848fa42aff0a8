"""The pace: whatever is wished for, Telegram's limits are never exceeded."""

from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pace import Limits, Pace
from office.outbox import Head

LIMITS = Limits()
TELEGRAM = 30  # messages a second
EDGE = 1e-6  # floating-point seconds

wishes = st.lists(
    st.tuples(
        st.sampled_from([1, 1, 1, 2, 3, *range(10, 60), -1, -1, -2]),
        st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 5)),
    ),
    max_size=250,
)


def posted(plan: list[tuple[int, float]], limits: Limits = LIMITS) -> list[tuple[float, int]]:
    """Send every wish as early as the pace allows, one after the other; return what left when."""
    pace, now, gone = Pace(limits), 1000.0, []
    for chat, pause in plan:
        now += pause
        while (free := max(pace.free_at(now), pace.chat_free_at(chat, now))) > now:
            now = free
        pace.left(chat, now)
        gone.append((now, chat))
    return gone


def most_within(times: list[float], span: float) -> int:
    """Return the largest number of instants inside any half-open window of a span."""
    return max(
        (bisect_left(times, start + span - EDGE) - at for at, start in enumerate(times)), default=0
    )


@settings(deadline=None)
@given(wishes)
def test_no_second_ever_sees_more_than_thirty_messages(plan: list[tuple[int, float]]) -> None:
    assert most_within([at for at, _ in posted(plan)], 1.0) <= 30


@settings(deadline=None)
@given(wishes)
def test_no_group_ever_hears_more_than_nineteen_a_minute(plan: list[tuple[int, float]]) -> None:
    gone = posted(plan)
    for group in (-1, -2):
        assert most_within([at for at, chat in gone if chat == group], 60.0) <= 19


@settings(deadline=None)
@given(wishes)
def test_a_private_chat_hears_three_at_once_and_then_one_every_1_05_seconds(
    plan: list[tuple[int, float]],
) -> None:
    gone = posted(plan)
    for chat in {chat for _, chat in gone if chat > 0}:
        times = [at for at, other in gone if other == chat]
        for count in range(LIMITS.burst + 1, len(times) + 1):
            for first in range(len(times) - count + 1):
                span = times[first + count - 1] - times[first]
                assert span >= (count - LIMITS.burst) * LIMITS.per_chat - EDGE


@settings(deadline=None)
@given(wishes, st.integers(1, 30), st.integers(1, 5))
def test_other_limits_are_kept_as_well(
    plan: list[tuple[int, float]], overall: int, burst: int
) -> None:
    gone = posted(plan[:80], Limits(overall=overall, burst=burst))
    assert most_within([at for at, _ in gone], 1.0) <= overall


def test_nobody_is_held_up_without_need() -> None:
    pace = Pace(LIMITS)
    for chat in range(1, LIMITS.at_once + 1):
        assert pace.free_at(5.0) <= 5.0
        assert pace.chat_free_at(chat, 5.0) <= 5.0
        pace.left(chat, 5.0)
    assert pace.free_at(5.0) == pytest.approx(5.0 + 1 / LIMITS.per_second)


def test_a_crowd_is_posted_at_nearly_the_whole_rate() -> None:
    pace, now = Pace(LIMITS), 0.0
    for chat in range(1, 1001):
        now = max(now, pace.free_at(now))
        pace.left(chat, now)
    assert 1000 / now >= 0.95 * TELEGRAM


def test_a_pace_in_messages_a_second_is_kept() -> None:
    for wanted in (0.5, 1, 7, 25, 29.4, 250):
        pace, now = Pace(Limits.of(wanted)), 0.0
        times = []
        for chat in range(1, 601):
            now = max(now, pace.free_at(now))
            pace.left(chat, now)
            times.append(now)
        assert (len(times) - 101) / (times[-1] - times[100]) == pytest.approx(wanted, rel=0.01)


def test_what_is_chosen_ahead_leaves_no_faster() -> None:
    pace, now, times = Pace(LIMITS), 0.0, []
    waiting = [Head(number, number) for number in range(1, 400)]
    while waiting:
        chosen, wait = pace.choose(waiting, now, room=12)
        assert all(now <= at <= now + pace.lead + EDGE for at in chosen.values())
        times += chosen.values()
        waiting = [head for head in waiting if head.number not in chosen]
        now += max(wait, 0.0005) if not chosen else 0.004
    assert times == sorted(times)
    assert most_within(times, LIMITS.second) <= LIMITS.overall
    assert len(times) / times[-1] >= 0.95 * TELEGRAM


def test_after_a_refusal_more_air_is_left_for_ten_minutes() -> None:
    pace = Pace(LIMITS)
    usual = pace.gap
    pace.refused(100.0)
    assert pace.gap == pytest.approx(1.1 * usual)
    for _ in range(20):
        pace.refused(101.0)
    assert pace.gap == pytest.approx(1.6 * usual)
    pace.free_at(700.0)
    assert pace.gap > usual
    pace.free_at(702.0)
    assert pace.gap == usual


def test_one_chat_s_burst_is_spent_and_grows_again() -> None:
    pace = Pace(LIMITS)
    for _ in range(3):
        assert pace.chat_free_at(7, 0.0) <= 0.0
        pace.left(7, 0.0)
    assert pace.chat_free_at(7, 0.0) == pytest.approx(1.05)
    assert pace.chat_free_at(8, 0.0) <= 0.0
    pace.left(7, 1.05)
    assert pace.chat_free_at(7, 1.05) == pytest.approx(2.10)
    assert pace.chat_free_at(7, 60.0) == 60.0


def test_a_group_s_twentieth_message_waits_out_the_minute() -> None:
    pace = Pace(LIMITS)
    for second in range(19):
        pace.left(-7, float(second))
    assert pace.chat_free_at(-7, 19.0) == pytest.approx(60.5)
    assert pace.chat_free_at(-8, 19.0) <= 19.0


def test_forgetting_rested_chats_changes_no_answer() -> None:
    pace = Pace(LIMITS)
    for chat in range(1, 20_010):
        pace.left(chat, chat / 29)
    assert len(pace._private) < 20_000
    now = 20_009 / 29
    assert pace.chat_free_at(1, now) == now
    pace.left(20_009, now)
    pace.left(20_009, now)
    assert pace.chat_free_at(20_009, now) > now
