"""After any course of events: a card's buttons are exactly what the register would let happen."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from bot.handlers import case, objection_case
from bot.presses import CasePress, ObjectionPress
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import Refusal
from office.unit import Office, Unit
from register import (
    cases,
    completeness,
    decisions,
    handover,
    objections,
    own_case,
    own_objection,
    requests,
    sweep,
)
from register.decisions import Fee, Grant
from register.objection_tables import Objection
from register.objection_words import Ground, SuperiorDecision
from register.objections import ObjectionForm, Reply
from register.own_case import Way
from register.own_objection import ObjectionWay
from register.remedies import RemedyKind
from register.tables import Request
from register.words import ExtensionGround, FeeKind, PaymentMethod, RefusalGround
from tests.people import BU_SARI, CLOCKWORK, a_form, staff_member

WHY = "Alasan yang cukup panjang untuk dicatat."
FORM = ObjectionForm([Ground.REQUEST_NOT_FULFILLED], "Permintaan saya belum dipenuhi juga.")
Act = Callable[[Unit], object]


class Undone(Exception):
    """What was tried is taken back."""


def attempt(office: Office, actor: object, act: Act, *, keep: bool) -> bool:
    """Tell whether an act is let happen; take it back unless it is kept."""
    try:
        with office.unit(actor) as unit:  # type: ignore[arg-type]
            act(unit)
            unit.flush()
            if not keep:
                raise Undone
    except Undone:
        return True
    except Refusal:
        return False
    return True


def by_staff(office: Office, budi: StaffMember, number: int) -> list[Act]:
    with office.reading(budi) as unit:
        version = unit.session.get_one(Request, number).version
    fee = Fee(FeeKind.COPYING, "Fotokopi", 500, 2)
    refusal = decisions.Refusal(RefusalGround.NOT_DOCUMENTED, WHY)
    return [
        partial(requests.take_up, number=number, version=version),
        partial(completeness.find_incomplete, number=number, version=version, missing=WHY),
        partial(decisions.extend, number=number, version=version,
                ground=ExtensionGround.NOT_YET_HELD, reason=WHY),
        partial(decisions.grant, number=number, version=version, grant=Grant()),
        partial(decisions.grant, number=number, version=version, grant=Grant(fees=(fee,))),
        partial(decisions.refuse, number=number, version=version, refusal=refusal),
        partial(handover.record_payment, number=number, version=version,
                method=PaymentMethod.CASH, receipt_number="K-1"),
        partial(handover.provide, number=number, version=version, how="Dibacakan."),
    ]  # fmt: skip


def by_sari(number: int, key: str) -> list[Act]:
    return [
        partial(completeness.repair, number=number, text="Tahun 2026"),
        partial(requests.confirm, number=number),
        partial(requests.withdraw, number=number),
        partial(objections.raise_about, number=number, form=FORM, draft_key=key),
        partial(objections.accept, number=1),
        partial(objections.contest, number=1),
        partial(objections.withdraw, number=1),
    ]


def decide(unit: Unit) -> None:
    row = unit.session.get(Objection, 1)
    if row is not None:
        words = dict.fromkeys(Ground, "Sudah kami periksa.")
        reply = Reply(SuperiorDecision.REJECTED, words, WHY)
        objections.decide(unit, 1, version=row.version, reply=reply)


def presses(keyboard: object, kind: type) -> set[str]:
    rows = keyboard["inline"]  # type: ignore[index]
    found = {
        kind.unpack(to).what  # type: ignore[attr-defined]
        for row in rows
        for _, to in row
        if to.startswith(f"{kind.__prefix__}:")  # type: ignore[attr-defined]
    }
    # A person can be asked about a case at any time, whatever the register lets happen.
    return found - {"staff"}


def check_request(office: Office, number: int) -> None:
    with office.reading(BU_SARI) as unit:
        own = own_case.request(unit, number)
        row = unit.session.get_one(Request, number)
        remedies = cases.open_remedies(unit, row)
        assert all(one.until >= unit.today for one in remedies)
    shown = presses(case.card(own).keyboard, CasePress)
    assert shown == {way.value for way in own.ways} - {"survey"}
    repair, confirm, withdraw, *_ = by_sari(number, "probe")
    tried = {Way.REPAIR: repair, Way.CONFIRM: confirm, Way.WITHDRAW: withdraw}
    for way, act in tried.items():
        assert (way in own.ways) is attempt(office, BU_SARI, act, keep=False), way
    assert (Way.OBJECT in own.ways) is any(one.kind is RemedyKind.OBJECT for one in remedies)
    assert (Way.REMEDIES in own.ways) is bool(remedies)


def check_objection(office: Office) -> None:
    with office.reading(BU_SARI) as unit:
        row = unit.session.get(Objection, 1)
        if row is None:
            return
        own = own_objection.objection(unit, 1)
        dispute = cases.dispute_of(unit, row)
    shown = presses(objection_case.card(own).keyboard, ObjectionPress)
    assert shown == {way.value for way in own.ways} - {"survey"}
    assert (ObjectionWay.NEXT in own.ways) is (dispute is not None)
    *_, accept, contest, withdraw = by_sari(1, "probe")
    tried = {
        ObjectionWay.ACCEPT: accept, ObjectionWay.CONTEST: contest,
        ObjectionWay.WITHDRAW: withdraw,
    }  # fmt: skip
    for way, act in tried.items():
        assert (way in own.ways) is attempt(office, BU_SARI, act, keep=False), way


@pytest.mark.parametrize("seed", range(6))
def test_the_buttons_are_what_the_register_would_let_happen(
    office: Office, clock: StandingClock, seed: int
) -> None:
    chance = random.Random(seed)
    with office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi", Role.PPID, Role.INFORMATION_OFFICER)
        ratna = staff_member(unit, "ratna", "Ratna", Role.SUPERIOR)
    with office.unit(BU_SARI) as unit:
        number = requests.submit(unit, a_form(), draft_key="d").number
    moved = 0
    for step in range(25):
        pick = chance.random()
        if pick < 0.5:
            moved += attempt(office, budi, chance.choice(by_staff(office, budi, number)), keep=True)
        elif pick < 0.75:
            moved += attempt(office, BU_SARI, chance.choice(by_sari(number, f"k{step}")), keep=True)
        elif pick < 0.85:
            moved += attempt(office, ratna, decide, keep=True)
        else:
            clock.instant += timedelta(days=chance.choice([1, 3, 10, 30]))
            with office.unit(CLOCKWORK) as unit:
                sweep.run(unit)
        check_request(office, number)
        check_objection(office)
    assert moved
