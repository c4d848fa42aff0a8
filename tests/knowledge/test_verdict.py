"""The verdict: sure and clear of the next answers, likely offers a choice, else it is unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.finder import Hit
from knowledge.finding.confidence import Thresholds, usual_thresholds
from knowledge.verdict import decide
from knowledge.words import Band

LIMITS = Thresholds(answer=0.8, margin=0.1, choose=0.4, choices=4)


def hits(*confidences: float) -> list[Hit]:
    return [Hit(f"e{place}", sure, "", ()) for place, sure in enumerate(confidences)]


@pytest.mark.parametrize(
    ("confidences", "band"),
    [
        ((), Band.UNKNOWN),
        ((0.39,), Band.UNKNOWN),
        ((0.4,), Band.CHOOSE),
        ((0.79, 0.1), Band.CHOOSE),
        ((0.8,), Band.ANSWER),
        ((0.95, 0.86), Band.CHOOSE),
        ((0.95, 0.85), Band.ANSWER),
        # The engine ranks by its weights; a second that is surer is no clear case.
        ((0.85, 0.9), Band.CHOOSE),
    ],
)
def test_confidence_and_margin_decide(confidences: tuple[float, ...], band: Band) -> None:
    assert decide(hits(*confidences), LIMITS).band is band


@given(st.lists(st.floats(0, 1), max_size=5))
def test_more_confidence_never_makes_an_answer_of_less(confidences: list[float]) -> None:
    order = [Band.UNKNOWN, Band.CHOOSE, Band.ANSWER]
    now = decide(hits(*confidences), LIMITS).band
    surer = [min(1.0, confidences[0] + 0.1), *confidences[1:]] if confidences else []
    assert order.index(decide(hits(*surer), LIMITS).band) >= order.index(now)


def test_the_thresholds_in_force_are_data_and_in_order() -> None:
    limits = usual_thresholds()
    assert 0 < limits.choose < limits.answer < 1
    assert limits.margin > 0
    assert limits.choices == 4
