"""What buttons under a message carry; short codes, never a citizen's words."""

from aiogram.filters.callback_data import CallbackData


class AnswerPress(CallbackData, prefix="a"):
    """A judgement on an answer: it helped, it is not this, or staff are wanted."""

    what: str
    key: str


class PickPress(CallbackData, prefix="p"):
    """A choice among suggested answers; 0 is none of them."""

    ordinal: int
    key: str


class MenuPress(CallbackData, prefix="m"):
    """A way on that is offered under a message."""

    where: str
