"""Pure: given hits and thresholds, answer, offer a choice, or admit not to know."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.finder import Hit
from knowledge.finding.confidence import Thresholds, usual_thresholds
from knowledge.words import Band, Route


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a question and the entries it rests on, best first."""

    band: Band
    hits: tuple[Hit, ...]
    # What the message is besides a question; the bot takes it up before the answer.
    route: Route | None = None
    # The slugs among which an acronym leaves the choice open.
    meanings: tuple[str, ...] = ()
    # Entries that would have been candidates, were they still valid.
    expired: tuple[str, ...] = ()


def decide(hits: Sequence[Hit], thresholds: Thresholds | None = None) -> Verdict:
    """Return the outcome by confidence and by the gap to the next entry."""
    limits = thresholds or usual_thresholds()
    if not hits or hits[0].confidence < limits.choose:
        return Verdict(Band.UNKNOWN, tuple(hits))
    gap = round(hits[0].confidence - (hits[1].confidence if len(hits) > 1 else 0), 4)
    if hits[0].confidence >= limits.answer and gap >= limits.margin:
        return Verdict(Band.ANSWER, tuple(hits))
    return Verdict(Band.CHOOSE, tuple(hits))
