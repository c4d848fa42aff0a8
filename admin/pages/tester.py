"""The tester: what the bot makes of a question, and why."""

from starlette.responses import Response

from admin.visit import Visit
from knowledge import tester
from knowledge.finding.confidence import usual_thresholds

LONGEST = 500
# A signal that says more than this says all there is to say.
STRONGEST = 8.0


def show(visit: Visit) -> Response:
    """Show what is read in a question, and what speaks for and against each candidate."""
    question = visit.query("tanya")[:LONGEST]
    with visit.reading() as unit:
        today = unit.today
    explained = None
    if question:
        explained = tester.explain(visit.desk.library.now(), question, today=today)
    return visit.page(
        "tester.html",
        question=question,
        explained=explained,
        limits=usual_thresholds(),
        longest=LONGEST,
        strongest=STRONGEST,
    )
