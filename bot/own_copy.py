"""A citizen's copy of their own data, made when it is sent and kept nowhere."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import own_parts
from bot.tables import chats
from knowledge import own_data
from office import data_requests
from office.data_requests import Asked
from office.people import Citizen
from office.unit import Office, Unit
from register import rights
from register.intake import NOTICE
from register.letters.letterhead import Letterhead
from register.letters.own_data import draw

_REQUEST_FIELDS = ("code", "about", "received_at", "words", "status", "ground", "note")
NAMES = {"json": "data-saya.json", "pdf": "data-saya.pdf"}
# Who takes the file out of the chat reads no number and no address of a house (NIK: last four).
_FULL = (
    "NIK, alamat, dan kode pelacakan tampil sebagian karena berkas ini lewat percakapan. "
    "Salinan lengkap diserahkan di loket layanan informasi kepada yang menunjukkan identitasnya."
)
_SPOILT = "(isi permintaan ini rusak dan tidak dapat dibaca; mohon hubungi kami)"
MEDIA = {"json": "application/json", "pdf": "application/pdf"}


def made(office: Office, person: int, form: str, letterhead: Letterhead) -> bytes:
    """Return the copy as JSON, or on the office's paper to be read."""
    with office.reading(Citizen(person)) as unit:
        told = contents(unit, person)
        now = unit.now
        made_on = now.astimezone(unit.zone)
    if form == "json":
        told = {"made": made_on.isoformat(timespec="minutes"), **told}
        # The names stay as they are for programs; people find beside them what each one means.
        told = {"keterangan": own_parts.explained(told), **told}
        return json.dumps(told, ensure_ascii=False, indent=2, sort_keys=False).encode()
    return draw(person, own_parts.parts(told, letterhead.zone), letterhead, issued=now)


def contents(unit: Unit, person: int) -> dict[str, Any]:
    """Return everything that is held of a citizen, room by room."""
    chat = unit.session.execute(
        select(chats.c.language, chats.c.changed_at).where(chats.c.chat_id == person)
    ).one_or_none()
    asked = [
        {name: _plain(value, unit.zone) for name, value in _told(one).items()}
        for one in data_requests.own(unit)
    ]
    return {
        "account": person,
        "notice": NOTICE,
        "language": chat.language if chat else "id",
        "full_copy": _FULL,
        "cases": rights.copy(unit),
        **own_data.copy(unit),
        "data_requests": asked,
    }


def _told(one: Asked) -> dict[str, Any]:
    told = {name: value for name, value in asdict(one).items() if name in _REQUEST_FIELDS}
    # Silence would say that nothing had been written.
    return told if one.is_readable else {**told, "words": told["words"] or _SPOILT}


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """Return a value as JSON has it; an instant as the office's clock shows it."""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    return value
