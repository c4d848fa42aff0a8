"""Reads the official terms; one table for both doors and for reports."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def table() -> dict[str, dict[str, str]]:
    """Return every official term by enumeration and value."""
    path = Path(__file__).with_name("labels.id.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def label(kind: str, value: object) -> str:
    """Return the term for a value; raise `KeyError` for one without a term."""
    return table()[kind][str(value)]
