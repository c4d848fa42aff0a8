"""Writing an entry: a new one or the next version of one, with a preview while it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from admin import entry_checks, entry_form
from admin.bubble import bubble
from admin.visit import Visit
from knowledge import curate, editions, judging, miss_actions, suggesting
from knowledge.curate import Place
from knowledge.edition import LONGEST, Edition, Fault, placeholders
from knowledge.tables import Entry
from knowledge.words import VersionStatus
from office.people import Permission
from office.refusals import NotAllowed, NotNow, NotValid, Refusal
from office.unit import Unit

_REWRITABLE = (VersionStatus.DRAFT, VersionStatus.RETURNED)
_OPEN = (*_REWRITABLE, VersionStatus.IN_REVIEW, VersionStatus.SCHEDULED)
_MOST_REJECTED = 8
_STATUS: dict[type | None, int] = {NotNow: 409, NotAllowed: 403}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form on the screen: what stands in it, and what is wrong with it."""

    slug: str
    values: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    refused: Refusal | None = None
    returned: str = ""


def blank(visit: Visit) -> Response:
    """Show the form of a new entry; a cluster of questions brings its words along."""
    with visit.reading() as unit:
        values = entry_form.blank(unit.today)
        cluster = visit.count("kelompok")
        if cluster is not None and visit.may(Permission.READ_QUESTIONS):
            found = suggesting.suggestion(unit, cluster)
            values |= {"title": found.title, "body": found.body, "long": found.long}
            values |= {"phrasings": "\n".join(found.phrasings), "cluster": str(cluster)}
            values["ticket"] = found.ticket
    if visit.query("frasa"):
        values["phrasings"] = visit.query("frasa")
    return _page(visit, Sheet("", values))


def begin(visit: Visit) -> Response:
    """Keep what was typed as the first version of a new entry, and submit it if that is asked."""
    slug = visit.sent("slug") or entry_form.slug_of(visit.sent("title"))
    edition, found = _read(visit, slug)
    if visit.sent("do") == "pratinjau":
        return _page(visit, Sheet("", visit.fields))
    stops = _stops(visit, edition, found)
    if not stops:
        try:
            number = visit.act(partial(_begin, slug=slug, edition=edition, visit=visit))
        except NotValid as fault:
            stops = [Fault(fault.field, fault.code, fault.facts)]
        except (NotNow, NotAllowed) as refused:
            return _page(visit, Sheet("", visit.fields, refused=refused))
        else:
            return _kept(visit, slug, number)
    return _page(visit, Sheet("", visit.fields, tuple(stops)))


def show(visit: Visit) -> Response:
    """Show the form with one's own draft, or with what is given now as the next version."""
    slug = visit.request.path_params["slug"]
    with visit.reading() as unit:
        entry = editions.entry(unit, slug)
        newest = next((one for one in entry.versions if one.status in _OPEN), None)
        if newest is not None:
            version = editions.version(unit, newest.id)
            own = visit.member is not None and version.author in {None, visit.member.staff_id}
            if newest.status not in _REWRITABLE or not own:
                raise NotNow("entry_being_written", by=newest.written_by, status=newest.status)
        else:
            live = next((one for one in entry.versions if one.number == entry.live), None)
            version = editions.version(unit, (live or entry.versions[0]).id)
    values = entry_form.typed(version.edition)
    values |= {"version": str(newest.id if newest else ""), "base": str(entry.live or "")}
    if newest is not None:
        values["note"] = newest.note
    if visit.query("frasa"):
        values["phrasings"] += f"\n{visit.query('frasa')}"
    returned = newest is not None and newest.status is VersionStatus.RETURNED
    return _page(
        visit, Sheet(slug, values, returned=newest.review_note if newest and returned else "")
    )


def save(visit: Visit) -> Response:
    """Keep what was typed as a draft of an entry, and submit it if that is asked."""
    slug = visit.request.path_params["slug"]
    edition, found = _read(visit, slug)
    if visit.sent("do") == "pratinjau":
        return _page(visit, Sheet(slug, visit.fields))
    stops = _stops(visit, edition, found)
    if not stops:
        try:
            number = visit.act(partial(_save, slug=slug, edition=edition, visit=visit))
        except NotValid as fault:
            stops = [Fault(fault.field, fault.code, fault.facts)]
        except (NotNow, NotAllowed) as refused:
            return _page(visit, Sheet(slug, visit.fields, refused=refused))
        else:
            return _kept(visit, slug, number)
    return _page(visit, Sheet(slug, visit.fields, tuple(stops)))


def preview(visit: Visit) -> Response:
    """Show what a text would look like, and what there is to say about it, while it is typed."""
    slug = visit.sent("own_slug")
    edition, _ = _read(visit, slug)
    return visit.page("entry_preview.html", **_seen(visit, slug, edition))


def hand_in(visit: Visit, version_id: int) -> None:
    """Submit a draft with what the gate finds; the gate is asked before the book is opened.

    Raise as `curate.submit` does.
    """
    packs = visit.desk.settings.packs
    for attempt in range(2):
        learned = visit.desk.library.learned()
        with visit.reading() as unit:
            examined = curate.examine(unit, version_id, packs=packs, learned=learned)
        try:
            visit.act(partial(curate.submit, version_id=version_id, examined=examined))
        except NotNow as refused:
            # Text or shelf moved while the gate was asked; once more will do.
            if refused.code != "gate_stale" or attempt:
                raise
        else:
            return


def _begin(unit: Unit, *, slug: str, edition: Edition, visit: Visit) -> int:
    if unit.session.get(Entry, slug) is not None:
        raise NotValid("slug", "slug_taken", slug=slug)
    place = Place(pack=visit.sent("pack"), region=visit.sent("region"))
    if visit.sent("cluster"):
        cluster = visit.sent_number("cluster")
        return miss_actions.draft(unit, cluster, slug, edition, **place)
    return curate.draft(unit, slug, edition, note=visit.sent("note"), **place)


def _save(unit: Unit, *, slug: str, edition: Edition, visit: Visit) -> int:
    note = visit.sent("note")
    if visit.sent("version"):
        number = visit.sent_number("version")
        curate.rewrite(unit, number, edition, note)
        return number
    base = visit.sent_number("base") if visit.sent("base") else None
    return curate.draft(unit, slug, edition, base=base, note=note)


def _kept(visit: Visit, slug: str, number: int) -> Response:
    """Go on after saving: to the entry, or to the review of what was handed in."""
    if visit.sent("do") != "ajukan":
        return visit.go(f"/entri/{slug}", "draft_kept")
    hand_in(visit, number)
    return visit.go(f"/tinjau/{number}", "submitted")


def _read(visit: Visit, slug: str) -> tuple[Edition, list[Fault]]:
    with visit.reading() as unit:
        edition, found = entry_form.read(visit.fields, unit.today)
        titles = editions.titles(unit)
    return edition, [*found, *entry_form.unknown_links(edition, slug, titles)]


def _stops(visit: Visit, edition: Edition, found: list[Fault]) -> list[Fault]:
    """Return the faults that keep the visitor from doing what they want to do."""
    if visit.sent("do") != "ajukan":
        return entry_form.keeps_from_saving(found)
    missing = placeholders(edition)
    more = [Fault("body", "placeholder", {"missing": ", ".join(missing)})] if missing else []
    return [*found, *more]


def _seen(visit: Visit, slug: str, edition: Edition) -> dict[str, Any]:
    with visit.reading() as unit:
        today = unit.today
    return {
        "bubble": bubble(visit, edition, today),
        "checks": entry_checks.check(edition, slug, visit.desk.library.now()),
        "translated": [
            (language, bubble(visit, edition, today, words))
            for language, words in sorted(edition.translations.items())
        ],
    }


def _page(visit: Visit, sheet: Sheet) -> Response:
    with visit.reading() as unit:
        edition, _ = entry_form.read(sheet.values, unit.today)
        titles = editions.titles(unit)
        packs = editions.packs(unit)
        rejected = judging.proposed_negatives(unit, sheet.slug)[:_MOST_REJECTED]
    status = 422 if sheet.faults else _STATUS.get(type(sheet.refused), 200)
    return visit.page(
        "editor.html",
        status,
        sheet=sheet,
        values=sheet.values,
        faults=entry_form.by_field(list(sheet.faults)),
        longest=LONGEST,
        rejected=rejected,
        related=range(1, entry_form.RELATED + 1),
        info_classes=entry_form.INFO_CLASSES,
        titles=titles,
        packs=list(dict.fromkeys([*visit.desk.settings.packs, *packs])),
        **_seen(visit, sheet.slug, edition),
    )
