"""Parts of a request: sent to a regional office by an internal date, answered by it alone."""

from datetime import date

import pytest

from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import dossier, parts, requests
from register.words import PartStatus
from tests.people import BU_SARI, PAK_JOKO
from tests.register.desk import PAGE, Desk

WHAT = "Data kunjungan puskesmas tahun 2025"


def sent(desk: Desk, number: int, **more: object) -> int:
    office = desk.lina.regional_office
    part: int = desk.by(
        desk.budi, parts.assign, number, description=WHAT, regional_office=office, **more
    )
    return part


def listed(desk: Desk, member: StaffMember) -> list[tuple[int, str]]:
    with desk.office.reading(member) as unit:
        return [(row.id, row.status) for row in dossier.parts_waiting(unit)]


def test_a_part_comes_back_three_working_days_before_the_notice(desk: Desk) -> None:
    part = sent(desk, desk.filed())  # due on 7 December 2026
    assert desk.part(part).due == date(2026, 12, 2)


def test_an_internal_date_lies_between_today_and_the_notice(desk: Desk) -> None:
    number = desk.filed()
    assert desk.part(sent(desk, number, due=date(2026, 12, 7))).due == date(2026, 12, 7)
    for outside in (date(2026, 11, 20), date(2026, 12, 8)):
        with pytest.raises(NotValid) as refused:
            sent(desk, number, due=outside)
        assert refused.value.code == "part_due_outside"


def test_a_late_request_can_still_be_sent_on(desk: Desk) -> None:
    number = desk.filed()
    desk.at("2026-12-10")
    assert desk.part(sent(desk, number)).due == date(2026, 12, 10)
    assert desk.part(sent(desk, number, due=date(2026, 12, 14))).due == date(2026, 12, 14)
    with pytest.raises(NotValid):
        sent(desk, number, due=date(2026, 12, 9))


def test_sending_on_moves_no_clock(desk: Desk) -> None:
    number = desk.filed()
    before = desk.request(number)
    part = sent(desk, number)
    desk.by(desk.lina, parts.send_back, part, reason="Bukan data kami.")
    assert tuple(desk.request(number)) == tuple(before)


def test_an_office_sees_and_answers_only_its_own_parts(desk: Desk) -> None:
    part = sent(desk, desk.filed())
    assert listed(desk, desk.lina) == [(part, "assigned")]
    assert listed(desk, desk.hadi) == []
    for act, given in (
        (parts.answer, {"text": "Terlampir."}),
        (parts.send_back, {"reason": "Salah."}),
    ):
        for number in (part, 999):
            with pytest.raises(NotFound) as refused:
                desk.by(desk.hadi, act, number, version=1, **given)
            assert refused.value.code == "part_unknown"
    nowhere = StaffMember(desk.lina.staff_id, "Lina", desk.lina.roles, None)
    with pytest.raises(NotFound):
        desk.by(nowhere, parts.answer, part, text="Terlampir.")
    desk.by(desk.lina, parts.answer, part, text="Terlampir.", document=PAGE)
    row = desk.part(part)
    assert (row.status, row.answered_on) == (PartStatus.ANSWERED, date(2026, 11, 23))
    assert row.file_id is not None
    assert listed(desk, desk.lina) == [(part, "answered")]


def test_a_part_is_answered_once_and_not_after_the_request_ended(desk: Desk) -> None:
    number = desk.filed()
    first, second = sent(desk, number), sent(desk, number)
    desk.by(desk.lina, parts.answer, first, text="Terlampir.")
    with pytest.raises(NotNow):
        desk.by(desk.lina, parts.answer, first, text="Sekali lagi.")
    desk.by(BU_SARI, requests.withdraw, number)
    with pytest.raises(NotNow):
        desk.by(desk.lina, parts.send_back, second, reason="Bukan data kami.")


def test_only_officers_send_on_and_only_to_offices_that_exist(desk: Desk) -> None:
    number = desk.filed()
    office = desk.lina.regional_office
    for actor in (desk.lina, desk.ratna, PAK_JOKO):
        with pytest.raises(NotAllowed):
            desk.by(actor, parts.assign, number, description=WHAT, regional_office=office)
    with pytest.raises(NotValid):
        desk.by(desk.budi, parts.assign, number, description=WHAT, regional_office=999)
    with pytest.raises(NotFound):
        desk.by(desk.budi, parts.assign, 999, description=WHAT, regional_office=office)


def test_what_another_body_holds_is_named(desk: Desk) -> None:
    number = desk.filed()
    given = {"description": WHAT, "holding_body": "BPJS Kesehatan"}
    row = desk.part(desk.by(desk.budi, parts.name_other_body, number, **given))
    assert (row.status, row.holding_body) == (PartStatus.ELSEWHERE, "BPJS Kesehatan")
    assert desk.story(number)[-1][0] == "part_elsewhere"


def test_a_request_has_at_most_twelve_parts(sqlite_desk: Desk) -> None:
    number = sqlite_desk.filed()
    ordinals = [sqlite_desk.part(sent(sqlite_desk, number)).ordinal for _ in range(12)]
    assert ordinals == list(range(1, 13))
    with pytest.raises(NotValid) as refused:
        sent(sqlite_desk, number)
    assert refused.value.code == "too_many_parts"
