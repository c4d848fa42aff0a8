"""What is left of an album whose first files answered a question: they show who somebody is."""

from collections.abc import Mapping
from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from bot.standing import Standing
from bot.turn import Outcome, Turn, say
from register.intake import Field

Form = Mapping[str, Any]
_ALBUM = "album"


class Left(Filter):
    """Lets pass a picture or a file of the album that has answered its question."""

    async def __call__(self, event: Message, place: Standing) -> bool:
        """Tell whether it is one."""
        album = (place.memory.get("form") or {}).get(_ALBUM)
        return album is not None and event.media_group_id == album["of"]


def remembered(turn: Turn, form: Form, row: Field) -> Form:
    """Return the form with the album that has just answered a question, if it was one."""
    if not row.is_file or not turn.arrival.album or turn.arrival.attachment is None:
        return form
    return {**form, _ALBUM: {"of": turn.arrival.album, "most": row.most}}


def taken_away(turn: Turn) -> Outcome:
    """Erase what is more than was asked for and keep none of it; of an album this is said once."""
    form = turn.memory["form"]
    album, erase = form[_ALBUM], (turn.arrival.message_id,)
    if album.get("told"):
        return Outcome(erase=erase)
    told = {**form, _ALBUM: {**album, "told": True}}
    words = say("form_album_left", most=album["most"])
    return Outcome((words,), memory={**turn.memory, "form": told}, erase=erase)
