"""What a case's own texts look like to whoever may not know identities."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from office.files import Filed
from office.masking import mask, veil
from office.people import Permission
from office.unit import Unit
from register.dossier import Dossier, Happening
from register.objection_book import ObjectionDossier


def sees_identity(unit: Unit) -> bool:
    """Tell whether the acting person may know who asks."""
    return Permission.REVEAL_IDENTITY in unit.actor.permissions


def request_as_seen(unit: Unit, case: Dossier) -> Dossier:
    """Return a request with numbers blotted out of its texts for whoever may not know them."""
    return case if sees_identity(unit) else request_blotted(case)


def request_blotted(case: Dossier) -> Dossier:
    """Return a request with numbers blotted out of its texts, whoever reads it."""
    return replace(
        case,
        entry=_texts(case.entry),
        enclosures=[replace(row, filed=_filed(row.filed)) for row in case.enclosures],
        leaving=[replace(row, filed=_filed(row.filed)) for row in case.leaving],
        story=_story(case.story),
    )


def objection_as_seen(unit: Unit, case: ObjectionDossier) -> ObjectionDossier:
    """Return an objection with numbers blotted out of its texts, as a request is."""
    return case if sees_identity(unit) else objection_blotted(case)


def objection_blotted(case: ObjectionDossier) -> ObjectionDossier:
    """Return an objection with numbers blotted out of its texts, whoever reads it."""
    return replace(
        case,
        entry=_texts(case.entry),
        refusal=_texts(case.refusal) if case.refusal else None,
        statements={letter: mask(text) for letter, text in case.statements.items()},
        story=_story(case.story),
    )


def _texts(entry: Mapping[str, Any]) -> dict[str, Any]:
    kept = {"tracking_code"}
    return {
        name: mask(value) if type(value) is str and name not in kept else value
        for name, value in entry.items()
    }


def _filed(filed: Filed) -> Filed:
    return replace(filed, name=veil(filed.name))


def _story(story: Iterable[Happening]) -> list[Happening]:
    # A note on a file is the file's own name, which its owner wrote.
    return [
        replace(row, note=veil(row.note) if row.event.startswith("file_") else mask(row.note))
        for row in story
    ]
