"""One's own account: password, and the browsers in which one is signed in."""

from functools import partial

from starlette.responses import Response

from admin.doorkeeper import cookie_name
from admin.visit import Visit
from office import passkeys, second_factor, sessions, staff
from office.people import StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Unit


def show(visit: Visit) -> Response:
    """Show the account: second factor, recovery codes that are left, open browsers."""
    member = own(visit)
    with visit.reading() as unit:
        has_totp = second_factor.is_on(unit)
        left = second_factor.codes_left(unit, member.staff_id)
        demanded = second_factor.is_demanded(unit)
        browsers = sessions.own(unit, token_of(visit))
        keys = passkeys.count(unit, member.staff_id)
    return visit.page(
        "account.html",
        has_totp=has_totp,
        left=left,
        demanded=demanded,
        browsers=browsers,
        keys=keys,
    )


def change_password(visit: Visit) -> Response:
    """Change the password and sign every other browser out."""
    check_password(visit)
    hashed = staff.hash_password(visit.fields.get("new_password", ""))
    visit.act(partial(_change, hashed=hashed, token=token_of(visit)))
    return visit.go("/akun", "password_changed")


def _change(unit: Unit, *, hashed: str, token: str) -> None:
    staff.set_password(unit, hashed)
    sessions.close_others(unit, token)


def end_session(visit: Visit) -> Response:
    """Sign one browser out; this one goes back to the door."""
    visit.act(partial(sessions.end_one, handle=visit.sent("which")))
    return visit.go("/akun", "session_ended")


def end_others(visit: Visit) -> Response:
    """Sign every other browser out."""
    visit.act(partial(sessions.end_others, token=token_of(visit)))
    return visit.go("/akun", "other_sessions_ended")


def check_password(visit: Visit) -> None:
    """Let pass whoever knows the password of this account.

    Raises `NotValid` for a wrong one, and `NotNow` for too many of them or too great a crowd.
    """
    what = f"account:{own(visit).staff_id}"
    counted = visit.act(partial(staff.attempt_at_place, what=what, address=visit.address))
    if counted is None:
        raise NotNow("throttled")
    with visit.reading() as unit:
        stored = staff.own_password(unit)
    fits = visit.desk.passwords.fits(stored, visit.fields.get("password", ""))
    if fits is None:
        visit.act(partial(staff.forgive, numbers=counted))
        raise NotNow("busy")
    if not fits:
        raise NotValid("password", "password_wrong")
    visit.act(partial(staff.forgive, numbers=counted))


def token_of(visit: Visit) -> str:
    """Return the token of this browser's session."""
    name = cookie_name(https=visit.desk.settings.panel_https)
    return visit.request.cookies.get(name, "")


def own(visit: Visit) -> StaffMember:
    """Return who is signed in; raise `NotAllowed` where nobody is."""
    if visit.member is None:
        raise NotAllowed("staff_only")
    return visit.member
