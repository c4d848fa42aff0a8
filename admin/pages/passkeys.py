"""Passkeys: one's own list, a new one, and the door that they open."""

from functools import partial

from starlette.responses import Response

from admin import ceremony
from admin.ceremony import Site
from admin.doorkeeper import status_of
from admin.pages.account import check_password, own
from admin.pages.sign_in import carrying, entering
from admin.texts import texts
from admin.visit import Visit
from office import passkeys, sessions, staff
from office.passkeys import Holder
from office.refusals import NotFound, NotNow, NotValid, Refusal
from office.unit import Unit

_KEPT_NOWHERE = {"Cache-Control": "no-store"}


def show(visit: Visit) -> Response:
    """Show one's own keys, and how to add one."""
    return _list(visit)


def _list(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        keys = passkeys.own(unit)
    return visit.page(
        "passkeys.html",
        422 if fault else 200,
        keys=keys,
        fault=fault,
        most=passkeys.MOST,
        can_have_keys=_site(visit).can_have_keys,
    )


def begin(visit: Visit) -> Response:
    """Tell the browser what to ask the device for; the password is asked again."""
    try:
        check_password(visit)
        challenge = visit.act(passkeys.challenge_for_new)
    except Refusal as refused:
        return _declined(refused)
    with visit.reading() as unit:
        known = passkeys.own(unit)
    office = visit.desk.settings.office_name
    return _asked(ceremony.ask_for_new(_site(visit), office, own(visit), challenge, known))


def add(visit: Visit) -> Response:
    """Keep a new key once its answer is proven."""
    answer = ceremony.opened(visit.sent("answer"))
    key = ceremony.new_key(answer, _site(visit))
    work = partial(passkeys.add, challenge=answer.challenge, key=key, name=visit.sent("name"))
    try:
        visit.act(work)
    except NotValid as fault:
        return _list(visit, fault)
    return visit.go("/akun/kunci", "passkey_added")


def remove(visit: Visit) -> Response:
    """Forget one of one's own keys."""
    visit.act(partial(passkeys.remove, number=visit.number))
    return visit.go("/akun/kunci", "passkey_removed")


def remove_all(visit: Visit) -> Response:
    """Forget every key of one's own."""
    visit.act(passkeys.remove_all)
    return visit.go("/akun/kunci", "passkeys_removed")


def begin_entry(visit: Visit) -> Response:
    """Tell the browser what to ask a device for; every attempt is counted."""
    try:
        challenge = visit.act(partial(_challenge, address=visit.address))
    except Refusal as refused:
        return _declined(refused)
    return _asked(ceremony.ask_for_entry(_site(visit), challenge))


def _challenge(unit: Unit, *, address: str) -> str:
    counted = staff.attempt_with_key(unit, address)
    if counted is None:
        raise NotNow("throttled")
    return passkeys.challenge_for_entry(unit, counted)


def enter(visit: Visit) -> Response:
    """Let in whose key answered; every failure looks the same."""
    try:
        here = _site(visit)
        answer = ceremony.opened(visit.sent("answer"))
        with visit.reading() as unit:
            holder = passkeys.holder(unit, answer.credential)
        if holder is None or holder.key.site != here.host:
            raise NotFound("passkey_refused")
        count = ceremony.count_of(answer, here, holder.key)
        work = partial(
            _open, challenge=answer.challenge, holder=holder, count=count, visit=entering(visit)
        )
        token = visit.desk.writer.do(work, holder.member)
    except NotFound:
        return visit.page("sign_in.html", 401, problem="passkey_wrong", login="")
    return carrying(visit, visit.go("/"), token)


def _open(unit: Unit, *, challenge: str, holder: Holder, count: int, visit: tuple[str, str]) -> str:
    earlier, browser = visit
    attempt = passkeys.use(unit, challenge, holder.number, sign_count=count)
    staff.forgive(unit, [attempt])
    sessions.close_session(unit, earlier)
    return sessions.open_session(unit, holder.member.staff_id, browser=browser)


def _site(visit: Visit) -> Site:
    return ceremony.site(visit.request, https=visit.desk.settings.panel_https)


def _asked(options: str) -> Response:
    return Response(options, media_type="application/json", headers=_KEPT_NOWHERE)


def _declined(refused: Refusal) -> Response:
    """Return the sentence of a refusal alone, for the script to show."""
    sentence = texts("refusal", refused.code, refused.facts)
    return Response(sentence, status_of(refused), media_type="text/plain", headers=_KEPT_NOWHERE)
