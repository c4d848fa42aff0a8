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


class Rating(StatesGroup):
    """Saying what an answer of staff was lacking."""

    telling = State()


class Withdrawing(StatesGroup):
    """About to withdraw a request or an objection."""

    confirming = State()


class Rights(StatesGroup):
    """Telling what is to be done about one's own data."""

    telling = State()


class Survey(StatesGroup):
    """Answering the satisfaction survey."""

    scoring = State()
    commenting = State()


class Repairing(StatesGroup):
    """Adding what was missing from a request."""

    gathering = State()


class Following(StatesGroup):
    """Subscribing to what happens in a village."""

    naming = State()


class Objecting(StatesGroup):
    """Filling in an objection."""

    choosing = State()
    telling = State()
    reviewing = State()
