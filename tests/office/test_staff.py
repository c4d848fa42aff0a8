"""Staff accounts: made on purpose, and throttled at the door."""

from datetime import timedelta

import pytest

from office import journal, staff
from office.clock import StandingClock
from office.people import Citizen, Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotValid
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK, PASSWORD, staff_member


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
        ("budi", " ", [Role.PPID], "name", "required"),
        ("budi", "Budi", [], "roles", "required"),
        ("DEWI", "Budi", [Role.PPID], "login", "login_taken"),
        ("b" * 61, "Budi", [Role.PPID], "login", "too_long"),
        ("budi", "B" * 121, [Role.PPID], "name", "too_long"),
        ("budi", "Budi", [Role.PPID_EXECUTOR], "regional_office", "required"),
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


def test_a_crowd_of_failures_at_an_address_does_not_close_an_account_that_was_opened_there(
    office: Office,
) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff.remember_place(unit, "budi", "10.0.0.1")
    for number in range(staff.ATTEMPTS_FROM_ONE_PLACE):
        assert knocks(office, f"petugas{number}"), number
    assert knocks(office, "dewi") is None, "she was never here"
    for count in range(staff.ATTEMPTS):
        assert knocks(office, "budi"), count
    assert knocks(office, "budi") is None, "his own failures count as before"


def test_keys_that_were_begun_and_left_close_no_password_s_door(office: Office) -> None:
    def begins(address: str) -> int | None:
        with office.unit(CLOCKWORK) as unit:
            return staff.attempt_with_key(unit, address)

    for count in range(staff.ATTEMPTS_FROM_ONE_PLACE):
        assert begins("10.0.0.1"), count
    assert begins("10.0.0.1") is None
    assert begins("10.0.0.2")
    assert knocks(office, "budi")
    assert knocks(office, "KEY@10.0.0.2")
    assert begins("10.0.0.2"), "nobody takes the counter's name for a login"


def test_a_closed_login_of_any_length_is_journaled_once_and_not_by_name(office: Office) -> None:
    for _ in range(staff.ATTEMPTS + 4):
        knocks(office, "sandi-rahasia" * 50)
    with office.reading(CLOCKWORK) as unit:
        lines = journal.page(unit.session, act="staff.sign_in_throttled")
    assert len(lines) == 1
    assert "rahasia" not in str(lines)


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


def test_no_password_enters_the_journal(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit:
        staff.set_password(unit, "$argon2id$rahasia")
    with office.reading(pak_budi) as unit:
        lines = journal.page(unit.session, subject=f"staff:{pak_budi.staff_id}")
    assert lines[0].act == "staff.password_changed"
    assert "argon2" not in str(lines)


def test_a_guess_elsewhere_closes_nothing_but_its_own_place(office: Office) -> None:
    def tries(address: str) -> list[int] | None:
        with office.unit(CLOCKWORK) as unit:
            return staff.attempt_at_place(unit, "invitation", address)

    for count in range(staff.ATTEMPTS):
        assert tries("203.0.113.7"), count
    assert tries("203.0.113.7") is None
    assert tries("198.51.100.4")
    with office.reading(CLOCKWORK) as unit:
        assert staff.is_throttled_at_place(unit, "invitation", "203.0.113.7")
        assert not staff.is_throttled_at_place(unit, "invitation", "198.51.100.4")
        assert not staff.is_throttled_at_place(unit, "account:1", "203.0.113.7")


def test_an_account_without_a_password_looks_like_no_account(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        staff.add(unit, login="baru", name="Baru", roles=[Role.PPID], password_hash="")
    with office.reading(CLOCKWORK) as unit:
        found, nobody = staff.credentials(unit, "baru"), staff.credentials(unit, "siapa")
    assert found == nobody
