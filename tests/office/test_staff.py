"""Staff accounts: made on purpose, throttled at the door, each one-time code good for once."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select

from office import journal, staff
from office.clock import StandingClock
from office.people import Citizen, Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotValid
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK, PASSWORD, staff_member

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_a_new_office_has_no_account_at_all(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        assert not staff.anybody(unit)
        assert staff.names(unit) == {}
        for login in ("admin", "root", "pendopo", ""):
            assert staff.credentials(unit, login).member is None


def test_an_account_is_found_by_its_login_however_it_is_typed(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        member = staff_member(unit, " Budi ", "Budi Santoso", Role.PPID, Role.AUDITOR)
    with office.reading(CLOCKWORK) as unit:
        found = staff.credentials(unit, "BUDI ")
        assert staff.anybody(unit)
        assert staff.names(unit) == {member.staff_id: "Budi Santoso"}
    assert found.member == member
    assert staff.password_fits(found.password, PASSWORD)
    assert not staff.password_fits(found.password, PASSWORD + " ")


def test_a_login_nobody_has_is_checked_against_a_hash_like_any_other(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        nobody = staff.credentials(unit, "siapa")
    assert nobody.password.startswith("$argon2id$")
    assert not staff.password_fits(nobody.password, "")


def test_a_broken_hash_lets_nobody_in() -> None:
    assert not staff.password_fits("", "")
    assert not staff.password_fits("plain", "plain")


def test_an_account_that_was_switched_off_is_nobody_s(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        member = staff_member(unit, "budi", "Budi", Role.PPID)
        unit.session.get_one(staff.Account, member.staff_id).active = False
    with office.reading(CLOCKWORK) as unit:
        assert staff.credentials(unit, "budi").member is None


@pytest.mark.parametrize(
    ("login", "name", "roles", "field", "code"),
    [
        (" ", "Budi", [Role.PPID], "login", "required"),
        ("budi", " ", [Role.PPID], "login", "required"),
        ("budi", "Budi", [], "roles", "required"),
        ("DEWI", "Budi", [Role.PPID], "login", "login_taken"),
    ],
)
def test_an_account_needs_login_name_and_role(
    office: Office, login: str, name: str, roles: list[Role], field: str, code: str
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "dewi", "Dewi", Role.PPID)
    with pytest.raises(NotValid) as refused, office.unit(CLOCKWORK) as unit:
        staff.add(unit, login=login, name=name, roles=roles, password_hash="x")
    assert (refused.value.field, refused.value.code) == (field, code)


def test_neither_citizens_nor_officers_make_accounts(office: Office, pak_budi: StaffMember) -> None:
    for actor in (BU_SARI, pak_budi):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            staff.add(unit, login="x", name="x", roles=[Role.PPID], password_hash="x")


@pytest.mark.parametrize("password", ["", "pendek", "a" * 11])
def test_a_short_password_is_refused(password: str) -> None:
    with pytest.raises(NotValid) as refused:
        staff.hash_password(password)
    assert refused.value.code == "password_too_short"
    assert refused.value.facts == {"shortest": 12}


def knocks(office: Office, login: str, address: str = "10.0.0.1") -> list[int] | None:
    with office.unit(CLOCKWORK) as unit:
        return staff.attempt(unit, login, address)


def test_six_attempts_close_a_login_for_a_quarter_of_an_hour(
    office: Office, clock: StandingClock
) -> None:
    for count in range(staff.ATTEMPTS):
        assert knocks(office, " Budi"), count
    assert knocks(office, "BUDI ") is None
    assert knocks(office, "dewi")
    clock.advance(staff.ATTEMPTS_SPAN + timedelta(seconds=1))
    assert knocks(office, "budi")


def test_failing_from_elsewhere_does_not_close_an_account_at_its_owners_desk(
    office: Office,
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff.remember_place(unit, "budi", "10.0.0.9")
    for place in range(staff.ATTEMPTS_FROM_EVERYWHERE * 2):
        knocks(office, "budi", f"203.0.113.{place}")
    assert knocks(office, "budi", "198.51.100.7") is None, "unknown places are closed"
    assert knocks(office, "budi", "10.0.0.9"), "his own desk is not"


def test_a_place_long_unused_is_forgotten(office: Office, clock: StandingClock) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff.remember_place(unit, "budi", "10.0.0.9")
    clock.advance(staff.PLACE_KEPT + timedelta(days=1))
    with office.unit(CLOCKWORK) as unit:
        staff.forget_attempts(unit)
        assert unit.session.query(staff.KnownPlace).count() == 0


def test_an_attempt_that_succeeds_is_not_held_against_anybody(office: Office) -> None:
    for _ in range(staff.ATTEMPTS * 3):
        counted = knocks(office, "budi")
        assert counted
        with office.unit(CLOCKWORK) as unit:
            staff.forgive(unit, counted)


def test_one_place_cannot_try_a_password_on_everybody(office: Office) -> None:
    for number in range(staff.ATTEMPTS_FROM_ONE_PLACE):
        assert knocks(office, f"petugas{number}"), number
    assert knocks(office, "seorang lagi") is None
    assert knocks(office, "seorang lagi", "10.0.0.2")


def test_a_closed_login_of_any_length_is_journaled_once_and_not_by_name(office: Office) -> None:
    for _ in range(staff.ATTEMPTS + 4):
        knocks(office, "sandi-rahasia" * 50)
    with office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="staff.sign_in_throttled")
    assert len(lines) == 1
    assert "rahasia" not in str(lines)


def test_a_one_time_code_is_good_once_and_a_step_to_either_side() -> None:
    clock = pyotp.TOTP(SECRET)
    steps = {
        shift: staff.code_step(
            SECRET, clock.at(NOON + timedelta(seconds=shift)), now=NOON, last=None
        )
        for shift in (-60, -30, 0, 30, 60)
    }
    assert [shift for shift, step in steps.items() if step is not None] == [-30, 0, 30]
    now = steps[0]
    assert staff.code_step(
        SECRET, f" {clock.at(NOON)[:3]} {clock.at(NOON)[3:]} ", now=NOON, last=None
    )
    assert staff.code_step(SECRET, clock.at(NOON), now=NOON, last=now) is None
    assert staff.code_step(SECRET, clock.at(NOON), now=NOON, last=(now or 0) - 1) == now


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "1234567"])
def test_a_wrong_code_is_no_code(code: str) -> None:
    assert staff.code_step(SECRET, code, now=NOON, last=None) is None


def test_the_second_factor_is_sealed_used_once_and_switched_off_by_its_owner(
    office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        assert not staff.has_totp(unit)
        staff.set_totp(unit, SECRET)
    with office.unit(CLOCKWORK) as unit:
        staff.use_code(unit, pak_budi.staff_id, 41)
    with office.reading(pak_budi) as unit:
        assert staff.has_totp(unit)
        kept = staff.credentials(unit, "budi")
        sealed = unit.session.scalar(
            select(staff.Account.totp).where(staff.Account.id == pak_budi.staff_id)
        )
    assert (kept.totp, kept.totp_last) == (SECRET, 41)
    assert sealed is not None
    assert SECRET.encode() not in sealed
    with office.unit(pak_budi) as unit:
        staff.set_totp(unit, None)
    with office.reading(pak_budi) as unit:
        assert staff.credentials(unit, "budi").totp is None


def test_everybody_changes_their_own_password_only(
    office: Office, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    changed = staff.hash_password("kata-sandi-yang-baru")
    with office.unit(pak_agus) as unit:
        staff.set_password(unit, changed)
    with office.reading(pak_budi) as unit:
        assert staff.own_password(unit) != changed
        assert staff.credentials(unit, "agus").password == changed
    for actor in (CLOCKWORK, Citizen(1)):
        with pytest.raises((NotAllowed, NotFound)), office.unit(actor) as unit:
            staff.set_password(unit, changed)


def test_no_password_and_no_code_enters_the_journal(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        staff.set_totp(unit, SECRET)
        staff.set_password(unit, "$argon2id$rahasia")
    with office.reading(pak_budi) as unit:
        lines = journal.page(unit.session, subject=f"staff:{pak_budi.staff_id}")
    assert [line.act for line in lines][:2] == ["staff.password_changed", "staff.totp_on"]
    assert SECRET not in str(lines)
    assert "argon2" not in str(lines)
