"""Enumerations of the audit of answers."""

from enum import StrEnum


class Assessment(StrEnum):
    """What a judge says about an answer that the bot gave by itself."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    # The question was none that may be answered without a person.
    SHOULD_NOT = "should_not"


class Manner(StrEnum):
    """How two judges who disagreed came to one finding."""

    THIRD = "third"
    DISCUSSION = "discussion"


class Delay(StrEnum):
    """Why a month that was drawn has no public figure."""

    JUDGED = "judged"
    # Both have judged; where they differ is not settled.
    DISPUTED = "disputed"
    # The questions' time was over before both had judged; there will never be a figure.
    LAPSED = "lapsed"
