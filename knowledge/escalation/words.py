"""Enumerations of conversations with staff."""

from enum import StrEnum


class EscalationStatus(StrEnum):
    """Where a conversation stands; each open one has a timer and a way out."""

    QUEUED = "queued"
    HELD = "held"
    AWAITING_CITIZEN = "awaiting_citizen"
    AWAITING_OPD = "awaiting_opd"
    CLOSED = "closed"


class Speaker(StrEnum):
    """Who alone speaks with the citizen at a moment."""

    BOT = "bot"
    QUEUE = "queue"
    STAFF = "staff"
    OPD = "opd"


SPEAKER_OF = {
    EscalationStatus.QUEUED: Speaker.QUEUE,
    EscalationStatus.HELD: Speaker.STAFF,
    EscalationStatus.AWAITING_CITIZEN: Speaker.STAFF,
    EscalationStatus.AWAITING_OPD: Speaker.OPD,
    EscalationStatus.CLOSED: Speaker.BOT,
}


class Lane(StrEnum):
    """In which order conversations are taken up; suspected spam is last and stays visible."""

    URGENT = "urgent"
    FORMAL = "formal"
    GENERAL = "general"
    SPAM = "spam"


LANE_RANK = {lane: rank for rank, lane in enumerate(Lane)}


class Reason(StrEnum):
    """Why a conversation was passed on."""

    ASKED = "asked"
    MISSED = "missed"
    NOT_THIS = "not_this"
    UNREADABLE = "unreadable"
    SENSITIVE = "sensitive"
    DEFECT = "defect"


class Author(StrEnum):
    """Who wrote a line of a conversation; a note is for colleagues alone."""

    CITIZEN = "citizen"
    STAFF = "staff"
    OPD = "opd"
    NOTE = "note"


class Outcome(StrEnum):
    """How a conversation with staff ended; `left`: the citizen ended it."""

    ANSWERED = "answered"
    REFERRED = "referred"
    BECAME_REQUEST = "became_request"
    NOT_POSSIBLE = "not_possible"
    SPAM = "spam"
    NO_REPLY = "no_reply"
    LEFT = "left"


# What staff may choose; the others come about by themselves.
CHOSEN_OUTCOMES = (Outcome.ANSWERED, Outcome.REFERRED, Outcome.NOT_POSSIBLE, Outcome.SPAM)
# Only these ask the citizen whether it helped.
RATED_OUTCOMES = frozenset({Outcome.ANSWERED, Outcome.REFERRED})


class DispositionStatus(StrEnum):
    """What became of a question that was passed to a regional office."""

    ASKED = "asked"
    ANSWERED = "answered"
    RETURNED = "returned"
    OVERDUE = "overdue"
    RECALLED = "recalled"


class ProposalStatus(StrEnum):
    """What a second person made of a reply on a sensitive topic."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    RECALLED = "recalled"
