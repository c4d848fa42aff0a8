"""Pure: the index of public satisfaction (SKM) from answers on nine elements, computed exactly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction


class Element(StrEnum):
    """The nine elements (PermenPANRB 14/2017); by code, for their order differs in practice."""

    REQUIREMENTS = "requirements"
    PROCEDURE = "procedure"
    TIME = "time"
    COST = "cost"
    PRODUCT = "product"
    STAFF_COMPETENCE = "staff_competence"
    STAFF_BEHAVIOUR = "staff_behaviour"
    COMPLAINT_HANDLING = "complaint_handling"
    FACILITIES = "facilities"


class Score(IntEnum):
    """How good an element was found (PermenPANRB 14/2017)."""

    POOR = 1
    FAIR = 2
    GOOD = 3
    VERY_GOOD = 4


class Grade(StrEnum):
    """The quality of a service by its index (PermenPANRB 14/2017)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


Scores = Mapping[Element, int]

MINIMUM = 30  # fewer answers than these say too little to be graded
GOOD_IS_C = "good_is_c"
_LOWEST = ((Decimal("88.31"), Grade.A), (Decimal("76.61"), Grade.B), (Decimal("65.00"), Grade.C))
_ROUNDED_WEIGHT = Fraction(11, 100)
_TO_HUNDRED = 25


@dataclass(frozen=True, slots=True)
class Index:
    """The index of some answers (25 to 100), and the one with the customary rounded weight.

    `means` runs from 1 to 4. A grade is None below the minimum of answers.
    """

    n: int
    value: Decimal
    grade: Grade | None
    means: Mapping[Element, Decimal]
    value_rounded_weight: Decimal
    grade_rounded_weight: Grade | None

    @property
    def explanation(self) -> str | None:
        """Return the key of what should be said beside a grade that surprises, or None.

        Answers that are "good" throughout make 75.00, and that is a C.
        """
        surprises = self.grade is Grade.C and min(self.means.values()) >= Score.GOOD
        return GOOD_IS_C if surprises else None


def is_complete(scores: Scores) -> bool:
    """Tell whether all nine elements, and nothing else, have a score from 1 to 4."""
    return set(scores) == set(Element) and all(score in set(Score) for score in scores.values())


def index(scores: Iterable[Scores], *, minimum: int = MINIMUM) -> Index:
    """Return the index of complete answers; raise `ValueError` for an incomplete one or for none.

    Each element weighs exactly one ninth; 0.11 in its place loses one per cent of the index.
    """
    totals, respondents = dict.fromkeys(Element, 0), 0
    for answer in scores:
        if not is_complete(answer):
            raise ValueError("an answer scores all nine elements from 1 to 4")
        respondents += 1
        for element in Element:
            totals[element] += answer[element]
    return index_of_totals(totals, respondents, minimum=minimum)


def index_of_totals(totals: Mapping[Element, int], n: int, *, minimum: int = MINIMUM) -> Index:
    """Return the index from each element's sum over `n` answers; raise `ValueError` for none."""
    if n < 1:
        raise ValueError("silence is not an answer")
    means = {element: Fraction(totals[element], n) for element in Element}
    together = sum(means.values(), Fraction(0))
    value = _rounded(together / len(Element) * _TO_HUNDRED, 2)
    second = _rounded(together * _ROUNDED_WEIGHT * _TO_HUNDRED, 2)
    is_graded = n >= minimum
    return Index(
        n=n,
        value=value,
        grade=grade(value) if is_graded else None,
        means={element: _rounded(mean, 3) for element, mean in means.items()},
        value_rounded_weight=second,
        grade_rounded_weight=grade(second) if is_graded else None,
    )


def grade(value: Decimal) -> Grade:
    """Return the grade of an index that is already rounded to two decimals."""
    return next((found for lowest, found in _LOWEST if value >= lowest), Grade.D)


def share(part: int, whole: int) -> Decimal | None:
    """Return a part in per cent to one decimal; None of nothing."""
    return _rounded(Fraction(100 * part, whole), 1) if whole else None


def _rounded(value: Fraction, places: int) -> Decimal:
    """Round a positive number half up, from its exact value."""
    scale = 10**places
    return Decimal((2 * value * scale + 1) // 2).scaleb(-places)
