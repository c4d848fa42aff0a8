"""The panel's sentences by code; a code without a sentence fails a test, not a visitor."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from admin.dates import weekday_date


@cache
def table() -> dict[str, dict[str, str]]:
    """Return every sentence by kind and code."""
    return tomllib.loads(Path(__file__).with_name("texts.id.toml").read_text(encoding="utf-8"))


def texts(kind: str, code: object, facts: Mapping[str, Any] | None = None) -> str:
    """Return a sentence, filled in; the bare code where there is none."""
    sentence = table()[kind].get(str(code), str(code))
    return sentence.format(**_spoken(facts)) if facts else sentence


def _spoken(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: weekday_date(value) if isinstance(value, date) else value
        for name, value in facts.items()
    }
