"""A bare yes, or a nod: it accepts the person who was just offered, and otherwise ends a topic."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import Filter

from bot.filters import At, Said
from bot.handlers import staff
from bot.handlers.handover import answers_staff, passed_on
from bot.keyboards import MENU
from bot.standing import OFFERED, Standing
from bot.turn import Outcome, Turn, say
from bot.words import Word
from knowledge.escalation.words import Reason

# Something else may have been said here meanwhile: a notice, or a broadcast.
_STANDS = timedelta(minutes=30)


class Offered(Filter):
    """Lets pass a chat in which the last answer offered a person."""

    async def __call__(self, event: object, place: Standing) -> bool:
        """Tell whether it did."""
        del event
        return OFFERED in place.memory


def router() -> Router:
    """Return the routes of this conversation."""
    routes = Router(name="nodding")
    routes.message.filter(At(None), Said(Word.YES, Word.NOD))
    routes.message.register(agreed, Said(Word.YES), Offered())
    routes.message.register(noted)
    return routes


def agreed(turn: Turn) -> Outcome:
    """Do what the button of the offer does, while the offer is still what was said last."""
    offered_at = datetime.fromisoformat(turn.memory[OFFERED])
    if answers_staff(turn) or turn.unit.now - offered_at > _STANDS:
        return noted(turn)
    return staff.accepted(turn, str(turn.memory.get("key", "")))


def noted(turn: Turn) -> Outcome:
    """Say that more may be asked; what replies to a message of staff goes to them."""
    if answers_staff(turn):
        return passed_on(turn, Reason.ASKED, turn.text)
    return Outcome((say("noted", MENU),))
