"""Runs a handler for an update: its effects, the new place, the words and the mark together."""

from aiogram.fsm.state import State

from bot import standing
from bot.standing import Standing
from bot.states import Survey
from bot.turn import Arrival, Handler, Outcome, Say, Stay, Turn
from knowledge.shelf import Shelf
from office import inbox
from office.inbox import Taken
from office.outbox import Kind, Notice
from office.unit import Unit


def take(
    unit: Unit,
    *,
    taken: Taken,
    place: Standing,
    handler: Handler,
    arrival: Arrival,
    shelf: Shelf,
    public_url: str = "",
) -> None:
    """Let the handler act; keep what follows from it. Everything commits, or nothing does."""
    outcome = handler(Turn(unit, arrival, place, shelf, public_url))
    for ordinal, words in enumerate(outcome.says):
        unit.post(_notice(arrival.chat_id, f"in:{taken.number}:{ordinal}", words, place.language))
    for message_id in outcome.erase:
        once = f"erase:{arrival.chat_id}:{message_id}"
        data = {"message_id": message_id}
        unit.post(Notice(arrival.chat_id, "erase", once, Kind.ERASE, data))
    if arrival.is_private:
        _move(unit, arrival.chat_id, place, outcome)
    inbox.finish(unit, taken.number)


def _move(unit: Unit, chat_id: int, place: Standing, outcome: Outcome) -> None:
    memory = place.memory if outcome.memory is None else outcome.memory
    step = _step(place, outcome.step)
    if step not in Survey.__all_states_names__:
        # Whoever leaves the survey, by whatever door, takes no scores along.
        memory = {name: kept for name, kept in memory.items() if name != "survey"}
    standing.save(unit, chat_id, place, step=step, memory=memory)


def _step(place: Standing, step: State | Stay | None) -> str | None:
    if step is Stay.HERE:
        return place.step
    return step.state if isinstance(step, State) else None


def _notice(chat_id: int, once: str, words: Say, language: str) -> Notice:
    return Notice(
        chat_id, words.key, once, words.kind, words.data, words.keyboard, language=language
    )
