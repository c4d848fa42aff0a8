"""The audit of answers: its months, one judge's answers one after another, and what was found."""

from datetime import date
from enum import StrEnum
from functools import partial
from typing import TypeVar

from starlette.responses import Response

from admin.visit import Visit
from knowledge.audit import assessing, drawing, findings, reading, seats
from knowledge.audit.words import Assessment, Manner
from office.refusals import NotValid

W = TypeVar("W", bound=StrEnum)


def months(visit: Visit) -> Response:
    """Show every month that was drawn, and those that could be."""
    with visit.reading() as unit:
        audits = reading.audits(unit)
        return visit.page(
            "audits.html",
            audits=audits,
            found=findings.standings(unit),
            undrawn=reading.undrawn(unit),
            usual=drawing.USUAL_SIZE,
            smallest=drawing.SMALLEST,
            largest=drawing.LARGEST,
        )


def draw(visit: Visit) -> Response:
    """Draw the sample of a month."""
    work = partial(drawing.draw, month=_month(visit), size=visit.sent_number("size"))
    return visit.go(f"/audit-jawaban/{visit.act(work)}", "audit_drawn")


def show(visit: Visit) -> Response:
    """Show the next answer to whoever judges; the findings once both are done."""
    place = visit.count("sebelum")
    with visit.reading() as unit:
        sheet = reading.sheet(unit, visit.number)
        if sheet.opened_at is not None:
            return _found(visit, sheet)
        back = reading.before(unit, visit.number, place) if place is not None else None
        given = back or reading.next_for(unit, visit.number)
        here = given.place if given else sheet.size + 1
        return visit.page(
            "audit_judge.html",
            sheet=sheet,
            given=given,
            earlier=reading.before(unit, visit.number, here),
            assessments=list(Assessment),
        )


def _found(visit: Visit, sheet: reading.Sheet) -> Response:
    with visit.reading() as unit:
        found = findings.findings(unit, sheet.number)
        proof = drawing.repeat(unit, sheet.number) if visit.query("ulang") else None
    return visit.page(
        "audit_found.html",
        sheet=sheet,
        found=found,
        proof=proof,
        assessments=list(Assessment),
        manners=list(Manner),
    )


def sit(visit: Visit) -> Response:
    """Sit down as a judge."""
    visit.act(partial(seats.take, number=visit.number))
    return visit.go(f"/audit-jawaban/{visit.number}", "audit_seat_taken")


def stand_up(visit: Visit) -> Response:
    """Free a seat."""
    visit.act(partial(seats.leave, number=visit.number, seat=visit.sent_number("seat")))
    return visit.go(f"/audit-jawaban/{visit.number}", "audit_seat_left")


def assess(visit: Visit) -> Response:
    """Judge an answer; the next one follows at once."""
    work = partial(
        assessing.assess,
        answer_id=visit.sent_number("answer"),
        verdict=_chosen(visit, "verdict", Assessment),
        note=visit.sent("note"),
    )
    visit.act(work)
    return visit.go(f"/audit-jawaban/{visit.number}")


def settle(visit: Visit) -> Response:
    """Settle a disagreement, or propose how."""
    work = partial(
        assessing.settle,
        answer_id=visit.sent_number("answer"),
        verdict=_chosen(visit, "verdict", Assessment),
        manner=_chosen(visit, "manner", Manner),
        note=visit.sent("note"),
    )
    stands = visit.act(work)
    return visit.go(
        f"/audit-jawaban/{visit.number}", "audit_settled" if stands else "audit_proposed"
    )


def _month(visit: Visit) -> date:
    try:
        return date.fromisoformat(f"{visit.sent('month')}-01")
    except ValueError:
        raise NotValid("month", "date_unclear") from None


def _chosen(visit: Visit, name: str, kind: type[W]) -> W:
    try:
        return kind(visit.sent(name))
    except ValueError:
        raise NotValid(name, "choice_unclear") from None
