"""Loads the starter entries into the office, and never over what staff wrote."""

from collections import Counter
from pathlib import Path

from sqlalchemy import func, select, tuple_

from knowledge.edition import from_json, placeholders
from knowledge.leaf import SEED, Leaf, LeafRefused, leaves
from knowledge.publishing import OPEN, add, move_shelf, publish
from knowledge.tables import Entry, EntryVersion
from knowledge.words import VersionStatus
from office.people import Permission, StaffMember
from office.refusals import NotAllowed
from office.unit import Unit

_NOTE = "starter"


def load(unit: Unit, folder: Path = SEED) -> int:
    """Take in new and changed starter entries; return how many. A second run changes nothing.

    What staff have changed since is not overwritten: there the starter text becomes a draft.
    One with a placeholder becomes a draft too. Raise `LeafRefused`, and `NotAllowed` for staff,
    whose texts need a second person.
    """
    unit.require(Permission.CURATE)
    if isinstance(unit.actor, StaffMember):
        raise NotAllowed("program_only")
    found = list(leaves(folder))
    _settle_doubles(found)
    known = {entry.slug: entry for entry in unit.session.scalars(select(Entry).with_for_update())}
    changed = [leaf for leaf in found if _checksum(known.get(leaf.slug)) != leaf.checksum]
    for leaf in (leaf for leaf in changed if leaf.slug not in known):
        known[leaf.slug] = Entry(slug=leaf.slug, pack=leaf.pack, region=leaf.region)
        unit.session.add(known[leaf.slug])
    # Their versions refer to them.
    unit.flush()
    newest = _newest(unit)
    taken = [leaf for leaf in changed if _take(unit, leaf, known[leaf.slug], newest.get(leaf.slug))]
    if taken:
        move_shelf(unit)
    return len(taken)


def _settle_doubles(found: list[Leaf]) -> None:
    counted = Counter(leaf.slug for leaf in found)
    doubles = sorted(slug for slug, count in counted.items() if count > 1)
    if doubles:
        raise LeafRefused(f"two entries are called {', '.join(doubles)}")


def _checksum(entry: Entry | None) -> str | None:
    return None if entry is None else entry.starter_checksum


def _newest(unit: Unit) -> dict[str, EntryVersion]:
    """Return the newest version of every entry."""
    tops = select(EntryVersion.slug, func.max(EntryVersion.number)).group_by(EntryVersion.slug)
    rows = unit.session.scalars(
        select(EntryVersion).where(tuple_(EntryVersion.slug, EntryVersion.number).in_(tops))
    )
    return {row.slug: row for row in rows}


def _take(unit: Unit, leaf: Leaf, entry: Entry, newest: EntryVersion | None) -> bool:
    """Take in one changed leaf; tell whether a version came of it."""
    by_staff = newest is not None and newest.written_by is not None
    is_open = newest is not None and newest.status in OPEN
    if by_staff and is_open:
        # Its author is at work; a later load finds the file still unread.
        return False
    entry.starter_checksum = leaf.checksum
    if newest is not None and from_json(newest.content) == leaf.edition:
        return _settle_same(entry, leaf)
    if newest is not None and is_open:
        newest.status = VersionStatus.WITHDRAWN
    version = add(unit, entry, leaf.edition, note=_NOTE)
    if by_staff or entry.archived_at is not None or placeholders(leaf.edition):
        unit.record("entry.drafted", f"entry:{leaf.slug}", version=version.number)
        return True
    entry.pack, entry.region = leaf.pack, leaf.region
    publish(unit, entry, version, checksum=leaf.checksum[:12])
    return True


def _settle_same(entry: Entry, leaf: Leaf) -> bool:
    """Move an entry whose text is unchanged to where its file now is."""
    moved = (entry.pack, entry.region) != (leaf.pack, leaf.region)
    entry.pack, entry.region = leaf.pack, leaf.region
    return moved
