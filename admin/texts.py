"""The panel's sentences by code; a code without a sentence fails a test, not a visitor."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table() -> dict[str, dict[str, str]]:
    """Return every sentence by kind and code."""
    return tomllib.loads(Path(__file__).with_name("texts.id.toml").read_text(encoding="utf-8"))


def texts(kind: str, code: object, facts: Mapping[str, Any] | None = None) -> str:
    """Return a sentence, filled in; the bare code where there is none."""
    sentence = table()[kind].get(str(code), str(code))
    return sentence.format(**facts) if facts else sentence
