"""How far the bot's confidence holds: what was judged right, by tenths of confidence."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.curation_tables import Judgement
from knowledge.judging import picked
from knowledge.tables import questions
from knowledge.words import Band
from office.people import Permission
from office.unit import Unit

BINS = 10
_NEWEST = 20_000


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: how many, how sure on the mean, how many right."""

    above: float
    below: float
    count: int
    confidence: float | None
    right: int

    @property
    def share(self) -> float | None:
        """Return the share that was right; none where nothing was judged."""
        return self.right / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Reliability:
    """The table with who said so: staff's verdicts, and what citizens did."""

    bins: tuple[Bin, ...]
    judged: int
    by_citizens: int

    @property
    def gap(self) -> float | None:
        """Return by how much confidence and truth differ, over all answers."""
        count = sum(one.count for one in self.bins)
        if not count:
            return None
        return sum(abs((one.confidence or 0) * one.count - one.right) for one in self.bins) / count


def reliability(unit: Unit) -> Reliability:
    """Return how often the best candidate was right, by its confidence; newest questions.

    A verdict of staff counts before what a citizen pressed. That an answer helped, or that the
    first of those offered was picked, says right; another pick, or "not this", says wrong.
    """
    unit.require(Permission.READ_QUESTIONS)
    log = questions.c
    rows = unit.session.execute(
        select(log.confidence, log.band, log.considered, log.follow_up, Judgement.is_right)
        .outerjoin(Judgement, Judgement.question_id == log.id)
        .where(log.slug.is_not(None), Judgement.is_right.is_not(None) | log.follow_up.is_not(None))
        .order_by(log.id.desc())
        .limit(_NEWEST)
    )
    judged: list[tuple[float, bool]] = []
    pressed: list[tuple[float, bool]] = []
    for row in rows:
        if row.is_right is not None:
            judged.append((row.confidence, row.is_right))
        elif (right := told(row.band, row.considered, row.follow_up)) is not None:
            pressed.append((row.confidence, right))
    return Reliability(tuple(bins([*judged, *pressed])), len(judged), len(pressed))


def told(band: str, considered: str, follow_up: str) -> bool | None:
    """Return whether a citizen's press says that the best candidate was right; often nothing."""
    if band == Band.ANSWER:
        # Whoever picks, or finds nothing to pick, has said before that it was not this.
        wrong = follow_up in {"not_this", "none_fits"} or follow_up.startswith("picked:")
        return True if follow_up == "helped" else False if wrong else None
    if band == Band.CHOOSE:
        chosen = picked(considered, follow_up)
        return chosen[1] if chosen else False if follow_up == "none_fits" else None
    return None


def bins(seen: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Return ten bins for confidences between 0 and 1 with whether each was right."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in seen:
        held[min(BINS - 1, max(0, int(confidence * BINS)))].append((confidence, right))
    return [
        Bin(
            place / BINS, (place + 1) / BINS, len(rows),
            round(sum(one for one, _ in rows) / len(rows), 4) if rows else None,
            sum(right for _, right in rows),
        )
        for place, rows in enumerate(held)
    ]  # fmt: skip
