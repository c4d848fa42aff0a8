"""Confidence: a chance, corrected by verdicts towards how often they were right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.finding.confidence import Scale, usual_scale
from knowledge.finding.signals import Signals

SCALE = Scale({"chance": 1.0}, 0.0)
SHARE = st.floats(0, 1)
SIGNALS = st.builds(Signals, SHARE, SHARE, SHARE, SHARE, SHARE)


def of(chance: float) -> Signals:
    return Signals(chance, 1, 1, 1, 1)


@given(SIGNALS)
def test_confidence_is_a_chance_and_its_reasons_add_up(signals: Signals) -> None:
    scale = usual_scale()
    assert 0 < scale.confidence(signals) < 1
    assert scale.odds(signals) == pytest.approx(
        scale.constant + sum(scale.contributions(signals).values())
    )


@given(SIGNALS, st.sampled_from(["chance", "known", "covered", "likeness", "length"]))
def test_more_of_any_signal_never_makes_less_sure(signals: Signals, name: str) -> None:
    values = dict(
        zip(("chance", "known", "covered", "likeness", "length"), signals.row(), strict=True)
    )
    more = Signals(**{**values, name: 1.0})
    assert usual_scale().confidence(more) >= usual_scale().confidence(signals)


def test_no_verdicts_change_nothing() -> None:
    assert SCALE.corrected([]) == SCALE


@pytest.mark.parametrize(("right", "wrong"), [(300, 100), (100, 300), (400, 0), (0, 400)])
def test_many_verdicts_bring_confidence_to_how_often_they_were_right(
    right: int, wrong: int
) -> None:
    odds = SCALE.odds(of(0.9))
    after = SCALE.corrected([(odds, True)] * right + [(odds, False)] * wrong)
    assert after.confidence(of(0.9)) == pytest.approx(right / (right + wrong), abs=0.12)


def test_a_few_verdicts_move_it_a_little() -> None:
    odds = SCALE.odds(of(0.9))
    after = SCALE.corrected([(odds, False)] * 2).confidence(of(0.9))
    assert 0.7 < after < 0.9


@given(st.lists(st.tuples(st.floats(-12, 12), st.booleans()), max_size=60))
def test_any_verdicts_leave_a_scale_that_ranks_as_before(
    verdicts: list[tuple[float, bool]],
) -> None:
    after = SCALE.corrected(verdicts)
    assert after.stretch >= 0.2
    assert after.confidence(of(0.2)) <= after.confidence(of(0.8))
