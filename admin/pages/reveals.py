"""Asking to see an identity, deciding on it, and seeing it once it was allowed."""

from functools import partial

from starlette.responses import Response

from admin.pages import case, objections
from admin.visit import Visit
from office import staff
from office.people import Permission
from office.refusals import NotValid
from register import reveals
from register.reveals import CaseKey, CaseKind

FORM = "minta-identitas"


def show(visit: Visit) -> Response:
    """Show what one asked for, and what waits for one's word."""
    return _page(visit)


def _page(visit: Visit, *, number: int = 0, fault: NotValid | None = None) -> Response:
    decides = visit.may(Permission.ALLOW_REVEALING)
    with visit.reading() as unit:
        return visit.page(
            "reveals.html",
            422 if fault else 200,
            own=reveals.own(unit),
            waiting=reveals.waiting(unit) if decides else [],
            decided=reveals.decided(unit) if decides else [],
            decides=decides,
            asks=visit.may(Permission.ASK_TO_REVEAL),
            names=staff.names(unit),
            me=visit.member.staff_id if visit.member else 0,
            shortest=reveals.SHORTEST_REASON,
            longest=reveals.LONGEST_REASON,
            fault=fault,
            faulty=number,
            typed=visit.fields,
        )


def ask_request(visit: Visit) -> Response:
    """Ask to see who requests."""
    return _ask(visit, CaseKind.REQUEST)


def ask_objection(visit: Visit) -> Response:
    """Ask to see who objects."""
    return _ask(visit, CaseKind.OBJECTION)


def _ask(visit: Visit, kind: CaseKind) -> Response:
    key = CaseKey(kind, visit.number)
    try:
        visit.act(partial(reveals.ask, case=key, reason=visit.sent("reason")))
    except NotValid as fault:
        shown = case.page if kind is CaseKind.REQUEST else objections.page
        return shown(visit, form=FORM, fault=fault)
    visit.desk.leaves.forget()
    return visit.go(_path(key), "reveal_asked")


def look_request(visit: Visit) -> Response:
    """Show who requests, as somebody else allowed."""
    key = CaseKey(CaseKind.REQUEST, visit.number)
    return case.page(visit, identity=visit.act(partial(reveals.look, case=key)))


def look_objection(visit: Visit) -> Response:
    """Show who objects, as somebody else allowed."""
    key = CaseKey(CaseKind.OBJECTION, visit.number)
    return objections.page(visit, identity=visit.act(partial(reveals.look, case=key)))


def allow(visit: Visit) -> Response:
    """Let somebody see an identity for a day."""
    visit.act(partial(reveals.allow, number=visit.number))
    visit.desk.leaves.forget()
    return visit.go("/izin-identitas", "reveal_allowed")


def decline(visit: Visit) -> Response:
    """Say no, with a reason."""
    try:
        visit.act(partial(reveals.decline, number=visit.number, note=visit.sent("note")))
    except NotValid as fault:
        return _page(visit, number=visit.number, fault=fault)
    visit.desk.leaves.forget()
    return visit.go("/izin-identitas", "reveal_declined")


def _path(key: CaseKey) -> str:
    room = "register" if key.kind is CaseKind.REQUEST else "keberatan"
    return f"/{room}/{key.number}"
