"""Whether an answer of staff helped: one tap, and after a low score one sentence."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router

from bot.filters import At, FormAnswer, Said
from bot.handlers import staff
from bot.handlers.handover import home, written
from bot.keyboards import MENU, Keyboard, inline, reply
from bot.presses import RatingPress
from bot.states import Handed, Rating
from bot.turn import Outcome, Turn, say
from bot.words import Word
from knowledge.escalation import lines, opening, rating
from knowledge.escalation.lines import LONGEST_REPLY
from office.outbox import Kind
from office.refusals import NotFound, NotNow, NotValid

_KEYS = reply(["@skip"], hint="@hint_form")
# After that what is written is a new question, and no comment on an old answer.
_WAITS = timedelta(minutes=30)
_ELSEWHERE = frozenset({None, Handed.talking.state, Rating.telling.state})


def router() -> Router:
    """Return the routes of this conversation."""
    routes, form = Router(name="rating"), Router(name="rating-form")
    form.message.filter(FormAnswer(Rating.telling))
    form.message.register(leave, Said(Word.CANCEL, Word.SKIP, Word.BACK, Word.END))
    form.message.register(comment, At(Rating.telling))
    routes.include_router(form)
    routes.callback_query.register(score, RatingPress.filter())
    return routes


def score(turn: Turn) -> Outcome:
    """Keep a score; after a low one ask what was missing, unless a form is open."""
    press = turn.arrival.press
    if not isinstance(press, RatingPress):
        return _over()
    try:
        is_low = rating.rate(turn.unit, press.number, score=press.score)
    except (NotFound, NotNow):
        return replace(_over(), buttons=inline())
    outcome = _rated(turn, press.number, is_low=is_low)
    return replace(outcome, buttons=_chosen(press))


def _rated(turn: Turn, number: int, *, is_low: bool) -> Outcome:
    if not is_low or turn.standing.step not in _ELSEWHERE:
        words = say("rating_thanks", low=is_low)
        was_asked = turn.standing.step == Rating.telling.state
        return Outcome((words,), home(turn), _without(turn)) if was_asked else Outcome((words,))
    kept = {"number": number, "at": turn.unit.now.isoformat()}
    words = say("rating_ask", _KEYS, kind=Kind.ANSWER, too_long=False, longest=LONGEST_REPLY)
    return Outcome((words,), Rating.telling, {**turn.memory, "rating": kept})


def _chosen(press: RatingPress) -> Keyboard:
    """Return the four answers again with the one that was chosen marked; it may be changed."""
    return inline(
        *(
            [
                (
                    f"@rating_{score}{'_chosen' if score == press.score else ''}",
                    RatingPress(number=press.number, score=score),
                )
            ]
            for score in reversed(rating.SCORES)
        )
    )


def leave(turn: Turn) -> Outcome:
    """Thank all the same; the score stands without words."""
    words = say("rating_thanks", MENU, low=True)
    return Outcome((words,), home(turn), _without(turn))


def comment(turn: Turn) -> Outcome:
    """Let another person look at what was missing; the notice with the promise follows."""
    kept: Any = turn.memory.get("rating")
    if kept is None or turn.unit.now - datetime.fromisoformat(kept["at"]) > _WAITS:
        return _as_ever(turn)
    text = written(turn)
    if not text:
        return Outcome()
    try:
        rating.comment(turn.unit, int(kept["number"]), text=text)
    except NotValid:
        words = say("rating_ask", _KEYS, kind=Kind.ANSWER, too_long=True, longest=LONGEST_REPLY)
        return Outcome((words,))
    except (NotFound, NotNow):
        return _as_ever(turn)
    file = turn.arrival.attachment
    if file is not None:
        opening.add_line(turn.unit, lines.of_file(file), file=file)
    return Outcome((), Handed.talking, _without(turn))


def _as_ever(turn: Turn) -> Outcome:
    """Treat what was written as if nothing had been asked."""
    outcome = staff.to_staff(turn)
    memory = turn.memory if outcome.memory is None else outcome.memory
    kept = {name: value for name, value in memory.items() if name != "rating"}
    return Outcome(outcome.says, _moved(turn, outcome), kept)


def _moved(turn: Turn, outcome: Outcome) -> Any:
    return home(turn) if outcome.step is Outcome().step else outcome.step


def _over() -> Outcome:
    return Outcome((say("rating_over"),))


def _without(turn: Turn) -> dict[str, Any]:
    return {name: kept for name, kept in turn.memory.items() if name != "rating"}
