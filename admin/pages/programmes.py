"""Programmes: the list, one card with its agenda and its codes, and changing what it says."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.pages.lists import sent_date
from admin.visit import Visit
from knowledge import deep_links, diary, programmes, subscriptions, villages
from knowledge.deep_links import Opens
from knowledge.programme_card import LONGEST, Card, standing
from knowledge.shelf import ALL_PACKS
from knowledge.words import ProgrammeStatus
from office import chat
from office.refusals import NotValid

_DAYS = ("as_of", "valid_from", "valid_until")
_LISTS = ("aliases", "entries")


def show(visit: Visit) -> Response:
    """Show every programme with its status today, its next date and who hears of it."""
    with visit.reading() as unit:
        known = programmes.on(unit, (ALL_PACKS,))
        counted = subscriptions.counts(unit)
        coming = diary.coming(unit)
        today = unit.today
    first: dict[str, Any] = {}
    for event in coming:
        first.setdefault(event.programme, event)
    return visit.page(
        "programmes.html",
        rows=[(one, standing(one.card, today), first.get(one.slug)) for one in known],
        packs=visit.desk.settings.packs,
        counted=counted,
        villages=_named(counted.villages, [event.occasion.village for event in coming]),
    )


def _named(counted: Mapping[str, int], known: list[str]) -> list[tuple[str, int]]:
    names = {villages.plain(name): name for name in known if name}
    rows = [(names.get(name, name.title()), count) for name, count in counted.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def blank(visit: Visit) -> Response:
    """Show the form of a new programme."""
    return _form_page(visit, {})


def add(visit: Visit) -> Response:
    """Add a programme."""
    slug, pack = visit.sent("slug"), visit.sent("pack")
    try:
        visit.act(partial(programmes.add, slug=slug, pack=pack, card=_card(visit)))
    except NotValid as fault:
        return _form_page(visit, visit.fields, fault)
    return visit.go(f"/program/{slug}", "programme_added")


def show_one(visit: Visit) -> Response:
    """Show one programme with what may be done about it."""
    return one_page(visit)


def amend(visit: Visit) -> Response:
    """Change what a programme's card says."""
    slug, version = visit.request.path_params["slug"], visit.sent_number("version")
    try:
        visit.act(partial(programmes.amend, slug=slug, card=_card(visit), version=version))
    except NotValid as fault:
        return one_page(visit, fault, visit.fields)
    return visit.go(f"/program/{slug}", "programme_amended")


def one_page(
    visit: Visit,
    fault: NotValid | None = None,
    values: Mapping[str, str] | None = None,
    planning: Mapping[str, str] | None = None,
) -> Response:
    """Return a programme's page; `planning` is an event somebody is about to enter."""
    slug = visit.request.path_params["slug"]
    with visit.reading() as unit:
        known = programmes.find(unit, slug)
        counted = subscriptions.counts(unit)
        where = chat.address(unit, visit.desk.settings)
        coming, past = diary.coming(unit, programme=slug), diary.past(unit, programme=slug)
        status = standing(known.card, unit.today)
    link = deep_links.address(where, Opens.PROGRAMME, slug) if where else ""
    return visit.page(
        "programme.html",
        422 if fault else 200,
        known=known,
        stands=status,
        followers=counted.programmes.get(slug, 0),
        coming=coming,
        past=past,
        link=link,
        planning=planning or {},
        **_form(values if values is not None else _typed(known.card), fault),
    )


def _form_page(visit: Visit, values: Mapping[str, str], fault: NotValid | None = None) -> Response:
    packs = visit.desk.settings.packs
    form = _form(values, fault)
    return visit.page("programme_new.html", 422 if fault else 200, packs=packs, **form)


def _form(values: Mapping[str, str], fault: NotValid | None) -> dict[str, Any]:
    return {
        "values": values,
        "fault": fault,
        "longest": LONGEST,
        "statuses": list(ProgrammeStatus),
    }


def _typed(card: Card) -> dict[str, str]:
    """Return a card as its form holds it."""
    values = {name: str(getattr(card, name)) for name in (*LONGEST, "status", "superseded_by")}
    for name in _DAYS:
        day = getattr(card, name)
        values[name] = day.isoformat() if day else ""
    return values | {name: "\n".join(getattr(card, name)) for name in _LISTS}


def _card(visit: Visit) -> Card:
    as_of = sent_date(visit, "as_of")
    if as_of is None:
        raise NotValid("as_of", "required")
    try:
        status = ProgrammeStatus(visit.sent("status"))
    except ValueError:
        raise NotValid("status", "required") from None
    return Card(
        **{name: visit.sent(name) for name in LONGEST},
        status=status,
        as_of=as_of,
        valid_from=sent_date(visit, "valid_from"),
        valid_until=sent_date(visit, "valid_until"),
        superseded_by=visit.sent("superseded_by"),
        aliases=_lines(visit, "aliases"),
        entries=_lines(visit, "entries"),
    )


def _lines(visit: Visit, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in visit.sent(name).splitlines() if line.strip())
