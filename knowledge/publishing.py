"""Makes a version of an entry the one that is given, and tells every process so."""

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from knowledge import wishes
from knowledge.edition import Edition, to_json
from knowledge.tables import Entry, EntryVersion, shelf_version
from knowledge.words import VersionStatus
from office import webhooks
from office.people import StaffMember
from office.refusals import NotFound
from office.unit import Unit

# While one of these is there, nobody else begins another.
OPEN = (
    VersionStatus.DRAFT,
    VersionStatus.IN_REVIEW,
    VersionStatus.RETURNED,
    VersionStatus.SCHEDULED,
)


def locked(unit: Unit, slug: str) -> Entry:
    """Return an entry that nobody else changes meanwhile; raise `NotFound`."""
    entry = unit.session.get(Entry, slug, with_for_update=True, populate_existing=True)
    if entry is None:
        raise NotFound("entry_unknown", slug=slug)
    return entry


def version_of(unit: Unit, slug: str, number: int) -> EntryVersion:
    """Return a version by its number; raise `NotFound`."""
    found = unit.session.scalar(
        select(EntryVersion).where(EntryVersion.slug == slug, EntryVersion.number == number)
    )
    if found is None:
        raise NotFound("version_unknown", slug=slug, number=number)
    return found


def open_version(unit: Unit, slug: str) -> EntryVersion | None:
    """Return the version of an entry that somebody works on, if there is one."""
    return unit.session.scalar(
        select(EntryVersion)
        .where(EntryVersion.slug == slug, EntryVersion.status.in_(OPEN))
        .order_by(EntryVersion.number.desc())
        .limit(1)
    )


def add(
    unit: Unit, entry: Entry, edition: Edition, *, note: str = "", cluster_id: int | None = None
) -> EntryVersion:
    """Return a new draft of a locked entry, written by whoever acts."""
    newest = select(func.max(EntryVersion.number)).where(EntryVersion.slug == entry.slug)
    version = EntryVersion(
        slug=entry.slug,
        number=(unit.session.scalar(newest) or 0) + 1,
        base=entry.live,
        status=VersionStatus.DRAFT,
        content=to_json(edition),
        note=note,
        written_by=unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None,
        written_at=unit.now,
        review_note="",
        override="",
        cluster_id=cluster_id,
    )
    unit.session.add(version)
    unit.flush()
    return version


def publish(unit: Unit, entry: Entry, version: EntryVersion, **facts: object) -> None:
    """Let a version of a locked entry be given from now on, in place of the former one.

    Whoever calls this has made sure that it may be published, and moves the shelf.
    """
    unit.flush()
    unit.session.execute(
        update(EntryVersion)
        .where(EntryVersion.slug == entry.slug, EntryVersion.status == VersionStatus.PUBLISHED)
        .values(status=VersionStatus.SUPERSEDED)
    )
    version.status = VersionStatus.PUBLISHED
    version.published_at = unit.now
    entry.live = version.number
    entry.archived_at = None
    unit.record("entry.published", f"entry:{entry.slug}", version=version.number, **facts)
    told: dict[str, webhooks.Fact] = {"version": version.number, "on": unit.today}
    webhooks.announce(unit, webhooks.Event.ENTRY_PUBLISHED, entry.slug, told)
    wishes.published(unit, version)


def move_shelf(unit: Unit) -> None:
    """Tell every process to read the published entries anew."""
    unit.session.execute(insert(shelf_version).values(one=1, version=0).on_conflict_do_nothing())
    unit.session.execute(update(shelf_version).values(version=shelf_version.c.version + 1))
