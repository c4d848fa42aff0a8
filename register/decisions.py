"""Acts that decide a request: extend, grant, refuse, approve, return, reopen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from office.refusals import NotValid
from office.unit import Unit
from register import exemption_list, moves, requests, search
from register.moves import LONGEST_NOTE, LONGEST_REASON, SHORTEST_REASON, fits
from register.steps import Step
from register.tables import Request
from register.words import Decision, ExtensionGround, FeeKind, RefusalGround, Status

_MOST_FEES = 20
_HIGHEST_FEE = 10**9  # rupiah; what a copy costs never comes near it
_LONGEST_DESCRIPTION = 200
LONGEST_PROMISE = 60  # days in which the information is handed over after the notice


@dataclass(frozen=True, slots=True)
class Fee:
    """One line of what a copy costs, in whole rupiah (Perki 1/2021 Pasal 35)."""

    kind: FeeKind
    description: str
    unit_price: int
    quantity: int

    @property
    def total(self) -> int:
        """Return what the line costs."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Grant:
    """What the written notice of a grant says (Lampiran VII, part A).

    `provide_days` is within how many days the information is handed over. A partial grant
    explains every part that is blacked out, by an exemption that is in force.
    """

    decision: Decision = Decision.GRANTED_FULL
    soft: bool = True
    hard: bool = False
    provide_days: int = 0
    fees: Sequence[Fee] = field(default_factory=tuple)
    redaction: str = ""
    exemption: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused: a ground of the closed list and the written reason.

    An exemption names the decision it rests on; information that another body holds names
    that body, if known (UU 14/2008 Pasal 22 ayat (7) huruf b).
    """

    ground: RefusalGround
    reason: str
    exemption: int | None = None
    holding_body: str = ""


def extend(unit: Unit, number: int, *, version: int, ground: ExtensionGround, reason: str) -> date:
    """Extend the notice once, with a written reason; return the new due date.

    UU 14/2008 Pasal 22 ayat (8), Perki 1/2021 Pasal 36: two grounds, before the first term ends.
    """
    reason = fits("reason", reason, LONGEST_REASON, shortest=SHORTEST_REASON)
    given = {"extension_ground": ground.value, "reason": reason}
    request = moves.begin(unit, number, Step.EXTEND, version=version, given=given)
    earlier = request.notice_due
    request.extended_on, request.extension_ground = unit.today, ground
    request.extension_reason = reason
    search.remember(unit, number, [reason])
    requests.restate(unit, request)
    moves.settle(
        unit, request, Step.EXTEND, note=reason,
        facts={"old_due": earlier.isoformat()}, earlier=earlier, due=request.notice_due,
    )  # fmt: skip
    return request.notice_due


def grant(unit: Unit, number: int, *, version: int, grant: Grant) -> None:
    """Give written notice that the information can be had, in full or in part."""
    faults(grant)
    request = moves.begin(
        unit, number, Step.GRANT, version=version, given={"decision": grant.decision.value}
    )
    if grant.decision is Decision.GRANTED_PARTIAL:
        _needs_exemption(unit, grant.exemption)
    _forget_earlier(request)
    request.provided_date = request.provided_how = None
    if grant.decision is Decision.GRANTED_PARTIAL:
        request.exemption = grant.exemption
    request.decision, request.under_control = grant.decision, True
    request.proposed_by = moves.staff_id(unit)
    request.held_soft, request.held_hard = grant.soft, grant.hard
    request.redaction = grant.redaction.strip() or None
    request.notice_note = fits("note", grant.note, LONGEST_NOTE) or None
    request.fee_items = json.dumps([asdict(row) for row in grant.fees])
    request.fee_total = sum(row.total for row in grant.fees)
    request.provide_due = unit.today + timedelta(days=grant.provide_days)
    _notified(unit, request)
    moves.settle(unit, request, Step.GRANT, note=grant.note, decision=grant.decision.value)


def faults(grant: Grant) -> None:
    """Raise `NotValid` for the first thing a grant's notice cannot say."""
    if not grant.decision.is_grant:
        raise NotValid("decision", "choice_unclear")
    if not grant.soft and not grant.hard:
        raise NotValid("form", "required")
    if not 0 <= grant.provide_days <= LONGEST_PROMISE:
        raise NotValid("provide_days", "number_unclear", most=LONGEST_PROMISE)
    _fees_faults(grant.fees)
    # Every black bar is explained (UU 14/2008 Pasal 22 ayat (7) huruf e).
    partial = grant.decision is Decision.GRANTED_PARTIAL
    shortest = SHORTEST_REASON if partial else 0
    fits("redaction", grant.redaction, LONGEST_REASON, shortest=shortest)


def _fees_faults(fees: Sequence[Fee]) -> None:
    unclear = any(row.unit_price < 0 or row.quantity < 1 for row in fees)
    if unclear or len(fees) > _MOST_FEES or sum(row.total for row in fees) > _HIGHEST_FEE:
        raise NotValid("fees", "fees_unclear")
    for row in fees:
        fits("fees", row.description, _LONGEST_DESCRIPTION)


def _needs_exemption(unit: Unit, exemption: int | None) -> exemption_list.InForce:
    if exemption is None:
        raise NotValid("exemption", "required")
    return exemption_list.in_force(unit, exemption)


def refuse(unit: Unit, number: int, *, version: int, refusal: Refusal) -> Status:
    """Refuse on a lawful ground; return where the request stands now.

    An exemption (Pasal 17) is only proposed: a second person must approve (Perki 1/2021
    Pasal 10 ayat (2), Pasal 34).
    """
    reason = fits("reason", refusal.reason, LONGEST_REASON, shortest=SHORTEST_REASON)
    ground = refusal.ground
    step = Step.PROPOSE_REFUSAL if ground.is_exemption else Step.REFUSE
    given: Mapping[str, object] = {
        "ground": ground.value, "reason": reason, "exemption": refusal.exemption,
    }  # fmt: skip
    request = moves.begin(unit, number, step, version=version, given=given)
    _forget_earlier(request)
    request.refusal_ground, request.refusal_reason = ground, reason
    request.proposed_by = moves.staff_id(unit)
    if ground.is_exemption:
        _cite(unit, request, refusal)
        moves.settle(unit, request, step, ground=ground.value)
    else:
        request.holding_body = fits("holding_body", refusal.holding_body, 200) or None
        _close_refused(unit, request, step)
    return Status(request.status)


def _cite(unit: Unit, request: Request, refusal: Refusal) -> None:
    cited = exemption_list.record(unit, refusal.exemption or 0)
    if cited.row.ground is not refusal.ground:
        raise NotValid("exemption", "exemption_other_ground")
    request.exemption = refusal.exemption


def approve_refusal(unit: Unit, number: int, *, version: int) -> None:
    """Approve a proposed refusal that rests on a decision in force; its proposer may not."""
    request = moves.begin(unit, number, Step.APPROVE_REFUSAL, version=version)
    _needs_exemption(unit, request.exemption)
    _close_refused(unit, request, Step.APPROVE_REFUSAL)


def return_refusal(unit: Unit, number: int, *, version: int, note: str) -> None:
    """Send a proposed refusal back to be worked on."""
    note = fits("note", note, LONGEST_NOTE)
    request = moves.begin(unit, number, Step.RETURN_REFUSAL, version=version)
    request.refusal_ground = request.refusal_reason = request.proposed_by = None
    request.exemption = None
    moves.settle(unit, request, Step.RETURN_REFUSAL, note=note)


def _close_refused(unit: Unit, request: Request, step: Step) -> None:
    ground = RefusalGround(request.refusal_ground or "")
    request.decision = ground.decision
    if ground is RefusalGround.NOT_HELD and request.holding_body:
        request.decision = Decision.REFERRED_OTHER_BODY
    request.under_control = ground is not RefusalGround.NOT_HELD
    request.not_documented = ground is RefusalGround.NOT_DOCUMENTED
    _notified(unit, request)
    moves.settle(unit, request, step, ground=ground.value)


def _forget_earlier(request: Request) -> None:
    """Take away what an earlier decision said; it stands in the story and in its letters."""
    request.refusal_ground = request.refusal_reason = request.holding_body = None
    request.exemption = request.redaction = request.notice_note = request.provide_due = None
    request.not_documented = request.held_soft = request.held_hard = False
    request.fee_items, request.fee_total = "[]", 0
    request.payment_method = request.payment_receipt = request.paid_on = None


def _notified(unit: Unit, request: Request) -> None:
    request.decided_by = moves.staff_id(unit)
    # The first notice is the one the law asks about; a later one, after an objection, does not
    # make the first earlier or later.
    request.notice_date = request.notice_date or unit.today
    request.last_notice = unit.today
    said = (request.refusal_reason, request.redaction, request.notice_note, request.holding_body)
    search.remember(unit, request.id, said)
    requests.restate(unit, request)


def reopen(unit: Unit, number: int, *, reason: str) -> None:
    """Take a request up again because an objection about it was upheld."""
    reason = fits("reason", reason, LONGEST_REASON, shortest=SHORTEST_REASON)
    request = moves.begin(unit, number, Step.REOPEN, version=None)
    request.closed_on = None
    # The calendar may have changed while no date of the request was running.
    requests.restate(unit, request)
    moves.settle(unit, request, Step.REOPEN, note=reason)
