"""The readers' side of the library: what is asked, weak or old, and how far the bot is right."""

from dataclasses import dataclass

from starlette.responses import Response

from admin.visit import Visit
from knowledge import editions, insight, reliability
from knowledge.finding.confidence import usual_thresholds
from knowledge.reliability import Bin

_SHOWN = 20
# The plot's square in its own units; the margin left and below holds the numbers.
SIDE, EDGE = 200, 34
_SMALLEST, _LARGEST = 3.0, 9.0


@dataclass(frozen=True, slots=True)
class Point:
    """A bin on the plot: where it stands and how large its mark is."""

    x: float
    y: float
    radius: float
    count: int


def show(visit: Visit) -> Response:
    """Show what is used, what is not, what grows old, and how far the bot may be believed."""
    weak, doubled = visit.desk.library.weak()
    with visit.reading() as unit:
        reliable = reliability.reliability(unit)
        return visit.page(
            "insight.html",
            most=insight.most_asked(unit),
            never=insight.never_used(unit),
            ageing=insight.ageing(unit),
            pace=insight.pace(unit),
            coverage=insight.coverage(unit),
            weeks=insight.weekly(unit),
            weak=[row for row in weak.entries if row.first < row.phrasings][:_SHOWN],
            pairs=weak.pairs[:_SHOWN],
            share=weak.share,
            doubled=doubled[:_SHOWN],
            reliable=reliable,
            points=points(reliable.bins),
            side=SIDE,
            edge=EDGE,
            limits=usual_thresholds(),
            titles=editions.titles(unit),
        )


def points(bins: tuple[Bin, ...]) -> list[Point]:
    """Return the marks of the plot; the more answers a bin holds, the larger its mark."""
    most = max((one.count for one in bins), default=0) or 1
    return [
        Point(
            round(EDGE + (one.confidence or 0) * SIDE, 1),
            round(SIDE - (one.share or 0) * SIDE + 10, 1),
            round(_SMALLEST + (_LARGEST - _SMALLEST) * (one.count / most) ** 0.5, 1),
            one.count,
        )
        for one in bins
        if one.count
    ]
