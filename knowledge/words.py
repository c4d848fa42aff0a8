"""Enumerations of the library."""

from enum import StrEnum


class Band(StrEnum):
    """What the bot does with a question."""

    ANSWER = "jawab"
    CHOOSE = "pilih"
    UNKNOWN = "tidak_tahu"


# How a question stands in the log that came while automatic answers were closed.
CLOSED_ROUTE = "closed"


class Route(StrEnum):
    """What a message is recognised as before anything is searched."""

    EMERGENCY = "emergency"
    STAFF = "staff"
    COMPLAINT = "complaint"
    PERSONAL = "personal"
    DOCUMENT = "document"


class VersionStatus(StrEnum):
    """Where a version of an entry stands; of each entry one at most is published."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class EntryStanding(StrEnum):
    """Where an entry as a whole stands today; computed, never stored."""

    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    DUE = "due"
    EXPIRED = "expired"
    ARCHIVED = "archived"


class ClusterStatus(StrEnum):
    """Whether a cluster of questions still waits for somebody."""

    OPEN = "open"
    CLOSED = "closed"


class ClusterAction(StrEnum):
    """What was done about a cluster of questions."""

    ALIAS = "alias"
    SPLIT_MERGE = "split_merge"
    DRAFT = "draft"
    OFF_TOPIC = "off_topic"
    DEFERRED = "deferred"


class AgendaStatus(StrEnum):
    """What became of a dated event of a programme."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class ProgrammeStatus(StrEnum):
    """Whether a programme still runs, as far as its source says."""

    RUNNING = "berjalan"
    FINISHED = "selesai"
    REPLACED = "digantikan"
    UNKNOWN = "unknown"
