"""Questions without an answer: the clusters that wait, and the five things to do about each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from admin.pages.lists import sent_date
from admin.visit import Visit
from knowledge import editions, miss_actions, miss_queue, misses
from knowledge.editions import Filters
from knowledge.miss_queue import Listed
from knowledge.words import VersionStatus
from office import regional
from office.paging import Page, nearest
from office.people import Permission
from office.refusals import NotValid
from office.unit import Unit

_PAGE = 10
_CLOSED = 10
_MOST_TEXTS = 40
_MOST_ENTRIES = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A cluster with those of its questions that may be ticked."""

    listed: Listed
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A form that was sent and could not be accepted."""

    number: int
    form: str
    fault: NotValid


def show(visit: Visit) -> Response:
    """Show what waits, what matters most first."""
    return _page(visit)


def show_one(visit: Visit) -> Response:
    """Show one cluster with all its questions."""
    return _one(visit)


def gather(visit: Visit) -> Response:
    """Gather at once what was asked since the night, for an office that begins in the morning."""
    finder = visit.desk.library.learned().held.finder
    found = visit.act(partial(misses.cluster, finder=finder))
    return visit.go("/antrean-jawaban", "misses_gathered" if found else "nothing_to_gather")


def add_aliases(visit: Visit) -> Response:
    """Let an entry be found by the ticked questions."""
    return _act(visit, "alias", _aliases, "aliases_added")


def split_or_merge(visit: Visit) -> Response:
    """Begin drafts of entries that are to be parted or joined."""
    return _act(visit, "pisah-gabung", _split, "split_noted")


def off_topic(visit: Visit) -> Response:
    """Say that the ticked questions are not the office's."""
    return _act(visit, "luar-lingkup", _off_topic, "called_off_topic")


def defer(visit: Visit) -> Response:
    """Hand a cluster to an office of the region until a date."""
    return _act(visit, "tunda", _defer, "cluster_deferred")


def reopen(visit: Visit) -> Response:
    """Put a closed cluster back into the list."""
    visit.act(partial(miss_actions.reopen, cluster_id=visit.number))
    return visit.go("/antrean-jawaban", "cluster_reopened")


def _act(visit: Visit, form: str, work: Callable[[Visit, Unit], object], message: str) -> Response:
    """Do what a form asks and go on with the list; a form with a fault is shown again."""
    try:
        visit.act(partial(work, visit))
    except NotValid as fault:
        if not visit.may(Permission.READ_QUESTIONS):
            raise
        failed = Failed(visit.number, form, fault)
        return _one(visit, failed) if visit.sent("from") == "one" else _page(visit, failed)
    return visit.go("/antrean-jawaban", message)


def _aliases(visit: Visit, unit: Unit) -> None:
    slug = visit.sent("slug")
    if not slug:
        raise NotValid("slug", "required")
    miss_actions.add_aliases(unit, visit.number, slug, _ticked(visit), note=visit.sent("note"))


def _split(visit: Visit, unit: Unit) -> None:
    slugs = [visit.sent(f"slug_{number}") for number in range(1, _MOST_ENTRIES + 1)]
    miss_actions.split_or_merge(unit, visit.number, list(filter(None, slugs)), visit.sent("note"))


def _off_topic(visit: Visit, unit: Unit) -> None:
    miss_actions.off_topic(unit, visit.number, _ticked(visit), note=visit.sent("note"))


def _defer(visit: Visit, unit: Unit) -> None:
    day = sent_date(visit, "due_on")
    if day is None:
        raise NotValid("due_on", "required")
    office = visit.sent("office")
    miss_actions.defer(unit, visit.number, office, day, note=visit.sent("note"))


def _ticked(visit: Visit) -> list[str]:
    sent = (visit.sent(f"text_{number}") for number in range(_MOST_TEXTS))
    return [text for text in sent if text]


def _page(visit: Visit, failed: Failed | None = None) -> Response:
    number = visit.count("halaman") or 1
    with visit.reading() as unit:
        total = miss_queue.waiting_count(unit)
        number = nearest(number, total, _PAGE)
        rows = miss_queue.waiting(unit, size=_PAGE, page=number)
        if failed and failed.number not in {row.id for row in rows}:
            rows = [miss_queue.cluster(unit, failed.number).listed, *rows]
        closed = [miss_queue.cluster(unit, row.id) for row in miss_queue.closed(unit, size=_CLOSED)]
        return visit.page(
            "misses.html",
            422 if failed else 200,
            found=Page([Waiting(row, row.examples) for row in rows], total, number, _PAGE),
            handed=[row for row in miss_queue.handed_out(unit) if not row.overdue],
            closed=closed,
            drafts=_own_drafts(visit, unit),
            **_form(visit, unit, failed),
        )


def _one(visit: Visit, failed: Failed | None = None) -> Response:
    with visit.reading() as unit:
        found = miss_queue.cluster(unit, visit.number)
        return visit.page(
            "miss.html",
            422 if failed else 200,
            found=found,
            row=Waiting(found.listed, found.phrasings[:_MOST_TEXTS]),
            **_form(visit, unit, failed),
        )


def _form(visit: Visit, unit: Unit, failed: Failed | None) -> dict[str, Any]:
    return {
        "failed": failed,
        "titles": editions.titles(unit),
        "offices": [one.name for one in regional.every(unit)],
        "entries": range(1, _MOST_ENTRIES + 1),
        "today": unit.today,
        "may_curate": visit.may(Permission.CURATE),
    }


def _own_drafts(visit: Visit, unit: Unit) -> list[editions.VersionFile]:
    """Return the visitor's drafts that nobody was asked to review yet."""
    if visit.member is None or not visit.may(Permission.CURATE):
        return []
    mended = {VersionStatus.DRAFT, VersionStatus.RETURNED}
    open_ids = [
        row.open_id
        for row in editions.entries(unit, Filters(only_open=True))
        if row.open_id is not None and row.open_status in mended
        and row.open_by == visit.member.name
    ]  # fmt: skip
    drafts = (editions.version(unit, number) for number in open_ids)
    return [draft for draft in drafts if draft.author == visit.member.staff_id]
