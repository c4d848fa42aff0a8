"""Entries out of the library as files and into it again: checked as a whole, taken in as drafts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from knowledge import csv_sheets, curate, markdown_sheets
from knowledge.edition import Edition, from_json, placeholders
from knowledge.publishing import OPEN
from knowledge.sheets import Parsed, Remark, Sheet, Spot
from knowledge.tables import Entry, EntryVersion
from knowledge.words import VersionStatus
from office.masking import mask
from office.people import Permission, StaffMember
from office.refusals import NotAllowed
from office.unit import Unit

_READERS = frozenset({Permission.CURATE, Permission.REVIEW_ENTRIES, Permission.READ_QUESTIONS})
_ZIP = b"PK"
_REWRITABLE = (VersionStatus.DRAFT, VersionStatus.RETURNED)


class Form(StrEnum):
    """How entries are written to a file."""

    MARKDOWN = "markdown"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Report:
    """What became, or would become, of a file: nothing at all while there is one fault."""

    faults: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    # Versions that were begun or rewritten, by slug; empty until the file was taken in.
    taken: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Held:
    """What the library has of an entry: its text of now, and the version in work."""

    edition: Edition
    live: bool
    open_id: int | None = None
    open_by: int | None = None
    open_status: str = ""


def export(unit: Unit, form: Form, *, pack: str = "") -> bytes:
    """Return the published entries of a pack, or all, as a file."""
    sheets = published(unit, pack=pack)
    return csv_sheets.write(sheets) if form is Form.CSV else markdown_sheets.write(sheets)


def published(unit: Unit, *, pack: str = "") -> list[Sheet]:
    """Return the entries that are given now, by slug."""
    if not _READERS & unit.actor.permissions:
        raise NotAllowed("permission_missing", permission=Permission.READ_QUESTIONS.value)
    query = (
        select(Entry.slug, Entry.pack, Entry.region, EntryVersion.content)
        .join(EntryVersion, (EntryVersion.slug == Entry.slug) & (EntryVersion.number == Entry.live))
        .order_by(Entry.slug)
    )
    if pack:
        query = query.where(Entry.pack == pack)
    rows = unit.session.execute(query)
    return [Sheet(row.slug, row.pack, row.region, from_json(row.content)) for row in rows]


def parsed(data: bytes, name: str) -> Parsed:
    """Return what a file holds: a ZIP, a single Markdown file, or else a table."""
    if data.startswith(_ZIP):
        return markdown_sheets.read(data)
    if name.lower().endswith(".md"):
        try:
            return markdown_sheets.read_one(name, data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return Parsed((), (Remark(Spot(name), "", "not_utf8"),))
    return csv_sheets.read(data, name)


def check(unit: Unit, data: bytes, name: str = "") -> Report:
    """Return what would become of a file; nothing is written."""
    unit.require(Permission.CURATE)
    found = parsed(data, name)
    held = _held(unit)
    faults = [*found.faults, *_in_the_way(unit, found, held)]
    warnings = [*_unfilled(found), *_warnings(found, held)]
    slugs = {sheet.slug for sheet, _ in found.sheets}
    new = slugs - held.keys()
    same = {sheet.slug for sheet, _ in found.sheets if _is_same(sheet, held)}
    return Report(
        tuple(faults), tuple(warnings), tuple(sorted(new)), tuple(sorted(slugs - new - same)),
        tuple(sorted(same)), {},
    )  # fmt: skip


def take_in(unit: Unit, data: bytes, name: str = "") -> Report:
    """Take a file in as drafts; hand over and publish nothing.

    A file with any fault changes nothing, nor does an entry that says what is said already.
    """
    report = check(unit, data, name)
    if report.faults:
        return report
    held = _held(unit)
    taken: dict[str, int] = {}
    for sheet, _ in parsed(data, name).sheets:
        if sheet.slug not in report.same:
            taken[sheet.slug] = _take(unit, sheet, held.get(sheet.slug), name)
    if taken:
        unit.record("entries.imported", "entries", count=len(taken))
    return Report((), report.warnings, report.new, report.changed, report.same, taken)


def _take(unit: Unit, sheet: Sheet, held: _Held | None, name: str) -> int:
    if held is not None and held.open_id is not None:
        curate.rewrite(unit, held.open_id, sheet.edition, name)
        return held.open_id
    return curate.draft(
        unit, sheet.slug, sheet.edition, note=name, pack=sheet.pack, region=sheet.region
    )


def _held(unit: Unit) -> dict[str, _Held]:
    """Return what the library has of each entry: published, else at work, else its last text."""
    found: dict[str, _Held] = {}
    rows = unit.session.execute(
        select(EntryVersion, Entry.live)
        .join(Entry, Entry.slug == EntryVersion.slug)
        .order_by(EntryVersion.slug, EntryVersion.number)
    )
    lives: dict[str, EntryVersion] = {}
    at_work: dict[str, EntryVersion] = {}
    newest: dict[str, EntryVersion] = {}
    for version, live in rows:
        newest[version.slug] = version
        # Not always the newest of all: a later one may have been withdrawn or published.
        if version.status in OPEN:
            at_work[version.slug] = version
        if version.number == live:
            lives[version.slug] = version
    for slug, last in newest.items():
        work = at_work.get(slug)
        told = lives.get(slug) or work or last
        present = (work.id, work.written_by, work.status) if work else ()
        found[slug] = _Held(from_json(told.content), slug in lives, *present)
    return found


def _is_same(sheet: Sheet, held: Mapping[str, _Held]) -> bool:
    known = held.get(sheet.slug)
    return known is not None and known.edition == sheet.edition and known.live


def _in_the_way(unit: Unit, found: Parsed, held: Mapping[str, _Held]) -> Iterator[Remark]:
    """Yield a fault for each entry that somebody else is at work on."""
    me = unit.actor.staff_id if isinstance(unit.actor, StaffMember) else 0
    for sheet, spot in found.sheets:
        known = held.get(sheet.slug)
        if known is None or known.open_id is None or _is_same(sheet, held):
            continue
        if known.open_status not in _REWRITABLE or known.open_by not in {None, me}:
            yield Remark(spot, "slug", "entry_being_written", {"slug": sheet.slug})


def _unfilled(found: Parsed) -> Iterator[Remark]:
    for sheet, spot in found.sheets:
        if missing := placeholders(sheet.edition):
            yield Remark(spot, "body", "placeholder", {"missing": missing})


def _warnings(found: Parsed, held: Mapping[str, _Held]) -> Iterator[Remark]:
    """Yield what a curator should look at before anybody approves it."""
    said = _said(found, held)
    slugs = held.keys() | {sheet.slug for sheet, _ in found.sheets}
    for sheet, spot in found.sheets:
        edition = sheet.edition
        for text in edition.phrasings:
            others = sorted(said[_plain(text)] - {sheet.slug})
            if others:
                yield Remark(spot, "phrasings", "said_twice", {"text": text, "others": others})
        for other in edition.related:
            if other not in slugs:
                yield Remark(spot, "related", "entry_unknown", {"slug": other})
        for name in ("superseded_by", "status_of"):
            other = getattr(edition, name)
            if other and other not in slugs:
                yield Remark(spot, name, "entry_unknown", {"slug": other})
        for name, text in _texts(edition):
            if mask(text) != text:
                yield Remark(spot, name, "personal_data")


def _said(found: Parsed, held: Mapping[str, _Held]) -> dict[str, set[str]]:
    """Return which entries have each phrasing, those of the file as the file has them."""
    editions = {slug: one.edition for slug, one in held.items()}
    editions |= {sheet.slug: sheet.edition for sheet, _ in found.sheets}
    said: dict[str, set[str]] = {}
    for slug, edition in editions.items():
        for text in edition.phrasings:
            said.setdefault(_plain(text), set()).add(slug)
    return said


def _texts(edition: Edition) -> Iterable[tuple[str, str]]:
    yield "title", edition.title
    yield "body", edition.body
    yield "long", edition.long
    yield "phrasings", "\n".join((*edition.phrasings, *edition.not_this))
    for language, words in sorted(edition.translations.items()):
        yield f"{language}.body", f"{words.title}\n{words.body}\n{words.long}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
