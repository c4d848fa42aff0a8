"""Acts on versions of entries: draft, rewrite, submit, approve, send back, withdraw."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from knowledge import gate, gate_cases
from knowledge.edition import Edition, faults, from_json, placeholders, to_json
from knowledge.gate import GateReport
from knowledge.gate_cases import Learned
from knowledge.publishing import add, locked, move_shelf, open_version, publish
from knowledge.sheets import is_slug
from knowledge.shelf import ALL_PACKS, current_version
from knowledge.tables import Entry, EntryVersion
from knowledge.words import VersionStatus
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

EVERYTHING = (ALL_PACKS,)
LONGEST_NOTE = 2000
_NAMES = {"slug": 80, "pack": 40, "region": 80}


class Place(TypedDict, total=False):
    """Where a new entry belongs: its pack, and the region it speaks of."""

    pack: str
    region: str


def draft(
    unit: Unit,
    slug: str,
    edition: Edition,
    *,
    base: int | None = None,
    note: str = "",
    cluster_id: int | None = None,
    **place: Unpack[Place],
) -> int:
    """Begin a version of an entry, or a new entry in its `place`; return the version's id.

    `base` is the number of the published version it was written from. Raise `NotNow` if
    somebody published meanwhile or is at work on this entry, `NotValid` for a name that cannot
    be one; faults of the text itself are looked at on submission.
    """
    unit.require(Permission.CURATE)
    _staff(unit)
    entry = _entry(unit, slug, place)
    if base is not None and base != entry.live:
        raise NotNow("published_meanwhile", live=entry.live)
    present = open_version(unit, slug)
    if present is not None:
        raise NotNow("entry_being_written", by=present.written_by, status=present.status)
    version = add(unit, entry, edition, note=_text("note", note), cluster_id=cluster_id)
    _record(unit, version, "entry.drafted")
    return version.id


def _entry(unit: Unit, slug: str, place: Place) -> Entry:
    """Return the locked entry of a slug, made now if it is new."""
    if unit.session.get(Entry, slug) is None:
        named = {"slug": slug, "pack": place.get("pack", ""), "region": place.get("region", "")}
        for name, value in named.items():
            if not value.strip() and name != "region":
                raise NotValid(name, "required")
            if len(value) > _NAMES[name]:
                raise NotValid(name, "too_long", longest=_NAMES[name], length=len(value))
        for name in ("slug", "pack"):
            if not is_slug(named[name]):
                raise NotValid(name, "slug_unclear")
        # Somebody may begin the same entry at this moment: the second finds the first one's.
        unit.session.execute(insert(Entry).values(named).on_conflict_do_nothing())
    return locked(unit, slug)


def rewrite(
    unit: Unit, version_id: int, edition: Edition, note: str = "", *, base: int | None = None
) -> None:
    """Change a draft in place, by its author; whoever rewrites a starter draft becomes that.

    It stays a change of the version it was begun from, unless `base` names the one it was
    written anew from. Raise `NotAllowed` for somebody else's, `NotNow` once it was submitted
    or if `base` is not what is given now.
    """
    unit.require(Permission.CURATE)
    version, entry = _own(unit, version_id, VersionStatus.DRAFT, VersionStatus.RETURNED)
    if base is not None:
        if base != entry.live:
            raise NotNow("published_meanwhile", live=entry.live)
        version.base = base
    version.content = to_json(edition)
    version.note = _text("note", note)
    version.written_by = _staff(unit)
    version.written_at = unit.now
    # What the gate found was about another text.
    version.gate = None
    _record(unit, version, "entry.rewritten")


@dataclass(frozen=True, slots=True)
class Examined:
    """What the gate found of a text, on the shelf of that moment."""

    content: str
    shelf: int
    report: GateReport


def examine(
    unit: Unit,
    version_id: int,
    *,
    packs: Collection[str] = EVERYTHING,
    learned: Learned | None = None,
) -> Examined:
    """Return what the gate finds of a version; raise `NotFound`.

    It takes its time, so a door does this in a unit for reading and hands it to `submit` or
    `examine_anew`, which hold the book. `learned` is a shelf of these packs as citizens are
    answered from it.
    """
    if Permission.REVIEW_ENTRIES not in unit.actor.permissions:
        unit.require(Permission.CURATE)
    version = unit.session.get(EntryVersion, version_id)
    if version is None:
        raise NotFound("version_unknown")
    entry = unit.session.get_one(Entry, version.slug)
    report = gate_cases.run(unit, entry, from_json(version.content), packs, learned)
    return Examined(version.content, current_version(unit), report)


def submit(
    unit: Unit,
    version_id: int,
    *,
    packs: Collection[str] = EVERYTHING,
    examined: Examined | None = None,
) -> None:
    """Hand one's draft over for review, with what the gate found.

    `packs` are those that are on; the gate asks them and the entry's own, unless it was
    `examined` before. Raise `NotValid` for the first fault or a placeholder, `NotNow` if
    somebody published meanwhile or if text or shelf moved since it was examined.
    """
    unit.require(Permission.CURATE)
    version, entry = _own(unit, version_id, VersionStatus.DRAFT, VersionStatus.RETURNED)
    _begun_from_live(version, entry)
    edition = from_json(version.content)
    for fault in faults(edition):
        raise NotValid(fault.field, fault.code, **fault.params)
    if missing := placeholders(edition):
        raise NotValid("body", "placeholder", missing=missing)
    if examined is None:
        examined = examine(unit, version_id, packs=packs)
    elif not _still_true(unit, version, examined):
        # Asking anew here would hold the book while everybody waits.
        raise NotNow("gate_stale")
    report = examined.report
    version.gate = _kept(examined)
    version.written_by = _staff(unit)
    version.submitted_at = unit.now
    version.status = VersionStatus.IN_REVIEW
    _record(unit, version, "entry.submitted", regressions=len(report.regressions))


def _still_true(unit: Unit, version: EntryVersion, examined: Examined) -> bool:
    return (examined.content, examined.shelf) == (version.content, current_version(unit))


def _kept(examined: Examined) -> str:
    """Return a report as it is kept with a version: it says on which shelf it was found."""
    kept = json.loads(gate.to_json(examined.report))
    return json.dumps({**kept, "shelf": examined.shelf}, ensure_ascii=False)


def _shelf_of(version: EntryVersion) -> int | None:
    shelf: int | None = json.loads(version.gate or "{}").get("shelf")
    return shelf


def _regressing(version: EntryVersion) -> set[tuple[str, str]]:
    rows = gate.from_json(version.gate).regressions if version.gate else ()
    return {(row.check, row.text) for row in rows}


def examine_anew(unit: Unit, version_id: int, *, examined: Examined) -> int:
    """Keep what the gate finds now of a version in review; return how many regressions are new.

    A reason that was given without having seen those does not cover them. Raise `NotNow` if
    the shelf moved since it was examined, else as `approve` does.
    """
    unit.require(Permission.REVIEW_ENTRIES)
    version, _ = _reviewable(unit, version_id)
    if not _still_true(unit, version, examined):
        raise NotNow("gate_stale")
    known = _regressing(version)
    version.gate = _kept(examined)
    found = _regressing(version)
    _record(unit, version, "entry.examined", regressions=len(found))
    return len(found - known)


def approve(
    unit: Unit, version_id: int, *, publish_at: datetime | None = None, override: str = ""
) -> None:
    """Publish a version that somebody else wrote, now or at an instant to come.

    Raise `NotAllowed` for one's own work, `NotNow` if somebody published meanwhile or if the
    shelf moved since the gate was asked (`examine_anew` mends that), and `NotValid` where the
    gate found a regression and no reason is given to override it.
    """
    unit.require(Permission.REVIEW_ENTRIES)
    version, entry = _reviewable(unit, version_id)
    _begun_from_live(version, entry)
    if _shelf_of(version) != current_version(unit):
        raise NotNow("gate_stale")
    regressions = len(_regressing(version))
    if regressions and not override.strip():
        raise NotValid("override", "gate_regressions", count=regressions)
    version.override = _text("override", override) if regressions else ""
    version.reviewed_by = _staff(unit)
    version.reviewed_at = unit.now
    if publish_at is not None and publish_at > unit.now:
        version.status = VersionStatus.SCHEDULED
        version.publish_at = publish_at
        _record(unit, version, "entry.scheduled", at=publish_at.isoformat())
        return
    publish(unit, entry, version, overridden=bool(version.override))
    move_shelf(unit)


def send_back(unit: Unit, version_id: int, reason: str) -> None:
    """Return a version to its author with a reason; raise as `approve` does."""
    unit.require(Permission.REVIEW_ENTRIES)
    version, _ = _reviewable(unit, version_id)
    version.review_note = required("reason", reason)
    version.reviewed_by = _staff(unit)
    version.reviewed_at = unit.now
    version.status = VersionStatus.RETURNED
    _record(unit, version, "entry.returned")


def withdraw(unit: Unit, version_id: int) -> None:
    """Give up one's own version, unless it is out; raise `NotAllowed` or `NotNow`."""
    unit.require(Permission.CURATE)
    version, _ = _own(
        unit,
        version_id,
        VersionStatus.DRAFT,
        VersionStatus.RETURNED,
        VersionStatus.IN_REVIEW,
        VersionStatus.SCHEDULED,
    )
    version.status = VersionStatus.WITHDRAWN
    _record(unit, version, "entry.withdrawn")


def required(field: str, text: str) -> str:
    """Return a reason that was given; raise `NotValid` for none."""
    if not text.strip():
        raise NotValid(field, "required")
    return _text(field, text)


def _text(field: str, text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_NOTE:
        raise NotValid(field, "too_long", longest=LONGEST_NOTE, length=len(text))
    return text


def _version(
    unit: Unit, version_id: int, statuses: Collection[VersionStatus]
) -> tuple[EntryVersion, Entry]:
    """Return a version in one of the statuses and its entry, both locked."""
    slug = unit.session.scalar(select(EntryVersion.slug).where(EntryVersion.id == version_id))
    if slug is None:
        raise NotFound("version_unknown")
    entry = locked(unit, slug)
    # Read anew behind the lock: somebody may have moved it a moment ago.
    version = unit.session.get_one(EntryVersion, version_id, populate_existing=True)
    if version.status not in statuses:
        raise NotNow("version_not_so", status=version.status)
    return version, entry


def _own(unit: Unit, version_id: int, *statuses: VersionStatus) -> tuple[EntryVersion, Entry]:
    version, entry = _version(unit, version_id, statuses)
    # A starter draft has no author yet: whoever takes it on becomes that.
    if version.written_by not in {None, _staff(unit)}:
        raise NotAllowed("not_author", by=version.written_by)
    return version, entry


def _reviewable(unit: Unit, version_id: int) -> tuple[EntryVersion, Entry]:
    version, entry = _version(unit, version_id, [VersionStatus.IN_REVIEW])
    if version.written_by == _staff(unit):
        raise NotAllowed("own_work")
    return version, entry


def _begun_from_live(version: EntryVersion, entry: Entry) -> None:
    """Raise `NotNow` if another version is given now than when this one was begun."""
    # Of an archived entry nothing is given that could be lost: two persons may bring it back.
    if entry.live not in {None, version.base}:
        raise NotNow("published_meanwhile", live=entry.live)


def _staff(unit: Unit) -> int:
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id


def _record(unit: Unit, version: EntryVersion, act: str, **facts: object) -> None:
    unit.record(act, f"entry:{version.slug}", version=version.number, **facts)
