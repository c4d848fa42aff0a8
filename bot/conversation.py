"""Runs a handler for an update: its effects, the new place, the words and the mark together."""

from aiogram.fsm.state import State

from bot import standing
from bot.handlers import doorway
from bot.handlers.doorway import Passage
from bot.standing import Memory, Standing
from bot.states import Survey
from bot.turn import Arrival, Handler, Say, Stay, Surroundings, Turn
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
    surroundings: Surroundings,
) -> None:
    """Let the handler act; keep what follows from it. Everything commits, or nothing does."""
    passage = doorway.through(Turn(unit, arrival, place, shelf, surroundings), handler)
    outcome = passage.outcome
    language = outcome.language or place.language
    for ordinal, words in enumerate(outcome.says):
        unit.post(_notice(arrival.chat_id, f"in:{taken.occasion}:{ordinal}", words, language))
    for message_id in outcome.erase:
        once = f"erase:{arrival.chat_id}:{message_id}"
        data = {"message_id": message_id}
        unit.post(Notice(arrival.chat_id, "erase", once, Kind.ERASE, data))
    if outcome.buttons is not None and arrival.message_id:
        once, data = f"buttons:{taken.occasion}", {"message_id": arrival.message_id}
        marked = Notice(
            arrival.chat_id, "buttons", once, Kind.BUTTONS, data, outcome.buttons,
            language=language,
        )  # fmt: skip
        unit.post(marked)
    if arrival.is_private:
        _move(unit, arrival.chat_id, place, passage)
        # Whoever writes or presses can be written to; that they blocked the bot is no message.
        if arrival.message_id and not place.is_reachable:
            standing.set_reachable(unit, arrival.chat_id, reachable=True)
    inbox.finish(unit, taken.number, passage.ending)


def _move(unit: Unit, chat_id: int, place: Standing, passage: Passage) -> None:
    outcome = passage.outcome
    memory = place.memory if outcome.memory is None else outcome.memory
    step = _step(place, outcome.step)
    if step not in Survey.__all_states_names__:
        # Whoever leaves the survey, by whatever door, takes no scores along.
        memory = {name: kept for name, kept in memory.items() if name != "survey"}
    # An offer stands until the next message, whatever that is.
    memory = {name: kept for name, kept in memory.items() if name != standing.OFFERED}
    if outcome.offers_person:
        memory[standing.OFFERED] = unit.now.isoformat()
    # What is done once in a conversation's life is remembered whatever else is forgotten.
    memory = {**_lasting(place), **memory, doorway.MEMORY: passage.haste}
    if not passage.haste:
        del memory[doorway.MEMORY]
    ended = {name for name in standing.LASTING if not memory.get(name, True)}
    memory = {name: kept for name, kept in memory.items() if name not in ended}
    language = outcome.language or place.language
    standing.save(unit, chat_id, place, step=step, memory=memory, language=language)


def _lasting(place: Standing) -> Memory:
    return {name: place.memory[name] for name in standing.LASTING if name in place.memory}


def _step(place: Standing, step: State | Stay | None) -> str | None:
    if step is Stay.HERE:
        return place.step
    return step.state if isinstance(step, State) else None


def _notice(chat_id: int, once: str, words: Say, language: str) -> Notice:
    return Notice(
        chat_id, words.key, once, words.kind, words.data, words.keyboard, language=language
    )
