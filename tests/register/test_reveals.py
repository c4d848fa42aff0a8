"""Seeing an identity by leave: asked with a reason, allowed by another, over after a day."""

from datetime import timedelta

import pytest

from office import journal
from office.clock import StandingClock
from office.journal import Line
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import dossier, reveals
from register.objection_words import Ground
from register.reveals import Asked, CaseKey, CaseKind, Standing
from tests.people import CLOCKWORK, NIK, staff_member
from tests.register.desk import Desk

WHY = "Memeriksa apakah surat sampai ke alamat yang benar"
NO = "Belum perlu: surat sudah diterima menurut register"


@pytest.fixture
def agus(desk: Desk) -> StaffMember:
    """The auditor."""
    with desk.office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "agus", "Agus Inspektorat", Role.AUDITOR)


def request(number: int) -> CaseKey:
    return CaseKey(CaseKind.REQUEST, number)


def newest(desk: Desk, who: StaffMember, case: CaseKey) -> Asked:
    with desk.office.reading(who) as unit:
        found = reveals.newest(unit, case)
    assert found is not None
    return found


def lines(desk: Desk) -> list[Line]:
    with desk.office.reading(CLOCKWORK) as unit:
        return journal.page(unit.session, act="identity.")


def later(desk: Desk, span: timedelta) -> None:
    assert isinstance(desk.office.clock, StandingClock)
    desk.office.clock.advance(span)


def test_another_person_allows_and_the_identity_is_seen_for_a_day(
    desk: Desk, agus: StaffMember
) -> None:
    case = request(desk.filed())
    number = desk.by(agus, reveals.ask, case, reason=WHY)
    assert newest(desk, agus, case).standing is Standing.WAITING
    with pytest.raises(NotNow, match="reveal_not_allowed"):
        desk.by(agus, reveals.look, case)
    desk.by(desk.budi, reveals.allow, number)
    asked = newest(desk, agus, case)
    assert (asked.standing, asked.decided_by) == (Standing.ALLOWED, desk.budi.staff_id)
    assert desk.by(agus, reveals.look, case).national_id == NIK
    later(desk, reveals.ALLOWED_FOR - timedelta(seconds=1))
    assert desk.by(agus, reveals.look, case).applicant_name == "Sari Wulandari"
    later(desk, timedelta(seconds=1))
    assert newest(desk, agus, case).standing is Standing.EXPIRED
    with pytest.raises(NotNow, match="reveal_not_allowed"):
        desk.by(agus, reveals.look, case)


def test_a_leave_opens_its_own_case_and_its_own_asker_alone(desk: Desk, agus: StaffMember) -> None:
    one, other = request(desk.filed()), request(desk.filed())
    with desk.office.unit(CLOCKWORK) as unit:
        second = staff_member(unit, "tini", "Tini Inspektorat", Role.AUDITOR)
    number = desk.by(agus, reveals.ask, one, reason=WHY)
    desk.by(desk.budi, reveals.allow, number)
    for who, case in ((agus, other), (second, one)):
        with pytest.raises(NotNow, match="reveal_not_allowed"):
            desk.by(who, reveals.look, case)


def test_nobody_decides_on_what_they_asked_for_themselves(desk: Desk) -> None:
    case = request(desk.filed())
    with desk.office.unit(CLOCKWORK) as unit:
        both = staff_member(unit, "dua", "Dua Peran", Role.AUDITOR, Role.DATA_PROTECTION_OFFICER)
    number = desk.by(both, reveals.ask, case, reason=WHY)
    with pytest.raises(NotAllowed, match="second_person_needed"):
        desk.by(both, reveals.allow, number)
    with pytest.raises(NotAllowed, match="second_person_needed"):
        desk.by(both, reveals.decline, number, note=NO)
    assert newest(desk, both, case).standing is Standing.WAITING
    with desk.office.reading(both) as unit:
        assert reveals.to_do(unit) == 0


def test_a_refusal_has_a_reason_and_another_may_be_asked_for(desk: Desk, agus: StaffMember) -> None:
    case = request(desk.filed())
    number = desk.by(agus, reveals.ask, case, reason=WHY)
    with pytest.raises(NotValid, match="too_short"):
        desk.by(desk.budi, reveals.decline, number, note="tidak")
    assert newest(desk, agus, case).standing is Standing.WAITING
    desk.by(desk.budi, reveals.decline, number, note=NO)
    asked = newest(desk, agus, case)
    assert (asked.standing, asked.note) == (Standing.DECLINED, NO)
    with pytest.raises(NotNow, match="reveal_not_allowed"):
        desk.by(agus, reveals.look, case)
    with pytest.raises(NotNow, match="reveal_decided"):
        desk.by(desk.budi, reveals.allow, number)
    assert desk.by(agus, reveals.ask, case, reason=WHY) > number


def test_nobody_asks_twice_while_it_waits_or_holds(desk: Desk, agus: StaffMember) -> None:
    case = request(desk.filed())
    number = desk.by(agus, reveals.ask, case, reason=WHY)
    with pytest.raises(NotNow, match="reveal_asked_already"):
        desk.by(agus, reveals.ask, case, reason=WHY)
    desk.by(desk.budi, reveals.allow, number)
    with pytest.raises(NotNow, match="reveal_asked_already"):
        desk.by(agus, reveals.ask, case, reason=WHY)
    later(desk, reveals.ALLOWED_FOR)
    desk.by(agus, reveals.ask, case, reason=WHY)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("iya", "too_short"),
        ("x" * 201, "too_long"),
        ("Memeriksa surat untuk Sari di desa", "reason_names_somebody"),
        ("Memeriksa surat untuk WULANDARI", "reason_names_somebody"),
        (f"Mencocokkan NIK {NIK}", "reason_names_somebody"),
        ("Menghubungi 081234567890 segera", "reason_names_somebody"),
        ("Menyurati sari@contoh.id segera", "reason_names_somebody"),
    ],
)
def test_a_reason_says_something_and_names_nobody(
    desk: Desk, agus: StaffMember, reason: str, code: str
) -> None:
    number = desk.filed()
    with pytest.raises(NotValid) as refused:
        desk.by(agus, reveals.ask, request(number), reason=reason)
    assert refused.value.code == code
    if code == "reason_names_somebody":
        with pytest.raises(NotValid, match=code):
            desk.by(desk.budi, dossier.reveal, number, reason=reason)
    assert lines(desk) == []


def test_an_objection_is_asked_for_like_a_request(desk: Desk, agus: StaffMember) -> None:
    number = desk.filed()
    desk.at("2026-12-21")
    case = CaseKey(CaseKind.OBJECTION, desk.objected(number, Ground.REQUEST_NOT_ANSWERED))
    leave = desk.by(agus, reveals.ask, case, reason=WHY)
    desk.by(desk.budi, reveals.allow, leave)
    assert desk.by(agus, reveals.look, case).national_id == NIK
    with pytest.raises(NotNow):
        desk.by(agus, reveals.look, request(number))
    with desk.office.reading(agus) as unit:
        (asked,) = reveals.own(unit)
    assert asked.case_number.startswith("0001/")


def test_what_is_not_there_is_not_found(desk: Desk, agus: StaffMember) -> None:
    for kind in CaseKind:
        with pytest.raises(NotFound, match=f"{kind}_unknown"):
            desk.by(agus, reveals.ask, CaseKey(kind, 4711), reason=WHY)
        with pytest.raises(NotFound, match=f"{kind}_unknown"):
            desk.by(agus, reveals.look, CaseKey(kind, 4711))
    with pytest.raises(NotFound, match="reveal_unknown"):
        desk.by(desk.budi, reveals.allow, 4711)


def test_asking_and_deciding_are_different_powers(desk: Desk, agus: StaffMember) -> None:
    case = request(desk.filed())
    number = desk.by(agus, reveals.ask, case, reason=WHY)
    for who in (desk.ratna, agus, desk.lina):
        with pytest.raises(NotAllowed):
            desk.by(who, reveals.allow, number)
    for who in (desk.budi, desk.ratna):
        with pytest.raises(NotAllowed):
            desk.by(who, reveals.ask, case, reason=WHY)
    with desk.office.reading(agus) as unit, pytest.raises(NotAllowed):
        reveals.waiting(unit)


def test_each_side_sees_what_concerns_it(desk: Desk, agus: StaffMember) -> None:
    first, second = (desk.by(agus, reveals.ask, request(desk.filed()), reason=WHY) for _ in "ab")
    with desk.office.reading(desk.budi) as unit:
        assert [one.number for one in reveals.waiting(unit)] == [first, second]
        assert (reveals.decided(unit), reveals.own(unit), reveals.to_do(unit)) == ([], [], 2)
    desk.by(desk.budi, reveals.allow, second)
    with desk.office.reading(desk.budi) as unit:
        assert [one.number for one in reveals.waiting(unit)] == [first]
        assert [one.number for one in reveals.decided(unit)] == [second]
        assert reveals.to_do(unit) == 1
    with desk.office.reading(agus) as unit:
        assert [one.number for one in reveals.own(unit)] == [second, first]
        assert reveals.to_do(unit) == 1
    with desk.office.reading(desk.ratna) as unit:
        assert reveals.to_do(unit) == 0


def test_everything_is_in_the_journal_and_nobody_is_named_there(
    desk: Desk, agus: StaffMember
) -> None:
    case = request(desk.filed())
    one = desk.by(agus, reveals.ask, case, reason=WHY)
    desk.by(desk.budi, reveals.decline, one, note=NO)
    other = desk.by(agus, reveals.ask, case, reason=WHY)
    desk.by(desk.budi, reveals.allow, other)
    desk.by(agus, reveals.look, case)
    desk.by(agus, reveals.look, case)
    entered = lines(desk)[::-1]
    assert [(line.act.removeprefix("identity."), line.actor) for line in entered] == [
        ("asked", agus.label),
        ("declined", desk.budi.label),
        ("asked", agus.label),
        ("allowed", desk.budi.label),
        ("revealed", agus.label),
        ("revealed", agus.label),
    ]
    assert {line.subject for line in entered} == {case.subject}
    assert WHY in entered[-1].facts
    for line in entered:
        for personal in ("Sari", "Wulandari", NIK, "Melati", "08123", "contoh.id"):
            assert personal not in line.facts
