"""Entries: the list, one entry with all its versions, and what may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.bubble import Beside, bubble
from admin.entry_form import USUAL_REVIEW
from admin.pages.editor import hand_in
from admin.pages.lists import sent_date
from admin.visit import Visit
from knowledge import curate, editions, upkeep, usage
from knowledge.difference import difference
from knowledge.editions import EntryFile, Filters, Listed, VersionFile, VersionLine
from knowledge.words import EntryStanding, VersionStatus
from office.paging import page_of
from office.people import Permission
from office.refusals import NotFound, NotValid

_MENDED = frozenset({VersionStatus.DRAFT, VersionStatus.RETURNED})
_UNDECIDED = _MENDED | {VersionStatus.IN_REVIEW, VersionStatus.SCHEDULED}
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, beyond what the entries themselves are asked."""

    overdue: bool
    open: bool
    unfilled: bool


def show(visit: Visit) -> Response:
    """Show the list of entries with filters and how often each was given."""
    standing = visit.query("keadaan")
    wanted = Wanted(*(visit.query(name) == "1" for name in ("terlambat", "draf", "isian")))
    filters = Filters(
        text=visit.query("cari"),
        pack=visit.query("paket"),
        standing=EntryStanding(standing) if standing in set(EntryStanding) else None,
        only_open=wanted.open,
    )
    with visit.reading() as unit:
        rows = editions.entries(unit, filters)
        packs = editions.packs(unit)
        missing = {row.slug: row.missing for row in editions.unfilled(unit)}
        used = usage.uses(unit)
    found = [row for row in rows if _fits(row, wanted, missing)]
    return visit.page(
        "entries.html",
        found=page_of(found, visit.count("halaman") or 1, _PAGE),
        packs=packs,
        on=visit.desk.settings.packs,
        filters=filters,
        wanted=wanted,
        missing=missing,
        used=used,
        standings=list(EntryStanding),
    )


def _fits(row: Listed, wanted: Wanted, missing: Mapping[str, object]) -> bool:
    return (row.overdue or not wanted.overdue) and (row.slug in missing or not wanted.unfilled)


def show_one(visit: Visit) -> Response:
    """Show an entry: what is given now, its versions, and what the visitor may do."""
    return _page(visit)


def compare(visit: Visit) -> Response:
    """Show what differs between two versions of an entry."""
    slug = visit.request.path_params["slug"]
    with visit.reading() as unit:
        entry = editions.entry(unit, slug)
        old = _numbered(entry, visit.count("dari"))
        new = _numbered(entry, visit.count("ke"))
        before, after = editions.version(unit, old.id), editions.version(unit, new.id)
    return visit.page(
        "entry_compare.html",
        entry=entry,
        old=old,
        new=new,
        changes=difference(before.edition, after.edition),
    )


def submit(visit: Visit) -> Response:
    """Hand one's draft in for review."""
    number = visit.sent_number("version")
    try:
        hand_in(visit, number)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/tinjau/{number}", "submitted")


def withdraw(visit: Visit) -> Response:
    """Give one's own version up."""
    visit.act(partial(curate.withdraw, version_id=visit.sent_number("version")))
    return visit.go(_address(visit), "version_withdrawn")


def archive(visit: Visit) -> Response:
    """Take an entry down."""
    try:
        visit.publish(partial(upkeep.archive, slug=_slug(visit), reason=visit.sent("reason")))
    except NotValid as fault:
        return _page(visit, fault, "arsip")
    return visit.go(_address(visit), "entry_archived")


def roll_back(visit: Visit) -> Response:
    """Give again what an earlier version said."""
    number, reason = visit.sent_number("number"), visit.sent("reason")
    try:
        visit.publish(partial(upkeep.roll_back, slug=_slug(visit), number=number, reason=reason))
    except NotValid as fault:
        return _page(visit, fault, "kembali")
    return visit.go(_address(visit), "entry_back")


def confirm(visit: Visit) -> Response:
    """Confirm that an entry is still right, until a new date."""
    try:
        day = sent_date(visit, "review_by")
        if day is None:
            raise NotValid("review_by", "required")
        visit.publish(partial(upkeep.confirm_reviewed, slug=_slug(visit), review_by=day))
    except NotValid as fault:
        return _page(visit, fault, "ditinjau")
    return visit.go(_address(visit), "entry_reviewed")


def _slug(visit: Visit) -> str:
    return str(visit.request.path_params["slug"])


def _address(visit: Visit) -> str:
    return f"/entri/{_slug(visit)}"


def _numbered(entry: EntryFile, number: int | None) -> VersionLine:
    for one in entry.versions:
        if one.number == number:
            return one
    raise NotFound("version_unknown")


def _page(visit: Visit, fault: NotValid | None = None, form: str = "") -> Response:
    with visit.reading() as unit:
        entry = editions.entry(unit, _slug(visit))
        live = next((one for one in entry.versions if one.number == entry.live), None)
        shown = editions.version(unit, (live or entry.versions[0]).id)
        coming = next((one for one in entry.versions if one.status in _UNDECIDED), None)
        present = editions.version(unit, coming.id) if coming else None
        used = usage.uses(unit)[entry.slug] if visit.may(Permission.READ_QUESTIONS) else 0
        titles = editions.titles(unit)
        today = unit.today
    beside = Beside(entry.region, titles.get(shown.edition.superseded_by, ""))
    return visit.page(
        "entry.html",
        422 if fault else 200,
        entry=entry,
        live=live,
        shown=shown,
        bubble=bubble(visit, shown.edition, today, beside=beside),
        used=used,
        titles=titles,
        fault=fault,
        form=form,
        next_review=today + USUAL_REVIEW,
        **_allowed(visit, entry, present),
    )


def _allowed(visit: Visit, entry: EntryFile, present: VersionFile | None) -> dict[str, Any]:
    """Return what of the entry this visitor may do something about."""
    writes, reviews = visit.may(Permission.CURATE), visit.may(Permission.REVIEW_ENTRIES)
    own = (
        present is not None
        and visit.member is not None
        and present.author in {None, visit.member.staff_id}
    )
    mends = own and present is not None and present.line.status in _MENDED
    former = [
        one
        for one in entry.versions
        if one.status in {VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED}
        and one.number != entry.live
    ]
    return {
        "present": present,
        "own": own,
        "may_write": writes and (present is None or mends),
        "may_submit": writes and mends,
        "may_withdraw": writes and own and present is not None and present.author is not None,
        "may_confirm": reviews
        and entry.live is not None
        and (present is None or present.line.status in _MENDED),
        "may_archive": reviews and entry.live is not None,
        "former": former if reviews else [],
    }
