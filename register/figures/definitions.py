"""What each figure of the register counts, as pages and reports print it below the figure."""

from functools import cache
from pathlib import Path

from office.definitions import Definition, read
from register.figures.words import Dimension, ObjectionDimension

RECEIVED, OBJECTIONS, MEDIAN = "received", "objections", "median"


@cache
def every() -> dict[str, Definition]:
    """Return every definition by the name of its figure."""
    return read(Path(__file__).with_name("definitions.id.toml"))


def definition(figure: Dimension | ObjectionDimension | str) -> Definition:
    """Return what a figure counts; raise `KeyError` for one that nobody defined."""
    if isinstance(figure, ObjectionDimension):
        return every()[f"objection_{figure.value}"]
    return every()[str(figure)]
