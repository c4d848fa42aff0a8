"""The places a conversation can stand in."""

from aiogram.fsm.state import State, StatesGroup


class Filing(StatesGroup):
    """Filling in the request form."""

    resuming = State()
    answering = State()
    reviewing = State()


class Handed(StatesGroup):
    """A person, not the bot, is being talked to."""

    talking = State()


class Withdrawing(StatesGroup):
    """About to withdraw a request."""

    confirming = State()
