"""Reads what figures count: a title, a text and an article for each."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts, and by which article; none where only the office wants to know."""

    title: str
    text: str
    source: str


def read(path: Path) -> dict[str, Definition]:
    """Return the definitions of a file by the name of their figure."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Definition(**row) for name, row in table.items()}
