"""The index of satisfaction: the worked examples, the bands, and what holds for any answers."""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.labels import label, table
from register.satisfaction import (
    MINIMUM,
    Element,
    Grade,
    Score,
    Scores,
    grade,
    index,
    index_of_totals,
    is_complete,
    share,
)

FIXTURES: dict[str, Any] = json.loads(
    Path(__file__).with_name("fixtures.json").read_text(encoding="utf-8")
)
scores = st.fixed_dictionaries({element: st.integers(1, 4) for element in Element})
surveys = st.lists(scores, min_size=1, max_size=40)


def answered(*row: int) -> Scores:
    return dict(zip(Element, row, strict=True))


def all_of(score: int) -> Scores:
    return dict.fromkeys(Element, score)


@pytest.mark.parametrize("case", FIXTURES["skm_cases"], ids=lambda case: case["name"])
def test_a_worked_example_gives_its_index_and_grade_with_either_weight(
    case: dict[str, Any],
) -> None:
    found = index([answered(*row) for row in case["scores"]], minimum=1)
    assert found.n == len(case["scores"])
    assert str(found.value) == case["ikm"]
    assert found.grade == case["grade"]
    assert str(found.value_rounded_weight) == case["ikm_weight_0_11"]
    assert found.grade_rounded_weight == case["grade_weight_0_11"]


@pytest.mark.parametrize("band", FIXTURES["skm_bands"], ids=lambda band: band["value"])
def test_a_band_begins_and_ends_where_the_regulation_says(band: dict[str, str]) -> None:
    assert grade(Decimal(band["value"])) == band["grade"]


@given(surveys)
def test_the_index_stays_between_25_and_100_and_each_mean_between_1_and_4(
    survey: list[Scores],
) -> None:
    found = index(survey)
    assert 25 <= found.value <= 100
    assert all(1 <= mean <= 4 for mean in found.means.values())
    assert found.value_rounded_weight <= found.value


@given(surveys, st.data())
def test_a_better_score_never_lowers_index_or_grade(survey: list[Scores], data: Any) -> None:
    who = data.draw(st.integers(0, len(survey) - 1))
    element = data.draw(st.sampled_from(Element))
    better = [dict(answer) for answer in survey]
    better[who][element] = min(4, better[who][element] + 1)
    before, after = index(survey, minimum=1), index(better, minimum=1)
    assert after.value >= before.value
    assert after.means[element] >= before.means[element]
    assert before.grade is not None
    assert after.grade is not None
    assert after.grade.value <= before.grade.value


@given(surveys.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_respondents_changes_nothing(
    both: tuple[list[Scores], list[Scores]],
) -> None:
    survey, shuffled = both
    assert index(survey) == index(shuffled)


@given(surveys)
def test_the_index_is_the_exact_mean_rounded_half_up(survey: list[Scores]) -> None:
    every = [score for answer in survey for score in answer.values()]
    exact = Fraction(sum(every), len(every)) * 25
    error = Fraction(index(survey).value) - exact
    assert -Fraction(1, 200) < error <= Fraction(1, 200)


@given(surveys)
def test_sums_from_the_database_give_the_same_index(survey: list[Scores]) -> None:
    totals = {element: sum(answer[element] for answer in survey) for element in Element}
    assert index_of_totals(totals, len(survey)) == index(survey)


def test_the_index_is_rounded_before_its_grade_is_looked_up() -> None:
    # Exactly 76.60555..., which lies below 76.61 until it is rounded.
    totals = dict.fromkeys(Element, 3064) | {Element.TIME: 3066}
    found = index_of_totals(totals, 1000)
    assert (found.value, found.grade) == (Decimal("76.61"), Grade.B)


def test_exactly_half_a_hundredth_is_rounded_up() -> None:
    # 25 x 5,002 / 2,000 is 62.525, which a float or rounding to even would make 62.52.
    found = index_of_totals(dict.fromkeys(Element, 5002), 2000)
    assert found.value == Decimal("62.53")


def test_fewer_answers_than_the_minimum_get_an_index_but_no_grade() -> None:
    few = index([all_of(4)] * (MINIMUM - 1))
    assert (few.value, few.grade, few.grade_rounded_weight) == (Decimal("100.00"), None, None)
    assert index([all_of(4)] * MINIMUM).grade is Grade.A


def test_all_threes_are_a_c_and_that_is_explained() -> None:
    found = index([all_of(3)] * MINIMUM)
    assert (found.value, found.grade) == (Decimal("75.00"), Grade.C)
    assert found.explanation is not None
    assert "75,00" in label("survey_explanation", found.explanation)


@pytest.mark.parametrize("score", [1, 2, 4])
def test_an_index_that_surprises_nobody_is_not_explained(score: int) -> None:
    assert index([all_of(score)] * MINIMUM).explanation is None


def test_a_c_with_a_poor_element_is_not_explained_away() -> None:
    found = index([{**all_of(3), Element.TIME: 2}] * MINIMUM)
    assert found.grade is Grade.C
    assert found.explanation is None


def test_nobody_s_silence_is_a_score() -> None:
    with pytest.raises(ValueError, match="silence"):
        index([])


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {element: 3 for element in Element if element is not Element.COST},
        {**all_of(3), Element.COST: 0},
        {**all_of(3), Element.COST: 5},
        {**all_of(3), "mood": 4},
    ],
)
def test_an_answer_with_a_gap_or_a_wrong_score_is_no_answer(wrong: Any) -> None:
    assert not is_complete(wrong)
    with pytest.raises(ValueError, match="all nine"):
        index([all_of(4), wrong])


def test_a_share_is_in_per_cent_and_of_nothing_there_is_none() -> None:
    assert share(2, 3) == Decimal("66.7")
    assert share(0, 4) == Decimal("0.0")
    assert share(0, 0) is None


@pytest.mark.parametrize(
    ("kind", "values"),
    [("element", list(Element)), ("grade", list(Grade)), ("score", [str(int(s)) for s in Score])],
)
def test_every_element_score_and_grade_has_its_official_word(kind: str, values: list[str]) -> None:
    assert set(table()[kind]) == set(values)
    assert all(label(kind, value).strip() for value in values)
