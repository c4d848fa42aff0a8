"""Entries to try things on: an edition, and an entry of it that is published."""

import dataclasses
from datetime import date
from typing import Any

from sqlalchemy import select

from knowledge import curate, shelf
from knowledge.edition import Edition
from knowledge.tables import EntryVersion
from office import journal
from office.people import StaffMember
from office.unit import Office
from tests.people import CLOCKWORK

PACK = "uji"
SLUG = "uji-becak"


def an_edition(**changes: Any) -> Edition:
    """Return an edition without faults, about something no starter entry speaks of."""
    edition = Edition(
        title="Bagaimana mendaftarkan becak wisata?",
        body="Becak wisata didaftarkan di kantor dinas pariwisata.",
        long="",
        phrasings=("urus becak wisata", "izin becak turis gimana"),
        not_this=(),
        info_class="berkala",
        owner="Dinas Pariwisata",
        source="Peraturan bupati tentang becak wisata",
        related=(),
        as_of=date(2026, 11, 1),
        review_by=date(2027, 5, 1),
    )
    return dataclasses.replace(edition, **changes)


def drafted(office: Office, who: StaffMember, edition: Edition, slug: str = SLUG) -> int:
    """Begin a draft; return its id."""
    with office.unit(who) as unit:
        return curate.draft(unit, slug, edition, pack=PACK)


def submitted(office: Office, who: StaffMember, edition: Edition, slug: str = SLUG) -> int:
    """Begin a draft and submit it; return its id."""
    number = drafted(office, who, edition, slug)
    with office.unit(who) as unit:
        curate.submit(unit, number, packs=[PACK])
    return number


def published(
    office: Office, author: StaffMember, reviewer: StaffMember, edition: Edition, slug: str = SLUG
) -> int:
    """Let one person write an edition and another publish it; return the version's id."""
    number = submitted(office, author, edition, slug)
    with office.unit(reviewer) as unit:
        curate.approve(unit, number, override="untuk uji")
    return number


def given_now(office: Office, slug: str = SLUG) -> str | None:
    """Return the answer that citizens get, or None."""
    with office.reading(CLOCKWORK) as unit:
        found = shelf.read(unit, [PACK]).articles.get(slug)
    return found.body if found else None


def row(office: Office, number: int) -> EntryVersion:
    """Return a version by its id."""
    with office.reading(CLOCKWORK) as unit:
        found = unit.session.get_one(EntryVersion, number)
        unit.session.expunge(found)
        return found


def statuses(office: Office) -> list[str]:
    """Return what became of each version, oldest first."""
    with office.reading(CLOCKWORK) as unit:
        return list(
            unit.session.scalars(
                select(EntryVersion.status)
                .where(EntryVersion.slug == SLUG)
                .order_by(EntryVersion.number)
            )
        )


def acts(office: Office) -> list[str]:
    """Return what the journal says of the entry."""
    with office.reading(CLOCKWORK) as unit:
        return [line.act for line in journal.of_subject(unit.session, [f"entry:{SLUG}"])]


def moves(office: Office) -> int:
    """Return how often the shelf moved."""
    with office.reading(CLOCKWORK) as unit:
        return shelf.current_version(unit)
