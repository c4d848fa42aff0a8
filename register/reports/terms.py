"""Reads the words of the reports: titles, captions, hints, proposals and definitions."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def table() -> dict[str, dict[str, str]]:
    """Return every text by kind and name."""
    path = Path(__file__).with_name("terms.id.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def term(kind: str, name: object) -> str:
    """Return a text; raise `KeyError` for one that is not there."""
    return table()[kind][str(name)]
