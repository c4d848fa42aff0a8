"""The gate: however long the ways take, Telegram never counts one too many in a second."""

from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gate import Gate

OVERALL, SECOND = 30, 1.005
ways = st.lists(
    st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.sampled_from([0.0, 0.0, 0.01, 0.3])),
    min_size=35,
    max_size=150,
)


def through(plan: list[tuple[float, float, float]]) -> list[float]:
    """Let a message out as early as the gate allows, each with its ways; return their arrivals."""
    gate, now, arrived, answers = Gate(OVERALL, SECOND), 100.0, [], []
    for there, back, pause in plan:
        now += pause
        while True:
            known = [one for one in answers if one[0] <= now]
            for due in sorted(known, key=lambda one: one[0]):
                gate.answered(due[1], due[0])
                answers.remove(due)
            if (free := gate.free_at(now)) <= now:
                break
            soonest = min((one[0] for one in answers), default=free)
            now = min(free, max(soonest, now)) if soonest > now else free
        passage = gate.passes(now)
        arrived.append(now + there)
        answers.append((now + there + back, passage))
    return sorted(arrived)


@settings(deadline=None)
@given(ways)
def test_telegram_never_counts_more_than_thirty_in_a_second(
    plan: list[tuple[float, float, float]],
) -> None:
    arrived = through(plan)
    for place, start in enumerate(arrived):
        assert bisect_left(arrived, start + 1.0 - 1e-6) - place <= OVERALL


def test_what_a_way_always_takes_costs_next_to_nothing() -> None:
    arrived = through([(0.1, 0.1, 0.0)] * 600)
    assert 599 / (arrived[-1] - arrived[0]) >= 0.95 * 30


def test_a_lost_answer_holds_the_others_for_a_few_seconds_at_most() -> None:
    gate = Gate(2, SECOND)
    gate.passes(0.0)
    gate.answered(gate.passes(0.1), 0.2)
    assert gate.free_at(0.3) == pytest.approx(3.0 + SECOND)
