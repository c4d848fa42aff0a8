"""Enumerations of the library."""

from enum import StrEnum


class Band(StrEnum):
    """What the bot does with a question."""

    ANSWER = "jawab"
    CHOOSE = "pilih"
    UNKNOWN = "tidak_tahu"


class EntryStatus(StrEnum):
    """Where an entry stands; only published ones answer."""

    PUBLISHED = "published"


class EscalationStatus(StrEnum):
    """Who holds a conversation that was passed on."""

    QUEUED = "queued"
    HELD = "held"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a conversation was passed on."""

    ASKED = "asked"
    MISSED = "missed"
    NOT_THIS = "not_this"
    UNREADABLE = "unreadable"


class Speaker(StrEnum):
    """Who said a line of an escalated conversation."""

    CITIZEN = "citizen"
    STAFF = "staff"
    NOTE = "note"


class Outcome(StrEnum):
    """How staff left a conversation."""

    ANSWERED = "answered"
    REFERRED = "referred"
    NOT_POSSIBLE = "not_possible"
    SPAM = "spam"
