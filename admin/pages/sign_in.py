"""Sign in and out."""

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from admin.browsers import short_name
from admin.doorkeeper import cookie_name
from admin.visit import Visit
from office import second_factor, sessions, staff
from office.people import StaffMember
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """Whoever showed a password, the second factor that goes with it, and whence they come."""

    member: StaffMember
    counted: list[int]
    step: int | None = None
    recovery: str = ""
    earlier: str = ""
    login: str = ""
    address: str = ""
    browser: str = ""


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
        return _let_in(visit, _entry(visit, found.member, counted))
    if visit.sent("recovery"):
        return _let_in(visit, _entry(visit, found.member, counted, recovery=visit.sent("recovery")))
    if not visit.sent("code"):
        visit.act(partial(staff.forgive, numbers=counted))
        return _again(visit, "code_needed", 401)
    step = second_factor.code_step(found.totp, visit.sent("code"), now=now, last=found.totp_last)
    if step is None:
        return _again(visit, "wrong", 401)
    return _let_in(visit, _entry(visit, found.member, counted, step=step))


def _again(visit: Visit, problem: str, status: int) -> Response:
    return visit.page("sign_in.html", status, problem=problem, login=visit.sent("login"))


def _entry(
    visit: Visit,
    member: StaffMember,
    counted: list[int],
    *,
    step: int | None = None,
    recovery: str = "",
) -> Entry:
    earlier, browser = entering(visit)
    return Entry(
        member=member,
        counted=counted,
        step=step,
        recovery=recovery,
        earlier=earlier,
        login=visit.sent("login"),
        address=visit.address,
        browser=browser,
    )


def entering(visit: Visit) -> tuple[str, str]:
    """Return the token that a browser brought, and its short name."""
    name = cookie_name(https=visit.desk.settings.panel_https)
    agent = visit.request.headers.get("user-agent", "")
    return visit.request.cookies.get(name, ""), short_name(agent)


def _let_in(visit: Visit, entry: Entry) -> Response:
    token = visit.desk.writer.do(partial(_open, entry=entry), entry.member)
    if token is None:
        return _again(visit, "wrong", 401)
    answer = visit.go("/akun", "recovery_code_used") if entry.recovery else visit.go("/")
    return carrying(visit, answer, token)


def carrying(visit: Visit, answer: Response, token: str) -> Response:
    """Return an answer that signs the browser in."""
    https = visit.desk.settings.panel_https
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


def emptied(visit: Visit, answer: Response) -> Response:
    """Return an answer that takes the session's cookie from the browser."""
    https = visit.desk.settings.panel_https
    # Browsers take no word about a `__Host-` cookie that is not itself secure.
    answer.delete_cookie(
        cookie_name(https=https), path="/", secure=https, httponly=True, samesite="lax"
    )
    return answer


def _open(unit: Unit, *, entry: Entry) -> str | None:
    number = entry.member.staff_id
    if entry.step is not None and not second_factor.use_code(unit, number, entry.step):
        return None
    if entry.recovery and not second_factor.use_recovery_code(unit, number, entry.recovery):
        return None
    staff.forgive(unit, entry.counted)
    staff.remember_place(unit, entry.login, entry.address)
    sessions.close_session(unit, entry.earlier)
    return sessions.open_session(unit, number, browser=entry.browser)


def leave(visit: Visit) -> Response:
    """Sign this browser out."""
    name = cookie_name(https=visit.desk.settings.panel_https)
    token = visit.request.cookies.get(name, "")
    visit.act(partial(sessions.close_session, token=token))
    return emptied(visit, visit.go("/masuk", "signed_out"))
