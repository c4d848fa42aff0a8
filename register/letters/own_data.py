"""Draws a citizen's copy of their own data on the office's paper, to be read."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from register.letters.dressing import dressed, written_instant
from register.letters.glyphs import FOREIGN
from register.letters.letterhead import Letterhead
from register.letters.press import press
from register.letters.render import head

TITLE = "Salinan Data Pribadi"
# It is made to be read by whom it is about, and kept nowhere: no code leads back to it.
_NO_CODE = {"url": "", "code": "", "qr": '<svg xmlns="http://www.w3.org/2000/svg"/>'}


@dataclass(frozen=True, slots=True)
class Part:
    """What is held of one kind: its title and depth, its facts by name, and loose lines."""

    title: str
    depth: int
    rows: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def draw(account: int, parts: Sequence[Part], letterhead: Letterhead, *, issued: datetime) -> bytes:
    """Return the copy as PDF/A-2b with its reading structure; the same data are the same bytes."""
    plain = {"account": str(account), "parts": [asdict(part) for part in parts]}
    facts = dressed(plain, letterhead.zone)
    inputs = {
        "facts": facts,
        "head": head(letterhead),
        "title": TITLE,
        "issued": written_instant(issued.astimezone(letterhead.zone), letterhead.zone),
        "terms": {},
        "verify": _NO_CODE,
        "gaps": FOREIGN in json.dumps(facts, ensure_ascii=False),
    }
    return press("own_data", {"data": json.dumps(inputs)}, issued)
