"""Pure: the lifecycle of an objection."""

from enum import StrEnum

from office.people import Permission as May
from register import guards
from register.lifecycle import ClockEffect, Lifecycle, Transition
from register.objection_words import FINAL_OBJECTION_STATUSES, ObjectionStatus


class ObjectionStep(StrEnum):
    """An act that moves an objection."""

    OBJECT = "object"
    DECIDE = "decide"
    ACCEPT = "accept"
    CONTEST = "contest"
    END = "end"
    WITHDRAW = "withdraw"


_APPLICANT = frozenset({May.FILE_REQUEST, May.PROCESS_REQUESTS})
_RECORDED = frozenset({ObjectionStatus.RECORDED})
_ANSWERED = frozenset({ObjectionStatus.ANSWERED})

OBJECTION = Lifecycle(
    ObjectionStatus,
    FINAL_OBJECTION_STATUSES,
    (
        Transition(
            ObjectionStep.OBJECT, frozenset(), ObjectionStatus.RECORDED, _APPLICANT,
            ClockEffect.STARTS, "objection_receipt", "objected", required=("grounds", "case_facts"),
            letters=("objection_form", "objection_receipt"),
        ),
        Transition(
            ObjectionStep.DECIDE, _RECORDED, ObjectionStatus.ANSWERED,
            frozenset({May.DECIDE_OBJECTIONS}), ClockEffect.ENDS, "objection_answered", "answered",
            required=("decision", "reasons", "statements"), guards=(guards.not_the_refuser,),
            letters=("objection_reply",),
        ),
        Transition(
            ObjectionStep.ACCEPT, _ANSWERED, ObjectionStatus.CLOSED, _APPLICANT,
            ClockEffect.KEEPS, "objection_accepted", "accepted", guards=(guards.owner,),
        ),
        Transition(
            ObjectionStep.CONTEST, _ANSWERED, ObjectionStatus.CONTESTED, _APPLICANT,
            ClockEffect.KEEPS, "objection_contested", "contested", guards=(guards.owner,),
        ),
        Transition(
            ObjectionStep.END, _ANSWERED, ObjectionStatus.CLOSED, frozenset({May.KEEP_TIME}),
            ClockEffect.KEEPS, "objection_ended", "ended", guards=(guards.window_over,),
        ),
        Transition(
            ObjectionStep.WITHDRAW, _RECORDED, ObjectionStatus.WITHDRAWN, _APPLICANT,
            ClockEffect.ENDS, "objection_withdrawn", "withdrawn", guards=(guards.owner,),
        ),
    ),
)  # fmt: skip
