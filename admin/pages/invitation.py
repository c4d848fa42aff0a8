"""The page behind a one-time link: somebody chooses the password of an account."""

from functools import partial

from starlette.responses import Response

from admin.pages.sign_in import carrying, emptied, entering
from admin.visit import NOBODY, Visit
from office import invitations, sessions, staff
from office.invitations import Invited
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Unit

_WHAT = "invitation"


def show(visit: Visit) -> Response:
    """Show whom the link is for; looking does not use it up."""
    return _page(visit, _invited(visit))


def _invited(visit: Visit) -> Invited:
    """Return whom the link is for; a link that opens nothing is counted against its place."""
    with visit.desk.office.reading(NOBODY) as unit:
        if staff.is_throttled_at_place(unit, _WHAT, visit.address):
            raise NotNow("throttled")
    try:
        with visit.desk.office.reading(NOBODY) as unit:
            return invitations.look(unit, _token(visit))
    except NotFound:
        counted = partial(staff.attempt_at_place, what=_WHAT, address=visit.address)
        visit.desk.writer.do(counted, NOBODY)
        raise


def _page(visit: Visit, invited: Invited, fault: NotValid | None = None) -> Response:
    status = 422 if fault else 200
    return visit.page("invitation.html", status, invited=invited, fault=fault)


def accept(visit: Visit) -> Response:
    """Keep the chosen password; who needs nothing else is signed in.

    The door does it, whoever is signed in here: the link stands for its account alone, and the
    session that this browser had ends.
    """
    invited = _invited(visit)
    password = visit.fields.get("new_password", "")
    try:
        if password != visit.fields.get("again", ""):
            raise NotValid("again", "passwords_differ")
        hashed = visit.desk.passwords.made(password)
    except NotValid as fault:
        return _page(visit, invited, fault)
    if hashed is None:
        raise NotNow("busy")
    work = partial(_accept, token=_token(visit), hashed=hashed, visit=entering(visit))
    token = visit.desk.writer.do(work, NOBODY)
    if token is None:
        return emptied(visit, visit.go("/masuk", "password_chosen"))
    return carrying(visit, visit.go("/", "password_chosen"), token)


def _accept(unit: Unit, *, token: str, hashed: str, visit: tuple[str, str]) -> str | None:
    earlier, browser = visit
    accepted = invitations.accept(unit, token, password_hash=hashed)
    sessions.close_session(unit, earlier)
    if not accepted.may_enter:
        return None
    return sessions.open_session(unit, accepted.member.staff_id, browser=browser)


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])
