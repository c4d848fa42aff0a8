"""Draws the written notice of a failure to protect data to the body that watches over it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from register.letters.dressing import dressed, written_instant
from register.letters.glyphs import FOREIGN
from register.letters.letterhead import Letterhead
from register.letters.press import press
from register.letters.render import head

TITLE = "Pemberitahuan Kegagalan Pelindungan Data Pribadi"
# It is sent, not looked up: no code leads back to it.
_NO_CODE = {"url": "", "code": "", "qr": '<svg xmlns="http://www.w3.org/2000/svg"/>'}


@dataclass(frozen=True, slots=True)
class BreachNotice:
    """What UU 27/2022 Pasal 46 ayat (2) wants told, to whom, and under which number.

    `addressee` has a line each; `whom` says how many or which people are concerned; instants are
    as the office reads them, in ISO 8601, `happened_at` None where nobody knows.
    """

    letter_number: str
    addressee: str
    known_at: str
    happened_at: str | None
    activities: tuple[str, ...]
    data: str
    how: str
    handling: str
    whom: str
    told: str
    contact: str
    is_public: bool


def draw(notice: BreachNotice, letterhead: Letterhead, *, issued: datetime) -> bytes:
    """Return the letter as PDF/A-2b; the same notice at the same instant is the same bytes."""
    facts = dressed(asdict(notice), letterhead.zone)
    inputs = {
        "facts": facts,
        "head": head(letterhead),
        "title": TITLE,
        "issued": written_instant(issued, letterhead.zone),
        "terms": {},
        "verify": _NO_CODE,
        "gaps": FOREIGN in json.dumps(facts, ensure_ascii=False),
    }
    return press("breach_notice", {"data": json.dumps(inputs)}, issued)
