"""Enumerations of broadcasts: what is sent to many, how far it is, and what is checked before."""

from enum import StrEnum


class BroadcastKind(StrEnum):
    """To whom it goes: a threat to lives and order to all (UU 14/2008 Art. 10), news to some."""

    IMMEDIATE = "immediate"
    PROGRAMME = "programme"


class BroadcastStatus(StrEnum):
    """How far a broadcast is."""

    DRAFT = "draft"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


class BroadcastCheck(StrEnum):
    """What the second person looks at before anything leaves."""

    SOURCE = "source"
    CLEAR = "clear"
    NO_PERSONAL_DATA = "no_personal_data"
    AUDIENCE = "audience"


class Hindrance(StrEnum):
    """Why a notice that was written does not leave after all."""

    STOPPED = "stopped"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"


OVER = (BroadcastStatus.FINISHED, BroadcastStatus.STOPPED)
BEGUN = (BroadcastStatus.RUNNING, *OVER)
