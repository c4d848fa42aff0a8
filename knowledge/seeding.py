"""Loads the starter entries kept as Markdown with a TOML header."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from knowledge.tables import Entry, shelf_version
from knowledge.words import EntryStatus
from office.people import Permission
from office.unit import Unit

SEED = Path(__file__).with_name("seed")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry as its file has it."""

    slug: str
    pack: str
    title: str
    body: str
    info_class: str
    owner: str
    source: str
    as_of: date
    review_by: date
    related: tuple[str, ...]
    phrasings: tuple[str, ...]
    region: str
    checksum: str


class LeafRefused(Exception):
    """A file that cannot be an entry; the message names file and fault."""


def read(path: Path) -> Leaf:
    """Return the entry of a file; raise `LeafRefused`."""
    text = path.read_text(encoding="utf-8")
    try:
        before, header, body = text.split("+++", 2)
        fields = tomllib.loads(header)
        if before.strip() or not body.strip():
            raise ValueError("header or body is missing")
        if "{" in body:
            raise ValueError("a placeholder is not filled in")
        _check(fields)
        return Leaf(
            **{name: fields[name] for name in _PLAIN},
            related=tuple(fields.get("related", ())),
            phrasings=tuple(fields["phrasings"]),
            region=fields.get("region", ""),
            body=body.strip(),
            checksum=hashlib.sha256(text.encode()).hexdigest(),
        )
    except (ValueError, KeyError) as error:
        raise LeafRefused(f"{path.name}: {error}") from None


def _check(fields: dict[str, object]) -> None:
    for name, longest in _TEXTS.items():
        value = fields[name]
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise ValueError(f"{name} must be a text of 1 to {longest} characters")
    for name in ("as_of", "review_by"):
        if type(fields[name]) is not date:
            raise ValueError(f"{name} must be a date")
    for name in ("phrasings", "related"):
        value = fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ValueError(f"{name} must be a list of texts")


_TEXTS = {
    "slug": 80, "pack": 40, "title": 200, "info_class": 20, "owner": 120, "source": 2000
}  # fmt: skip
_PLAIN = ("slug", "pack", "title", "info_class", "owner", "source", "as_of", "review_by")


def leaves(folder: Path = SEED) -> Iterator[Leaf]:
    """Return every entry under a folder, by file name."""
    for path in sorted(folder.rglob("*.md")):
        yield read(path)


def load(unit: Unit, folder: Path = SEED) -> int:
    """Publish new and changed starter entries; return how many. A second run changes nothing."""
    unit.require(Permission.CURATE)
    known = {
        row.slug: row.checksum for row in unit.session.execute(select(Entry.slug, Entry.checksum))
    }
    found = list(leaves(folder))
    doubles = sorted(
        slug for slug, count in Counter(leaf.slug for leaf in found).items() if count > 1
    )
    if doubles:
        raise LeafRefused(f"two entries are called {', '.join(doubles)}")
    changed = [leaf for leaf in found if known.get(leaf.slug) != leaf.checksum]
    for leaf in changed:
        unit.session.merge(_entry(leaf, unit))
        unit.record("entry.published", f"entry:{leaf.slug}", checksum=leaf.checksum[:12])
    if changed:
        _move_shelf(unit)
    return len(changed)


def _entry(leaf: Leaf, unit: Unit) -> Entry:
    return Entry(
        slug=leaf.slug,
        pack=leaf.pack,
        status=EntryStatus.PUBLISHED,
        title=leaf.title,
        body=leaf.body,
        info_class=leaf.info_class,
        owner=leaf.owner,
        source=leaf.source,
        region=leaf.region,
        related=json.dumps(leaf.related),
        phrasings=json.dumps(leaf.phrasings, ensure_ascii=False),
        as_of=leaf.as_of,
        review_by=leaf.review_by,
        checksum=leaf.checksum,
        updated_at=unit.now,
    )


def _move_shelf(unit: Unit) -> None:
    unit.session.execute(insert(shelf_version).values(one=1, version=0).on_conflict_do_nothing())
    unit.session.execute(update(shelf_version).values(version=shelf_version.c.version + 1))
