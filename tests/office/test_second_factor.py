"""The second factor: each code good for once, recovery codes for a lost phone, and the rule."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select

from office import journal, second_factor, staff
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.rotation import reseal_rows, sealed_columns
from office.second_factor import RECOVERY_CODES, RecoveryCode
from office.unit import Office
from office.vault import add_key, drop_old_keys, open_vault
from tests.people import BU_SARI, CLOCKWORK

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_a_one_time_code_is_good_once_and_a_step_to_either_side() -> None:
    clock = pyotp.TOTP(SECRET)
    steps = {
        shift: second_factor.code_step(
            SECRET, clock.at(NOON + timedelta(seconds=shift)), now=NOON, last=None
        )
        for shift in (-60, -30, 0, 30, 60)
    }
    assert [shift for shift, step in steps.items() if step is not None] == [-30, 0, 30]
    now = steps[0]
    assert second_factor.code_step(
        SECRET, f" {clock.at(NOON)[:3]} {clock.at(NOON)[3:]} ", now=NOON, last=None
    )
    assert second_factor.code_step(SECRET, clock.at(NOON), now=NOON, last=now) is None
    assert second_factor.code_step(SECRET, clock.at(NOON), now=NOON, last=(now or 0) - 1) == now


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "1234567"])
def test_a_wrong_code_is_no_code(code: str) -> None:
    assert second_factor.code_step(SECRET, code, now=NOON, last=None) is None


def test_the_second_factor_is_sealed_used_once_and_switched_off_by_its_owner(
    office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        assert not second_factor.is_on(unit)
        second_factor.switch_on(unit, SECRET)
    with office.unit(CLOCKWORK) as unit:
        second_factor.use_code(unit, pak_budi.staff_id, 41)
    with office.reading(pak_budi) as unit:
        assert second_factor.is_on(unit)
        kept = staff.credentials(unit, "budi")
        sealed = unit.session.scalar(
            select(staff.Account.totp).where(staff.Account.id == pak_budi.staff_id)
        )
    assert (kept.totp, kept.totp_last) == (SECRET, 41)
    assert sealed is not None
    assert SECRET.encode() not in sealed
    with office.unit(pak_budi) as unit:
        second_factor.switch_off(unit)
    with office.reading(pak_budi) as unit:
        assert staff.credentials(unit, "budi").totp is None


def switched_on(office: Office, member: StaffMember) -> list[str]:
    with office.unit(member) as unit:
        return second_factor.switch_on(unit, SECRET)


def recovers(office: Office, member: StaffMember, code: str) -> bool:
    with office.unit(CLOCKWORK) as unit:
        return second_factor.use_recovery_code(unit, member.staff_id, code)


def left(office: Office, member: StaffMember) -> int:
    with office.reading(member) as unit:
        return second_factor.codes_left(unit, member.staff_id)


def test_ten_recovery_codes_come_with_it_each_unlike_the_others(
    office: Office, pak_budi: StaffMember
) -> None:
    codes = switched_on(office, pak_budi)
    assert len(set(codes)) == RECOVERY_CODES == 10
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", code) for code in codes)
    assert left(office, pak_budi) == 10


def test_a_recovery_code_is_good_once_however_it_is_typed(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    first, second, *_ = switched_on(office, pak_budi)
    assert not recovers(office, bu_dewi, first), "somebody else's"
    assert recovers(office, pak_budi, f" {first.lower().replace('-', ' ')} ")
    assert not recovers(office, pak_budi, first)
    assert left(office, pak_budi) == 9
    assert recovers(office, pak_budi, second)
    for code in ("", "----", "AAAA-AAAA-AAAA", "é" * 12, second):
        assert not recovers(office, pak_budi, code), code
    assert left(office, pak_budi) == 8


def test_a_new_set_makes_the_old_one_worthless(office: Office, pak_budi: StaffMember) -> None:
    (old, *_) = switched_on(office, pak_budi)
    assert recovers(office, pak_budi, old)
    with office.unit(pak_budi) as unit:
        fresh = second_factor.renew_codes(unit)
    assert left(office, pak_budi) == 10
    assert not recovers(office, pak_budi, old)
    assert recovers(office, pak_budi, fresh[9])


def test_there_are_no_recovery_codes_without_a_second_factor(
    office: Office, pak_budi: StaffMember
) -> None:
    with pytest.raises(NotNow, match="totp_is_off"), office.unit(pak_budi) as unit:
        second_factor.renew_codes(unit)
    (code, *_) = switched_on(office, pak_budi)
    with pytest.raises(NotNow, match="totp_is_on"), office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, SECRET)
    with office.unit(pak_budi) as unit:
        second_factor.switch_off(unit)
    assert left(office, pak_budi) == 0
    assert not recovers(office, pak_budi, code)


def test_the_database_holds_no_code_that_could_be_read(
    office: Office, pak_budi: StaffMember
) -> None:
    codes = switched_on(office, pak_budi)
    with office.reading(pak_budi) as unit:
        rows = unit.session.scalars(select(RecoveryCode)).all()
        kept = [row.sealed for row in rows]
        opened = {
            unit.vault.open_bytes(row.sealed, f"recovery_code:{row.staff_id}:{row.slot}")
            for row in rows
        }
        lines = journal.page(unit.session)
    assert len(opened) == 10
    for code in codes:
        plain = code.replace("-", "")
        assert all(plain.encode() not in sealed for sealed in kept)
        assert plain.encode() not in b"".join(opened), "a fingerprint even with the key"
        assert code not in str(lines)


def test_recovery_codes_outlive_a_change_of_the_key(
    office: Office, pak_budi: StaffMember, tmp_path: Path
) -> None:
    path = tmp_path / "pendopo.key"
    moved = Office(office.engine, office.clock, office.zone, open_vault(path))
    (code, other, *_) = switched_on(moved, pak_budi)
    both = Office(office.engine, office.clock, office.zone, add_key(path))
    columns = [pair for pair in sealed_columns() if pair[0].name.startswith("staff")]
    assert "staff_recovery_codes" in {table.name for table, _ in columns}
    for table, column in columns:
        with both.unit(CLOCKWORK) as unit:
            reseal_rows(unit, table, column)
    alone = Office(office.engine, office.clock, office.zone, drop_old_keys(path))
    assert recovers(alone, pak_budi, code)
    assert recovers(alone, pak_budi, other)


def test_codes_and_secret_stay_out_of_the_journal(office: Office, pak_budi: StaffMember) -> None:
    (code, *_) = switched_on(office, pak_budi)
    recovers(office, pak_budi, code)
    with office.reading(pak_budi) as unit:
        lines = journal.page(unit.session, subject=f"staff:{pak_budi.staff_id}")
    assert [line.act for line in lines][:2] == ["staff.recovery_code_used", "staff.totp_on"]
    assert SECRET not in str(lines)
    assert json.loads(lines[0].facts) == {"left": 9}


@pytest.mark.parametrize("actor", [BU_SARI, CLOCKWORK, Citizen(9)])
def test_only_staff_have_a_second_factor(office: Office, actor: Citizen) -> None:
    for act in (second_factor.switch_off, second_factor.renew_codes):
        with pytest.raises((NotAllowed, NotFound)), office.unit(actor) as unit:
            act(unit)


def test_a_new_office_demands_no_second_factor(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        assert not second_factor.is_demanded(unit)
        second_factor.set_rule(unit, demanded=True)
    with office.unit(CLOCKWORK) as unit:
        assert second_factor.is_demanded(unit)
        second_factor.set_rule(unit, demanded=False)
    with office.reading(CLOCKWORK) as unit:
        assert not second_factor.is_demanded(unit)
