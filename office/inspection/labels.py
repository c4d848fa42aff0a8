"""Reads the Indonesian words for what an inspection finds."""

import tomllib
from functools import cache
from pathlib import Path

from office.inspection.findings import FindingKind


@cache
def table() -> dict[str, dict[str, str]]:
    """Return label and advice of every kind of finding."""
    path = Path(__file__).with_name("labels.id.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def label(kind: FindingKind) -> str:
    """Return what a finding is called."""
    return table()[kind]["label"]


def advice(kind: FindingKind) -> str:
    """Return the sentence that says what to do about a finding."""
    return table()[kind]["advice"]
