"""Counts so small that they would single somebody out are hidden, and cannot be computed."""

from hypothesis import given
from hypothesis import strategies as st

from register.figures.suppression import SMALLEST, grounds, outcomes, suppressed
from register.objection_words import SuperiorDecision
from register.words import RefusalGround


def test_one_and_two_are_hidden_and_nothing_else() -> None:
    counts = {"a": 0, "b": 1, "c": 2, "d": 3, "e": 40}
    assert suppressed(counts) == {"a": 0, "b": None, "c": None, "d": 3, "e": 40}


def test_where_one_alone_is_hidden_the_smallest_other_is_hidden_as_well() -> None:
    assert suppressed({"a": 1, "b": 9, "c": 4, "d": 0}) == {"a": None, "b": 9, "c": None, "d": 0}
    assert suppressed({"a": 1, "b": 9}, total_is_shown=False) == {"a": None, "b": 9}
    assert suppressed({"a": 2, "b": 0}) == {"a": None, "b": 0}


def test_two_that_are_as_small_as_can_be_hide_a_third() -> None:
    assert suppressed({"a": 1, "b": 1, "c": 5}) == {"a": None, "b": None, "c": None}
    assert suppressed({"a": 2, "b": 2, "c": 5}) == {"a": None, "b": None, "c": None}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 8), max_size=8))
def test_nothing_hidden_can_be_computed_from_the_total(counts: dict[str, int]) -> None:
    found = suppressed(counts)
    hidden = [key for key, count in found.items() if count is None]
    small = [key for key in hidden if counts[key] < SMALLEST]
    assert {key for key, count in counts.items() if 0 < count < SMALLEST} <= set(hidden)
    others = [key for key, count in counts.items() if count and key not in hidden]
    if small and others:
        rest = sum(counts[key] for key in hidden)
        assert len(hidden) > 1
        assert rest not in {len(hidden), 2 * len(hidden)} or len(hidden) > len(small)


def test_letters_hide_among_themselves_since_the_other_grounds_are_told_as_decisions() -> None:
    counts = {"exempt_a": 12, "exempt_h": 1, "exempt_j": 4, "not_held": 5, "none": 80}
    assert grounds(counts) == {**counts, "exempt_a": None, "exempt_h": None}
    assert grounds({"exempt_h": 1, "not_held": 2, "not_documented": 9, "none": 3}) == {
        "exempt_h": None, "not_held": 2, "not_documented": 9, "none": 3,
    }  # fmt: skip
    assert grounds({"exempt_h": 7, "exempt_j": 1}) == {"exempt_h": 7, "exempt_j": 1}
    assert grounds({"exempt_h": 3, "none": 1}) == {"exempt_h": 3, "none": 1}


@given(st.dictionaries(st.sampled_from([*RefusalGround, "none"]), st.integers(0, 8)))
def test_no_letter_can_be_computed_from_the_decision_it_makes(counts: dict[str, int]) -> None:
    found = grounds(counts)
    told = {RefusalGround.EXEMPT_J, RefusalGround.NOT_HELD, RefusalGround.NOT_DOCUMENTED, "none"}
    small = {one for one, count in counts.items() if one not in told and 0 < count < SMALLEST}
    assert {one for one in small if found[one] is not None} == set()
    letters = [one for one, count in counts.items() if one not in told and count]
    hidden = [one for one in letters if found[one] is None]
    if hidden and len(letters) > 1:
        assert len(hidden) > 1


def test_an_outcome_that_the_number_answered_would_tell_hides_that_number_too() -> None:
    assert outcomes({"rejected": 1, "none": 2}) == {"rejected": None, "none": None}
    assert outcomes({"rejected": 1, "none": 30}) == {"rejected": None, "none": None}
    assert outcomes({"rejected": 1, "upheld_applicant_full": 9, "none": 4}) == {
        "rejected": None, "upheld_applicant_full": None, "none": 4,
    }  # fmt: skip


@given(st.dictionaries(st.sampled_from([*SuperiorDecision, "none"]), st.integers(0, 8), min_size=2))
def test_no_outcome_can_be_computed_from_what_is_told(counts: dict[str, int]) -> None:
    found = outcomes(counts)
    hidden = [one for one, count in found.items() if count is None]
    assert {one for one, count in counts.items() if 0 < count < SMALLEST} <= set(hidden)
    answered = [one for one in hidden if one != "none"]
    if answered and sum(1 for count in counts.values() if count) > 1:
        # Told how many were answered, one that is hidden stands beside another.
        assert len(answered) > 1 or (not counts.get("none") or "none" in hidden)
