"""Draws a letter: facts, letterhead and an instant in, the same PDF/A bytes out every time."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

import segno
import typst

from register.letters.amounts import rupiah, terbilang
from register.letters.dressing import dressed, written_instant, written_terms
from register.letters.facts import Facts
from register.letters.glyphs import FOREIGN, purge
from register.letters.kinds import TITLES, LetterKind
from register.letters.letterhead import Letterhead, Signatory
from register.letters.press import press


def render(
    kind: LetterKind, facts: Facts, letterhead: Letterhead, *, verify_url: str, issued: datetime
) -> bytes:
    """Return the letter as PDF/A-2b; the same arguments give the same bytes.

    `verify_url` is printed, its last part alone as the code, and drawn as a QR code. `issued` is
    aware; the letter bears its date in the office's zone. What the fonts cannot show is replaced
    by a visible sign, and a logo that cannot be drawn is left out. Raises `ValueError` for a
    date or amount that is none, and `KeyError` or `typst.TypstError` for facts of another kind.
    """
    plain = cast("Mapping[str, Any]", facts)
    letter = dressed(plain, letterhead.zone)
    if kind is LetterKind.NOTICE:
        letter |= _costs(plain)
    local = issued.astimezone(letterhead.zone)
    inputs = {
        "facts": letter,
        "head": head(letterhead),
        "title": TITLES[kind],
        "issued": written_instant(local, letterhead.zone),
        "terms": written_terms(local.date()),
        "verify": _verification(verify_url),
        "gaps": FOREIGN in json.dumps(letter, ensure_ascii=False),
    }
    return press(kind.value, {"data": json.dumps(inputs)}, issued)


def is_drawable(logo: bytes) -> bool:
    """Tell whether a PNG or SVG file can stand on a letterhead; ask before keeping one."""
    return _drawable(logo)


@lru_cache(maxsize=8)
def _drawable(logo: bytes) -> bool:
    try:
        press("logo", {"logo": json.dumps(_picture(logo))}, datetime.fromtimestamp(0, UTC))
    except typst.TypstError:
        return False
    return True


def _picture(logo: bytes) -> dict[str, Any]:
    return {"format": "png" if logo.startswith(b"\x89PNG") else "svg", "bytes": list(logo)}


def head(letterhead: Letterhead) -> dict[str, Any]:
    """Return the office's paper as a template sets it."""
    logo = letterhead.logo
    lines = ("office_name", "address", "phone", "email", "website", "city", "parent", "seal_line")
    return {
        **{line: purge(getattr(letterhead, line)) for line in lines},
        "ppid": _signatory(letterhead.ppid),
        "superior": _signatory(letterhead.superior),
        "logo": _picture(logo) if logo and is_drawable(logo) else None,
    }


def _signatory(signatory: Signatory) -> dict[str, str]:
    return {
        "name": purge(signatory.name),
        "position": purge(signatory.position),
        "number": purge(signatory.number),
    }


def _verification(url: str) -> dict[str, str]:
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
    code = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return {"url": purge(url), "code": purge(code), "qr": drawn.getvalue().decode()}


def _costs(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the amount of each fee and their sum, in figures and in words."""
    amounts = [fee["unit_price_rp"] * fee["quantity"] for fee in facts["fees"]]
    total = sum(amounts)
    return {
        "fee_amounts": [rupiah(amount) for amount in amounts],
        "fee_total": rupiah(total),
        "fee_words": f"{terbilang(total)} rupiah",
    }
