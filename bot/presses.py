"""What buttons under a message carry; short codes, never a citizen's words."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

# A press comes from outside: what no row could have is refused before it reaches a database.
Identifier = Annotated[int, Field(ge=1, le=2**31 - 1)]


class AnswerPress(CallbackData, prefix="a"):
    """What somebody does about an answer: it helped, is not this, search anyway, staff, a wish."""

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


class ProgrammePress(CallbackData, prefix="g"):
    """What somebody does about a programme; `slug` is its short form."""

    what: str
    slug: str


class EntryPress(CallbackData, prefix="e"):
    """The wish to read an entry; `slug` is its short form."""

    slug: str


class MorePress(CallbackData, prefix="l"):
    """The wish to read the longer text of an entry; `slug` is its short form."""

    slug: str


class LanguagePress(CallbackData, prefix="t"):
    """The language that was chosen."""

    language: str


class AgendaPress(CallbackData, prefix="n"):
    """What somebody does about the agenda or about their own subscriptions."""

    what: str


class VillagePress(CallbackData, prefix="v"):
    """The village that was meant, in its short form."""

    name: str


class StopPress(CallbackData, prefix="x"):
    """A subscription that somebody has had enough of."""

    number: Identifier


class PrivacyPress(CallbackData, prefix="d"):
    """What somebody does about their own data."""

    what: str


class SurveyPress(CallbackData, prefix="s"):
    """The wish to answer the satisfaction survey of a closed case."""

    kind: str
    number: int


class RatingPress(CallbackData, prefix="r"):
    """Whether an answer of staff helped: 1 (not at all) to 4 (very much)."""

    number: Identifier
    score: Annotated[int, Field(ge=1, le=4)]


class OfferPress(CallbackData, prefix="f"):
    """The wish to go on with a request that an officer prepared."""

    number: Identifier


class BroadcastPress(CallbackData, prefix="i"):
    """The wish to get no more of a broadcast's kind, or to get them again; 0 is none of them."""

    what: str
    number: Annotated[int, Field(ge=0, le=2**31 - 1)]


class CasePress(CallbackData, prefix="c"):
    """What somebody does about a request of their own."""

    what: str
    number: Identifier


class ObjectionPress(CallbackData, prefix="o"):
    """What somebody does about an objection of their own."""

    what: str
    number: Identifier
