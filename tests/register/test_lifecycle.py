"""The tables of both lifecycles are whole, drawn in the documentation, and all that acts obey."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import speak
from office.clock import StandingClock
from office.people import Actor, Citizen, Permission, Role, StaffMember
from office.refusals import NotFound, NotNow, Refusal
from office.unit import Unit
from register import completeness, decisions, handover, objections, requests
from register.lifecycle import Broken, ClockEffect, Lifecycle
from register.objection_steps import OBJECTION, ObjectionStep
from register.objection_words import Ground, ObjectionStatus, SuperiorDecision
from register.steps import REQUEST, Step
from register.words import ExtensionGround, PaymentMethod, Status
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, staff_member
from tests.register.desk import FREE, MISSING, NOT_DOCUMENTED, PAID, REASON, Desk, reply

TEXTS = Path(speak.__file__).parent / "texts" / "id"
NOTICES = frozenset(path.name.removesuffix(".html.j2") for path in TEXTS.glob("*.html.j2"))
BOTH = pytest.mark.parametrize("table", [REQUEST, OBJECTION], ids=["request", "objection"])


class TakenBack(Exception):
    """The act was lawful, and is taken back so that the next begins from the same place."""


@BOTH
def test_every_status_is_reached_and_left_and_every_step_has_words(table: Lifecycle) -> None:
    table.validate(NOTICES)
    assert not [row.step for row in table.rows if not row.permissions]


@BOTH
def test_a_table_that_is_not_whole_names_each_fault(table: Lifecycle) -> None:
    first, *rest = table.rows
    stuck = Status.NOTIFIED if table is REQUEST else ObjectionStatus.ANSWERED
    left = [replace(row, origins=row.origins - {stuck}) for row in rest if row.origins != {stuck}]
    with pytest.raises(Broken, match=f"{stuck} has no exit"):
        replace(table, rows=(first, *left)).validate(NOTICES)
    with pytest.raises(Broken, match="cannot be reached"):
        replace(table, rows=tuple(rest)).validate(NOTICES)
    with pytest.raises(Broken, match=f"{first.step} has no words"):
        table.validate(NOTICES - {first.notice})
    with pytest.raises(Broken, match=f"{first.step} stands twice"):
        replace(table, rows=(*table.rows, first)).validate(NOTICES)


@BOTH
def test_every_step_has_one_row(table: Lifecycle) -> None:
    steps = Step if table is REQUEST else ObjectionStep
    assert {row.step for row in table.rows} == set(steps)
    assert len(table.rows) == len(steps)


@BOTH
def test_the_diagram_draws_every_row_and_every_end(table: Lifecycle) -> None:
    drawn = table.diagram()
    for row in table.rows:
        for origin in row.origins or {"[*]"}:
            assert f"    {origin} --> {row.target or origin}: {row.step}\n" in drawn
    for final in table.finals:
        assert f"    {final} --> [*]\n" in drawn


def test_only_what_the_law_names_moves_a_clock() -> None:
    effects = {Step(row.step): row.clock for row in REQUEST.rows}
    moving = {step for step, effect in effects.items() if effect is not ClockEffect.KEEPS}
    ending = {
        Step.LAPSE, Step.GRANT, Step.PROVIDE, Step.REFUSE, Step.APPROVE_REFUSAL, Step.WITHDRAW,
    }  # fmt: skip
    assert {step for step, effect in effects.items() if effect is ClockEffect.ENDS} == ending
    assert moving - ending == {Step.SUBMIT, Step.FIND_INCOMPLETE, Step.REPAIR, Step.EXTEND}


def test_a_step_from_elsewhere_says_which_and_whence() -> None:
    with pytest.raises(NotNow) as declined:
        REQUEST.target(Step.GRANT, Status.WITHDRAWN)
    assert declined.value.facts == {"step": "grant", "status": "withdrawn"}


def test_only_an_objection_brings_a_closed_request_back() -> None:
    everything = frozenset(Permission)
    assert [row.step for row in REQUEST.open_to(Status.CLOSED, everything)] == [Step.REOPEN]
    assert REQUEST.open_to(Status.WITHDRAWN, everything) == []


def test_who_may_only_read_is_offered_no_step() -> None:
    auditor = StaffMember(1, "Agus", frozenset({Role.AUDITOR}))
    assert not any(REQUEST.open_to(status, auditor.permissions) for status in Status)
    assert not any(OBJECTION.open_to(status, auditor.permissions) for status in ObjectionStatus)


# Every step from every status by every role, through the acts themselves.

ACTS: dict[Step, tuple[Callable[..., Any], dict[str, Any]]] = {
    Step.TAKE_UP: (requests.take_up, {}),
    Step.FIND_INCOMPLETE: (completeness.find_incomplete, {"missing": MISSING}),
    Step.REPAIR: (completeness.repair, {"text": "Ini kekurangannya."}),
    Step.LAPSE: (completeness.lapse, {}),
    Step.EXTEND: (
        decisions.extend, {"ground": ExtensionGround.NOT_YET_HELD, "reason": REASON},
    ),
    Step.GRANT: (decisions.grant, {"grant": FREE}),
    Step.RECORD_PAYMENT: (
        handover.record_payment, {"method": PaymentMethod.CASH, "receipt_number": "K-1"},
    ),
    Step.PROVIDE: (handover.provide, {"how": "Diserahkan di loket."}),
    Step.REFUSE: (decisions.refuse, {"refusal": NOT_DOCUMENTED}),
    Step.PROPOSE_REFUSAL: (decisions.refuse, {}),
    Step.APPROVE_REFUSAL: (decisions.approve_refusal, {}),
    Step.RETURN_REFUSAL: (decisions.return_refusal, {"note": "Pertimbangkan lagi."}),
    Step.CONFIRM: (requests.confirm, {"note": "Menelepon."}),
    Step.CLOSE: (requests.close, {}),
    Step.REOPEN: (decisions.reopen, {"reason": REASON}),
    Step.WITHDRAW: (requests.withdraw, {"note": "Menelepon."}),
}  # fmt: skip
OBJECTION_ACTS: dict[ObjectionStep, tuple[Callable[..., Any], dict[str, Any]]] = {
    ObjectionStep.DECIDE: (
        objections.decide,
        {"reply": reply(SuperiorDecision.SETTLED, Ground.REQUEST_NOT_FULFILLED)},
    ),
    ObjectionStep.ACCEPT: (objections.accept, {"text": "Menelepon."}),
    ObjectionStep.CONTEST: (objections.contest, {"text": "Menelepon."}),
    ObjectionStep.END: (objections.end, {}),
    ObjectionStep.WITHDRAW: (objections.withdraw, {"note": "Menelepon."}),
}
_AFTER_ALL_TERMS = timedelta(days=120)
_LATE_STEPS = {Step.LAPSE, Step.CLOSE, ObjectionStep.END}


def everybody(desk: Desk) -> Iterator[Actor]:
    """Yield the applicant, a stranger, the clockwork, and one member of staff of every role."""
    yield from (BU_SARI, PAK_JOKO, CLOCKWORK)
    with desk.office.unit(CLOCKWORK) as unit:
        office = desk.lina.regional_office
        for role in Role:
            own = office if role is Role.PPID_EXECUTOR else None
            yield staff_member(unit, role.value, role.value, role, regional_office=own)


def brought_to(desk: Desk, status: Status, step: Step) -> int:
    """Return a request that stands at a status, its guards ready for a step."""
    number = desk.filed()
    if status in {Status.INCOMPLETE, Status.LAPSED}:
        desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
        desk.deliver()
        desk.sweep()
    if status is Status.LAPSED:
        desk.at("2026-12-08")
        desk.sweep()
    if status is Status.IN_PROCESS:
        desk.by(desk.budi, requests.take_up, number)
    if status is Status.REFUSAL_PROPOSED:
        desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    if status in {Status.NOTIFIED, Status.PROVIDED, Status.CLOSED}:
        costs = PAID if step is Step.RECORD_PAYMENT and status is Status.NOTIFIED else FREE
        desk.by(desk.budi, decisions.grant, number, grant=costs)
    if status in {Status.PROVIDED, Status.CLOSED}:
        desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    if status is Status.REFUSED:
        desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    if status in {Status.CLOSED, Status.WITHDRAWN}:
        end = requests.confirm if status is Status.CLOSED else requests.withdraw
        desk.by(BU_SARI, end, number)
    assert desk.request(number).status == status
    return number


def is_let(desk: Desk, actor: Actor, act: Callable[..., Any], number: int, given: Any) -> bool:
    """Tell whether an act is let pass; whatever it did is taken back."""
    named = desk.with_version(act, (number,), given)

    def tried(unit: Unit) -> None:
        act(unit, number, **named)
        unit.flush()
        raise TakenBack

    try:
        desk.by(actor, tried)
    except TakenBack:
        return True
    except Refusal:
        return False
    raise AssertionError


@pytest.mark.parametrize("status", Status)
def test_every_step_is_open_to_whom_the_table_says_and_to_nobody_else(
    sqlite_desk: Desk, status: Status
) -> None:
    desk, wrong = sqlite_desk, []
    clock = desk.office.clock
    assert isinstance(clock, StandingClock)
    people = list(everybody(desk))
    plain = brought_to(desk, status, Step.TAKE_UP)
    special = brought_to(desk, status, Step.RECORD_PAYMENT) if status is Status.NOTIFIED else plain
    now = clock.instant
    for step, (act, given) in ACTS.items():
        row = REQUEST.row(step)
        clock.instant = now + (_AFTER_ALL_TERMS if step in _LATE_STEPS else timedelta(0))
        number = special if step is Step.RECORD_PAYMENT else plain
        named = {"refusal": desk.refusal()} if step is Step.PROPOSE_REFUSAL else given
        for actor in people:
            own = actor == BU_SARI or not isinstance(actor, Citizen)
            expected = own and status in row.origins and bool(row.permissions & actor.permissions)
            if is_let(desk, actor, act, number, named) != expected:
                wrong.append((step.value, actor.label, expected))
    assert not wrong


@pytest.mark.parametrize("status", ObjectionStatus)
def test_every_step_of_an_objection_is_open_to_whom_the_table_says(
    sqlite_desk: Desk, status: ObjectionStatus
) -> None:
    desk, wrong = sqlite_desk, []
    clock = desk.office.clock
    assert isinstance(clock, StandingClock)
    people = list(everybody(desk))
    number = objection_at(desk, status)
    now = clock.instant
    for step, (act, given) in OBJECTION_ACTS.items():
        row = OBJECTION.row(step)
        clock.instant = now + (_AFTER_ALL_TERMS if step in _LATE_STEPS else timedelta(0))
        for actor in people:
            own = actor == BU_SARI or not isinstance(actor, Citizen)
            expected = own and status in row.origins and bool(row.permissions & actor.permissions)
            if is_let(desk, actor, act, number, given) != expected:
                wrong.append((step.value, actor.label, expected))
    assert not wrong


def objection_at(desk: Desk, status: ObjectionStatus) -> int:
    """Return an objection that stands at a status."""
    request = brought_to(desk, Status.REFUSED, Step.TAKE_UP)
    number = desk.objected(request, Ground.REQUEST_NOT_FULFILLED)
    answered = reply(SuperiorDecision.REJECTED, Ground.REQUEST_NOT_FULFILLED)
    if status not in {ObjectionStatus.RECORDED, ObjectionStatus.WITHDRAWN}:
        desk.by(desk.ratna, objections.decide, number, reply=answered)
    ways = {
        ObjectionStatus.CONTESTED: objections.contest,
        ObjectionStatus.CLOSED: objections.accept,
        ObjectionStatus.WITHDRAWN: objections.withdraw,
    }
    if status in ways:
        desk.by(BU_SARI, ways[status], number)
    assert desk.objection(number).status == status
    return number


def test_to_a_stranger_another_s_case_does_not_exist(sqlite_desk: Desk) -> None:
    number = sqlite_desk.filed()
    for act in (requests.withdraw, requests.confirm):
        with pytest.raises(NotFound) as declined:
            sqlite_desk.by(PAK_JOKO, act, number)
        with pytest.raises(NotFound) as never:
            sqlite_desk.by(PAK_JOKO, act, 999)
        assert (declined.value.code, declined.value.facts) == (never.value.code, never.value.facts)
