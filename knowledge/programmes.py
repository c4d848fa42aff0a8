"""Programmes: load the starter files, add and amend cards, and read them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from sqlalchemy import func, select

from knowledge import agenda
from knowledge.programme_card import Card, faults, from_json, to_json
from knowledge.programme_files import SEED, ProgrammeRefused, Starter, starters
from knowledge.programme_tables import Programme
from knowledge.shelf import ALL_PACKS
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The panel has pages of these names.
_TAKEN = frozenset({"baru"})
_ALIKE = 80


@dataclass(frozen=True, slots=True)
class Known:
    """A programme as it stands."""

    slug: str
    pack: str
    card: Card
    version: int
    # Whether staff wrote what it says now; then no starter file changes it any more.
    by_staff: bool


def load(unit: Unit, folder: Path = SEED) -> int:
    """Take in new and changed starter programmes; return how many. A second run changes nothing.

    What staff have changed is left as it is. Raise `ProgrammeRefused`, and `NotAllowed` for
    staff, who write cards of their own.
    """
    unit.require(Permission.CURATE)
    if isinstance(unit.actor, StaffMember):
        raise NotAllowed("program_only")
    found = list(starters(folder))
    slugs = [starter.slug for starter in found]
    if doubles := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise ProgrammeRefused(f"two programmes are called {', '.join(doubles)}")
    rows = unit.session.scalars(select(Programme).with_for_update())
    known = {row.slug: row for row in rows}
    changed = [row for row in found if _checksum(known.get(row.slug)) != row.checksum]
    for starter in changed:
        _take(unit, starter, known.get(starter.slug))
    return len(changed)


def _checksum(row: Programme | None) -> str | None:
    return None if row is None else row.starter_checksum


def _take(unit: Unit, starter: Starter, row: Programme | None) -> None:
    if row is None:
        row = _new(unit, starter.slug, starter.pack, starter.card)
        unit.record("programme.added", f"programme:{starter.slug}")
    elif row.updated_by is None:
        row.pack = starter.pack
        _write(unit, row, starter.card)
        unit.record("programme.amended", f"programme:{starter.slug}", version=row.version)
    row.starter_checksum = starter.checksum
    for slug, occasion in starter.agenda.items():
        agenda.enter_starter(unit, row, slug, occasion)


def add(unit: Unit, slug: str, pack: str, card: Card) -> None:
    """Add a programme; raise `NotValid` for a wrong card and `NotNow` for a name that is taken."""
    unit.require(Permission.CURATE)
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in _TAKEN:
        raise NotValid("slug", "short_name_unclear")
    if not pack:
        raise NotValid("pack", "required")
    _check(unit, card, slug)
    if unit.session.get(Programme, slug) is not None:
        raise NotNow("programme_taken", slug=slug)
    _new(unit, slug, pack, card)
    unit.record("programme.added", f"programme:{slug}")


def amend(unit: Unit, slug: str, card: Card, version: int) -> None:
    """Change what a programme's card says.

    Raise `NotFound`, `NotNow` where somebody else was faster, and `NotValid`.
    """
    unit.require(Permission.CURATE)
    row = unit.session.get(Programme, slug, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("programme_unknown", slug=slug)
    if row.version != version:
        raise NotNow("version_moved")
    _check(unit, card, slug)
    _write(unit, row, card)
    unit.record("programme.amended", f"programme:{slug}", version=row.version)


def _new(unit: Unit, slug: str, pack: str, card: Card) -> Programme:
    row = Programme(slug=slug, pack=pack, version=0)
    _write(unit, row, card)
    unit.session.add(row)
    # Its events refer to it.
    unit.flush()
    return row


def _write(unit: Unit, row: Programme, card: Card) -> None:
    row.name, row.region, row.content = card.name, card.region, to_json(card)
    row.version += 1
    row.updated_at = unit.now
    row.updated_by = unit.actor.staff_id if isinstance(unit.actor, StaffMember) else None


def _check(unit: Unit, card: Card, slug: str) -> None:
    for fault in faults(card):
        raise NotValid(fault.field, fault.code, **fault.params)
    successor = card.superseded_by
    if successor and (successor == slug or unit.session.get(Programme, successor) is None):
        raise NotValid("superseded_by", "programme_unknown", slug=successor)


def on(unit: Unit, packs: Collection[str]) -> tuple[Known, ...]:
    """Return the programmes of the packs that are on, by name."""
    query = select(Programme).order_by(Programme.name)
    if ALL_PACKS not in packs:
        query = query.where(Programme.pack.in_(list(packs)))
    return tuple(_known(row) for row in unit.session.scalars(query))


def version(unit: Unit) -> int:
    """Return a number that moves with every added or changed card."""
    return unit.session.scalar(select(func.sum(Programme.version))) or 0


def find(unit: Unit, slug: str, packs: Collection[str] = (ALL_PACKS,)) -> Known:
    """Return a programme of the packs that are on; raise `NotFound`."""
    row = unit.session.get(Programme, slug)
    if row is None or (ALL_PACKS not in packs and row.pack not in packs):
        raise NotFound("programme_unknown", slug=slug)
    return _known(row)


def _known(row: Programme) -> Known:
    by_staff = row.updated_by is not None
    return Known(row.slug, row.pack, from_json(row.content), row.version, by_staff)


def named(known: Iterable[Known], text: str) -> list[Known]:
    """Return the programmes whose name or alias a text comes close to, best first; pure."""
    wanted = _plain(text)
    scored = [(_likeness(row.card, wanted), row) for row in known] if wanted else []
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1].slug))
    return [row for score, row in best if score >= _ALIKE]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _likeness(card: Card, wanted: str) -> float:
    names = (_plain(name) for name in (card.name, *card.aliases))
    return max(fuzz.token_set_ratio(wanted, name) for name in names)
