"""Pictures that follow a request about one's own data: they show who somebody is, and go."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from bot.standing import Standing
from bot.turn import Outcome, Turn, say

_TOLD = "rights_told"
# So soon after, a picture without words belongs to what was told.
_SOON = timedelta(minutes=2)


class Late(Filter):
    """Lets pass a picture or a file of the album whose words were taken, or one soon after."""

    async def __call__(self, event: Message, place: Standing) -> bool:
        """Tell whether it is one."""
        told = place.memory.get(_TOLD)
        if told is None or event.chat.type != "private":
            return False
        if not (event.photo or event.document or event.video):
            return False
        if event.media_group_id and event.media_group_id == told["album"]:
            return True
        return not event.caption and event.date - datetime.fromisoformat(told["at"]) < _SOON


def remembered(turn: Turn) -> Mapping[str, Any]:
    """Return what tells such a picture later on."""
    at = turn.arrival.sent_at or turn.unit.now
    return {_TOLD: {"at": at.isoformat(), "album": turn.arrival.album}}


def taken_away(turn: Turn) -> Outcome:
    """Erase the picture and keep none of it; of one album this is said once."""
    told, album = turn.memory[_TOLD], turn.arrival.album
    erase = (turn.arrival.message_id,)
    if album and album == told.get("answered"):
        return Outcome(erase=erase)
    memory = {**turn.memory, _TOLD: {**told, "answered": album}}
    return Outcome((say("privacy_not_kept"),), memory=memory, erase=erase)
