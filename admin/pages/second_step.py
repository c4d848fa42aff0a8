"""One's own second factor: set up, switch off, and a new set of recovery codes."""

import re
from functools import partial

import pyotp
import segno
from starlette.responses import Response

from admin.pages.account import check_password, own, token_of
from admin.visit import Visit
from office import second_factor, sessions
from office.refusals import NotNow, NotValid
from office.unit import Unit

_SECRET = re.compile(r"[A-Z2-7]{16,64}")


def show(visit: Visit) -> Response:
    """Show how to set the second factor up; who has one goes to the account."""
    with visit.reading() as unit:
        if second_factor.is_on(unit):
            return visit.go("/akun")
    return _page(visit, secret=pyotp.random_base32())


def _page(visit: Visit, *, secret: str, problem: str = "") -> Response:
    with visit.reading() as unit:
        demanded = second_factor.is_demanded(unit)
    address = pyotp.TOTP(secret).provisioning_uri(
        name=own(visit).name, issuer_name=visit.desk.settings.office_name
    )
    return visit.page(
        "second_step.html",
        422 if problem else 200,
        secret=secret,
        qr=segno.make(address, error="m").svg_inline(scale=5, border=2),
        problem=problem,
        demanded=demanded,
    )


def switch_on(visit: Visit) -> Response:
    """Switch the second factor on once its first code fits; show the recovery codes once."""
    secret = visit.sent("secret")
    if not _SECRET.fullmatch(secret):
        raise NotValid("secret", "choice_unclear")
    with visit.reading() as unit:
        if second_factor.is_on(unit):
            raise NotNow("totp_is_on")
        now = unit.now
    try:
        check_password(visit)
    except NotValid as wrong:
        return _page(visit, secret=secret, problem=wrong.code)
    step = second_factor.code_step(secret, visit.sent("code"), now=now, last=None)
    if step is None:
        return _page(visit, secret=secret, problem="code_wrong")
    codes = visit.act(partial(_on, secret=secret, step=step, token=token_of(visit)))
    return visit.page("recovery_codes.html", codes=codes, is_new=True)


def _on(unit: Unit, *, secret: str, step: int, token: str) -> list[str]:
    codes = second_factor.switch_on(unit, secret, step=step)
    sessions.close_others(unit, token)
    return codes


def switch_off(visit: Visit) -> Response:
    """Switch the second factor off; the password is asked again."""
    check_password(visit)
    visit.act(second_factor.switch_off)
    return visit.go("/akun", "totp_off")


def renew_codes(visit: Visit) -> Response:
    """Make a new set of recovery codes and show it once; the password is asked again."""
    check_password(visit)
    codes = visit.act(second_factor.renew_codes)
    return visit.page("recovery_codes.html", codes=codes, is_new=False)
