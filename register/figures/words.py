"""Enumerations of the figures: by what requests and objections are told apart."""

from enum import StrEnum

NONE = "none"


class Dimension(StrEnum):
    """By what the requests of a period are told apart; each but one adds up to all requests.

    A request may lie with several regional offices, and is then counted for each.
    """

    STATUS = "status"
    DECISION = "decision"
    REFUSAL_GROUND = "refusal_ground"
    PURPOSE = "purpose"
    CHANNEL = "channel"
    APPLICANT_TYPE = "applicant_type"
    OCCUPATION = "occupation"
    REGIONAL_OFFICE = "regional_office"
    TIME_CLASS = "time_class"
    STRICT_CLOCK = "strict_clock"
    PERKI_CLOCK = "perki_clock"
    EXTENDED = "extended"
    INCOMPLETE = "incomplete"
    HOUR = "hour"
    WEEKDAY = "weekday"

    @property
    def adds_up(self) -> bool:
        """Tell whether each request is counted once."""
        return self is not Dimension.REGIONAL_OFFICE


class ObjectionDimension(StrEnum):
    """By what the objections of a period are told apart; one may rest on several grounds."""

    GROUND = "ground"
    STATUS = "status"
    DECISION = "decision"
    CLOCK = "clock"
    CHANNEL = "channel"

    @property
    def adds_up(self) -> bool:
        """Tell whether each objection is counted once."""
        return self is not ObjectionDimension.GROUND


class TimeClass(StrEnum):
    """How many working days passed from receipt to the written notice."""

    SAME_DAY = "same_day"
    UP_TO_3 = "1_3"
    UP_TO_10 = "4_10"
    UP_TO_17 = "11_17"
    OVER_17 = "over_17"
    NONE = NONE


class ClockState(StrEnum):
    """How an act stands against its clock; `none`: it was never owed, or is no more.

    `open` and `late_open` depend on the day on which one looks.
    """

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    LATE_OPEN = "late_open"
    NONE = NONE


class YesNo(StrEnum):
    """Whether something happened."""

    YES = "yes"
    NO = "no"
