"""Acts that close a cluster of questions: five things staff may do about it, and taking it back."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Unpack

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from knowledge import curate
from knowledge.curate import Place
from knowledge.curation_tables import Cluster, OffTopic
from knowledge.edition import LONGEST_PHRASING, Edition, from_json
from knowledge.publishing import locked, open_version, version_of
from knowledge.tables import EntryVersion
from knowledge.words import ClusterAction, ClusterStatus, VersionStatus
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

_LONGEST_OFFICE = 120
_LONGEST_NOTE = 2000
_REWRITABLE = frozenset({VersionStatus.DRAFT, VersionStatus.RETURNED})


def add_aliases(
    unit: Unit, cluster_id: int, slug: str, phrasings: Sequence[str], *, note: str = ""
) -> int:
    """Let an entry be found by more phrasings; return the id of the draft that has them.

    One's own draft of the entry is extended, else one begins; it is published after review as
    any other. Raise `NotValid` for phrasings that add nothing, `NotNow` or `NotAllowed` while
    somebody else is at work on the entry.
    """
    cluster = _waiting(unit, cluster_id)
    wanted = _texts("phrasings", phrasings)
    present = open_version(unit, slug)
    edition = _edition(unit, slug, present)
    added = [text for text in wanted if _plain(text) not in set(map(_plain, edition.phrasings))]
    if not added:
        raise NotValid("phrasings", "nothing_added")
    more = dataclasses.replace(edition, phrasings=(*edition.phrasings, *added))
    number = _write(unit, cluster, slug, more, present)
    _close(unit, cluster, ClusterAction.ALIAS, slug=slug, note=note)
    return number


def split_or_merge(unit: Unit, cluster_id: int, slugs: Sequence[str], note: str) -> list[int]:
    """Begin a draft of each entry that is to be parted or joined; return their ids.

    The note says what to do. Raise `NotValid` without entries or note, `NotNow` while somebody
    is at work on one of them.
    """
    cluster = _waiting(unit, cluster_id)
    note = curate.required("note", note)
    wanted = list(dict.fromkeys(slugs))
    if not wanted:
        raise NotValid("slugs", "required")
    drafts = {}
    # Always in the same order: two who lock the same entries must not wait for each other.
    for slug in sorted(wanted):
        edition = _edition(unit, slug, None)
        base = locked(unit, slug).live
        drafts[slug] = curate.draft(
            unit, slug, edition, base=base, note=note, cluster_id=cluster.id
        )
    _close(unit, cluster, ClusterAction.SPLIT_MERGE, slug=wanted[0], note=note)
    return [drafts[slug] for slug in wanted]


def draft(unit: Unit, cluster_id: int, slug: str, edition: Edition, **place: Unpack[Place]) -> int:
    """Begin a new answer for what a cluster asks; return the draft's id; raise as `curate`."""
    cluster = _waiting(unit, cluster_id)
    number = curate.draft(unit, slug, edition, cluster_id=cluster.id, **place)
    _close(unit, cluster, ClusterAction.DRAFT, slug=slug)
    return number


def off_topic(unit: Unit, cluster_id: int, texts: Sequence[str], *, note: str = "") -> None:
    """Say that a cluster is not the office's; its texts must stay unanswered from now on."""
    cluster = _waiting(unit, cluster_id)
    rows = [
        {"text": text, "added_by": _staff(unit), "added_at": unit.now, "cluster_id": cluster.id}
        for text in _texts("texts", texts)
    ]
    unit.session.execute(insert(OffTopic).on_conflict_do_nothing(index_elements=["text"]), rows)
    _close(unit, cluster, ClusterAction.OFF_TOPIC, note=note)


def defer(unit: Unit, cluster_id: int, office: str, due_on: date, *, note: str = "") -> None:
    """Hand a cluster to an office of the region; it is back in the list on its date.

    Raise `NotValid` without an office or for a date that is not ahead.
    """
    cluster = _waiting(unit, cluster_id)
    office = curate.required("office", office)
    if len(office) > _LONGEST_OFFICE:
        raise NotValid("office", "too_long", longest=_LONGEST_OFFICE, length=len(office))
    if due_on <= unit.today:
        raise NotValid("due_on", "date_not_ahead")
    cluster.handed_to, cluster.due_on = office, due_on
    _close(unit, cluster, ClusterAction.DEFERRED, note=note, due=due_on.isoformat())


def reopen(unit: Unit, cluster_id: int) -> None:
    """Put a closed cluster back into the list; what was called off topic no longer is.

    Drafts that were begun for it stay. Raise `NotNow` for one that is open.
    """
    unit.require(Permission.CURATE)
    _staff(unit)
    cluster = _locked(unit, cluster_id)
    if cluster.status == ClusterStatus.OPEN:
        raise NotNow("cluster_open")
    unit.session.execute(delete(OffTopic).where(OffTopic.cluster_id == cluster_id))
    cluster.status = ClusterStatus.OPEN
    cluster.action = cluster.slug = cluster.due_on = None
    cluster.closed_by = cluster.closed_at = cluster.answered_at = None
    cluster.handed_to = ""
    unit.record("cluster.reopened", f"cluster:{cluster_id}")


def _waiting(unit: Unit, cluster_id: int) -> Cluster:
    """Return a locked cluster about which something may be done."""
    unit.require(Permission.CURATE)
    _staff(unit)
    cluster = _locked(unit, cluster_id)
    # What was handed to another office may be settled before that office answers.
    if cluster.status != ClusterStatus.OPEN and cluster.action != ClusterAction.DEFERRED:
        raise NotNow("cluster_closed", by=cluster.closed_by)
    return cluster


def _locked(unit: Unit, cluster_id: int) -> Cluster:
    cluster = unit.session.get(Cluster, cluster_id, with_for_update=True, populate_existing=True)
    if cluster is None:
        raise NotFound("cluster_unknown")
    return cluster


def _close(
    unit: Unit,
    cluster: Cluster,
    action: ClusterAction,
    *,
    slug: str = "",
    note: str = "",
    **facts: object,
) -> None:
    note = note.strip()
    if len(note) > _LONGEST_NOTE:
        raise NotValid("note", "too_long", longest=_LONGEST_NOTE, length=len(note))
    cluster.status = ClusterStatus.CLOSED
    cluster.action = action
    cluster.slug = slug or None
    cluster.note = note
    cluster.closed_by = _staff(unit)
    cluster.closed_at = unit.now
    if action is not ClusterAction.DEFERRED:
        cluster.due_on, cluster.handed_to = None, ""
    told = {"slug": slug} if slug else {}
    unit.record("cluster.closed", f"cluster:{cluster.id}", action=action.value, **told, **facts)


def _edition(unit: Unit, slug: str, present: EntryVersion | None) -> Edition:
    """Return what an entry says: in the draft at hand, else as published, else at last."""
    entry = locked(unit, slug)
    if present is None and entry.live is not None:
        present = version_of(unit, slug, entry.live)
    if present is None:
        present = unit.session.scalar(
            select(EntryVersion)
            .where(EntryVersion.slug == slug)
            .order_by(EntryVersion.number.desc())
            .limit(1)
        )
    if present is None:
        raise NotFound("entry_unknown", slug=slug)
    return from_json(present.content)


def _write(
    unit: Unit, cluster: Cluster, slug: str, edition: Edition, present: EntryVersion | None
) -> int:
    """Write an edition into the draft at hand or a new one; return the version's id."""
    if present is None or present.status not in _REWRITABLE:
        base = locked(unit, slug).live
        return curate.draft(unit, slug, edition, base=base, cluster_id=cluster.id)
    curate.rewrite(unit, present.id, edition, present.note)
    present.cluster_id = present.cluster_id or cluster.id
    return present.id


def _texts(field: str, texts: Iterable[str]) -> list[str]:
    kept = {_plain(text): " ".join(text.split()) for text in texts if text.strip()}
    if not kept:
        raise NotValid(field, "required")
    for text in kept.values():
        if len(text) > LONGEST_PHRASING:
            raise NotValid(field, "too_long", longest=LONGEST_PHRASING, length=len(text))
    return list(kept.values())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
