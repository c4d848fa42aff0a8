"""A citizen blocks the bot or lets it in again; a group of the staff puts it out."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import ChatMemberUpdated

from bot import standing
from bot.filters import Blocked
from bot.turn import Outcome, Turn
from office import staff_chats

_OUT = frozenset({"left", "kicked"})


class InPrivate(Filter):
    """Lets pass what happened between one citizen and the bot."""

    async def __call__(self, event: ChatMemberUpdated) -> bool:
        """Tell whether it did."""
        return event.chat.type == "private"


class PutOut(Filter):
    """Lets pass the news that the bot is no longer in a group."""

    async def __call__(self, event: ChatMemberUpdated) -> bool:
        """Tell whether it says so."""
        return event.new_chat_member.status in _OUT


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="membership")
    routes.my_chat_member.register(blocked, InPrivate(), Blocked())
    routes.my_chat_member.register(let_in, InPrivate())
    routes.my_chat_member.register(put_out, PutOut())
    routes.my_chat_member.register(joined)
    return routes


def blocked(turn: Turn) -> Outcome:
    """Note that the citizen cannot be reached on Telegram."""
    standing.set_reachable(turn.unit, turn.arrival.chat_id, reachable=False)
    return Outcome()


def let_in(turn: Turn) -> Outcome:
    """Note that the citizen can be reached again."""
    standing.set_reachable(turn.unit, turn.arrival.chat_id, reachable=True)
    return Outcome()


def put_out(turn: Turn) -> Outcome:
    """Let a connected group go; nothing more is sent there."""
    staff_chats.left(turn.unit, turn.arrival.chat_id)
    return Outcome()


def joined(turn: Turn) -> Outcome:
    """Keep silent in a group until somebody speaks to the bot."""
    del turn
    return Outcome()
