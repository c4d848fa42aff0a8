"""Acts that decide: extend once, grant, refuse on a lawful ground, approve by a second person."""

from dataclasses import replace
from datetime import date

import pytest

from office.people import Role
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import decisions, dossier, handover
from register.decisions import Fee, Refusal
from register.words import Decision, ExtensionGround, FeeKind, PaymentMethod, RefusalGround, Status
from tests.people import CLOCKWORK, staff_member
from tests.register.desk import (
    CLEAN,
    FREE,
    NOT_DOCUMENTED,
    PAGE,
    PAID,
    REASON,
    SUSPECT,
    Desk,
)
from tests.register.lists import proposed

HELD_YET = ExtensionGround.NOT_YET_HELD


def extend(desk: Desk, number: int, reason: str = REASON) -> date:
    due: date = desk.by(desk.budi, decisions.extend, number, ground=HELD_YET, reason=reason)
    return due


def test_an_extension_adds_its_days_to_the_end_of_the_first_term(desk: Desk) -> None:
    number = desk.filed()  # due on 7 December 2026
    assert extend(desk, number) == date(2026, 12, 16)
    row = desk.request(number)
    assert (row.status, row.extension_ground) == (Status.REGISTERED, HELD_YET)
    assert desk.told("request:")[-2:] == ["request_extended", "letter_enclosed"]


def test_an_extension_comes_once_in_time_and_with_a_reason(desk: Desk) -> None:
    number, late = desk.filed(), desk.filed()
    with pytest.raises(NotValid):
        extend(desk, number, "belum")
    extend(desk, number)
    with pytest.raises(NotNow) as twice:
        extend(desk, number)
    assert twice.value.code == "extended_already"
    desk.at("2026-12-08", 0, 0)
    with pytest.raises(NotNow) as over:
        extend(desk, late)
    assert over.value.code == "extension_too_late"


def test_what_an_objection_brought_back_is_not_extended(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    desk.by(desk.ratna, decisions.reopen, number, reason=REASON)
    with pytest.raises(NotNow) as declined:
        extend(desk, number)
    assert declined.value.code == "extension_too_late"


def test_a_partial_grant_explains_every_black_bar_by_an_exemption(desk: Desk) -> None:
    number = desk.filed()
    partial = replace(FREE, decision=Decision.GRANTED_PARTIAL)
    explained = replace(partial, redaction="Nama pasien ditutup (huruf h).")
    for grant in (partial, explained):
        with pytest.raises(NotValid):
            desk.by(desk.budi, decisions.grant, number, grant=grant)
    whole = replace(explained, exemption=desk.exemption)
    desk.by(desk.budi, decisions.grant, number, grant=whole)
    assert desk.request(number).exemption == desk.exemption


@pytest.mark.parametrize(
    ("grant", "field"),
    [
        (replace(FREE, decision=Decision.REFUSED_EXEMPT), "decision"),
        (replace(FREE, soft=False), "form"),
        (replace(FREE, provide_days=-1), "provide_days"),
        (replace(FREE, provide_days=61), "provide_days"),
        (replace(FREE, fees=(Fee(FeeKind.COPYING, "x", -1, 1),)), "fees"),
        (replace(FREE, fees=(Fee(FeeKind.COPYING, "x", 1, 0),)), "fees"),
        (replace(FREE, fees=(Fee(FeeKind.COPYING, "x", 1, 1),) * 21), "fees"),
    ],
)
def test_a_notice_that_cannot_be_meant_is_refused(
    sqlite_desk: Desk, grant: decisions.Grant, field: str
) -> None:
    number = sqlite_desk.filed()
    weight = sqlite_desk.weight()
    with pytest.raises(NotValid) as refused:
        sqlite_desk.by(sqlite_desk.budi, decisions.grant, number, grant=grant)
    assert refused.value.field == field
    assert sqlite_desk.weight() == weight


def test_granting_hands_nothing_over_before_the_fee_is_paid(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, handover.prepare, number, document=PAGE, inspection=CLEAN)
    desk.by(desk.budi, decisions.grant, number, grant=PAID)
    row = desk.request(number)
    assert (row.fee_total, row.provide_due) == (10_000, date(2026, 11, 26))
    with pytest.raises(NotNow) as unpaid:
        desk.by(desk.budi, handover.provide, number)
    assert unpaid.value.code == "fee_unpaid"
    cash = {"method": PaymentMethod.CASH, "receipt_number": "K-12"}
    desk.by(desk.budi, handover.record_payment, number, **cash)
    with pytest.raises(NotNow):
        desk.by(desk.budi, handover.record_payment, number, **cash)
    desk.by(desk.budi, handover.provide, number)
    assert desk.request(number).status == Status.PROVIDED
    assert desk.told("request:")[-4:] == [
        "letter_enclosed", "request_paid", "request_provided", "request_document",
    ]  # fmt: skip


def test_a_held_file_leaves_only_by_a_second_hand_and_a_reason(desk: Desk) -> None:
    number = desk.filed()
    held = desk.by(desk.budi, handover.prepare, number, document=PAGE, inspection=SUSPECT)
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    with pytest.raises(NotNow) as refused:
        desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    assert refused.value.code == "files_held"
    with pytest.raises(NotAllowed):
        desk.by(desk.budi, handover.release, held, reason=REASON)
    with pytest.raises(NotValid):
        desk.by(desk.dewi, handover.release, held, reason="boleh")
    desk.by(desk.dewi, handover.release, held, reason=REASON)
    desk.by(desk.budi, handover.provide, number)
    assert [one.status for one in _leaving(desk, number)] == ["provided"]
    with pytest.raises(NotFound):
        desk.by(desk.budi, handover.drop, held)


def test_a_dropped_file_does_not_leave_and_nothing_is_no_answer(desk: Desk) -> None:
    number = desk.filed()
    laid = desk.by(desk.budi, handover.prepare, number, document=PAGE, inspection=CLEAN)
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    desk.by(desk.budi, handover.drop, laid)
    with pytest.raises(NotNow) as refused:
        desk.by(desk.budi, handover.provide, number)
    assert refused.value.code == "nothing_to_give"


def _leaving(desk: Desk, number: int) -> list[dossier.Leaving]:
    with desk.office.reading(desk.budi) as unit:
        return dossier.dossier(unit, number).leaving


@pytest.mark.parametrize(
    ("refusal", "decision", "under_control"),
    [
        (NOT_DOCUMENTED, Decision.REFUSED_NOT_DOCUMENTED, True),
        (Refusal(RefusalGround.NOT_HELD, REASON), Decision.REFUSED_NOT_HELD, False),
        (
            Refusal(RefusalGround.NOT_HELD, REASON, holding_body="Pemerintah Provinsi"),
            Decision.REFERRED_OTHER_BODY,
            False,
        ),
    ],
)
def test_a_refusal_for_want_of_the_document_is_one_person_s_decision(
    sqlite_desk: Desk, refusal: Refusal, decision: Decision, under_control: bool
) -> None:
    number = sqlite_desk.filed()
    status = sqlite_desk.by(sqlite_desk.budi, decisions.refuse, number, refusal=refusal)
    row = sqlite_desk.request(number)
    assert status is Status.REFUSED
    assert (row.decision, row.under_control) == (decision, under_control)
    assert row.notice_date == date(2026, 11, 23)


def test_an_exemption_needs_a_second_person_even_one_with_both_roles(desk: Desk) -> None:
    with desk.office.unit(CLOCKWORK) as unit:
        both = staff_member(unit, "dua", "Dua Jabatan", Role.PPID, Role.SUPERIOR)
    number = desk.filed()
    assert (
        desk.by(both, decisions.refuse, number, refusal=desk.refusal()) is Status.REFUSAL_PROPOSED
    )
    assert desk.request(number).notice_date is None
    for actor, code in ((desk.dewi, "permission_missing"), (both, "second_person_needed")):
        with pytest.raises(NotAllowed) as refused:
            desk.by(actor, decisions.approve_refusal, number)
        assert refused.value.code == code
    desk.by(desk.ratna, decisions.approve_refusal, number)
    assert desk.request(number).decision == Decision.REFUSED_EXEMPT
    assert desk.told("request:")[-3:] == ["request_refused", "letter_enclosed", "letter_enclosed"]


def test_a_refusal_rests_on_a_decision_of_its_own_ground_that_is_in_force(desk: Desk) -> None:
    number = desk.filed()
    for refusal in (
        Refusal(RefusalGround.EXEMPT_H, REASON),
        desk.refusal(RefusalGround.EXEMPT_A),
        Refusal(RefusalGround.EXEMPT_H, REASON, exemption=0),
        Refusal(RefusalGround.EXEMPT_H, "rahasia", exemption=desk.exemption),
    ):
        with pytest.raises((NotValid, NotFound)):
            desk.by(desk.budi, decisions.refuse, number, refusal=refusal)
    pending = proposed(desk.office, desk.budi)
    waiting = Refusal(RefusalGround.EXEMPT_H, REASON, exemption=pending)
    desk.by(desk.budi, decisions.refuse, number, refusal=waiting)
    with pytest.raises(NotNow) as refused:
        desk.by(desk.ratna, decisions.approve_refusal, number)
    assert refused.value.code == "exemption_not_in_force"
    assert desk.request(number).status == Status.REFUSAL_PROPOSED


def test_a_returned_refusal_leaves_nothing_behind(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    desk.by(desk.ratna, decisions.return_refusal, number, note="Timbang lagi.")
    row = desk.request(number)
    assert row.status == Status.IN_PROCESS
    assert (row.refusal_ground, row.refusal_reason, row.proposed_by, row.exemption) == (None,) * 4


def test_against_a_second_notice_there_are_all_the_days_again(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    first = desk.request(number)
    desk.at("2027-01-04")
    desk.by(desk.ratna, decisions.reopen, number, reason=REASON)
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    second = desk.request(number)
    assert second.notice_date == first.notice_date == date(2026, 11, 23)
    assert first.objection_until == date(2027, 1, 8)
    assert second.objection_until == date(2027, 2, 17)


def test_what_was_brought_back_after_a_notice_in_time_is_not_late(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    desk.at("2027-01-04")
    desk.by(desk.ratna, decisions.reopen, number, reason=REASON)
    desk.sweep()
    events = [event for event, _ in desk.story(number)]
    assert events == ["submitted", "refused", "reopened"]
    assert "request_late" not in desk.told("request:")
