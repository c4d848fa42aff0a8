"""How sure a candidate is: signals weighed on development data, corrected by staff's verdicts."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

from knowledge.finding.signals import Signals

_ROUNDS = 60
# No step is longer, since Newton's would overshoot where all chances are near 0 or 1.
_LONGEST_STEP = 0.5
_FLATTEST = 0.2
_EDGE = 1e-3
# So many verdicts weigh as much as what was learned beforehand.
_TRUST = 20.0


@dataclass(frozen=True, slots=True)
class Scale:
    """What each signal says, and how the office's own verdicts stretch and shift it."""

    weights: Mapping[str, float]
    constant: float
    stretch: float = 1.0
    shift: float = 0.0

    def contributions(self, signals: Signals) -> dict[str, float]:
        """Return what each signal adds to the log-odds of being right."""
        return {name: weight * _value(signals, name) for name, weight in self.weights.items()}

    def odds(self, signals: Signals) -> float:
        """Return the log-odds of being right, before the office's verdicts."""
        return self.constant + sum(self.contributions(signals).values())

    def confidence(self, signals: Signals) -> float:
        """Return the chance of being right, between 0 and 1."""
        return _chance(self.stretch * self.odds(signals) + self.shift)

    def corrected(self, verdicts: Iterable[tuple[float, bool]]) -> "Scale":
        """Return the scale after verdicts (log-odds then, right or wrong), after Platt 1999.

        Few verdicts move it little: the values of before count as much as twenty of them.
        """
        held = list(verdicts)
        stretch, shift = 1.0, 0.0
        for _ in range(_ROUNDS):
            stretch, shift = _step(held, stretch, shift)
        return Scale(self.weights, self.constant, stretch, shift)


def _step(held: list[tuple[float, bool]], stretch: float, shift: float) -> tuple[float, float]:
    """Return one step of Newton's method towards the likeliest stretch and shift."""
    slope = [_TRUST * (1 - stretch), -_TRUST / 4 * shift]
    curve = [_TRUST, 0.0, _TRUST / 4]
    for odds, right in held:
        chance = _chance(stretch * odds + shift)
        slope[0] += (right - chance) * odds
        slope[1] += right - chance
        spread = chance * (1 - chance)
        curve[0] += spread * odds * odds
        curve[1] += spread * odds
        curve[2] += spread
    whole = curve[0] * curve[2] - curve[1] * curve[1]
    steps = (
        (curve[2] * slope[0] - curve[1] * slope[1]) / whole,
        (curve[0] * slope[1] - curve[1] * slope[0]) / whole,
    )
    if stretch + steps[0] < _FLATTEST:
        # Verdicts may flatten the scale, never turn it round; then only the shift moves.
        steps = (_FLATTEST - stretch, slope[1] / curve[2])
    kept = [max(-_LONGEST_STEP, min(_LONGEST_STEP, step)) for step in steps]
    return stretch + kept[0], shift + kept[1]


def _value(signals: Signals, name: str) -> float:
    value = float(getattr(signals, name))
    if name != "chance":
        return value
    kept = min(1 - _EDGE, max(_EDGE, value))
    return log(kept / (1 - kept))


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a candidate is sure enough; changed only with a table of before and after."""

    answer: float
    margin: float
    choose: float
    choices: int


@cache
def settings() -> Mapping[str, Mapping[str, float]]:
    """Return the weights and thresholds kept as data beside this file."""
    text = (files("knowledge.finding") / "confidence.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def usual_scale() -> Scale:
    """Return the scale learned on development data."""
    weights = dict(settings()["weights"])
    return Scale(weights, weights.pop("constant"))


def usual_thresholds() -> Thresholds:
    """Return the thresholds in force."""
    held = settings()["thresholds"]
    return Thresholds(held["answer"], held["margin"], held["choose"], int(held["choices"]))
