"""Requests and objections that came by another door, entered by staff with their true date."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from starlette.responses import Response

from admin import paper_form
from admin.pages.decisions import chosen, optional_number
from admin.pages.lists import sent_date
from admin.paper_form import ATTACHMENTS, Filled
from admin.visit import Visit
from office import files
from office.files import Kept
from office.refusals import NotValid
from office.unit import Unit
from register import dossier, duplicates, intake, objections, requests
from register.intake import FIELDS
from register.objection_words import Ground
from register.objections import LONGEST_FACTS, ObjectionForm, Objector
from register.remedies import RemedyKind
from register.words import ApplicantType, Channel

_CHANNELS = [one for one in Channel if one is not Channel.TELEGRAM]
_WHO = ("applicant_type", "applicant_name", "national_id", "legal_entity_decree_no", "address",
        "phone", "email", "occupation", "identity_file")  # fmt: skip
_PROXY = ("proxy_name", "proxy_address", "proxy_phone", "givers", "power_of_attorney")
_WHAT = ("information_detail", "purpose_of_use", "purpose_category", "access_mode", "copy_format",
         "delivery_method")  # fmt: skip
_OBJECTOR = ("applicant_type", "applicant_name", "national_id", "legal_entity_decree_no",
             "address", "phone", "email", "occupation", "proxy_name", "proxy_address",
             "proxy_phone", "givers", "information_detail", "purpose_of_use")  # fmt: skip


def blank(visit: Visit) -> Response:
    """Show the empty form of a request."""
    return _form(visit, Filled())


def enter(visit: Visit) -> Response:
    """Enter a request, unless something is wrong or nearly the same is there already."""
    with visit.reading() as unit:
        today = unit.today
    filled = paper_form.read(visit, FIELDS, today)
    channel, received = _arrival(visit, filled)
    if filled.faults or channel is None or received is None:
        return _form(visit, filled)
    with visit.reading() as unit:
        alike = duplicates.similar_any(
            unit,
            filled.answers["information_detail"],
            filled.answers.get("national_id") or filled.answers.get("legal_entity_decree_no", ""),
        )
    if alike and visit.sent("anyway") != "1":
        return _form(visit, filled, alike=alike)
    work = partial(
        _enter,
        filled=filled,
        draft_key=f"panel:{paper_form.key(visit)}",
        channel=channel,
        received=received,
        follows=optional_number(visit, "follows"),
    )
    try:
        receipt = visit.act(work)
    except NotValid as fault:
        filled.faults[fault.field] = fault
        return _form(visit, filled)
    return visit.go(f"/register/{receipt.number}", "entered")


def _enter(
    unit: Unit,
    *,
    filled: Filled,
    draft_key: str,
    channel: Channel,
    received: date,
    follows: int | None,
) -> requests.Receipt:
    answers: dict[str, Any] = dict(filled.answers)
    for name in ("identity_file", "power_of_attorney"):
        answers[name] = _filed(unit, filled.kept.get(name))
    attached = [_filed(unit, filled.kept.get(name)) for name in ATTACHMENTS]
    answers["attachments"] = [number for number in attached if number is not None]
    answers["identity_file"] = answers["identity_file"] or ""
    return requests.enter(
        unit,
        intake.complete(answers, today=unit.today),
        draft_key=draft_key,
        channel=channel,
        received=received,
        follows=follows,
    )


def _filed(unit: Unit, kept: Kept | None) -> int | None:
    return files.file(unit, kept) if kept is not None else None


def _arrival(visit: Visit, filled: Filled) -> tuple[Channel | None, date | None]:
    """Return how and when it came; what is wrong joins the other faults."""
    channel, received = None, None
    try:
        channel = chosen(visit, "channel", Channel)
        if channel is Channel.TELEGRAM:
            raise NotValid("channel", "choice_unclear")
    except NotValid as fault:
        filled.faults["channel"] = fault
    try:
        received = sent_date(visit, "received")
        if received is None:
            raise NotValid("received", "required")
    except NotValid as fault:
        filled.faults["received"] = fault
    return channel, received


def _form(
    visit: Visit, filled: Filled, *, alike: list[duplicates.Similar] | None = None
) -> Response:
    faults = filled.faults
    with visit.reading() as unit:
        today = unit.today
    parts = [("who", _WHO), ("proxy", _PROXY), ("what", _WHAT)]
    opened = visit.sent("applicant_type") not in {"", ApplicantType.INDIVIDUAL, "legal_entity"}
    return visit.page(
        "entering.html",
        422 if faults else 200,
        groups={name: paper_form.rows(visit, FIELDS, faults, only) for name, only in parts},
        proxy_open=opened,
        faults=_listed(faults),
        alike=alike or [],
        carried=paper_form.carried(visit, filled.kept),
        attachments=ATTACHMENTS,
        follows=visit.sent("follows") or visit.query("lanjutan"),
        action="/register/baru",
        **_arrived(visit, faults, today),
    )


def _arrived(visit: Visit, faults: Mapping[str, NotValid], today: date) -> dict[str, Any]:
    return {
        "channels": _CHANNELS,
        "channel": visit.sent("channel"),
        "received": visit.sent("received"),
        "today": today,
        "key": paper_form.key(visit),
        "wrong": {name: paper_form.said(fault) for name, fault in faults.items()},
    }


def _listed(faults: Mapping[str, NotValid]) -> list[str]:
    return list(faults)


def blank_objection(visit: Visit) -> Response:
    """Show the form of an objection about a request, its open grounds ticked."""
    return _objection_form(visit, {})


def enter_objection(visit: Visit) -> Response:
    """Enter an objection about a request."""
    filled = Filled()
    channel, received = _arrival(visit, filled)
    if channel is None or received is None:
        return _objection_form(visit, filled.faults)
    work = partial(
        objections.enter,
        form=_said(visit),
        draft_key=f"panel:{paper_form.key(visit)}",
        channel=channel,
        received=received,
        number=visit.number,
    )
    try:
        filed = visit.act(work)
    except NotValid as fault:
        return _objection_form(visit, {fault.field: fault})
    return visit.go(f"/keberatan/{filed.id}", "objection_entered")


def _said(visit: Visit) -> ObjectionForm:
    grounds = [ground for ground in Ground if visit.sent(f"ground_{ground.letter}") == "1"]
    return ObjectionForm(grounds, visit.sent("case_facts"))


def _objection_form(visit: Visit, faults: Mapping[str, NotValid]) -> Response:
    with visit.reading() as unit:
        case = dossier.dossier(unit, visit.number)
        today = unit.today
    open_now = {row.ground for row in case.remedies if row.kind is RemedyKind.OBJECT}
    typed = _said(visit).grounds if visit.fields else open_now
    return visit.page(
        "objection_new.html",
        422 if faults else 200,
        case=case,
        grounds=list(Ground),
        open_now=open_now,
        ticked=typed,
        case_facts=visit.sent("case_facts"),
        longest=LONGEST_FACTS,
        faults=_listed(faults),
        rows=[],
        action=f"/register/{visit.number}/keberatan",
        **_arrived(visit, faults, today),
    )


def blank_periodic(visit: Visit) -> Response:
    """Show the form of an objection that needs no request: periodic information is missing."""
    return _periodic_form(visit, {})


def enter_periodic(visit: Visit) -> Response:
    """Enter an objection that periodic information is not provided (Pasal 35 ayat (1) huruf b)."""
    with visit.reading() as unit:
        today = unit.today
    filled = paper_form.read(visit, _objector_fields(), today)
    channel, received = _arrival(visit, filled)
    if filled.faults or channel is None or received is None:
        return _periodic_form(visit, filled.faults)
    work = partial(
        objections.enter,
        form=ObjectionForm([Ground.PERIODIC_INFO_NOT_PROVIDED], visit.sent("case_facts")),
        draft_key=f"panel:{paper_form.key(visit)}",
        channel=channel,
        received=received,
        objector=_objector(filled.answers),
    )
    try:
        filed = visit.act(work)
    except NotValid as fault:
        return _periodic_form(visit, {fault.field: fault})
    return visit.go(f"/keberatan/{filed.id}", "objection_entered")


def _objector_fields() -> list[intake.Field]:
    return [row for row in FIELDS if row.name in _OBJECTOR]


def _objector(answers: Mapping[str, str]) -> Objector:
    named = {name: answers.get(name, "") for name in intake.Identity.__slots__}
    return Objector(
        intake.Identity(**named),
        ApplicantType(answers["applicant_type"]),
        answers["occupation"],
        answers["information_detail"],
        answers["purpose_of_use"],
    )


def _periodic_form(visit: Visit, faults: Mapping[str, NotValid]) -> Response:
    with visit.reading() as unit:
        today = unit.today
    return visit.page(
        "objection_new.html",
        422 if faults else 200,
        case=None,
        grounds=[Ground.PERIODIC_INFO_NOT_PROVIDED],
        open_now=set(),
        ticked={Ground.PERIODIC_INFO_NOT_PROVIDED},
        case_facts=visit.sent("case_facts"),
        longest=LONGEST_FACTS,
        faults=_listed(faults),
        rows=paper_form.rows(visit, FIELDS, faults, _OBJECTOR),
        action="/keberatan/baru",
        **_arrived(visit, faults, today),
    )
