"""Reads the starter programmes: one TOML file each, with their dated events."""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.occasion import Occasion
from knowledge.occasion import faults as faults_of_occasion
from knowledge.programme_card import Card, faults
from knowledge.words import ProgrammeStatus

SEED = Path(__file__).with_name("seed")
_NAMES = ("slug", "pack")
_STATUS = {"tidak diketahui": ProgrammeStatus.UNKNOWN}
_DATES = frozenset({"as_of", "valid_from", "valid_until", "starts_on", "ends_on"})
_LISTS = frozenset({"aliases", "entries"})


@dataclass(frozen=True, slots=True)
class Starter:
    """A programme as its file has it; `agenda` is by slug."""

    slug: str
    pack: str
    card: Card
    agenda: dict[str, Occasion]
    checksum: str


class ProgrammeRefused(Exception):
    """A file that cannot be a programme; the message names file and fault."""


def starters(folder: Path = SEED) -> Iterator[Starter]:
    """Yield every programme under a folder, by file name; raise `ProgrammeRefused`."""
    for path in sorted(folder.rglob("program-*.toml")):
        yield read(path)


def read(path: Path) -> Starter:
    """Return the programme of a file; raise `ProgrammeRefused`."""
    text = path.read_text(encoding="utf-8")
    try:
        fields = tomllib.loads(text)
        rows = fields.pop("agenda", [])
        slug, pack = (str(fields.pop(name)) for name in _NAMES)
        found = _card(fields)
        agenda = {str(row.pop("slug")): Occasion(**_checked(row)) for row in rows}
        _settle(found, agenda)
    except (ValueError, KeyError, TypeError) as error:
        raise ProgrammeRefused(f"{path.name}: {error}") from None
    return Starter(slug, pack, found, agenda, hashlib.sha256(text.encode()).hexdigest())


def _card(fields: dict[str, Any]) -> Card:
    status = str(fields.pop("status"))
    kept = _checked(fields)
    return Card(**kept, status=_STATUS.get(status) or ProgrammeStatus(status))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields as a card or event has them; raise `ValueError` for one of a wrong kind."""
    kept = {}
    for name, value in fields.items():
        if name in _LISTS:
            is_right = isinstance(value, list) and all(isinstance(one, str) for one in value)
            kept[name] = tuple(value) if is_right else ()
        else:
            is_right = type(value) is date if name in _DATES else isinstance(value, str)
            kept[name] = value
        if not is_right:
            raise ValueError(f"{name} is of the wrong kind")
    return kept


def _settle(card: Card, agenda: dict[str, Occasion]) -> None:
    found = [*faults(card)]
    for occasion in agenda.values():
        found += faults_of_occasion(occasion)
    if found:
        raise ValueError("; ".join(f"{fault.field} {fault.code}" for fault in found))
