"""In which lane a conversation waits for staff: by what was written, and by whom."""

from collections.abc import Sequence

from bot.handlers.emergencies import is_emergency
from bot.turn import Turn
from knowledge.escalation import signs
from knowledge.escalation.words import Lane
from register import own_case


def lane_of(turn: Turn, texts: Sequence[str], *, is_formal: bool = False) -> Lane:
    """Return the lane of a conversation that is passed on with these words.

    Whoever has a request or an objection running is heard before others, and is no sender of
    advertising.
    """
    if any(is_emergency(turn.shelf, text) for text in texts):
        return Lane.URGENT
    if is_formal or own_case.has_open(turn.unit):
        return Lane.FORMAL
    return Lane.SPAM if signs.looks_like_spam(texts) else Lane.GENERAL
