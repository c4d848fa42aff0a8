"""Runs the typesetting compiler over our own templates, offline and with its own fonts only."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import typst

TEMPLATES = Path(__file__).with_name("templates")


def press(
    template: str, inputs: Mapping[str, str], issued: datetime, *, tagged: bool = True
) -> bytes:
    """Return a template set with its inputs as PDF/A-2b; the instant is the file's only clock.

    Inputs are data, never source. `tagged` false leaves the reading structure out, for tables
    of a hundred thousand cells.
    """
    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=dict(inputs),
        pdf_standards="a-2b",
        # The compiler knows whole seconds only.
        timestamp=issued.astimezone(UTC).replace(microsecond=0),
        pdf_tags=tagged,
    )
    return made
