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
    counted = visit.act(partial(staff.attempt, login=login, address=visit.address))
    if counted is None:
        return _again(visit, "throttled", 429)
    with visit.reading() as unit:
        found = staff.credentials(unit, login)
        now = unit.now
    fits = visit.desk.passwords.fits(found.password, visit.fields.get("password", ""))
    if fits is None:
        return _again(visit, "busy", 429)
    if found.member is None or not fits:
        return _again(visit, "wrong", 401)
    if found.totp is None:
        return _let_in(visit, found.member, counted, None)
    if not visit.sent("code"):
        visit.act(partial(staff.forgive, numbers=counted))
        return _again(visit, "code_needed", 401)
    step = staff.code_step(found.totp, visit.sent("code"), now=now, last=found.totp_last)
    if step is None:
        return _again(visit, "wrong", 401)
    return _let_in(visit, found.member, counted, step)


def _again(visit: Visit, problem: str, status: int) -> Response:
    return visit.page("sign_in.html", status, problem=problem, login=visit.sent("login"))


def _let_in(visit: Visit, member: StaffMember, counted: list[int], step: int | None) -> Response:
    https = visit.desk.settings.panel_https
    name = cookie_name(https=https)
    earlier = visit.request.cookies.get(name, "")
    came = (visit.sent("login"), visit.address)
    work = partial(_open, member=member, step=step, counted=counted, earlier=earlier, came=came)
    token = visit.desk.writer.do(work, member)
    if token is None:
        return _again(visit, "wrong", 401)
    answer = visit.go("/")
    answer.set_cookie(
        name,
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        secure=https,
        samesite="lax",
        path="/",
    )
    return answer


def _open(
    unit: Unit, *, member: StaffMember, step: int | None, counted: list[int], earlier: str,
    came: tuple[str, str],
) -> str | None:  # fmt: skip
    if step is not None and not staff.use_code(unit, member.staff_id, step):
        return None
    staff.forgive(unit, counted)
    staff.remember_place(unit, *came)
    sessions.close_session(unit, earlier)
    return sessions.open_session(unit, member.staff_id)


def leave(visit: Visit) -> Response:
    """Sign this browser out."""
    name = cookie_name(https=visit.desk.settings.panel_https)
    token = visit.request.cookies.get(name, "")
    visit.act(partial(sessions.close_session, token=token))
    answer = visit.go("/masuk", "signed_out")
    answer.delete_cookie(name, path="/")
    return answer
