"""Failures to protect personal data: recorded, told within 72 hours, closed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.said import Said, said_of
from admin.visit import Visit
from knowledge import concerned as library
from knowledge.edition import LANGUAGES
from office import (
    breach_closing,
    breach_fit,
    breach_people,
    breach_reading,
    breaches,
    retention,
    staff,
    switches,
)
from office.breach_people import Rooms
from office.breach_reading import Breach
from office.breach_words import (
    LONGEST_DATA,
    LONGEST_LETTER,
    LONGEST_WORDS,
    Account,
    Incident,
    Outcome,
    Whom,
    accounts,
)
from office.outbox import Notice
from office.people import Permission
from office.refusals import NotValid
from office.switches import Function
from office.unit import Unit
from register import concerned

HOME = "/data-pribadi/kegagalan"
_LONGEST = {
    "data": LONGEST_DATA, "advice": LONGEST_DATA, "how": LONGEST_WORDS,
    "handling": LONGEST_WORDS, "letter": LONGEST_LETTER,
}  # fmt: skip
_TYPED_INSTANT = "%Y-%m-%dT%H:%M"
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_LONGEST_COUNT = 9


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with which form of the page."""

    form: str
    of: NotValid


def rooms() -> Rooms:
    """Return every room that holds data of citizens."""
    return {**breach_people.own_rooms(), **concerned.rooms(), **library.rooms()}


def show(visit: Visit) -> Response:
    """Show every failure, the open ones first."""
    with visit.reading() as unit:
        return visit.page("breaches.html", rows=breach_reading.listed(unit))


def blank(visit: Visit) -> Response:
    """Show the form of a new record."""
    with visit.reading() as unit:
        now = unit.now.astimezone(unit.zone).strftime(_TYPED_INSTANT)
    return _form(visit, {"known_at": now, "whom": Whom.ROOMS.value})


def begin(visit: Visit) -> Response:
    """Record a failure."""
    try:
        number = visit.act(partial(breaches.record, incident=_incident(visit), rooms=rooms()))
    except NotValid as fault:
        return _form(visit, visit.fields, fault)
    return visit.go(f"{HOME}/{number}", "data_breach_recorded")


def show_one(visit: Visit) -> Response:
    """Show one failure: its term, who was told, and what may be done."""
    return page(visit)


def amend(visit: Visit) -> Response:
    """Change what is recorded of a failure."""
    version = visit.sent_number("version")
    try:
        incident = _incident(visit)
        visit.act(
            partial(
                breaches.amend, number=visit.number, incident=incident, rooms=rooms(),
                version=version,
            )
        )  # fmt: skip
    except NotValid as fault:
        return page(visit, Fault("amend", fault))
    return visit.go(_here(visit), "data_breach_amended")


def submit(visit: Visit) -> Response:
    """Hand the notice to the people to a second person."""
    version = visit.sent_number("version")
    visit.act(partial(breaches.submit, number=visit.number, rooms=rooms(), version=version))
    return visit.go(_here(visit), "data_breach_submitted")


def take_back(visit: Visit) -> Response:
    """Let the notice be changed once more."""
    visit.act(
        partial(breaches.take_back, number=visit.number, version=visit.sent_number("version"))
    )
    return visit.go(_here(visit), "data_breach_returned")


def approve(visit: Visit) -> Response:
    """Let the notice leave."""
    visit.act(partial(breaches.approve, number=visit.number, version=visit.sent_number("version")))
    return visit.go(_here(visit), "data_breach_approved")


def stop(visit: Visit) -> Response:
    """Call the notice back before any of it has left."""
    version, reason = visit.sent_number("version"), visit.sent("reason")
    try:
        visit.act(partial(breaches.stop, number=visit.number, version=version, reason=reason))
    except NotValid as fault:
        return page(visit, Fault("stop", fault))
    return visit.go(_here(visit), "data_breach_stopped")


def tell_body(visit: Visit) -> Response:
    """Note when the body was told, and with which letter."""
    try:
        at = _wanted(visit, "at")
        letter = visit.sent("letter")
        visit.act(partial(breaches.tell_body, number=visit.number, at=at, letter=letter))
    except NotValid as fault:
        return page(visit, Fault("body", fault))
    return visit.go(_here(visit), "data_breach_body_told")


def tell_others(visit: Visit) -> Response:
    """Note how those were told whom the bot does not reach."""
    try:
        at, how = _wanted(visit, "at"), visit.sent("others")
        visit.act(partial(breaches.tell_others, number=visit.number, at=at, how=how))
    except NotValid as fault:
        return page(visit, Fault("others", fault))
    return visit.go(_here(visit), "data_breach_others_told")


def close(visit: Visit) -> Response:
    """Close the record with what was learned."""
    try:
        if visit.sent("outcome") not in set(Outcome):
            raise NotValid("outcome", "required")
        outcome = Outcome(visit.sent("outcome"))
        work = partial(
            breach_closing.close, number=visit.number, outcome=outcome,
            lessons=visit.sent("lessons"),
        )  # fmt: skip
        visit.act(work)
    except NotValid as fault:
        return page(visit, Fault("close", fault))
    return visit.go(_here(visit), "data_breach_closed")


def _here(visit: Visit) -> str:
    return f"{HOME}/{visit.number}"


def page(visit: Visit, fault: Fault | None = None) -> Response:
    """Return the page of one failure, perhaps with what was wrong with a form of it."""
    with visit.reading() as unit:
        one = breach_reading.one(unit, visit.number)
        progress = breach_reading.progress(unit, visit.number)
        context = {
            "progress": progress,
            "expected": _expected(unit, one),
            "without_account": _without_account(unit, one),
            "names": staff.names(unit),
            "others": _others(unit, one.submitted_by, one.written_by),
            "deniers": _others(unit, one.recorded_by, one.written_by),
            "is_held": switches.is_closed(unit, Function.BROADCAST),
            "bubbles": _bubbles(visit, unit, one),
            "hindrances": breach_reading.hindrances(unit, visit.number),
            "stopped": breach_reading.stopped(unit, visit.number),
            "today": unit.today,
            "body_at": _typed_instant(visit, one.body_told_at),
        }
    own = _is_of(visit, one.submitted_by, one.written_by)
    misfits = breach_fit.misfits(one.incident, retention.schedule().activities)
    typed = visit.fields if fault and fault.form == "amend" else _typed(visit, one)
    return visit.page(
        "breach.html", 422 if fault else 200, one=one, own=own, outcomes=list(Outcome),
        misfits=misfits,
        # What was typed upon an older state is not saved over a newer one.
        amends=visit.sent("version") if fault and fault.form == "amend" else one.version,
        failed=fault.form if fault else "", contact=visit.desk.settings.dpo_contact,
        **_fields(typed, fault.of if fault else None), **context,
    )  # fmt: skip


def _is_of(visit: Visit, *staff_ids: int | None) -> bool:
    return visit.member is not None and visit.member.staff_id in staff_ids


def _form(visit: Visit, values: Mapping[str, str], fault: NotValid | None = None) -> Response:
    status = 422 if fault else 200
    return visit.page("breach_new.html", status, failed="amend", **_fields(values, fault))


def _fields(values: Mapping[str, str], fault: NotValid | None) -> dict[str, Any]:
    return {
        "values": values, "fault": fault, "activities": retention.schedule().activities,
        "rooms": list(rooms()), "whoms": list(Whom), "longest": _LONGEST,
    }  # fmt: skip


def _expected(unit: Unit, one: Breach) -> int:
    """Return how many accounts the notice goes to, or would go to as things stand."""
    if one.people is not None:
        return one.people
    if one.incident.whom is Whom.ROOMS:
        return breach_people.expected(unit, one.incident.rooms, rooms())
    return len(one.incident.people)


def _without_account(unit: Unit, one: Breach) -> int:
    """Return in how many cases somebody without an account is concerned, as `_expected` does."""
    if one.people is not None or one.is_emptied:
        return one.without_account
    return breach_people.without_account(unit, one.incident.rooms, rooms())


def _others(unit: Unit, *own: int | None) -> list[str]:
    """Return the names of those who may do what these may not do alone."""
    may = staff.who_may(unit, Permission.PROTECT_DATA)
    return [name for number, name in may.items() if number not in own]


def _bubbles(visit: Visit, unit: Unit, one: Breach) -> list[tuple[str, Said]]:
    if not one.is_readable or one.is_emptied:
        return []
    return [(name, _bubble(visit, unit, one, name)) for name in ("id", *LANGUAGES)]


def _bubble(visit: Visit, unit: Unit, one: Breach, language: str) -> Said:
    data = breach_reading.said(unit, one.number, language)
    notice = Notice(0, breach_people.KEY, "preview", data=data, language=language)
    return said_of(visit, notice, one.incident.account.data, one.incident.account.how)


def _incident(visit: Visit) -> Incident:
    try:
        whom = Whom(visit.sent("whom"))
    except ValueError:
        raise NotValid("whom", "required") from None
    known = retention.schedule().activities
    return Incident(
        known_at=_wanted(visit, "known_at"),
        happened_at=_instant(visit, "happened_at"),
        activities=tuple(
            one.name for place, one in enumerate(known) if visit.sent(f"activity_{place}")
        ),
        account=Account(*(_words(visit, name) for name in ("data", "how", "handling", "advice"))),
        whom=whom,
        rooms=tuple(name for name in rooms() if visit.sent(f"room_{name}")),
        people=accounts(visit.sent("people")) if whom is Whom.CHOSEN else (),
        estimate=_estimate(visit),
        is_public=bool(visit.sent("is_public")),
    )


def _words(visit: Visit, name: str) -> str:
    return visit.sent(name).replace("\r\n", "\n")


def _estimate(visit: Visit) -> int | None:
    text = visit.sent("estimate").replace(".", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT):
        raise NotValid("estimate", "number_unclear", most="999.999.999")
    return int(text)


def _typed(visit: Visit, one: Breach) -> dict[str, str]:
    """Return a record as its form holds it."""
    incident, account = one.incident, one.incident.account
    values = {
        "known_at": _typed_instant(visit, incident.known_at),
        "happened_at": _typed_instant(visit, incident.happened_at),
        "data": account.data, "how": account.how, "handling": account.handling,
        "advice": account.advice, "whom": incident.whom.value,
        "people": "\n".join(map(str, incident.people)),
        "estimate": "" if incident.estimate is None else str(incident.estimate),
        "is_public": "1" if incident.is_public else "",
    }  # fmt: skip
    values |= {f"room_{name}": "1" for name in incident.rooms}
    for place, activity in enumerate(retention.schedule().activities):
        if activity.name in incident.activities:
            values[f"activity_{place}"] = "1"
    return values


def _typed_instant(visit: Visit, at: datetime | None) -> str:
    return at.astimezone(visit.desk.settings.zone).strftime(_TYPED_INSTANT) if at else ""


def _wanted(visit: Visit, name: str) -> datetime:
    at = _instant(visit, name)
    if at is None:
        raise NotValid(name, "required")
    return at


def _instant(visit: Visit, name: str) -> datetime | None:
    """Return the instant that was typed in the office's own time, or None; raise `NotValid`."""
    text = visit.sent(name)
    if not text:
        return None
    if not _INSTANT.fullmatch(text):
        raise NotValid(name, "date_unclear")
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=visit.desk.settings.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotValid(name, "date_unclear") from None
