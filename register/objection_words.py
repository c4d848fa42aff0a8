"""Enumerations of an objection with their statutory source."""

from enum import StrEnum


class Ground(StrEnum):
    """The seven grounds of an objection (UU 14/2008 Pasal 35 ayat (1))."""

    REFUSED_AS_EXEMPT = "refused_as_exempt"
    PERIODIC_INFO_NOT_PROVIDED = "periodic_info_not_provided"
    REQUEST_NOT_ANSWERED = "request_not_answered"
    ANSWERED_NOT_AS_REQUESTED = "answered_not_as_requested"
    REQUEST_NOT_FULFILLED = "request_not_fulfilled"
    UNREASONABLE_FEE = "unreasonable_fee"
    LATE_DELIVERY = "late_delivery"

    @property
    def letter(self) -> str:
        """Return the letter under which the law lists it."""
        return "abcdefg"[list(Ground).index(self)]


class ObjectionStatus(StrEnum):
    """Where an objection stands; lateness is computed, never stored."""

    RECORDED = "recorded"
    ANSWERED = "answered"
    CONTESTED = "contested"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


FINAL_OBJECTION_STATUSES = frozenset(
    {ObjectionStatus.CONTESTED, ObjectionStatus.CLOSED, ObjectionStatus.WITHDRAWN}
)


class SuperiorDecision(StrEnum):
    """What the superior decides (Perki 1/2021 Pasal 44)."""

    UPHELD_FULL = "upheld_applicant_full"
    UPHELD_PARTIAL = "upheld_applicant_partial"
    REJECTED = "rejected"
    SETTLED = "settled_amicably"

    @property
    def favours_applicant(self) -> bool:
        """Tell whether the PPID must go back to the request."""
        return self in {SuperiorDecision.UPHELD_FULL, SuperiorDecision.UPHELD_PARTIAL}


class Reaction(StrEnum):
    """What the applicant makes of the reply (Lampiran XI, last column)."""

    ACCEPTS = "accepts"
    NOT_SATISFIED = "not_satisfied"
