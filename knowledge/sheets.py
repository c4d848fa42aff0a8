"""Pure: entries on their way in or out as flat sets of fields, and every fault of such a set."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.edition import LANGUAGES, Edition, Translation, faults

NAMES = {"slug": 80, "pack": 40, "region": 80}
TEXTS = ("title", "info_class", "owner", "source")
LISTS = ("phrasings", "not_this", "related")
LINKS = ("superseded_by", "status_of")
DAYS = ("as_of", "review_by", "valid_from", "valid_until")
WORDS = ("body", "long")
NEEDED = ("slug", "pack", "as_of", "review_by")
FIELDS = (*NAMES, *TEXTS, *WORDS, *LISTS, *DAYS, *LINKS)
TRANSLATED = ("title", "body", "long")
LONGEST_LINK = 80
# The panel's own pages stand where an entry of such a name would.
RESERVED = frozenset({"baru", "impor", "ekspor", "pratinjau"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One entry with its place in the library."""

    slug: str
    pack: str
    region: str
    edition: Edition


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in what was handed in; line 0 is the file as a whole."""

    file: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault or warning about one field at one spot; doors have a text per code."""

    spot: Spot
    field: str
    code: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: the entries without faults with their spots, and all faults."""

    sheets: tuple[tuple[Sheet, Spot], ...]
    faults: tuple[Remark, ...]


@dataclass(slots=True)
class Draft:
    """Fields as they were written, not yet looked at; `lines` says where each stands."""

    spot: Spot
    fields: dict[str, Any]
    lines: Mapping[str, int] = dataclasses.field(default_factory=dict)
    translations: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    # What could not even be read as fields.
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    def remark(self, name: str, code: str, **params: object) -> Remark:
        """Return a remark about a field of this draft, at its line where that is known."""
        return Remark(
            Spot(self.spot.file, self.lines.get(name, self.spot.line)), name, code, params
        )


def flat(sheet: Sheet) -> dict[str, Any]:
    """Return the fields of an entry, in their order, and nothing for what is not set."""
    held = {"slug": sheet.slug, "pack": sheet.pack, "region": sheet.region}
    found = ((name, held.get(name, getattr(sheet.edition, name, None))) for name in FIELDS)
    return {name: value for name, value in found if value}


def assembled(drafts: Iterable[Draft]) -> Parsed:
    """Return the entries that drafts make, and every fault of those that make none."""
    sheets: list[tuple[Sheet, Spot]] = []
    found: list[Remark] = []
    for draft in drafts:
        # Of what could not be read at all there is nothing more to say.
        faulty = [*draft.remarks, *(_faults_of_fields(draft) if draft.fields else ())]
        if not faulty and draft.fields:
            sheet = _sheet(draft)
            faulty = [
                draft.remark(one.field, one.code, **one.params) for one in faults(sheet.edition)
            ]
            sheets.append((sheet, draft.spot))
        found += faulty
    return Parsed(tuple(sheets), (*found, *_doubles(sheets)))


def _doubles(sheets: Iterable[tuple[Sheet, Spot]]) -> Iterator[Remark]:
    counted: Counter[str] = Counter()
    for sheet, spot in sheets:
        counted[sheet.slug] += 1
        if counted[sheet.slug] > 1:
            yield Remark(spot, "slug", "slug_twice", {"slug": sheet.slug})


def _faults_of_fields(draft: Draft) -> Iterator[Remark]:
    """Yield what is unknown, missing or of the wrong kind, before an edition can be made."""
    for name in sorted(draft.fields.keys() - set(FIELDS)):
        yield draft.remark(name, "field_unknown")
    for name in NEEDED:
        if draft.fields.get(name) in (None, ""):
            yield draft.remark(name, "required")
    for name, value in draft.fields.items():
        if name in DAYS and type(value) is not date:
            yield draft.remark(name, "date_unclear")
        elif name in LISTS and not _is_texts(value):
            yield draft.remark(name, "list_unclear")
        elif name not in {*DAYS, *LISTS} and name in FIELDS and not isinstance(value, str):
            yield draft.remark(name, "text_unclear")
        else:
            yield from _too_long(draft, name, value)
    yield from _unclear_names(draft)
    for language in sorted(draft.translations.keys() - set(LANGUAGES)):
        yield draft.remark(language, "language_unknown")


def _unclear_names(draft: Draft) -> Iterator[Remark]:
    # A pack names the folder where its entries are written to files.
    for name in ("slug", "pack"):
        value = draft.fields.get(name)
        if isinstance(value, str) and value and not is_slug(value):
            yield draft.remark(name, "slug_unclear")


def _too_long(draft: Draft, name: str, value: object) -> Iterator[Remark]:
    longest = NAMES.get(name, LONGEST_LINK if name in LINKS else 0)
    if longest and isinstance(value, str) and len(value) > longest:
        yield draft.remark(name, "too_long", longest=longest, length=len(value))


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def is_slug(slug: str) -> bool:
    """Tell whether an entry, or a pack, may be called so."""
    plain = slug.isascii() and slug == slug.lower() and slug.replace("-", "").isalnum()
    return plain and slug not in RESERVED


def _sheet(draft: Draft) -> Sheet:
    fields = draft.fields
    kept: dict[str, Any] = {name: fields.get(name, "") for name in (*TEXTS, *WORDS, *LINKS)}
    kept |= {name: tuple(fields.get(name, ())) for name in LISTS}
    kept |= {name: fields.get(name) for name in DAYS}
    translations = {
        language: Translation(**{name: words.get(name, "") for name in TRANSLATED})
        for language, words in draft.translations.items()
    }
    edition = Edition(**kept, translations=translations)
    return Sheet(fields["slug"], fields["pack"], fields.get("region", ""), edition)
