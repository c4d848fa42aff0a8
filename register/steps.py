"""Pure: which step is allowed from which status, and to whom; the only lifecycle there is."""

from dataclasses import dataclass
from enum import StrEnum

from office.people import Permission
from office.refusals import NotNow
from register.words import OPEN_STATUSES, Status


class Step(StrEnum):
    """An act that moves a request."""

    TAKE_UP = "take_up"
    GRANT = "grant"
    REFUSE = "refuse"
    PROPOSE_REFUSAL = "propose_refusal"
    APPROVE_REFUSAL = "approve_refusal"
    RETURN_REFUSAL = "return_refusal"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where, to where, by whom."""

    origins: frozenset[Status]
    target: Status
    permission: Permission


_DECIDABLE = frozenset({Status.REGISTERED, Status.IN_PROCESS})
_PROPOSED = frozenset({Status.REFUSAL_PROPOSED})

RULES: dict[Step, Rule] = {
    Step.TAKE_UP: Rule(
        frozenset({Status.REGISTERED}), Status.IN_PROCESS, Permission.PROCESS_REQUESTS
    ),
    Step.GRANT: Rule(_DECIDABLE, Status.PROVIDED, Permission.DECIDE_REQUESTS),
    Step.REFUSE: Rule(_DECIDABLE, Status.REFUSED, Permission.DECIDE_REQUESTS),
    Step.PROPOSE_REFUSAL: Rule(_DECIDABLE, Status.REFUSAL_PROPOSED, Permission.DECIDE_REQUESTS),
    Step.APPROVE_REFUSAL: Rule(_PROPOSED, Status.REFUSED, Permission.APPROVE_REFUSALS),
    Step.RETURN_REFUSAL: Rule(_PROPOSED, Status.IN_PROCESS, Permission.APPROVE_REFUSALS),
    Step.WITHDRAW: Rule(frozenset(OPEN_STATUSES), Status.WITHDRAWN, Permission.FILE_REQUEST),
}


def target(step: Step, status: Status) -> Status:
    """Return where a step leads; raise `NotNow` where it is not allowed."""
    rule = RULES[step]
    if status not in rule.origins:
        raise NotNow("step_not_now", step=step.value, status=status.value)
    return rule.target


def possible(status: Status, permissions: frozenset[Permission]) -> list[Step]:
    """Return the steps somebody with these permissions may take now."""
    return [
        step
        for step, rule in RULES.items()
        if status in rule.origins and rule.permission in permissions
    ]


def diagram() -> str:
    """Return the lifecycle as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> registered: submit"]
    for step, rule in RULES.items():
        lines += [f"    {origin} --> {rule.target}: {step}" for origin in sorted(rule.origins)]
    finals = sorted(set(Status) - OPEN_STATUSES)
    return "\n".join([*lines, *(f"    {final} --> [*]" for final in finals)]) + "\n"
