"""The open register: what everybody may read of a request, and the words an officer reviewed."""

from dataclasses import asdict
from datetime import date

import pytest

from office import journal
from office.people import Citizen
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import decisions, open_register, open_subjects, requests
from register.list_words import InformationClass
from register.open_register import OpenFilters
from register.words import ApplicantType, Decision, RefusalGround, Status
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form
from tests.register.desk import FREE, Desk

WORDS = "Rencana Kerja Pemerintah Daerah tahun 2026"
EVERYBODY = CLOCKWORK


def row(desk: Desk, sequence: int = 1, year: int = 2026) -> open_register.OpenRow:
    with desk.office.reading(EVERYBODY) as unit:
        return open_register.one(unit, year, sequence)


def page(desk: Desk, filters: OpenFilters) -> list[int]:
    with desk.office.reading(EVERYBODY) as unit:
        return [one.sequence for one in open_register.page(unit, filters).rows]


def says(desk: Desk, number: int, subject: str = WORDS, **more: object) -> None:
    desk.by(desk.budi, open_subjects.publish, number, subject=subject, **more)


def test_a_request_is_open_without_anything_of_whoever_asked(desk: Desk) -> None:
    desk.filed()
    shown = str(asdict(row(desk)))
    form = a_form()
    for secret in (*asdict(form.identity).values(), form.occupation, form.purpose_of_use):
        assert not secret or secret not in shown
    assert desk.request(1).tracking_code not in shown
    assert form.information_detail not in shown


def test_until_an_officer_words_it_nothing_is_said_of_what_was_asked(desk: Desk) -> None:
    number = desk.filed()
    assert row(desk).subject is None
    says(desk, number, information_class=InformationClass.PERIODIC)
    assert (row(desk).subject, row(desk).information_class) == (WORDS, InformationClass.PERIODIC)
    says(desk, number, "Rencana kerja daerah")
    assert (row(desk).subject, row(desk).information_class) == ("Rencana kerja daerah", None)
    desk.by(desk.dewi, open_subjects.withdraw, number)
    assert row(desk).subject is None
    with pytest.raises(NotNow):
        desk.by(desk.dewi, open_subjects.withdraw, number)


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("singkat", "subject_too_short"),
        ("x" * 301, "too_long"),
        (f"Dokumen tanah pemilik {NIK}", "subject_holds_personal"),
        ("Dokumen, kirim ke 0812-3456-7890", "subject_holds_personal"),
        ("Dokumen untuk ibu@contoh.id", "subject_holds_personal"),
        ("Bukti transfer ke rekening BRI 0123456789012", "subject_holds_personal"),
        ("Dokumen RKPD untuk SARI WULANDARI", "subject_names_applicant"),
        ("Dokumen RKPD yang diminta Bu Wulandari", "subject_names_applicant"),
        ("Data warga Jalan Melati 5, Desa Sukamaju", "subject_names_applicant"),
        ("Dokumen RKPD bagi penelitian skripsi", "subject_tells_purpose"),
    ],
)
def test_words_that_give_somebody_away_are_refused(
    sqlite_desk: Desk, subject: str, code: str
) -> None:
    number = sqlite_desk.filed()
    with pytest.raises(NotValid) as refused:
        says(sqlite_desk, number, subject)
    assert (refused.value.field, refused.value.code) == ("subject", code)
    assert row(sqlite_desk).subject is None


def test_the_tracking_code_is_never_said(sqlite_desk: Desk) -> None:
    number = sqlite_desk.filed()
    code = sqlite_desk.request(number).tracking_code
    with pytest.raises(NotValid):
        says(sqlite_desk, number, f"Dokumen dengan kode {code.lower()}")


def test_a_body_is_named_by_its_whole_name_and_a_word_of_it_may_be_said(sqlite_desk: Desk) -> None:
    form = a_form()
    body = a_form(
        applicant_type=ApplicantType.LEGAL_ENTITY,
        identity=type(form.identity)(
            applicant_name="CV Tani Makmur", address="Jalan Mawar", legal_entity_decree_no="AHU-1"
        ),
        purpose_of_use="usaha",
    )
    number = sqlite_desk.filed(form=body)
    says(sqlite_desk, number, "Bantuan bagi kelompok tani")
    with pytest.raises(NotValid):
        says(sqlite_desk, number, "Bantuan bagi CV Tani Makmur")


def test_only_who_processes_requests_words_them_and_the_journal_keeps_who(desk: Desk) -> None:
    number = desk.filed()
    for actor in (desk.ratna, desk.lina, BU_SARI, CLOCKWORK):
        with pytest.raises(NotAllowed):
            desk.by(actor, open_subjects.publish, number, subject=WORDS)
    says(desk, number)
    with desk.office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="request.subject_published")
    assert WORDS not in str(line)
    with pytest.raises(NotFound):
        says(desk, 4711)


def test_what_is_only_proposed_is_not_told(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, requests.take_up, number)
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal(RefusalGround.EXEMPT_H))
    assert desk.request(number).status == Status.REFUSAL_PROPOSED
    shown = row(desk)
    assert (shown.status, shown.decision, shown.notified) == (Status.IN_PROCESS, None, None)
    assert page(desk, OpenFilters(2026, Status.IN_PROCESS)) == [1]
    assert page(desk, OpenFilters(2026, Status.REFUSAL_PROPOSED)) == [1]
    desk.by(desk.ratna, decisions.approve_refusal, number)
    assert row(desk).decision is Decision.REFUSED_EXEMPT


def test_a_decided_request_tells_how_long_it_took(desk: Desk) -> None:
    desk.at("2026-11-02")
    number = desk.filed()
    desk.by(desk.budi, requests.take_up, number)
    desk.at("2026-11-09")
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    shown = row(desk)
    assert shown.decision is Decision.GRANTED_FULL
    assert (shown.received, shown.notified) == (date(2026, 11, 2), date(2026, 11, 9))
    assert (shown.working_days, shown.on_time) == (5, True)


def test_an_open_request_is_late_only_after_its_last_day(desk: Desk) -> None:
    desk.at("2026-11-02")
    number = desk.filed()
    desk.by(desk.budi, requests.take_up, number)
    due = row(desk).due
    desk.at(due)
    assert row(desk).on_time is None
    desk.at(date.fromordinal(due.toordinal() + 1))
    assert row(desk).on_time is False


def test_pages_follow_the_numbers_in_both_directions(desk: Desk) -> None:
    for turn in range(7):
        desk.filed(PAK_JOKO if turn % 2 else Citizen(700_100_000 + turn))
    with desk.office.reading(EVERYBODY) as unit:
        first = open_register.page(unit, OpenFilters(2026), size=3)
        second = open_register.page(unit, OpenFilters(2026), before=first.older, size=3)
        third = open_register.page(unit, OpenFilters(2026), before=second.older, size=3)
        back = open_register.page(unit, OpenFilters(2026), after=third.newer, size=3)
    assert [one.sequence for one in first.rows] == [7, 6, 5]
    assert (first.total, first.newer, first.older) == (7, None, 5)
    assert [one.sequence for one in second.rows] == [4, 3, 2]
    assert [one.sequence for one in third.rows] == [1]
    assert third.older is None
    assert back.rows == second.rows


def test_a_year_and_a_month_have_their_own_requests(desk: Desk) -> None:
    desk.at("2026-10-30")
    desk.filed()
    desk.at("2026-11-23")
    desk.filed()
    desk.at("2027-01-04")
    desk.filed()
    with desk.office.reading(EVERYBODY) as unit:
        assert open_register.years(unit) == [2027, 2026]
        october = list(open_register.every(unit, OpenFilters(2026, month=10)))
        assert [one.sequence for one in october] == [1]
        assert open_register.updated_on(unit, OpenFilters(2026, month=10)) == date(2026, 10, 30)
        assert open_register.updated_on(unit, OpenFilters(2026, month=1)) is None
        december = open_register.every(unit, OpenFilters(2026, month=12))
        assert list(december) == []
    assert page(desk, OpenFilters(2027)) == [1]
    with pytest.raises(NotFound):
        row(desk, 3)
