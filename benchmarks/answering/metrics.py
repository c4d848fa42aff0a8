"""Measures of answers: how many are right, how far the scores can be trusted."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import groupby

NAN = float("nan")
_BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """Entries with their scores, best first; `sure` where the system itself would answer."""

    ranked: tuple[tuple[str, float], ...]
    sure: bool | None = None

    @property
    def best(self) -> str | None:
        """Return the first entry."""
        return self.ranked[0][0] if self.ranked else None

    def place(self, slug: str, within: int) -> int:
        """Return an entry's place from 1; 0 where it is not among the first."""
        return next((n for n, one in enumerate(self.ranked[:within], 1) if one[0] == slug), 0)


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of one system on one set of questions, as shares of one."""

    top1: float
    recall3: float
    mrr10: float
    auroc: float
    ece: float
    wrong: float
    coverage: float


def quality(
    answers: Sequence[Answer],
    slugs: Sequence[str | None],
    *,
    coverage: float | None = None,
    probable: bool = True,
) -> Quality:
    """Return the figures; `coverage` sets the threshold of a system that has none of its own.

    Scores that are no chances (not `probable`) are stretched from 0 to 1 for the calibration.
    """
    asked = [(one, slug) for one, slug in zip(answers, slugs, strict=True) if slug is not None]
    scores = tops(answers)
    right = [
        one.best == slug and slug is not None for one, slug in zip(answers, slugs, strict=True)
    ]
    sure = [bool(one.sure) for one in answers]
    if coverage is not None:
        sure = most_certain(scores, coverage)
    has_threshold = coverage is not None or any(one.sure is not None for one in answers)
    return Quality(
        top1=mean([one.best == slug for one, slug in asked]),
        recall3=mean([one.place(slug, 3) > 0 for one, slug in asked]),
        mrr10=mean([reciprocal(one.place(slug, 10)) for one, slug in asked]),
        auroc=auroc(scores, [slug is not None for slug in slugs]),
        ece=calibration_error(scores if probable else stretched(scores), right),
        wrong=mean([is_sure and not ok for is_sure, ok in zip(sure, right, strict=True)])
        if has_threshold
        else NAN,
        coverage=mean(sure) if has_threshold else NAN,
    )


def tops(answers: Sequence[Answer]) -> list[float]:
    """Return each answer's best score; where nothing was found, less than anything found."""
    found = [one.ranked[0][1] for one in answers if one.ranked]
    least = min([0.0, *found])
    return [one.ranked[0][1] if one.ranked else least for one in answers]


def averaged(found: Sequence[Quality]) -> Quality:
    """Return the mean of several runs, figure by figure."""
    names = [one.name for one in fields(Quality)]
    return Quality(*(statistics.fmean(getattr(one, name) for one in found) for name in names))


def mean(values: Sequence[float]) -> float:
    """Return the mean, or nothing's."""
    return statistics.fmean(values) if values else NAN


def reciprocal(place: int) -> float:
    """Return one by the place; nothing for no place."""
    return 1 / place if place else 0.0


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Return the chance that a positive scores above a negative; equal scores count half."""
    pairs = sorted(zip(scores, positive, strict=True))
    positives = sum(positive)
    negatives = len(pairs) - positives
    if not positives or not negatives:
        return NAN
    above, below = 0.0, 0
    for _, same in groupby(pairs, key=lambda pair: pair[0]):
        kinds = [kind for _, kind in same]
        here = sum(kinds)
        others = len(kinds) - here
        above += here * (below + others / 2)
        below += others
    return above / (positives * negatives)


def calibration_error(chances: Sequence[float], right: Sequence[bool]) -> float:
    """Return how far chances lie from what came true, over ten bins of equal width."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for chance, is_right in zip(chances, right, strict=True):
        bins[min(_BINS - 1, max(0, int(chance * _BINS)))].append((chance, is_right))
    gaps = [
        abs(sum(chance for chance, _ in held) - sum(ok for _, ok in held)) for held in bins if held
    ]
    return sum(gaps) / len(right) if right else NAN


def stretched(scores: Sequence[float]) -> list[float]:
    """Return scores brought to the range from 0 to 1."""
    least, most = min(scores, default=0.0), max(scores, default=0.0)
    return [(one - least) / (most - least) if most > least else 0.0 for one in scores]


def most_certain(scores: Sequence[float], coverage: float) -> list[bool]:
    """Tell which questions would be answered if that share of all were, surest first."""
    count = round(coverage * len(scores))
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    chosen = set(order[:count])
    return [place in chosen for place in range(len(scores))]
