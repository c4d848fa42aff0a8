"""One's own account: password and second factor."""

import re
from functools import partial

import pyotp
import segno
from starlette.responses import Response

from admin.doorkeeper import cookie_name
from admin.visit import Visit
from office import sessions, staff
from office.people import StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Unit

_SECRET = re.compile(r"[A-Z2-7]{16,64}")


def show(visit: Visit) -> Response:
    """Show the account; offer a second factor where there is none yet."""
    with visit.reading() as unit:
        has_totp = staff.has_totp(unit)
    secret = "" if has_totp else pyotp.random_base32()
    return _page(visit, has_totp=has_totp, secret=secret)


def _page(visit: Visit, *, has_totp: bool, secret: str, problem: str = "") -> Response:
    qr = ""
    if secret:
        address = pyotp.TOTP(secret).provisioning_uri(
            name=_member(visit).name, issuer_name=visit.desk.settings.office_name
        )
        qr = segno.make(address, error="m").svg_inline(scale=5, border=2)
    status = 422 if problem else 200
    return visit.page(
        "account.html", status, has_totp=has_totp, secret=secret, qr=qr, problem=problem
    )


def switch_on(visit: Visit) -> Response:
    """Switch the second factor on once its first code fits; the password is asked again."""
    secret = visit.sent("secret")
    if not _SECRET.fullmatch(secret):
        raise NotValid("secret", "choice_unclear")
    with visit.reading() as unit:
        if staff.has_totp(unit):
            raise NotNow("totp_is_on")
        now = unit.now
    _check_password(visit)
    step = staff.code_step(secret, visit.sent("code"), now=now, last=None)
    if step is None:
        return _page(visit, has_totp=False, secret=secret, problem="code_wrong")
    visit.act(partial(_on, secret=secret, step=step, token=_token(visit)))
    return visit.go("/akun", "totp_on")


def _on(unit: Unit, *, secret: str, step: int, token: str) -> None:
    staff.set_totp(unit, secret, step=step)
    sessions.close_others(unit, token)


def switch_off(visit: Visit) -> Response:
    """Switch the second factor off; the password is asked again."""
    _check_password(visit)
    visit.act(partial(staff.set_totp, secret=None))
    return visit.go("/akun", "totp_off")


def change_password(visit: Visit) -> Response:
    """Change the password and sign every other browser out."""
    _check_password(visit)
    hashed = staff.hash_password(visit.fields.get("new_password", ""))
    visit.act(partial(_change, hashed=hashed, token=_token(visit)))
    return visit.go("/akun", "password_changed")


def _change(unit: Unit, *, hashed: str, token: str) -> None:
    staff.set_password(unit, hashed)
    sessions.close_others(unit, token)


def _check_password(visit: Visit) -> None:
    with visit.reading() as unit:
        stored = staff.own_password(unit)
    if not visit.desk.passwords.fits(stored, visit.fields.get("password", "")):
        raise NotValid("password", "password_wrong")


def _token(visit: Visit) -> str:
    name = cookie_name(https=visit.desk.settings.panel_https)
    return visit.request.cookies.get(name, "")


def _member(visit: Visit) -> StaffMember:
    if visit.member is None:
        raise NotAllowed("staff_only")
    return visit.member
