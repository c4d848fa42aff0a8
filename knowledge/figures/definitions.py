"""What each figure of questions and of the desk counts, as pages and reports print it below."""

from functools import cache
from pathlib import Path

from office.definitions import Definition, read


@cache
def every() -> dict[str, Definition]:
    """Return every definition by the name of its figure."""
    return read(Path(__file__).with_name("definitions.id.toml"))


def definition(figure: str) -> Definition:
    """Return what a figure counts; raise `KeyError` for one that nobody defined."""
    return every()[figure]
