"""Pure: given hits and thresholds, answer, offer a choice, or admit not to know."""

from dataclasses import dataclass

from knowledge.finder import Hit
from knowledge.words import Band


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a hit is sure enough; changed only with a before/after table."""

    answer: float = 0.62
    margin: float = 0.14
    choose: float = 0.42
    choices: int = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a question and the entries it rests on, best first."""

    band: Band
    hits: tuple[Hit, ...]


def decide(hits: list[Hit], thresholds: Thresholds = Thresholds()) -> Verdict:
    """Return the outcome by confidence and by the gap to the next entry."""
    if not hits or hits[0].confidence < thresholds.choose:
        return Verdict(Band.UNKNOWN, tuple(hits))
    gap = hits[0].confidence - (hits[1].confidence if len(hits) > 1 else 0)
    if hits[0].confidence >= thresholds.answer and gap >= thresholds.margin:
        return Verdict(Band.ANSWER, tuple(hits))
    return Verdict(Band.CHOOSE, tuple(hits))
