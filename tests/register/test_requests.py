"""Acts that begin and end a request: number, receipt, who may, and that only one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from office import journal, outbox
from office.clock import StandingClock
from office.people import Citizen
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office, Unit
from office.writer import Writer
from register import book, decisions, dossier, handover, requests
from register.book import Filters
from register.tables import Request
from register.words import Channel, Status
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form
from tests.register.desk import FREE, NOT_DOCUMENTED, Desk


def test_a_submission_gets_its_number_and_due_date_at_once(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        receipt = requests.submit(unit, a_form(), draft_key="a")
    assert receipt.registration_number == "0001/PPID/XI/2026"
    assert receipt.notice.on == date(2026, 12, 7)
    assert "Pasal 22" in receipt.notice.term.source


def test_receipt_rights_and_proof_are_posted_with_the_act(desk: Desk) -> None:
    number = desk.filed()
    assert desk.told(f"request:{number}:") == [
        "request_receipt", "letter_enclosed", "request_rights",
    ]  # fmt: skip
    with desk.office.reading(CLOCKWORK) as unit:
        heads = outbox.heads(unit.session, now=unit.now)
    with desk.office.unit(CLOCKWORK) as unit:
        first, *_ = outbox.start(
            unit.session, [row.number for row in heads], now=unit.now, vault=unit.vault
        )
    assert first.data["number"] == "0001/PPID/XI/2026"
    assert first.data["due"] == "2026-12-07"


def test_the_same_draft_twice_is_the_same_request(desk: Desk) -> None:
    first = desk.by(BU_SARI, requests.submit, a_form(), draft_key="x")
    weight = desk.weight()
    second = desk.by(BU_SARI, requests.submit, a_form(), draft_key="x")
    assert (second.registration_number, second.is_new) == (first.registration_number, False)
    assert desk.weight() == weight


def test_a_unit_that_fails_leaves_no_gap_in_the_numbers(office: Office) -> None:
    def submit(unit: Unit, key: str) -> requests.Receipt:
        return requests.submit(unit, a_form(), draft_key=key)

    with office.unit(BU_SARI) as unit:
        submit(unit, "a")
    with pytest.raises(RuntimeError), office.unit(BU_SARI) as unit:
        submit(unit, "b")
        raise RuntimeError
    with office.unit(BU_SARI) as unit:
        assert submit(unit, "c").registration_number.startswith("0002/")


def test_numbers_begin_anew_with_the_local_year(desk: Desk, clock: StandingClock) -> None:
    desk.filed()
    clock.instant = clock.instant.replace(month=12, day=31, hour=17, minute=30)
    assert desk.request(desk.filed()).registration_number == "0001/PPID/I/2027"


def test_a_message_kept_by_telegram_during_an_outage_keeps_its_day(desk: Desk) -> None:
    sent_at = desk.office.clock.now() - timedelta(days=3)
    number = desk.filed(received_at=sent_at)
    assert desk.request(number).received_date == date(2026, 11, 20)
    ahead = desk.filed(received_at=desk.office.clock.now() + timedelta(days=3))
    assert desk.request(ahead).received_date == date(2026, 11, 23)


def test_parallel_submissions_are_numbered_without_gap_or_double(
    office: Office, writer: Writer
) -> None:
    def submit(number: int) -> str:
        work = partial(requests.submit, form=a_form(), draft_key=f"d{number}")
        return writer.do(work, BU_SARI).registration_number

    with ThreadPoolExecutor(16) as pool:
        numbers = sorted(pool.map(submit, range(60)))
    assert numbers == [f"{count:04d}/PPID/XI/2026" for count in range(1, 61)]


@pytest.mark.parametrize("channel", [one for one in Channel if one is not Channel.TELEGRAM])
def test_a_request_by_another_door_is_entered_with_its_own_day(
    sqlite_desk: Desk, channel: Channel
) -> None:
    desk = sqlite_desk
    came = date(2026, 11, 18)
    receipt = desk.by(
        desk.budi, requests.enter, a_form(), draft_key="l", channel=channel, received=came
    )
    row = desk.request(receipt.number)
    assert (row.received_date, row.channel, row.person) == (came, channel, None)
    assert row.entered_by == desk.budi.staff_id
    assert row.notice_due == date(2026, 12, 2)
    assert desk.told("request:") == []


@pytest.mark.parametrize(
    ("received", "code"),
    [(date(2026, 11, 24), "date_ahead"), (date(2025, 11, 1), "date_too_old")],
)
def test_a_day_that_cannot_be_meant_is_refused(desk: Desk, received: date, code: str) -> None:
    given = {"draft_key": "l", "channel": Channel.POST, "received": received}
    with pytest.raises(NotValid) as refused:
        desk.by(desk.budi, requests.enter, a_form(), **given)
    assert refused.value.code == code


def test_only_staff_enter_for_others_and_only_citizens_submit(desk: Desk) -> None:
    given = {"draft_key": "l", "channel": Channel.POST, "received": date(2026, 11, 20)}
    for actor in (BU_SARI, desk.ratna, CLOCKWORK):
        with pytest.raises(NotAllowed):
            desk.by(actor, requests.enter, a_form(), **given)
    with pytest.raises(NotAllowed):
        desk.by(desk.budi, requests.submit, a_form(), draft_key="x")


def test_a_request_follows_only_what_is_one_s_own(desk: Desk) -> None:
    first = desk.filed()
    assert desk.request(desk.filed(follows=first)).follows == first
    for other in (first, 999):
        with pytest.raises(NotFound):
            desk.filed(PAK_JOKO, follows=other)


def test_a_second_decision_on_the_same_request_is_declined(desk: Desk) -> None:
    number = desk.filed()
    seen = desk.request(number).version
    desk.by(desk.budi, requests.take_up, number, version=seen)
    with pytest.raises(NotNow) as declined:
        desk.by(desk.dewi, decisions.refuse, number, version=seen, refusal=NOT_DOCUMENTED)
    assert declined.value.code == "version_moved"
    assert desk.request(number).status == Status.IN_PROCESS


def test_two_officers_at_the_same_moment_have_one_winner(desk: Desk) -> None:
    number = desk.filed()
    seen = desk.request(number).version

    def decide(officer: object) -> bool:
        given = {"version": seen, "refusal": NOT_DOCUMENTED}
        try:
            desk.by(officer, decisions.refuse, number, **given)  # type: ignore[arg-type]
        except NotNow:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(decide, [desk.budi, desk.dewi] * 4))
    assert won.count(True) == 1
    assert [event for event, _ in desk.story(number)] == ["submitted", "refused"]


def test_a_confirmed_request_is_closed_and_asks_how_it_was(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    with pytest.raises(NotNow):
        desk.by(BU_SARI, requests.confirm, number)
    desk.by(desk.budi, handover.provide, number, how="Dikirim lewat surel.")
    desk.by(BU_SARI, requests.confirm, number)
    row = desk.request(number)
    assert (row.status, row.closed_on) == (Status.CLOSED, date(2026, 11, 23))
    assert desk.told("request:")[-1] == "request_closed"


def test_only_the_applicant_withdraws_and_staff_say_how_they_know(desk: Desk) -> None:
    number, other = desk.filed(), desk.filed()
    with pytest.raises(NotFound):
        desk.by(PAK_JOKO, requests.withdraw, number)
    desk.by(BU_SARI, requests.withdraw, number)
    assert desk.request(number).status == Status.WITHDRAWN
    with pytest.raises(NotValid):
        desk.by(desk.budi, requests.withdraw, other)
    desk.by(desk.budi, requests.withdraw, other, note="Menelepon pada pagi hari.")
    assert desk.request(other).decision == "withdrawn"


def test_identity_is_sealed_in_the_database_and_masked_in_the_dossier(desk: Desk) -> None:
    number = desk.filed()
    with desk.office.reading(desk.budi) as unit:
        sealed = unit.session.scalar(select(Request.sealed_identity))
        case = dossier.dossier(unit, number)
    assert sealed is not None
    assert b"Sari" not in sealed
    assert NIK.encode() not in sealed
    assert case.identity.national_id.endswith("0001")
    assert NIK not in str(case)
    assert "Sari" not in str(case)


def test_every_look_at_an_identity_is_entered_in_the_journal(desk: Desk) -> None:
    number = desk.filed()
    identity = desk.by(desk.budi, dossier.reveal, number, reason="mengirim surat")
    assert identity.national_id == NIK
    with desk.office.reading(desk.budi) as unit:
        *_, last = journal.of_subject(unit.session, [f"request:{number}"])
    assert (last.act, last.actor) == ("identity.revealed", f"staff:{desk.budi.staff_id}")
    with pytest.raises(NotAllowed):
        desk.by(desk.lina, dossier.reveal, number, reason="ingin tahu saja")


def test_the_register_is_found_by_number_code_and_nik_but_lists_no_purpose(desk: Desk) -> None:
    row = desk.request(desk.filed())
    desk.filed(PAK_JOKO, a_form(information_detail="Peta jalan", identity_doubt=None))
    with desk.office.reading(desk.budi) as unit:
        for text in (row.registration_number.lower(), "rkpd", row.tracking_code):
            assert [one.id for one in book.page(unit, Filters(text=text)).rows] == [row.id], text
        assert len(book.page(unit, Filters(text=NIK)).rows) == 2
        assert book.page(unit, Filters(text="penelitian skripsi")).total == 0
        assert "skripsi" not in str(book.page(unit, Filters()))


def test_stored_due_dates_equal_the_derived_ones(desk: Desk) -> None:
    number = desk.filed()
    row = desk.request(number)
    with desk.office.reading(desk.budi) as unit:
        known = dossier.dossier(unit, number).clocks
    assert (row.notice_due, row.notice_due_internal) == (known.notice.on, known.internal.on)
    assert row.check_due == known.check.on


def test_a_citizen_sees_only_their_own(desk: Desk) -> None:
    mine = [desk.filed(), desk.filed()]
    desk.filed(PAK_JOKO)
    with desk.office.reading(BU_SARI) as unit:
        assert [row.id for row in book.own(unit)] == mine[::-1]
    with desk.office.reading(Citizen(1)) as unit:
        assert book.own(unit) == []
