"""The verdict: answer when sure, offer a choice when not, and admit not to know."""

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.finder import Hit
from knowledge.verdict import Thresholds, decide
from knowledge.words import Band

LIMITS = Thresholds()
NEAR = 0.01


def hits(*confidences: float) -> list[Hit]:
    return [Hit(f"e{at}", one, "", ()) for at, one in enumerate(confidences)]


def test_one_sure_hit_far_ahead_is_an_answer() -> None:
    assert decide(hits(0.9, 0.5)).band is Band.ANSWER
    assert decide(hits(LIMITS.answer)).band is Band.ANSWER
    assert decide(hits(LIMITS.answer, LIMITS.answer - LIMITS.margin - NEAR)).band is Band.ANSWER


def test_two_close_hits_are_a_choice_however_sure() -> None:
    assert decide(hits(0.95, 0.95 - LIMITS.margin + NEAR)).band is Band.CHOOSE


def test_a_half_sure_hit_is_a_choice() -> None:
    assert decide(hits(LIMITS.answer - NEAR)).band is Band.CHOOSE
    assert decide(hits(LIMITS.choose)).band is Band.CHOOSE


def test_weak_hits_or_none_are_unknown_and_still_kept() -> None:
    assert decide([]).band is Band.UNKNOWN
    weak = decide(hits(LIMITS.choose - NEAR, 0.1))
    assert weak.band is Band.UNKNOWN
    assert len(weak.hits) == 2


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=5))
def test_the_band_follows_from_the_first_two_alone(confidences: list[float]) -> None:
    ordered = sorted(confidences, reverse=True)
    verdict = decide(hits(*ordered))
    assert [hit.confidence for hit in verdict.hits] == ordered
    assert verdict.band is decide(hits(*ordered[:2])).band


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_never_makes_an_answer_less_sure(
    one: float, other: float, second: float
) -> None:
    order = [Band.UNKNOWN, Band.CHOOSE, Band.ANSWER]
    low, high = sorted((one, other))
    below = [min(low, second)] if low > second else []
    assert order.index(decide(hits(high, *below)).band) >= order.index(
        decide(hits(low, *below)).band
    )


def test_thresholds_can_be_set() -> None:
    strict = Thresholds(answer=0.99, margin=0.5, choose=0.9)
    assert decide(hits(0.95, 0.1), strict).band is Band.CHOOSE
    assert decide(hits(0.8), strict).band is Band.UNKNOWN
