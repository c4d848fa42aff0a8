"""Presses that no button of the bot ever carried, or that came too late: as raw updates."""

import itertools
import json

from bot import updates
from office import inbox
from tests.bot.conftest import Guest, Hall
from tests.people import CLOCKWORK

_numbers = itertools.count(900_000_000)


def forge(hall: Hall, guest: Guest, data: str, chat_id: int | None = None) -> None:
    """Let a press arrive with whatever data, in the private chat or in a group."""
    number = next(_numbers)
    chat = {"id": chat_id or guest.number, "type": "group" if chat_id else "private", "title": "x"}
    message = {"message_id": 1, "date": 1_790_000_000, "chat": chat, "text": "tombol"}
    press = {
        "id": str(number),
        "from": {"id": guest.number, "is_bot": False, "first_name": "Sari"},
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    raw = json.dumps({"update_id": number, "callback_query": press}).encode()
    with hall.office.unit(CLOCKWORK) as unit:
        inbox.keep(unit, [updates.arrived(raw)])
