"""What may be asked: each question's parameters, with the limits that its description states."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from register.list_words import InformationClass

FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST = 2**31 - 1
MOST, USUAL = 100, 25

Year = Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
Ordinal = Annotated[int, Meta(ge=1, le=LARGEST)]
Size = Annotated[int, Meta(ge=1, le=MOST)]
Slug = Annotated[str, Meta(pattern="^[a-z0-9-]{1,80}$")]
Status = Literal[
    "registered", "incomplete", "in_process", "notified", "provided", "refused", "lapsed",
    "closed", "withdrawn",
]  # fmt: skip
Topic = Literal["ppid", "layanan", "partisipasi", "pers", "wilayah"]


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question without parameters."""


class OneRequest(Asked, frozen=True):
    """Which entry of the register."""

    year: Year
    sequence: Ordinal


class RegisterAsked(Asked, frozen=True):
    """Which part of the register; without a year the present one."""

    year: Year | None = None
    month: Annotated[int, Meta(ge=1, le=12)] | None = None
    status: Status | None = None
    before: Ordinal | None = None
    limit: Size = USUAL


class StatisticsAsked(Asked, frozen=True):
    """Which period; without a year the present one, whole."""

    year: Year | None = None
    month: Annotated[int, Meta(ge=1, le=12)] | None = None


class OneAnswer(Asked, frozen=True):
    """Which published answer."""

    slug: Slug


class AnswersAsked(Asked, frozen=True):
    """Which published answers."""

    topic: Topic | None = None
    after: Slug = ""
    limit: Size = USUAL


class ListAsked(Asked, frozen=True):
    """Which entries of the list of public information."""

    information_class: InformationClass | None = None
    after: Ordinal | None = None
    limit: Size = USUAL


class DeadlinesAsked(Asked, frozen=True):
    """From which day, and how many working days where no term of the law is meant."""

    start: date
    days: Annotated[int, Meta(ge=1, le=1000)] | None = None


class YearAsked(Asked, frozen=True):
    """Which year; the present one where none is named."""

    year: Year | None = None
