"""Draws the code that opens a link, and the poster it hangs on the wall with."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import segno
import typst

from register.letters.glyphs import purge

_PAGE = Path(__file__).with_name("templates") / "poster.typ"
_SCALE = 16


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says."""

    title: str
    invitation: str
    link: str
    office: str
    as_of: str
    drawn_on: date


def code(link: str, kind: str) -> bytes:
    """Return the code of a link as a picture: `png` or `svg`, the same bytes every time."""
    drawn = io.BytesIO()
    # A notice board is rained on and scratched: a quarter of the code may be lost.
    segno.make(link, error="q", micro=False).save(drawn, kind=kind, scale=_SCALE, border=4)
    return drawn.getvalue()


def draw(poster: Poster) -> bytes:
    """Return a poster of one A4 page as PDF; the same poster is the same bytes."""
    said = {
        "title": purge(poster.title),
        "invitation": purge(poster.invitation),
        "link": purge(poster.link),
        "office": purge(poster.office),
        "as_of": purge(poster.as_of),
        "qr": code(poster.link, "svg").decode(),
    }
    day = poster.drawn_on
    made: bytes = typst.compile(
        _PAGE,
        root=_PAGE.parent,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(said)},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
    return made
