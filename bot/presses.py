"""What buttons under a message carry; short codes, never a citizen's words."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# A press comes from outside: what no row could have is refused before it reaches a database.
Identifier = Annotated[int, Field(ge=1, le=2**31 - 1)]


class AnswerPress(CallbackData, prefix="a"):
    """A judgement on an answer: it helped, it is not this, or staff are wanted."""

    what: str
    key: str


class PickPress(CallbackData, prefix="p"):
    """A choice among suggested answers; 0 is none of them."""

    ordinal: int
    key: str


class BeforePress(CallbackData, prefix="b"):
    """What somebody does with what was offered before filing: read, answered, or go on."""

    what: str
    key: str
    ordinal: int = 0


class MenuPress(CallbackData, prefix="m"):
    """A way on that is offered under a message."""

    where: str


class SurveyPress(CallbackData, prefix="s"):
    """The wish to answer the satisfaction survey of a closed case."""

    kind: str
    number: int


class CasePress(CallbackData, prefix="c"):
    """What somebody does about a request of their own."""

    what: str
    number: Identifier


class ObjectionPress(CallbackData, prefix="o"):
    """What somebody does about an objection of their own."""

    what: str
    number: Identifier
