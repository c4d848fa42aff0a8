"""Pure statistics of the audit: the share that is right, how far two judges agree, how surely."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from math import sqrt

# The quantile of the normal distribution for an interval that holds in 95 of 100 audits.
Z = 1.959963984540054
# What rounding leaves of a spread that is nothing.
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class Share:
    """A share with the interval in which the true one lies with 95 % confidence.

    The true one is the bot's: a month that was judged whole is a sample of what it answers, too.
    """

    count: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree; kappa is none where chance alone explains everything.

    Its interval is none where the pairs show no spread by which to reckon one: where all agree,
    where none do, or where a judge said always the same.
    """

    n: int
    agreed: int
    observed: float
    expected: float
    kappa: float | None
    low: float | None
    high: float | None


def share(count: int, n: int) -> Share | None:
    """Return a share with Wilson's interval (1927); none of nothing."""
    if not n:
        return None
    value, slack = count / n, Z * Z / n
    centre = (value + slack / 2) / (1 + slack)
    half = Z / (1 + slack) * sqrt(value * (1 - value) / n + slack / (4 * n))
    # Rounding must not push an end beyond what a share can be, or beyond the share itself.
    low = 0.0 if count == 0 else max(0.0, min(value, centre - half))
    high = 1.0 if count == n else min(1.0, max(value, centre + half))
    return Share(count, n, value, low, high)


def agreement(pairs: Collection[tuple[Hashable, Hashable]]) -> Agreement | None:
    """Return Cohen's kappa (1960) for pairs of verdicts with its interval; none of no pairs.

    The standard error is that of Fleiss, Cohen and Everitt (1969).
    """
    n = len(pairs)
    if not n:
        return None
    kinds = {kind for pair in pairs for kind in pair}
    first = {kind: sum(one == kind for one, _ in pairs) / n for kind in kinds}
    second = {kind: sum(two == kind for _, two in pairs) / n for kind in kinds}
    agreed = sum(one == two for one, two in pairs)
    observed = agreed / n
    expected = sum(first[kind] * second[kind] for kind in kinds)
    if agreed == n and len(kinds) == 1:
        return Agreement(n, agreed, 1.0, 1.0, None, None, None)
    kappa = (observed - expected) / (1 - expected)
    spread = _spread(pairs, first, second, kappa, expected)
    if spread < _NOTHING:
        return Agreement(n, agreed, observed, expected, kappa, None, None)
    error = sqrt(spread / n) / (1 - expected)
    low, high = max(-1.0, kappa - Z * error), min(1.0, kappa + Z * error)
    return Agreement(n, agreed, observed, expected, kappa, low, high)


def _spread(
    pairs: Collection[tuple[Hashable, Hashable]],
    first: dict[Hashable, float],
    second: dict[Hashable, float],
    kappa: float,
    expected: float,
) -> float:
    n, rest = len(pairs), 1 - kappa
    together = sum(
        (1 - (first[one] + second[one]) * rest) ** 2 for one, two in pairs if one == two
    )  # fmt: skip
    apart = sum((second[one] + first[two]) ** 2 for one, two in pairs if one != two)
    return (together + rest**2 * apart) / n - (kappa - expected * rest) ** 2


def table(
    pairs: Iterable[tuple[Hashable, Hashable]], kinds: Collection[Hashable]
) -> list[list[int]]:
    """Return how often each verdict of the first judge met each of the second."""
    held = list(pairs)
    return [[held.count((one, two)) for two in kinds] for one in kinds]
