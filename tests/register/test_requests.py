"""Acts on a request: the number, the decision, who may, and that only one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from office import journal, outbox
from office.clock import StandingClock
from office.files import Cabinet
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.unit import Office
from office.writer import Writer
from register import book, requests
from register.book import Filters
from register.tables import Request
from register.words import RefusalGround, Status
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form

REASON = "Dokumen ini belum pernah dibuat oleh dinas mana pun."


def file_one(office: Office, key: str = "draft-1") -> requests.Receipt:
    with office.unit(BU_SARI) as unit:
        return requests.submit(unit, a_form(), draft_key=key)


def test_a_submission_gets_its_number_and_due_date_at_once(office: Office) -> None:
    receipt = file_one(office)
    assert receipt.registration_number == "0001/PPID/XI/2026"
    assert receipt.notice.strict.on == date(2026, 12, 7)


def test_the_receipt_is_posted_with_the_act(office: Office) -> None:
    file_one(office)
    with office.reading(CLOCKWORK) as unit:
        (head,) = outbox.heads(unit.session, now=unit.now)
    with office.unit(CLOCKWORK) as unit:
        (due,) = outbox.start(unit.session, [head.number], now=unit.now, vault=unit.vault)
    assert due.key == "request_receipt"
    assert due.data["number"] == "0001/PPID/XI/2026"


def test_the_same_draft_twice_is_the_same_request(office: Office) -> None:
    first, second = file_one(office), file_one(office)
    assert second.registration_number == first.registration_number
    assert not second.is_new


def test_a_unit_that_fails_leaves_no_gap_in_the_numbers(office: Office) -> None:
    file_one(office, "a")
    with pytest.raises(RuntimeError), office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="b")
        raise RuntimeError
    assert file_one(office, "c").registration_number.startswith("0002/")


def test_numbers_begin_anew_with_the_local_year(office: Office, clock: StandingClock) -> None:
    file_one(office, "a")
    clock.instant = clock.instant.replace(month=12, day=31, hour=17, minute=30)
    assert file_one(office, "b").registration_number == "0001/PPID/I/2027"


def test_a_message_kept_by_telegram_during_an_outage_keeps_its_day(office: Office) -> None:
    sent_at = office.clock.now() - timedelta(days=3)
    with office.unit(BU_SARI) as unit:
        receipt = requests.submit(unit, a_form(), draft_key="late", received_at=sent_at)
    assert receipt.received_date == date(2026, 11, 20)


def test_parallel_submissions_are_numbered_without_gap_or_double(
    office: Office, writer: Writer
) -> None:
    def submit(number: int) -> str:
        work = partial(requests.submit, form=a_form(), draft_key=f"d{number}")
        return writer.do(work, BU_SARI).registration_number

    with ThreadPoolExecutor(16) as pool:
        numbers = sorted(pool.map(submit, range(60)))
    assert numbers == [f"{count:04d}/PPID/XI/2026" for count in range(1, 61)]


def test_granting_hands_over_notice_and_file_together(
    office: Office, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    receipt = file_one(office)
    document = cabinet.keep("rkpd.pdf", b"%PDF-1.4 rkpd")
    with office.unit(pak_budi) as unit:
        requests.grant(unit, receipt.number, version=1, document=document)
    with office.reading(pak_budi) as unit:
        case = book.dossier(unit, receipt.number)
        posted = outbox.about(unit.session, unit.vault, f"request:{receipt.number}:")
    assert case.row.status is Status.PROVIDED
    assert case.provided_file is not None
    assert case.row.notice_date == date(2026, 11, 23)
    assert [letter.key for letter in posted][-2:] == ["request_granted", "request_document"]


def test_a_refusal_for_want_of_the_document_is_one_persons_decision(
    office: Office, pak_budi: StaffMember
) -> None:
    receipt = file_one(office)
    with office.unit(pak_budi) as unit:
        status = requests.refuse(
            unit, receipt.number, version=1, ground=RefusalGround.NOT_DOCUMENTED, reason=REASON
        )
    assert status is Status.REFUSED


def test_an_exemption_needs_a_second_person(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    receipt = file_one(office)
    with office.unit(pak_budi) as unit:
        status = requests.refuse(
            unit, receipt.number, version=1, ground=RefusalGround.EXEMPT_H, reason=REASON
        )
    assert status is Status.REFUSAL_PROPOSED
    with pytest.raises(NotAllowed), office.unit(pak_budi) as unit:
        requests.approve_refusal(unit, receipt.number, version=2)
    with office.unit(bu_ratna) as unit:
        requests.approve_refusal(unit, receipt.number, version=2)
    with office.reading(bu_ratna) as unit:
        assert book.dossier(unit, receipt.number).row.decision == "refused_exempt"


def test_a_second_decision_on_the_same_request_is_declined(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    receipt = file_one(office)
    with office.unit(pak_budi) as unit:
        requests.take_up(unit, receipt.number, version=1)
    with pytest.raises(NotNow) as declined, office.unit(bu_dewi) as unit:
        requests.refuse(
            unit, receipt.number, version=1, ground=RefusalGround.NOT_HELD, reason=REASON
        )
    assert declined.value.code == "version_moved"


def test_an_auditor_decides_nothing(office: Office, pak_agus: StaffMember) -> None:
    receipt = file_one(office)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        requests.take_up(unit, receipt.number, version=1)


def test_only_the_applicant_withdraws(office: Office) -> None:
    receipt = file_one(office)
    with pytest.raises(NotFound), office.unit(PAK_JOKO) as unit:
        requests.withdraw(unit, receipt.number)
    with office.unit(BU_SARI) as unit:
        requests.withdraw(unit, receipt.number)
    with office.reading(BU_SARI) as unit:
        assert book.own(unit)[0].status is Status.WITHDRAWN


def test_identity_is_sealed_in_the_database_and_masked_in_the_dossier(
    office: Office, pak_agus: StaffMember
) -> None:
    receipt = file_one(office)
    with office.reading(pak_agus) as unit:
        sealed = unit.session.scalar(select(Request.sealed_identity))
        case = book.dossier(unit, receipt.number)
    assert sealed is not None
    assert b"Sari" not in sealed
    assert NIK.encode() not in sealed
    assert case.identity.national_id.endswith("0001")
    assert NIK not in str(case)
    assert "Sari" not in str(case)


def test_every_look_at_an_identity_is_entered_in_the_journal(
    office: Office, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    receipt = file_one(office)
    with office.unit(pak_budi) as unit:
        identity = book.reveal(unit, receipt.number, reason="mengirim surat")
    assert identity.national_id == NIK
    with office.reading(pak_budi) as unit:
        lines = journal.of_subject(unit.session, [f"request:{receipt.number}"])
    assert lines[-1].act == "identity.revealed"
    assert lines[-1].actor == f"staff:{pak_budi.staff_id}"
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        book.reveal(unit, receipt.number, reason="ingin tahu")


def test_the_register_is_found_by_number_text_and_nik_but_lists_no_purpose(
    office: Office, pak_agus: StaffMember
) -> None:
    receipt = file_one(office)
    with office.reading(pak_agus) as unit:
        for text in (receipt.registration_number, "rkpd", NIK, receipt.tracking_code):
            found = book.page(unit, Filters(text=text))
            assert [row.id for row in found.rows] == [receipt.number], text
        assert book.page(unit, Filters(text="penelitian skripsi")).total == 0
        assert "skripsi" not in str(book.page(unit, Filters()))


def test_stored_due_dates_equal_the_derived_ones(office: Office, pak_agus: StaffMember) -> None:
    receipt = file_one(office)
    with office.reading(pak_agus) as unit:
        stored = unit.session.get_one(Request, receipt.number)
        case = book.dossier(unit, receipt.number)
        assert stored.notice_due == case.notice.strict.on
        assert stored.notice_due_internal == case.notice.internal.on
