"""Requests of citizens about their own data: listed by what is due, looked into, decided."""

from functools import partial

from starlette.responses import Response

from admin.visit import Visit
from office import data_requests, staff
from office.data_requests import Decision, Ground, Status
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit
from register import rights, rights_settling

_OUTCOMES = (Status.DONE, Status.PARTLY, Status.REFUSED)
_FAULTS = (NotValid, NotNow)


def show(visit: Visit) -> Response:
    """Show every request, what is due first at the top."""
    with visit.reading() as unit:
        return visit.page(
            "data_requests.html", rows=data_requests.listed(unit), names=staff.names(unit)
        )


def show_one(visit: Visit) -> Response:
    """Show one request with the cases in which its sender is named."""
    return _page(visit)


def _page(visit: Visit, fault: NotValid | NotNow | None = None) -> Response:
    with visit.reading() as unit:
        one = data_requests.one(unit, visit.number)
        cases = rights.held(unit, one.person) if one.person is not None else []
        names = staff.names(unit)
    status = {NotValid: 422, NotNow: 409}.get(type(fault), 200) if fault else 200
    return visit.page(
        "data_request.html", status, one=one, cases=cases, names=names, fault=fault,
        outcomes=_OUTCOMES, grounds=list(Ground), fields=rights.CORRECTABLE,
        contact=visit.desk.settings.dpo_contact,
    )  # fmt: skip


def decide(visit: Visit) -> Response:
    """Settle the request; the citizen is told in the chat."""
    try:
        decision = Decision(
            _chosen(visit), Ground(visit.sent("ground")) if visit.sent("ground") else None,
            visit.sent("note"),
        )  # fmt: skip
        visit.act(partial(rights_settling.settle, number=visit.number, decision=decision))
    except _FAULTS as fault:
        return _page(visit, fault)
    except ValueError:
        return _page(visit, NotValid("ground", "required"))
    return visit.go(f"/data-pribadi/{visit.number}", "data_request_settled")


def _chosen(visit: Visit) -> Status:
    if visit.sent("status") not in set(_OUTCOMES):
        raise NotValid("status", "required")
    return Status(visit.sent("status"))


def correct(visit: Visit) -> Response:
    """Correct one field of the identity in one of the sender's cases."""
    work = partial(
        _correct, number=visit.number, code=visit.sent("code"),
        changes={visit.sent("field"): visit.sent("value")},
    )  # fmt: skip
    try:
        visit.act(work)
    except _FAULTS as fault:
        return _page(visit, fault)
    return visit.go(f"/data-pribadi/{visit.number}", "identity_corrected")


def _correct(unit: Unit, *, number: int, code: str, changes: dict[str, str]) -> None:
    _own(unit, number, code)
    rights.correct(unit, code, changes, data_request=number)


def _own(unit: Unit, number: int, code: str) -> None:
    """Let pass a case of whoever sent the request; nobody else's is touched from its page."""
    person = data_requests.one(unit, number).person
    if person is None or code not in {one.code for one in rights.held(unit, person)}:
        raise NotFound("request_unknown")


def restrict(visit: Visit) -> Response:
    """Restrict the identity in every case of the sender."""
    visit.act(partial(_restrict, number=visit.number))
    return visit.go(f"/data-pribadi/{visit.number}", "identity_restricted")


def _restrict(unit: Unit, *, number: int) -> None:
    person = data_requests.one(unit, number).person
    if person is None:
        raise NotFound("data_request_unknown")
    rights.restrict(unit, person, data_request=number)


def release(visit: Visit) -> Response:
    """End the restriction of one case's identity."""
    visit.act(partial(_release, number=visit.number, code=visit.sent("code")))
    return visit.go(f"/data-pribadi/{visit.number}", "identity_released")


def _release(unit: Unit, *, number: int, code: str) -> None:
    _own(unit, number, code)
    rights.release(unit, code)
