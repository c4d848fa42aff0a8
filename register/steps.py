"""Pure: the lifecycle of a request; bot, panel and letters ask this table and nothing else."""

from enum import StrEnum

from office.people import Permission as May
from register import guards
from register.lifecycle import ClockEffect, Lifecycle, Transition
from register.words import FINAL_STATUSES, OPEN_STATUSES, Status


class Step(StrEnum):
    """An act that moves a request."""

    SUBMIT = "submit"
    TAKE_UP = "take_up"
    FIND_INCOMPLETE = "find_incomplete"
    REPAIR = "repair"
    LAPSE = "lapse"
    EXTEND = "extend"
    GRANT = "grant"
    RECORD_PAYMENT = "record_payment"
    PROVIDE = "provide"
    REFUSE = "refuse"
    PROPOSE_REFUSAL = "propose_refusal"
    APPROVE_REFUSAL = "approve_refusal"
    RETURN_REFUSAL = "return_refusal"
    CONFIRM = "confirm"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


_DECIDABLE = frozenset({Status.REGISTERED, Status.IN_PROCESS})
_PROPOSED = frozenset({Status.REFUSAL_PROPOSED})
_ANSWERED = frozenset({Status.NOTIFIED, Status.PROVIDED, Status.REFUSED, Status.LAPSED})
_OFFICER = frozenset({May.PROCESS_REQUESTS})
_PPID = frozenset({May.DECIDE_REQUESTS})
_SUPERIOR = frozenset({May.APPROVE_REFUSALS})
_APPLICANT = frozenset({May.FILE_REQUEST, May.PROCESS_REQUESTS})

REQUEST = Lifecycle(
    Status,
    FINAL_STATUSES,
    (
        Transition(
            Step.SUBMIT, frozenset(), Status.REGISTERED, _APPLICANT,
            ClockEffect.STARTS, "request_receipt", "submitted", letters=("request_form", "receipt"),
        ),
        Transition(
            Step.TAKE_UP, frozenset({Status.REGISTERED}), Status.IN_PROCESS, _OFFICER,
            ClockEffect.KEEPS, "request_taken_up", "taken_up",
        ),
        Transition(
            Step.FIND_INCOMPLETE, frozenset({Status.REGISTERED}), Status.INCOMPLETE, _OFFICER,
            ClockEffect.STOPS, "request_incomplete", "found_incomplete", required=("missing",),
            guards=(guards.within_check, guards.first_letter), letters=("incomplete",),
        ),
        Transition(
            Step.REPAIR, frozenset({Status.INCOMPLETE}), Status.REGISTERED, _APPLICANT,
            ClockEffect.RESTARTS, "request_repaired", "repaired", required=("repair",),
            guards=(guards.owner, guards.within_fix),
        ),
        Transition(
            Step.LAPSE, frozenset({Status.INCOMPLETE}), Status.LAPSED, frozenset({May.KEEP_TIME}),
            ClockEffect.ENDS, "request_lapsed", "lapsed", guards=(guards.fix_over,),
        ),
        Transition(
            Step.EXTEND, _DECIDABLE | _PROPOSED, None, _PPID,
            ClockEffect.EXTENDS, "request_extended", "extended",
            required=("extension_ground", "reason"),
            guards=(guards.not_extended, guards.before_notice_due), letters=("extension",),
        ),
        Transition(
            Step.GRANT, _DECIDABLE, Status.NOTIFIED, _PPID,
            ClockEffect.ENDS, "request_granted", "granted", required=("decision",),
            letters=("notice",),
        ),
        Transition(
            Step.RECORD_PAYMENT, frozenset({Status.NOTIFIED}), None, _OFFICER,
            ClockEffect.KEEPS, "request_paid", "paid",
            required=("payment_method", "receipt_number"),
            guards=(guards.unpaid,),
        ),
        Transition(
            Step.PROVIDE, frozenset({Status.NOTIFIED}), Status.PROVIDED, _OFFICER,
            ClockEffect.ENDS, "request_provided", "provided",
            guards=(guards.fee_settled, guards.nothing_held, guards.something_given),
        ),
        Transition(
            Step.REFUSE, _DECIDABLE, Status.REFUSED, _PPID,
            ClockEffect.ENDS, "request_refused", "refused", required=("ground", "reason"),
            letters=("notice",),
        ),
        Transition(
            Step.PROPOSE_REFUSAL, _DECIDABLE, Status.REFUSAL_PROPOSED, _PPID,
            ClockEffect.KEEPS, "request_under_review", "refusal_proposed",
            required=("ground", "reason", "exemption"),
        ),
        Transition(
            Step.APPROVE_REFUSAL, _PROPOSED, Status.REFUSED, _SUPERIOR,
            ClockEffect.ENDS, "request_refused", "refused", guards=(guards.second_person,),
            letters=("notice", "refusal_decision"),
        ),
        Transition(
            Step.RETURN_REFUSAL, _PROPOSED, Status.IN_PROCESS, _SUPERIOR,
            ClockEffect.KEEPS, "request_back_in_process", "refusal_returned",
        ),
        Transition(
            Step.CONFIRM, frozenset({Status.PROVIDED}), Status.CLOSED, _APPLICANT,
            ClockEffect.KEEPS, "request_closed", "confirmed", guards=(guards.owner,),
        ),
        Transition(
            Step.CLOSE, _ANSWERED, Status.CLOSED, frozenset({May.KEEP_TIME}),
            ClockEffect.KEEPS, "request_closed", "closed",
            guards=(guards.window_over, guards.no_open_objection),
        ),
        Transition(
            Step.REOPEN, _ANSWERED | {Status.CLOSED} | OPEN_STATUSES, Status.IN_PROCESS,
            frozenset({May.DECIDE_OBJECTIONS}), ClockEffect.KEEPS, "request_reopened", "reopened",
        ),
        Transition(
            Step.WITHDRAW, OPEN_STATUSES | {Status.NOTIFIED}, Status.WITHDRAWN, _APPLICANT,
            ClockEffect.ENDS, "request_withdrawn", "withdrawn", guards=(guards.owner,),
        ),
    ),
)  # fmt: skip
