"""Messages that no entry answers, from which the engine learns what nobody's question is like."""

from functools import cache
from importlib.resources import files


@cache
def background() -> tuple[str, ...]:
    """Return the messages that come with the product."""
    text = (files("knowledge") / "lexicon" / "latar.txt").read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip())
