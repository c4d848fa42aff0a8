"""Objections: grounds and papers, the window, who may decide, and what a decision sets going."""

from datetime import date

import pytest

from office.people import Role
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import cases, decisions, handover, objection_book, objections, requests
from register.intake import Identity
from register.objection_words import Ground, ObjectionStatus, SuperiorDecision
from register.objections import ObjectionForm, Objector
from register.remedies import RemedyKind
from register.tables import Request
from register.words import ApplicantType, Channel, Status
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, staff_member
from tests.register.desk import FACTS, FREE, NOT_DOCUMENTED, Desk, reply

SILENT = Ground.REQUEST_NOT_ANSWERED
UNFULFILLED = Ground.REQUEST_NOT_FULFILLED
EXEMPT = Ground.REFUSED_AS_EXEMPT
SOON = date(2026, 12, 10)


def refused(desk: Desk) -> int:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    return number


def disputes(desk: Desk, number: int) -> list[date]:
    with desk.office.reading(CLOCKWORK) as unit:
        found = cases.open_remedies(unit, unit.session.get_one(Request, number))
        return [row.until for row in found if row.kind is RemedyKind.DISPUTE]


def test_an_objection_is_a_case_with_number_clock_and_papers_of_its_own(desk: Desk) -> None:
    number = refused(desk)
    objection = desk.objected(number, UNFULFILLED, Ground.LATE_DELIVERY)
    row = desk.objection(objection)
    assert row.objection_number == "0001/KBR/XI/2026"
    assert (row.response_due, row.grounds) == (date(2027, 1, 8), "eg")
    assert row.purpose_of_use == "penelitian skripsi"
    assert desk.told("objection:") == ["objection_receipt", "letter_enclosed"]
    assert desk.story(number)[-1][0] == "objected"


def test_the_same_draft_is_the_same_objection(desk: Desk) -> None:
    number = refused(desk)
    form = ObjectionForm([UNFULFILLED], FACTS)
    desk.by(BU_SARI, objections.raise_about, number, form, draft_key="o")
    weight = desk.weight()
    again = desk.by(BU_SARI, objections.raise_about, number, form, draft_key="o")
    assert not again.is_new
    assert desk.weight() == weight


def test_an_objection_needs_a_ground_and_the_facts(desk: Desk) -> None:
    number = refused(desk)
    for form in (ObjectionForm([], FACTS), ObjectionForm([UNFULFILLED], "kecewa")):
        with pytest.raises(NotValid):
            desk.by(BU_SARI, objections.raise_about, number, form, draft_key="o")


def test_about_periodic_information_no_request_is_needed_and_only_about_that(desk: Desk) -> None:
    said = Objector(
        Identity("Joko Susilo", "Jalan Mawar 1", "3507152102900001", phone="081234567890"),
        ApplicantType.INDIVIDUAL, "petani", "Laporan keuangan berkala", "pengawasan",
    )  # fmt: skip
    given = {"draft_key": "o", "channel": Channel.WALK_IN, "received": date(2026, 11, 20)}
    wrong = ObjectionForm([SILENT], FACTS)
    with pytest.raises(NotValid) as refused_form:
        desk.by(desk.budi, objections.enter, wrong, objector=said, **given)
    assert refused_form.value.code == "ground_needs_request"
    form = ObjectionForm([Ground.PERIODIC_INFO_NOT_PROVIDED], FACTS)
    filed = desk.by(desk.budi, objections.enter, form, objector=said, **given)
    row = desk.objection(filed.id)
    assert (row.request_id, row.person, row.received_date) == (None, None, date(2026, 11, 20))
    with pytest.raises(NotValid):
        desk.by(desk.budi, objections.enter, form, **{**given, "draft_key": "p"})


def test_one_entered_by_staff_does_not_come_before_its_request(desk: Desk) -> None:
    number = desk.filed()
    given = {"draft_key": "o", "channel": Channel.POST, "number": number}
    form = ObjectionForm([SILENT], FACTS)
    for day in (date(2026, 11, 20), date(2026, 11, 24)):
        with pytest.raises(NotValid):
            desk.by(desk.budi, objections.enter, form, received=day, **given)


def test_whoever_refused_does_not_decide(desk: Desk) -> None:
    with desk.office.unit(CLOCKWORK) as unit:
        both = staff_member(unit, "dua", "Dua Jabatan", Role.PPID, Role.SUPERIOR)
    number = desk.filed()
    desk.by(both, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    objection = desk.objected(number, UNFULFILLED)
    answer = reply(SuperiorDecision.REJECTED, UNFULFILLED)
    for actor, code in ((both, "not_by_the_refuser"), (desk.budi, "permission_missing")):
        with pytest.raises(NotAllowed) as declined:
            desk.by(actor, objections.decide, objection, reply=answer)
        assert declined.value.code == code
    desk.by(desk.ratna, objections.decide, objection, reply=answer)
    assert desk.objection(objection).decided_by == desk.ratna.staff_id


def test_a_reply_speaks_to_each_ground_and_orders_what_it_upholds(desk: Desk) -> None:
    number = refused(desk)
    objection = desk.objected(number, UNFULFILLED, SILENT)
    full = SuperiorDecision.UPHELD_FULL
    for answer in (
        reply(full, UNFULFILLED, order_due=SOON),
        reply(full, UNFULFILLED, SILENT),
        reply(full, UNFULFILLED, SILENT, order_due=date(2026, 11, 20)),
    ):
        with pytest.raises(NotValid):
            desk.by(desk.ratna, objections.decide, objection, reply=answer)
    desk.by(
        desk.ratna,
        objections.decide,
        objection,
        reply=reply(full, UNFULFILLED, SILENT, order_due=SOON),
    )
    row, request = desk.objection(objection), desk.request(number)
    assert (row.status, row.order_due) == (ObjectionStatus.ANSWERED, SOON)
    assert (request.status, request.closed_on) == (Status.IN_PROCESS, None)
    assert desk.told("request:")[-1] == "request_reopened"
    assert desk.told("objection:")[-2:] == ["objection_answered", "letter_enclosed"]


def test_rejecting_an_exemption_s_objection_attaches_the_exemption(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    desk.by(desk.ratna, decisions.approve_refusal, number)
    objection = desk.objected(number, EXEMPT)
    answer = reply(SuperiorDecision.REJECTED, EXEMPT)
    desk.by(desk.ratna, objections.decide, objection, reply=answer)
    assert desk.objection(objection).exemption == desk.exemption
    silent = desk.filed()
    without = desk.objected(silent, EXEMPT)
    with pytest.raises(NotValid):
        desk.by(desk.ratna, objections.decide, without, reply=answer)


def test_a_reply_opens_fourteen_working_days_to_the_komisi(desk: Desk) -> None:
    number = refused(desk)
    objection = desk.objected(number, UNFULFILLED)
    answer = reply(SuperiorDecision.REJECTED, UNFULFILLED)
    desk.by(desk.ratna, objections.decide, objection, reply=answer)
    until = desk.objection(objection).dispute_until
    assert until == date(2026, 12, 11)
    assert disputes(desk, number) == [until]
    desk.by(BU_SARI, objections.contest, objection, text="Belum puas.")
    assert disputes(desk, number) == [until]
    desk.at("2026-12-12")
    assert disputes(desk, number) == []


def test_who_accepts_a_reply_is_offered_no_dispute(desk: Desk) -> None:
    number = refused(desk)
    objection = desk.objected(number, UNFULFILLED)
    desk.by(
        desk.ratna, objections.decide, objection, reply=reply(SuperiorDecision.SETTLED, UNFULFILLED)
    )
    with pytest.raises(NotFound):
        desk.by(PAK_JOKO, objections.accept, objection)
    desk.by(BU_SARI, objections.accept, objection)
    assert disputes(desk, number) == []
    assert desk.objection(objection).status == ObjectionStatus.CLOSED


def test_a_request_is_kept_while_an_objection_about_it_runs(desk: Desk) -> None:
    number = refused(desk)
    objection = desk.objected(number, UNFULFILLED)
    desk.at("2027-02-10")
    desk.sweep()
    assert desk.request(number).status == Status.REFUSED
    desk.by(BU_SARI, objections.withdraw, objection)
    desk.sweep()
    assert desk.request(number).status == Status.CLOSED


def test_a_reply_nobody_contests_ends_by_itself_by_day(desk: Desk) -> None:
    objection = desk.objected(refused(desk), UNFULFILLED)
    desk.by(
        desk.ratna, objections.decide, objection,
        reply=reply(SuperiorDecision.REJECTED, UNFULFILLED),
    )  # fmt: skip
    with pytest.raises(NotNow):
        desk.by(CLOCKWORK, objections.end, objection)
    desk.at("2026-12-12", 3)
    desk.sweep()
    assert desk.objection(objection).status == ObjectionStatus.ANSWERED
    desk.at("2026-12-12", 9)
    desk.sweep()
    assert desk.objection(objection).status == ObjectionStatus.CLOSED
    assert desk.told("objection:")[-1] == "objection_ended"


def test_an_objection_about_a_withdrawn_request_brings_nothing_back(desk: Desk) -> None:
    number = desk.filed()
    objection = desk.objected(number, SILENT)
    desk.by(BU_SARI, requests.withdraw, number)
    answer = reply(SuperiorDecision.UPHELD_FULL, SILENT, order_due=SOON)
    desk.by(desk.ratna, objections.decide, objection, reply=answer)
    assert desk.request(number).status == Status.WITHDRAWN


def test_the_objection_register_counts_what_waits_and_what_is_late(desk: Desk) -> None:
    objection = desk.objected(refused(desk), UNFULFILLED)
    desk.at("2027-01-09")
    with desk.office.reading(desk.ratna) as unit:
        figures = objection_book.figures(unit)
        (line,) = objection_book.page(unit).lines
        whole = objection_book.record(unit, objection)
    assert (figures.open, figures.late) == (1, 1)
    assert (line.is_late, line.days_left) == (True, 0)
    assert whole.dispute is not None
    assert whole.dispute.until == date(2027, 1, 28)


def test_what_was_provided_late_can_be_objected_to_as_late(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2026-12-08")
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    with desk.office.reading(CLOCKWORK) as unit:
        found = cases.open_remedies(unit, unit.session.get_one(Request, number))
    assert [row.ground for row in found] == [
        Ground.ANSWERED_NOT_AS_REQUESTED,
        Ground.LATE_DELIVERY,
    ]
