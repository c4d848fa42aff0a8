"""Restrictions of citizens' accounts: set from a conversation, listed, and lifted."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from knowledge.escalation import talk
from office import restrictions, staff
from office.refusals import NotNow, NotValid
from office.unit import Unit


def show(visit: Visit) -> Response:
    """Show every restriction, those in force first; whose they are is not shown."""
    with visit.reading() as unit:
        return visit.page(
            "restrictions.html", rows=restrictions.every(unit), names=staff.names(unit)
        )


def blank(visit: Visit) -> Response:
    """Show the form on a page of its own."""
    return _form(visit)


def _form(visit: Visit, fault: NotValid | NotNow | None = None) -> Response:
    with visit.reading() as unit:
        one = talk.conversation(unit, visit.number)
        present = restrictions.of(unit, one.person)
    status = {NotValid: 422, NotNow: 409}.get(type(fault), 200) if fault else 200
    return visit.page(
        "restriction_new.html", status, talk=one, present=present, fault=fault,
        days=visit.sent("days") or "7", reason=visit.sent("reason"),
    )  # fmt: skip


def restrict(visit: Visit) -> Response:
    """Restrict the account that a conversation belongs to."""
    try:
        work = partial(
            _restrict,
            number=visit.number,
            days=visit.sent_number("days"),
            reason=visit.sent("reason"),
        )
        visit.act(work)
    except (NotValid, NotNow) as fault:
        return _form(visit, fault)
    return visit.go(f"/percakapan/{visit.number}", "restricted")


def _restrict(unit: Unit, *, number: int, days: int, reason: str) -> None:
    one = talk.conversation(unit, number)
    restrictions.restrict(unit, one.person, days=days, reason=reason, language=one.language)


def lift(visit: Visit) -> Response:
    """End a restriction before its time."""
    visit.act(partial(restrictions.lift, number=visit.number))
    return visit.go("/pembatasan", "restriction_lifted")
