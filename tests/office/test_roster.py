"""The roll of staff: what an administrator may do to an account, and what nobody may."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from office import invitations, journal, regional, roster, second_factor, sessions, staff
from office.clock import StandingClock
from office.people import Actor, Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid, Refusal
from office.staff import Particulars
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK, staff_member

REASON = "Ponselnya hilang"


@pytest.fixture
def pak_tono(office: Office) -> StaffMember:
    """The administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)


@pytest.fixture
def bu_rini(office: Office) -> StaffMember:
    """A second administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rini", "Rini TI", Role.SYSADMIN, Role.AUDITOR)


def person(login: str, *roles: Role, office: int | None = None) -> Particulars:
    return Particulars(login, login.title(), frozenset(roles), office)


def amends(office: Office, actor: Actor, number: int, particulars: Particulars) -> str:
    """Return the code of the refusal, or nothing."""
    try:
        with office.unit(actor) as unit:
            roster.amend(unit, number, particulars)
    except Refusal as refused:
        return refused.code
    return ""


def test_the_roll_says_of_everybody_what_an_administrator_must_know(
    office: Office, clock: StandingClock, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
        sessions.open_session(unit, pak_budi.staff_id)
    with office.unit(pak_tono) as unit:
        new = invitations.invite(unit, login="ani", name="Ani", roles=[Role.AUDITOR])
        roster.disable(unit, new.number, reason=REASON)
        other = invitations.invite(unit, login="ari", name="Ari", roles=[Role.AUDITOR])
    with office.reading(pak_tono) as unit:
        rows = roster.every(unit)
        budi = roster.one(unit, pak_budi.staff_id)
    assert [row.login for row in rows] == ["ari", "budi", "tono", "ani"], "active ones first"
    assert budi.roles == (Role.PPID, Role.INFORMATION_OFFICER)
    assert (budi.is_active, budi.is_opened, budi.has_second_factor) == (True, True, True)
    assert budi.seen_at == clock.now()
    ari, ani = rows[0], rows[3]
    assert (ari.is_opened, ari.invited_until, ari.seen_at) == (False, other.until, None)
    assert (ani.is_active, ani.invited_until) == (False, None)


def test_roles_and_regional_office_are_changed_and_journaled(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(pak_tono) as unit:
        number = regional.add(unit, "Bappeda")
    wanted = Particulars(" Budi.S ", "Budi  Santoso", frozenset({Role.PPID_EXECUTOR}), number)
    assert amends(office, pak_tono, pak_budi.staff_id, wanted) == ""
    with office.reading(pak_tono) as unit:
        row = roster.one(unit, pak_budi.staff_id)
        line = journal.page(unit.session)[0]
    assert (row.login, row.name, row.roles) == ("budi.s", "Budi Santoso", (Role.PPID_EXECUTOR,))
    assert row.regional_office == number
    assert line.act == "staff.amended"
    assert json.loads(line.facts) == {
        "before": ["information_officer", "ppid"],
        "after": ["ppid_executor"],
    }


def test_what_cannot_be_an_account_is_refused(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    number = pak_budi.staff_id
    for wanted, code in [
        (person("tono", Role.PPID), "login_taken"),
        (person("budi"), "required"),
        (person("budi", Role.PPID_EXECUTOR), "required"),
        (person("budi", Role.PPID_EXECUTOR, office=4711), "regional_office_unknown"),
        (person("", Role.PPID), "required"),
    ]:
        assert amends(office, pak_tono, number, wanted) == code, wanted
    assert amends(office, pak_tono, 4711, person("x", Role.PPID)) == "account_unknown"


def test_a_change_of_roles_counts_from_the_next_page_on(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        token = sessions.open_session(unit, pak_budi.staff_id)
    amends(office, pak_tono, pak_budi.staff_id, person("budi", Role.AUDITOR))
    with office.reading(CLOCKWORK) as unit:
        found = sessions.resolve(unit, token)
    assert found is not None
    assert found.member.roles == {Role.AUDITOR}


def test_nobody_gives_themselves_a_role(
    office: Office, pak_tono: StaffMember, bu_rini: StaffMember
) -> None:
    more = person("rini", Role.SYSADMIN, Role.AUDITOR, Role.SUPERIOR)
    swapped = person("rini", Role.SYSADMIN, Role.PPID)
    for wanted in (more, swapped):
        assert amends(office, bu_rini, bu_rini.staff_id, wanted) == "own_roles"
    assert amends(office, bu_rini, bu_rini.staff_id, person("rini", Role.SYSADMIN)) == ""
    assert amends(office, pak_tono, bu_rini.staff_id, more) == "", "a colleague may give it"


def test_the_last_administrator_stays_one(office: Office, pak_tono: StaffMember) -> None:
    number = pak_tono.staff_id
    with office.unit(pak_tono) as unit:
        waiting = invitations.invite(unit, login="ari", name="Ari", roles=[Role.SYSADMIN])
    for actor in (pak_tono, CLOCKWORK):
        with pytest.raises(NotNow, match="last_administrator"), office.unit(actor) as unit:
            roster.disable(unit, number, reason=REASON)
        assert amends(office, actor, number, person("tono", Role.AUDITOR)) in {
            "last_administrator",
            "own_roles",
        }
    with office.reading(CLOCKWORK) as unit:
        assert roster.one(unit, number).is_active
    with office.unit(CLOCKWORK) as unit:
        invitations.accept(unit, waiting.token, password_hash="x")
    with office.unit(pak_tono) as unit:
        roster.disable(unit, number, reason=REASON)
    with office.reading(CLOCKWORK) as unit:
        assert not roster.one(unit, number).is_active


def test_two_administrators_who_switch_each_other_off_leave_one(
    office: Office, pak_tono: StaffMember, bu_rini: StaffMember
) -> None:
    def off(pair: tuple[StaffMember, StaffMember]) -> str:
        actor, other = pair
        try:
            with office.unit(actor) as unit:
                roster.disable(unit, other.staff_id, reason=REASON)
        except NotNow as refused:
            return refused.code
        return "off"

    with ThreadPoolExecutor(2) as pool:
        outcome = pool.map(off, [(pak_tono, bu_rini), (bu_rini, pak_tono)])
    assert sorted(outcome) == ["last_administrator", "off"]


def test_an_account_that_is_switched_off_is_out_at_once_and_can_come_back(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        token = sessions.open_session(unit, pak_budi.staff_id)
    with office.unit(pak_tono) as unit:
        roster.disable(unit, pak_budi.staff_id, reason="  Pindah   tugas ")
    with office.reading(pak_tono) as unit:
        assert sessions.resolve(unit, token) is None
        assert staff.credentials(unit, "budi").member is None
        (said,) = roster.reasons(unit, pak_budi.staff_id)
        line = journal.page(unit.session)[0]
    assert (said.act, said.reason, said.by) == ("staff.disabled", "Pindah tugas", "Tono TI")
    assert "Pindah" not in line.facts, "words of people stay out of the journal"
    with pytest.raises(NotNow, match="account_disabled"), office.unit(pak_tono) as unit:
        roster.disable(unit, pak_budi.staff_id, reason=REASON)
    with office.unit(pak_tono) as unit:
        roster.enable(unit, pak_budi.staff_id)
    with office.reading(pak_tono) as unit:
        assert staff.credentials(unit, "budi").member == pak_budi
        assert sessions.resolve(unit, token) is None, "the old browsers stay out"
    with pytest.raises(NotNow, match="account_enabled"), office.unit(pak_tono) as unit:
        roster.enable(unit, pak_budi.staff_id)


def test_a_lost_second_factor_is_taken_off_with_a_reason(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        (code, *_) = second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
        token = sessions.open_session(unit, pak_budi.staff_id)
    with office.unit(pak_tono) as unit:
        roster.remove_second_factor(unit, pak_budi.staff_id, reason=REASON)
    with office.unit(CLOCKWORK) as unit:
        assert staff.credentials(unit, "budi").totp is None
        assert not second_factor.use_recovery_code(unit, pak_budi.staff_id, code)
        assert sessions.resolve(unit, token) is None
        assert roster.reasons(unit, pak_budi.staff_id)[0].reason == REASON
        assert journal.page(unit.session)[0].act == "staff.totp_removed"
    with pytest.raises(NotNow, match="totp_is_off"), office.unit(pak_tono) as unit:
        roster.remove_second_factor(unit, pak_budi.staff_id, reason=REASON)


def test_nobody_takes_off_their_own_second_factor_here(
    office: Office, pak_tono: StaffMember
) -> None:
    with office.unit(pak_tono) as unit:
        second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
    with pytest.raises(NotAllowed, match="own_account_elsewhere"), office.unit(pak_tono) as unit:
        roster.remove_second_factor(unit, pak_tono.staff_id, reason=REASON)


def test_an_administrator_signs_somebody_out_everywhere(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        his = [sessions.open_session(unit, pak_budi.staff_id) for _ in range(2)]
        hers = sessions.open_session(unit, bu_dewi.staff_id)
    with office.reading(pak_tono) as unit:
        assert len(sessions.of_account(unit, pak_budi.staff_id)) == 2
    with office.unit(pak_tono) as unit:
        roster.end_sessions(unit, pak_budi.staff_id)
    with office.reading(CLOCKWORK) as unit:
        assert [bool(sessions.resolve(unit, token)) for token in [*his, hers]] == [
            False,
            False,
            True,
        ]


def test_the_rule_of_the_second_factor_needs_a_reason_and_keeps_it(
    office: Office, pak_tono: StaffMember
) -> None:
    for reason, code in [("", "too_short"), ("ya", "too_short"), ("x" * 301, "too_long")]:
        with pytest.raises(NotValid, match=code), office.unit(pak_tono) as unit:
            roster.demand_second_factor(unit, demanded=True, reason=reason)
    for demanded in (True, False):
        with office.unit(pak_tono) as unit:
            roster.demand_second_factor(unit, demanded=demanded, reason="Surat edaran 12")
        with office.reading(CLOCKWORK) as unit:
            assert second_factor.is_demanded(unit) == demanded
        with pytest.raises(NotNow, match="rule_is_so"), office.unit(pak_tono) as unit:
            roster.demand_second_factor(unit, demanded=demanded, reason="Surat edaran 12")
    with office.reading(pak_tono) as unit:
        acts = [row.act for row in roster.reasons(unit)]
    assert acts == ["staff.second_factor_left_free", "staff.second_factor_demanded"]


def test_nobody_else_touches_accounts(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = pak_tono.staff_id
    for actor in (pak_budi, bu_ratna, BU_SARI):
        for act in (
            lambda unit: roster.every(unit),
            lambda unit: roster.one(unit, number),
            lambda unit: roster.reasons(unit),
            lambda unit: roster.amend(unit, number, person("x", Role.PPID)),
            lambda unit: roster.disable(unit, number, reason=REASON),
            lambda unit: roster.enable(unit, number),
            lambda unit: roster.end_sessions(unit, number),
            lambda unit: roster.remove_second_factor(unit, number, reason=REASON),
            lambda unit: roster.demand_second_factor(unit, demanded=True, reason=REASON),
            lambda unit: sessions.of_account(unit, number),
        ):
            with pytest.raises(NotAllowed), office.unit(actor) as unit:
                act(unit)


def test_an_account_nobody_has_is_nobody_s(office: Office, pak_tono: StaffMember) -> None:
    for act in (roster.one, roster.enable, roster.end_sessions):
        with pytest.raises(NotFound, match="account_unknown"), office.unit(pak_tono) as unit:
            act(unit, 4711)
