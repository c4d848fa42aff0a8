"""The list of exempt information, and one record with its test, its decision and its story."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from admin.pages.lists import sent_date
from admin.visit import Visit
from office import staff
from office.refusals import NotValid
from office.unit import Unit
from register import exemption_form, exemption_list, exemptions, list_watch, public_list
from register.exemption_form import Decree, Draft
from register.exemption_list import Filters
from register.list_words import ExemptionStatus, NeverExempt, PeriodType
from register.words import RefusalGround

_CASE = re.compile(r"/(?:register|keberatan)/[0-9]{1,10}")
GROUNDS = [ground for ground in RefusalGround if ground.is_exemption]


def came_from(visit: Visit) -> str:
    """Return the case from which the visitor came to cite an exemption; never another address."""
    address = visit.sent("kembali") or visit.query("kembali")
    return address if _CASE.fullmatch(address) else ""


def _go(visit: Visit, number: int, message: str) -> Response:
    at, case = f"/daftar/dikecualikan/{number}", came_from(visit)
    if not case:
        return visit.go(at, message)
    return visit.go(f"{at}?{urlencode({'kembali': case, 'pesan': message})}")


def show(visit: Visit) -> Response:
    """Show the list of exempt information with filters and paging."""
    filters = Filters(
        text=visit.query("cari"), status=visit.query("status"), ground=visit.query("dasar")
    )
    with visit.reading() as unit:
        found = exemption_list.page(unit, filters, visit.count("halaman") or 1)
        figures, late = public_list.figures(unit), list_watch.overdue(unit)
    kept = {name: visit.query(name) for name in ("cari", "status", "dasar")}
    filtered = any(kept.values())
    kept["kembali"] = came_from(visit)
    return visit.page(
        "exemptions.html",
        found=found,
        filters=filters,
        figures=figures,
        late=late,
        statuses=list(ExemptionStatus),
        filtered=filtered,
        back=came_from(visit),
        grounds=GROUNDS,
        query=urlencode({name: value for name, value in kept.items() if value}),
    )


def show_record(visit: Visit) -> Response:
    """Show one exemption in full."""
    return _record_page(visit)


def blank(visit: Visit) -> Response:
    """Show the form of a new proposal, with what may never be exempt."""
    return _form_page(visit, {})


def propose(visit: Visit) -> Response:
    """Propose that information be exempt."""
    try:
        draft = _draft(visit)
        if _lacking(draft) and visit.sent("anyway") != "1":
            return _form_page(visit, visit.fields, lacking=_lacking(draft))
        number = visit.act(partial(exemptions.propose, draft=draft))
    except NotValid as fault:
        return _form_page(visit, visit.fields, fault)
    return _go(visit, number, "exemption_proposed")


def _lacking(draft: Draft) -> list[str]:
    """Return what must be there before the exemption can be established (UU 14/2008 Pasal 19)."""
    needed = {"test_sheet_no": draft.test_sheet_no.strip(), "testers": draft.testers}
    return [name for name, value in needed.items() if not value]


def amend(visit: Visit) -> Response:
    """Change a proposal."""
    version = visit.sent_number("version")
    try:
        draft = _draft(visit)
    except NotValid as fault:
        return _record_page(visit, fault)
    return _moved(visit, partial(exemptions.amend, draft=draft), version, "exemption_proposed")


def establish(visit: Visit) -> Response:
    """Establish an exemption by decree."""
    version = visit.sent_number("version")
    try:
        day = sent_date(visit, "decree_date")
        if day is None:
            raise NotValid("decree_date", "required")
    except NotValid as fault:
        return _record_page(visit, fault)
    decree = Decree(visit.sent("decree_no"), day)
    work = partial(exemptions.establish, decree=decree)
    return _moved(visit, work, version, "exemption_established")


def send_back(visit: Visit) -> Response:
    """Send a proposal back."""
    return _noted(visit, exemptions.send_back, "note", "exemption_returned")


def propose_opening(visit: Visit) -> Response:
    """Propose to declare the information open."""
    return _noted(visit, exemptions.propose_opening, "reason", "opening_proposed")


def declassify(visit: Visit) -> Response:
    """Declare the information open."""
    version = visit.sent_number("version")
    return _moved(visit, exemptions.declassify, version, "exemption_opened")


def keep_closed(visit: Visit) -> Response:
    """Turn a proposed opening down."""
    return _noted(visit, exemptions.keep_closed, "note", "opening_declined")


def _noted(visit: Visit, act: Callable[..., None], name: str, message: str) -> Response:
    words = {name: visit.sent(name)}
    return _moved(visit, partial(act, **words), visit.sent_number("version"), message)


def _moved(visit: Visit, act: Callable[..., None], version: int, message: str) -> Response:
    work: Callable[[Unit], None] = partial(act, number=visit.number, version=version)
    try:
        visit.publish(work)
    except NotValid as fault:
        return _record_page(visit, fault)
    return _go(visit, visit.number, message)


def _record_page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        record = exemption_list.record(unit, visit.number)
        names = staff.names(unit)
    values = {**typed(record.draft), "decree_no": record.row.decree_no}
    day = record.row.decree_date
    values |= {"decree_date": day.isoformat() if day else "", **(visit.fields if fault else {})}
    return visit.page(
        "exemption.html",
        422 if fault else 200,
        record=record,
        lacking=_lacking(record.draft),
        back=came_from(visit),
        names=names,
        own=visit.member.staff_id if visit.member else 0,
        shortest=exemption_form.SHORTEST_TEXT,
        **_form(values, fault),
    )


def _form_page(
    visit: Visit,
    values: Mapping[str, str],
    fault: NotValid | None = None,
    *,
    lacking: list[str] | None = None,
) -> Response:
    return visit.page(
        "exemption_new.html",
        422 if fault else 200,
        lacking=lacking or [],
        back=came_from(visit),
        **_form(values, fault),
    )


def _form(values: Mapping[str, str], fault: NotValid | None) -> dict[str, Any]:
    return {
        "values": values,
        "fault": fault,
        "grounds": GROUNDS,
        "periods": list(PeriodType),
        "never": list(NeverExempt),
        "longest": exemption_form.LONGEST,
    }


def typed(draft: Draft) -> dict[str, str]:
    """Return a proposal as its form holds it."""
    return {name: getattr(draft, name) for name in exemption_form.LONGEST} | {
        "ground": draft.ground,
        "period_type": draft.period_type,
        "expires_on": draft.expires_on.isoformat() if draft.expires_on else "",
        "testers": exemption_form.testers_text(draft.testers),
    }


def _draft(visit: Visit) -> Draft:
    try:
        ground = RefusalGround(visit.sent("ground"))
    except ValueError:
        raise NotValid("ground", "required") from None
    try:
        period = PeriodType(visit.sent("period_type"))
    except ValueError:
        raise NotValid("period_type", "required") from None
    return Draft(
        **{name: visit.sent(name) for name in exemption_form.LONGEST},
        ground=ground,
        period_type=period,
        expires_on=sent_date(visit, "expires_on"),
        testers=exemption_form.read_testers(visit.sent("testers")),
    )
