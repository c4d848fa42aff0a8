"""The one page citizens see: who asks, filled in once through a link from the chat."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.init_data import person_of
from admin.texts import table, texts
from admin.visit import Visit
from office import files
from office.files import Kept
from office.people import Citizen
from office.refusals import NotAllowed, NotFound, NotValid
from register import intake, slips
from register.intake import Field
from register.labels import label
from register.slips import Slip
from register.words import ApplicantType

_FILE = "identity_file"
_USUAL = {"phone": "filled"}  # with a telephone number an e-mail address is not needed
_AUTOCOMPLETE = {"address": "street-address", "phone": "tel", "email": "email"}


def is_open(visit: Visit) -> bool:
    """Tell whether the link in the address still opens something."""
    return _slip(visit) is not None


def show(visit: Visit) -> Response:
    """Show the page of a link, as long as it can be used."""
    slip = _slip(visit)
    return _gone(visit) if slip is None else _form(visit, slip)


def hand_in(visit: Visit) -> Response:
    """Take what was written; what is wrong is said beside its field and nothing is lost."""
    slip = _slip(visit)
    if slip is None:
        return _gone(visit)
    try:
        _prove(visit, slip)
    except NotAllowed as refused:
        return _form(visit, slip, 403, problem=texts("refusal", refused.code))
    answers = {row.name: visit.sent(row.name) for row in slip.fields if not row.is_file}
    insists = [name for name in answers if visit.sent(f"keep_{name}")]
    with visit.reading() as unit:
        faults = slips.faults(unit, slip, answers, insists)
    kept: Kept | None = None
    if not faults:
        try:
            kept = _copy(visit)
        except NotValid as refused:
            faults[_FILE] = refused
    if faults:
        return _form(visit, slip, 422, faults=faults)
    work = partial(
        slips.fill,
        token=_token(visit),
        answers=answers,
        insists=insists,
        identity_copy=kept,
    )
    try:
        visit.desk.writer.do(work, Citizen(slip.person))
    except NotFound:
        return _gone(visit)
    return _closed(visit.page("identity_done.html"))


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])


def _slip(visit: Visit) -> Slip | None:
    with visit.reading() as unit:
        try:
            return slips.look(unit, _token(visit))
        except NotFound:
            return None


def _prove(visit: Visit, slip: Slip) -> None:
    """Inside Telegram its signature must fit the draft's owner; elsewhere the link is the proof."""
    signed = visit.sent("init_data")
    if not signed:
        return
    token = visit.desk.settings.telegram_token
    with visit.reading() as unit:
        person = person_of(signed, token.get_secret_value() if token else "", now=unit.now)
    if person != slip.person:
        raise NotAllowed("not_from_telegram")


def _copy(visit: Visit) -> Kept | None:
    if visit.upload is None:
        return None
    # Asked before anything is kept: a link must not fill the disk.
    kind = files.media_type_of(visit.upload.name, visit.upload.content)
    intake.check_file(intake.named(_FILE), kind)
    return visit.desk.cabinet.keep(visit.upload.name, visit.upload.content)


def _form(
    visit: Visit,
    slip: Slip,
    status: int = 200,
    *,
    faults: Mapping[str, NotValid] | None = None,
    problem: str = "",
) -> Response:
    rows = [_row(visit, slip, row, (faults or {}).get(row.name)) for row in slip.fields]
    had_file = status != 200 and visit.upload is not None
    answer = visit.page(
        "identity.html",
        status,
        rows=rows,
        problem=problem,
        kind=label("applicant_type", slip.applicant_type),
        signed=visit.sent("init_data"),
        had_file=had_file,
        minutes=int(slips.LIVES.total_seconds() // 60),
    )
    return _closed(answer)


def _row(visit: Visit, slip: Slip, row: Field, fault: NotValid | None) -> dict[str, Any]:
    keeps = bool(visit.sent(f"keep_{row.name}"))
    return {
        "name": row.name,
        "label": label("field", row.name),
        "hint": _hint(slip.applicant_type, row.name),
        "value": visit.sent(row.name),
        "fault": _fault(row.name, fault) if fault else "",
        "can_keep": keeps or (fault is not None and intake.may_insist(fault)),
        "keeps": keeps,
        "is_file": row.is_file,
        "is_long": row.longest > 200,
        "is_number": row.name in {"national_id", "phone", "proxy_phone"},
        "longest": row.longest,
        "required": not row.optional(_USUAL),
        "autocomplete": _AUTOCOMPLETE.get(row.name, "off"),
    }


def _hint(kind: ApplicantType, name: str) -> str:
    hints = table()["identity_hint"]
    variant = "entity" if kind.is_entity else kind.value.split("_", 1)[0]
    return hints.get(f"{name}_{variant}", hints.get(name, ""))


def _fault(name: str, fault: NotValid) -> str:
    own = f"{fault.code}_{name}"
    code = own if own in table()["identity_fault"] else fault.code
    return texts("identity_fault", code, fault.facts)


def _gone(visit: Visit) -> Response:
    return _closed(visit.page("identity_gone.html", 404))


def _closed(answer: Response) -> Response:
    """Keep the address to this browser: it is a key as long as it lives."""
    answer.headers["referrer-policy"] = "no-referrer"
    answer.headers["x-robots-tag"] = "noindex"
    return answer
