"""Events of a programme: plan, move, cancel, each seen with how many will be told before."""

from dataclasses import replace
from functools import partial

from starlette.responses import Response

from admin.pages import programmes as programme_pages
from admin.pages.lists import sent_date
from admin.visit import Visit
from knowledge import agenda, diary, occasion, programmes, subscriptions
from knowledge.agenda import LONGEST_REASON, SHORTEST_REASON, When
from knowledge.diary import Dated
from knowledge.occasion import LONGEST, Occasion
from office.refusals import NotValid
from office.unit import Unit


def review(visit: Visit) -> Response:
    """Show an event before it is entered, with how many will be told."""
    slug = visit.request.path_params["slug"]
    try:
        planned = _occasion(visit)
    except NotValid as fault:
        return programme_pages.one_page(visit, fault, planning=visit.fields)
    with visit.reading() as unit:
        name = programmes.find(unit, slug).card.name
        tells = _tells(unit, slug, planned)
    return visit.page(
        "agenda_review.html",
        act="plan",
        action=f"/program/{slug}/agenda",
        back=f"/program/{slug}",
        programme=name,
        before=None,
        after=planned,
        reason="",
        kept=visit.fields,
        tells=tells,
    )


def plan(visit: Visit) -> Response:
    """Enter an event and tell its subscribers."""
    slug = visit.request.path_params["slug"]
    try:
        visit.act(partial(agenda.plan, programme=slug, occasion=_occasion(visit)))
    except NotValid as fault:
        return programme_pages.one_page(visit, fault, planning=visit.fields)
    return visit.go(f"/program/{slug}", "agenda_planned")


def show(visit: Visit) -> Response:
    """Show one event with what may be done about it."""
    return _page(visit)


def review_change(visit: Visit) -> Response:
    """Show what a move or a cancellation will say, and to how many."""
    act = "cancel" if visit.sent("act") == "cancel" else "move"
    version, reason = visit.sent_number("version"), visit.sent("reason")
    with visit.reading() as unit:
        event = diary.event(unit, visit.number)
        tells = _tells(unit, event.programme, event.occasion)
    try:
        after = _moved(visit, event) if act == "move" else event.occasion
        if len(reason) < SHORTEST_REASON:
            raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    except NotValid as fault:
        return _page(visit, fault)
    kept = {**visit.fields, "version": str(version)}
    return visit.page(
        "agenda_review.html",
        act=act,
        action=f"/agenda/{event.id}/{'batal' if act == 'cancel' else 'geser'}",
        back=f"/agenda/{event.id}",
        programme=event.programme_name,
        before=event.occasion,
        after=after,
        reason=reason,
        kept=kept,
        tells=tells,
    )


def move(visit: Visit) -> Response:
    """Move an event and tell its subscribers."""
    version, reason = visit.sent_number("version"), visit.sent("reason")
    try:
        when = _when(visit)
        work = partial(agenda.move, number=visit.number, when=when, reason=reason, version=version)
        visit.act(work)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/agenda/{visit.number}", "agenda_moved")


def cancel(visit: Visit) -> Response:
    """Call an event off and tell its subscribers."""
    version, reason = visit.sent_number("version"), visit.sent("reason")
    try:
        visit.act(partial(agenda.cancel, number=visit.number, reason=reason, version=version))
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/agenda/{visit.number}", "agenda_cancelled")


def mark_held(visit: Visit) -> Response:
    """Note that an event took place."""
    version = visit.sent_number("version")
    visit.act(partial(agenda.mark_held, number=visit.number, version=version))
    return visit.go(f"/agenda/{visit.number}", "agenda_held")


def _page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        event = diary.event(unit, visit.number)
        tells = _tells(unit, event.programme, event.occasion)
        has_begun = event.occasion.starts_on <= unit.today
    return visit.page(
        "agenda_event.html",
        422 if fault else 200,
        event=event,
        tells=tells,
        has_begun=has_begun,
        fault=fault,
        values=visit.fields if fault else _typed(event),
        longest={**LONGEST, "reason": LONGEST_REASON},
        shortest=SHORTEST_REASON,
    )


def _typed(event: Dated) -> dict[str, str]:
    said = event.occasion
    return {
        "starts_on": said.starts_on.isoformat(),
        "ends_on": said.ends_on.isoformat() if said.ends_on else "",
        "time": said.time,
        "place": said.place,
    }


def _tells(unit: Unit, slug: str, planned: Occasion) -> int:
    """Return how many will be told of a change; nobody of what is over."""
    if planned.last_day < unit.today:
        return 0
    return len(subscriptions.audience(unit, slug, planned.village))


def _occasion(visit: Visit) -> Occasion:
    when = _when(visit)
    texts = {name: visit.sent(name) for name in LONGEST}
    planned = Occasion(**texts, starts_on=when.starts_on, ends_on=when.ends_on)
    for fault in occasion.faults(planned):
        raise NotValid(fault.field, fault.code, **fault.params)
    return planned


def _moved(visit: Visit, event: Dated) -> Occasion:
    when = _when(visit)
    after = replace(
        event.occasion,
        starts_on=when.starts_on, ends_on=when.ends_on, time=when.time, place=when.place,
    )  # fmt: skip
    for fault in occasion.faults(after):
        raise NotValid(fault.field, fault.code, **fault.params)
    if after == event.occasion:
        raise NotValid("starts_on", "agenda_unchanged")
    return after


def _when(visit: Visit) -> When:
    starts_on = sent_date(visit, "starts_on")
    if starts_on is None:
        raise NotValid("starts_on", "required")
    ends_on = sent_date(visit, "ends_on")
    return When(starts_on, ends_on, visit.sent("time"), visit.sent("place"))
