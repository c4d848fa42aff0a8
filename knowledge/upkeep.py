"""Acts on what is published: what falls due, archiving, going back, confirming a review."""

import dataclasses
from datetime import date

from sqlalchemy import select

from knowledge.curate import required
from knowledge.edition import from_json
from knowledge.publishing import add, locked, move_shelf, open_version, publish, version_of
from knowledge.tables import Entry, EntryVersion
from knowledge.words import VersionStatus
from office.people import Permission
from office.refusals import NotNow, NotValid
from office.unit import Unit

_APPROVED = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)


def publish_due(unit: Unit) -> int:
    """Publish every scheduled version whose time has come; return how many."""
    unit.require(Permission.KEEP_TIME)
    due = unit.session.execute(
        select(EntryVersion.id, EntryVersion.slug)
        .where(EntryVersion.status == VersionStatus.SCHEDULED, EntryVersion.publish_at <= unit.now)
        .order_by(EntryVersion.publish_at, EntryVersion.id)
    ).all()
    published = 0
    for version_id, slug in due:
        entry = locked(unit, slug)
        version = unit.session.get_one(EntryVersion, version_id, populate_existing=True)
        # Its author may have withdrawn it while this waited for the lock.
        if version.status == VersionStatus.SCHEDULED:
            publish(unit, entry, version, scheduled=True)
            published += 1
    if published:
        move_shelf(unit)
    return published


def archive(unit: Unit, slug: str, reason: str) -> None:
    """Take an entry down; its versions are kept, and what was on its way goes back.

    Raise `NotNow` if nothing of it is out.
    """
    unit.require(Permission.REVIEW_ENTRIES)
    reason = required("reason", reason)
    entry = _live(unit, slug)
    version = version_of(unit, slug, entry.live or 0)
    version.status = VersionStatus.SUPERSEDED
    # The reason stays with the version: a journal cannot forget what somebody wrote into it.
    version.review_note = reason
    entry.live = None
    entry.archived_at = unit.now
    # A late approval would put the entry back without anybody having meant that.
    _hand_back(unit, slug, reason, VersionStatus.IN_REVIEW, VersionStatus.SCHEDULED)
    unit.record("entry.archived", f"entry:{slug}", version=version.number)
    move_shelf(unit)


def roll_back(unit: Unit, slug: str, number: int, reason: str) -> int:
    """Publish anew what an earlier version said; return the new version's number.

    Nobody else needs to approve what was approved before. Raise `NotNow` for a version that
    never was published, or is what is given now.
    """
    unit.require(Permission.REVIEW_ENTRIES)
    reason = required("reason", reason)
    entry = locked(unit, slug)
    old = version_of(unit, slug, number)
    if old.status not in _APPROVED or number == entry.live:
        raise NotNow("version_not_so", status=old.status)
    _hand_back(unit, slug, reason, VersionStatus.SCHEDULED)
    version = add(unit, entry, from_json(old.content), note=reason)
    publish(unit, entry, version, back_to=number)
    move_shelf(unit)
    return version.number


def confirm_reviewed(unit: Unit, slug: str, review_by: date) -> int:
    """Publish an entry unchanged but for its dates; return the new version's number.

    Raise `NotValid` for a date that is not ahead, `NotNow` while another version is on its way.
    """
    unit.require(Permission.REVIEW_ENTRIES)
    if review_by <= unit.today:
        raise NotValid("review_by", "date_not_ahead")
    entry = _live(unit, slug)
    coming = open_version(unit, slug)
    if coming is not None and coming.status in {VersionStatus.IN_REVIEW, VersionStatus.SCHEDULED}:
        raise NotNow("entry_being_written", by=coming.written_by, status=coming.status)
    edition = from_json(version_of(unit, slug, entry.live or 0).content)
    again = dataclasses.replace(edition, as_of=unit.today, review_by=review_by)
    version = add(unit, entry, again)
    publish(unit, entry, version, review_by=review_by.isoformat())
    move_shelf(unit)
    return version.number


def _live(unit: Unit, slug: str) -> Entry:
    entry = locked(unit, slug)
    if entry.live is None:
        raise NotNow("entry_not_published")
    return entry


def _hand_back(unit: Unit, slug: str, reason: str, *statuses: VersionStatus) -> None:
    """Hand back a version in one of the statuses: its ground is no longer given."""
    version = open_version(unit, slug)
    if version is not None and version.status in statuses:
        version.status = VersionStatus.RETURNED
        version.publish_at = None
        version.review_note = reason
        unit.record("entry.returned", f"entry:{slug}", version=version.number)
