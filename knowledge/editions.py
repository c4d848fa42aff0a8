"""Read side of curation: the list of entries, one with all its versions, what waits."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select

from knowledge import gate
from knowledge.edition import Edition, from_json, placeholders
from knowledge.gate import GateReport
from knowledge.publishing import OPEN
from knowledge.tables import Entry, EntryVersion
from knowledge.words import EntryStanding, VersionStatus
from office import staff
from office.people import Permission
from office.refusals import NotAllowed, NotFound
from office.unit import Unit

_READERS = frozenset({Permission.CURATE, Permission.REVIEW_ENTRIES, Permission.READ_QUESTIONS})


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are wanted; empty means all."""

    text: str = ""
    pack: str = ""
    standing: EntryStanding | None = None
    only_open: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry in the list, with the version somebody works on."""

    slug: str
    pack: str
    region: str
    title: str
    live: int | None
    standing: EntryStanding
    as_of: date
    review_by: date
    overdue: bool
    open_id: int | None
    open_status: VersionStatus | None
    open_by: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the history of an entry; its gate is counted, not shown."""

    id: int
    number: int
    status: VersionStatus
    note: str
    written_by: str
    written_at: datetime
    reviewed_by: str
    reviewed_at: datetime | None
    review_note: str
    publish_at: datetime | None
    published_at: datetime | None
    asked: int
    regressions: int
    override: str


@dataclass(frozen=True, slots=True)
class EntryFile:
    """An entry with all its versions, newest first."""

    slug: str
    pack: str
    region: str
    title: str
    live: int | None
    standing: EntryStanding
    archived_at: datetime | None
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A version in full, with what it would take the place of."""

    slug: str
    pack: str
    region: str
    line: VersionLine
    author: int | None
    cluster_id: int | None
    edition: Edition
    live: Edition | None
    report: GateReport | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submitted:
    """A version that waits for another person."""

    id: int
    slug: str
    number: int
    title: str
    author: int | None
    written_by: str
    submitted_at: datetime | None
    regressions: int


@dataclass(frozen=True, slots=True)
class Unfilled:
    """An entry whose newest text waits for the office's own facts."""

    slug: str
    version_id: int
    missing: tuple[str, ...]


def entries(unit: Unit, filters: Filters = Filters()) -> list[Listed]:
    """Return entries by slug, each with its standing today and who works on it."""
    _reading(unit)
    query = select(Entry).order_by(Entry.slug)
    if filters.pack:
        query = query.where(Entry.pack == filters.pack)
    told = _told(unit)
    names = staff.names(unit)
    found = (
        _listed(unit, entry, told.get(entry.slug, []), names)
        for entry in unit.session.scalars(query)
    )
    return [row for row in found if _fits(row, filters)]


def titles(unit: Unit) -> dict[str, str]:
    """Return the title of every entry by slug, as its list has it."""
    return {row.slug: row.title for row in entries(unit)}


def packs(unit: Unit) -> list[str]:
    """Return the packs that entries are in, by name."""
    _reading(unit)
    return list(unit.session.scalars(select(Entry.pack).distinct().order_by(Entry.pack)))


def _told(unit: Unit) -> dict[str, list[EntryVersion]]:
    """Return of each entry what its row tells: its newest, published and open versions."""
    told: dict[str, list[EntryVersion]] = {}
    kept = (*OPEN, VersionStatus.PUBLISHED)
    for row in unit.session.scalars(_newest_first().where(EntryVersion.status.in_(kept))):
        told.setdefault(row.slug, []).append(row)
    bare = select(Entry.slug).where(Entry.slug.not_in(list(told)))
    for row in unit.session.scalars(_newest_first().where(EntryVersion.slug.in_(bare))):
        told.setdefault(row.slug, [row])
    return told


def _newest_first() -> Select[EntryVersion]:
    return select(EntryVersion).order_by(EntryVersion.slug, EntryVersion.number.desc())


def _listed(
    unit: Unit, entry: Entry, versions: list[EntryVersion], names: dict[int, str]
) -> Listed:
    live = next((row for row in versions if row.number == entry.live), versions[0])
    coming = next((row for row in versions if row.status in OPEN), None)
    edition = from_json(live.content)
    standing = _standing(entry, edition, unit.today)
    return Listed(
        entry.slug, entry.pack, entry.region, edition.title, entry.live, standing,
        edition.as_of, edition.review_by, entry.live is not None and edition.review_by < unit.today,
        None if coming is None else coming.id,
        None if coming is None else VersionStatus(coming.status),
        "" if coming is None else _name(names, coming.written_by),
    )  # fmt: skip


def _standing(entry: Entry, edition: Edition, today: date) -> EntryStanding:
    if entry.archived_at is not None:
        return EntryStanding.ARCHIVED
    if entry.live is None:
        return EntryStanding.UNPUBLISHED
    if edition.valid_until is not None and edition.valid_until < today:
        return EntryStanding.EXPIRED
    return EntryStanding.DUE if edition.review_by < today else EntryStanding.PUBLISHED


def _fits(row: Listed, filters: Filters) -> bool:
    words = filters.text.casefold().split()
    said = f"{row.slug} {row.title}".casefold()
    return (
        all(word in said for word in words)
        and filters.standing in {None, row.standing}
        and (row.open_id is not None or not filters.only_open)
    )


def entry(unit: Unit, slug: str) -> EntryFile:
    """Return an entry with all its versions; raise `NotFound`."""
    _reading(unit)
    found = unit.session.get(Entry, slug)
    if found is None:
        raise NotFound("entry_unknown", slug=slug)
    versions = unit.session.scalars(_newest_first().where(EntryVersion.slug == slug)).all()
    names = staff.names(unit)
    row = _listed(unit, found, list(versions), names)
    return EntryFile(
        slug, found.pack, found.region, row.title, found.live, row.standing, found.archived_at,
        tuple(_line(one, names) for one in versions),
    )  # fmt: skip


def version(unit: Unit, version_id: int) -> VersionFile:
    """Return a version in full; raise `NotFound`."""
    _reading(unit)
    row = unit.session.get(EntryVersion, version_id)
    if row is None:
        raise NotFound("version_unknown")
    home = unit.session.get_one(Entry, row.slug)
    live = unit.session.scalar(
        select(EntryVersion.content).where(
            EntryVersion.slug == row.slug, EntryVersion.number == home.live
        )
    )
    edition = from_json(row.content)
    return VersionFile(
        row.slug, home.pack, home.region, _line(row, staff.names(unit)), row.written_by,
        row.cluster_id, edition, None if live is None else from_json(live), _report(row),
        tuple(placeholders(edition)),
    )  # fmt: skip


def waiting(unit: Unit) -> list[Submitted]:
    """Return the versions in review, longest waiting first."""
    _reading(unit)
    names = staff.names(unit)
    rows = unit.session.scalars(
        select(EntryVersion)
        .where(EntryVersion.status == VersionStatus.IN_REVIEW)
        .order_by(EntryVersion.submitted_at, EntryVersion.id)
    )
    return [
        Submitted(
            row.id, row.slug, row.number, from_json(row.content).title, row.written_by,
            _name(names, row.written_by), row.submitted_at, _counts(row)[1],
        )
        for row in rows
    ]  # fmt: skip


def unfilled(unit: Unit) -> list[Unfilled]:
    """Return the drafts whose placeholders nobody has filled in yet, by slug."""
    _reading(unit)
    drafts = (VersionStatus.DRAFT, VersionStatus.RETURNED)
    rows = unit.session.scalars(_newest_first().where(EntryVersion.status.in_(drafts)))
    found = ((row, tuple(placeholders(from_json(row.content)))) for row in rows)
    return [Unfilled(row.slug, row.id, missing) for row, missing in found if missing]


def _line(row: EntryVersion, names: dict[int, str]) -> VersionLine:
    return VersionLine(
        row.id, row.number, VersionStatus(row.status), row.note, _name(names, row.written_by),
        row.written_at, _name(names, row.reviewed_by), row.reviewed_at, row.review_note,
        row.publish_at, row.published_at, *_counts(row), row.override,
    )  # fmt: skip


def _report(row: EntryVersion) -> GateReport | None:
    return gate.from_json(row.gate) if row.gate else None


def _counts(row: EntryVersion) -> tuple[int, int]:
    """Return how many questions the gate asked, and how many of them regressed."""
    report = _report(row)
    if report is None:
        return (0, 0)
    return (sum(tally.asked for tally in report.tallies), len(report.regressions))


def _name(names: dict[int, str], staff_id: int | None) -> str:
    """Return a member's name; what came with the starter files has no author."""
    return "" if staff_id is None else names.get(staff_id, str(staff_id))


def _reading(unit: Unit) -> None:
    if not _READERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.READ_QUESTIONS.value)
