"""Read side: what stands on the poster of an entry or a programme."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from knowledge import programmes
from knowledge.deep_links import Opens
from knowledge.edition import from_json
from knowledge.tables import Entry, EntryVersion
from office.refusals import NotFound
from office.unit import Unit


@dataclass(frozen=True, slots=True)
class Sign:
    """What a poster says, and what its code opens."""

    opens: Opens
    slug: str
    title: str
    as_of: date


def of_entry(unit: Unit, slug: str) -> Sign:
    """Return the sign of a published entry; raise `NotFound`."""
    live = (EntryVersion.slug == Entry.slug) & (EntryVersion.number == Entry.live)
    content = unit.session.scalar(
        select(EntryVersion.content).join(Entry, live).where(Entry.slug == slug)
    )
    if content is None:
        raise NotFound("entry_unknown", slug=slug)
    edition = from_json(content)
    return Sign(Opens.ENTRY, slug, edition.title, edition.as_of)


def of_programme(unit: Unit, slug: str) -> Sign:
    """Return the sign of a programme; raise `NotFound`."""
    card = programmes.find(unit, slug).card
    return Sign(Opens.PROGRAMME, slug, card.name, card.as_of)
