"""The one stylesheet of the pages for everybody: its address changes with what it says."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response

SHEET = Path(__file__).parents[1] / "static" / "public.css"
FOR_LONG = "public, max-age=31536000, immutable"


@cache
def content() -> bytes:
    """Return what the stylesheet says."""
    return SHEET.read_bytes()


@cache
def address() -> str:
    """Return where it is read; browsers may keep that for good."""
    return f"/publik/gaya.css?v={hashlib.sha256(content()).hexdigest()[:10]}"


def sheet(_look: object) -> Response:
    """Hand out the stylesheet."""
    return Response(content(), media_type="text/css")
