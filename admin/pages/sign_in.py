"""Sign in and out."""

from functools import partial

from starlette.responses import Response

from admin.doorkeeper import cookie_name
from admin.visit import Visit
from office import sessions, staff
from office.people import StaffMember
from office.unit import Unit


def show(visit: Visit) -> Response:
    """Show the door; who is in already goes through."""
    if visit.member is not None:
        return visit.go("/")
    return visit.page("sign_in.html", problem="", login="")


def enter(visit: Visit) -> Response:
    """Check login, password and code; every failure is counted and looks the same."""
    login = visit.sent("login")
    with visit.reading() as unit:
        if staff.throttled(unit, login):
            return _again(visit, "throttled", 429)
        found = staff.credentials(unit, login)
        now = unit.now
    # Slow on purpose, and so outside every transaction.
    fits = staff.password_fits(found.password, visit.fields.get("password", ""))
    if found.member is None or not fits:
        visit.act(partial(staff.note_failure, login=login))
        return _again(visit, "wrong", 401)
    if found.totp is None:
        return _let_in(visit, found.member, None)
    if not visit.sent("code"):
        return _again(visit, "code_needed", 401)
    step = staff.code_step(found.totp, visit.sent("code"), now=now, last=found.totp_last)
    if step is None:
        visit.act(partial(staff.note_failure, login=login))
        return _again(visit, "wrong", 401)
    return _let_in(visit, found.member, step)


def _again(visit: Visit, problem: str, status: int) -> Response:
    return visit.page("sign_in.html", status, problem=problem, login=visit.sent("login"))


def _let_in(visit: Visit, member: StaffMember, step: int | None) -> Response:
    token = visit.act(partial(_open, member=member, step=step))
    https = visit.desk.settings.panel_https
    answer = visit.go("/")
    answer.set_cookie(
        cookie_name(https=https),
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        secure=https,
        samesite="lax",
        path="/",
    )
    return answer


def _open(unit: Unit, *, member: StaffMember, step: int | None) -> str:
    if step is not None:
        staff.use_code(unit, member.staff_id, step)
    return sessions.open_session(unit, member.staff_id)


def leave(visit: Visit) -> Response:
    """Sign this browser out."""
    name = cookie_name(https=visit.desk.settings.panel_https)
    token = visit.request.cookies.get(name, "")
    visit.act(partial(sessions.close_session, token=token))
    answer = visit.go("/masuk", "signed_out")
    answer.delete_cookie(name, path="/")
    return answer
