"""What the tests of programmes share: a card, an event, subscribers, and who was told."""

import json
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import select

from knowledge import agenda, programmes, subscriptions
from knowledge.occasion import Occasion
from knowledge.programme_card import Card
from knowledge.words import ProgrammeStatus
from office import posted
from office.outbox import outbox, place
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.people import CLOCKWORK

ALL = ("all",)
DAY = date(2026, 12, 7)
PROGRAMME = "gotong-royong"


def a_card(**changes: Any) -> Card:
    """Return a complete card."""
    fields: dict[str, Any] = {
        "name": "Gotong Royong Desa",
        "status": ProgrammeStatus.RUNNING,
        "what": "Kerja bakti bersama perangkat daerah.",
        "who": "Semua warga.",
        "when": "Dua hari per desa.",
        "where": "Desa-desa di kabupaten.",
        "how": "Daftar di balai desa.",
        "budget": "APBD 2026.",
        "contact": "Bappeda.",
        "source": "Keputusan Bupati 188/1/2026",
        "owner": "Bappeda",
        "as_of": date(2026, 11, 1),
    }
    return Card(**{**fields, **changes})


def an_occasion(**changes: Any) -> Occasion:
    """Return an event two weeks from now."""
    fields: dict[str, Any] = {
        "title": "Kerja bakti Desa Kepet",
        "starts_on": DAY,
        "time": "08.00",
        "place": "Balai Desa Kepet",
        "village": "Desa Kepet",
    }
    return Occasion(**{**fields, **changes})


def programme(office: Office, slug: str = PROGRAMME, **changes: Any) -> str:
    """Add a programme; return its slug."""
    with office.unit(CLOCKWORK) as unit:
        programmes.add(unit, slug, "ppid", a_card(**changes))
    return slug


def planned(office: Office, officer: StaffMember, slug: str = PROGRAMME, **changes: Any) -> int:
    """Plan an event; return its number."""
    with office.unit(officer) as unit:
        return agenda.plan(unit, slug, an_occasion(**changes))


def subscribed(office: Office, citizen: Citizen, **to: str) -> bool:
    """Let a citizen subscribe; tell whether that was new."""
    with office.unit(citizen) as unit:
        return subscriptions.subscribe(unit, **to)


def notices(office: Office, citizen: Citizen) -> list[tuple[str, dict[str, Any]]]:
    """Return key and data of the agenda's notices to a citizen, in their order."""
    query = select(outbox).where(outbox.c.chat_id == citizen.person).order_by(outbox.c.id)
    with office.reading(CLOCKWORK) as unit:
        rows = [
            json.loads(unit.vault.unseal(row.sealed, place(row.once)))
            for row in unit.session.execute(query)
            if row.once.startswith("agenda:")
        ]
    return [(key, data) for key, data, *_ in rows]


def told(office: Office, citizen: Citizen) -> list[str]:
    """Return the keys of the agenda's notices to a citizen, in their order."""
    return [key for key, _ in notices(office, citizen)]


def last_words(office: Office, citizen: Citizen) -> dict[str, Any]:
    """Return the data of the newest notice to a citizen."""
    return notices(office, citizen)[-1][1]


def everybody_told(office: Office) -> Counter[str]:
    """Return how many notices of each kind stand in the outbox."""
    with office.reading(CLOCKWORK) as unit:
        return Counter(row.key for row in posted.about(unit.session, unit.vault, "agenda:"))
