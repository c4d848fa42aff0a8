"""Invitations: a link that opens once, for three days, by which its owner chooses a password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from office import invitations, journal, passkeys, roster, second_factor, sessions, staff
from office.clock import StandingClock
from office.invitations import Accepted, Invitation
from office.links import OneTimeLink
from office.passkeys import PublicHalf
from office.people import Clockwork, Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office, Unit
from office.writer import Writer
from tests.people import BU_SARI, CLOCKWORK, PASSWORD, staff_member

DOOR = Clockwork("panel")
NEW = "$argon2id$baru"


@pytest.fixture
def pak_tono(office: Office) -> StaffMember:
    """The administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)


def invited(office: Office, actor: StaffMember, login: str = "lina") -> Invitation:
    with office.unit(actor) as unit:
        return invitations.invite(unit, login=login, name="Lina", roles=[Role.KB_CURATOR])


def opens(office: Office, token: str) -> bool:
    with office.reading(DOOR) as unit:
        try:
            invitations.look(unit, token)
        except NotFound:
            return False
    return True


def accepts(office: Office, token: str, password_hash: str = NEW) -> Accepted:
    with office.unit(DOOR) as unit:
        return invitations.accept(unit, token, password_hash=password_hash)


def test_somebody_new_chooses_the_password_of_an_account_nobody_could_open(
    office: Office, pak_tono: StaffMember
) -> None:
    made = invited(office, pak_tono)
    with office.reading(DOOR) as unit:
        assert staff.credentials(unit, "lina").member is None
        whom = invitations.look(unit, made.token)
    assert (whom.number, whom.login, whom.name, whom.is_new) == (made.number, "lina", "Lina", True)
    accepted = accepts(office, made.token)
    assert accepted.may_enter
    assert accepted.member == StaffMember(made.number, "Lina", frozenset({Role.KB_CURATOR}))
    with office.reading(DOOR) as unit:
        assert staff.credentials(unit, "lina").password == NEW


def test_a_link_opens_once(office: Office, pak_tono: StaffMember) -> None:
    made = invited(office, pak_tono)
    accepts(office, made.token)
    assert not opens(office, made.token)
    with pytest.raises(NotFound, match="invitation_unknown"):
        accepts(office, made.token, "$argon2id$lain")


def test_of_many_who_use_a_link_at_once_one_gets_through(
    office: Office, pak_tono: StaffMember, writer: Writer
) -> None:
    made = invited(office, pak_tono)

    def one(number: int) -> str:
        try:
            writer.do(
                lambda unit: invitations.accept(unit, made.token, password_hash=f"$h${number}"),
                DOOR,
            )
        except NotFound:
            return "too late"
        return "in"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == ["in", "too late", "too late", "too late"]


def test_a_link_lives_three_days(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    made = invited(office, pak_tono)
    assert made.until - clock.now() == timedelta(days=3)
    clock.advance(timedelta(days=3) - timedelta(seconds=1))
    assert opens(office, made.token)
    clock.advance(timedelta(seconds=1))
    assert not opens(office, made.token)


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "' OR 1=1 --", "\udcff", "a" * 9000])
def test_an_invented_link_opens_nothing(office: Office, pak_tono: StaffMember, token: str) -> None:
    invited(office, pak_tono)
    assert not opens(office, token)


def test_neither_database_nor_journal_holds_a_link(office: Office, pak_tono: StaffMember) -> None:
    made = invited(office, pak_tono)
    with office.reading(DOOR) as unit:
        kept = unit.session.scalars(select(OneTimeLink.token_hash)).all()
        lines = journal.page(unit.session)
    assert [line.act for line in lines][:2] == ["staff.invited", "staff.added"]
    assert made.token not in f"{kept}{lines}"


def test_a_new_link_closes_the_one_before(office: Office, pak_tono: StaffMember) -> None:
    made = invited(office, pak_tono)
    with office.unit(pak_tono) as unit:
        again = invitations.renew(unit, made.number)
    assert (opens(office, made.token), opens(office, again.token)) == (False, True)


def test_a_link_is_taken_back(office: Office, pak_tono: StaffMember) -> None:
    made = invited(office, pak_tono)
    with office.unit(pak_tono) as unit:
        assert list(invitations.pending(unit)) == [made.number]
        invitations.withdraw(unit, made.number)
    assert not opens(office, made.token)
    with pytest.raises(NotNow, match="invitation_closed"), office.unit(pak_tono) as unit:
        invitations.withdraw(unit, made.number)


def test_a_forgotten_password_lives_until_its_link_is_used_and_every_browser_ends(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        token = sessions.open_session(unit, pak_budi.staff_id)
    with office.unit(pak_tono) as unit:
        made = invitations.renew(unit, pak_budi.staff_id)
    with office.reading(DOOR) as unit:
        assert not invitations.look(unit, made.token).is_new
        assert staff.password_fits(staff.credentials(unit, "budi").password, PASSWORD)
        assert sessions.resolve(unit, token)
    accepts(office, made.token, staff.hash_password("kata-sandi-yang-baru"))
    with office.reading(DOOR) as unit:
        assert not staff.password_fits(staff.credentials(unit, "budi").password, PASSWORD)
        assert sessions.resolve(unit, token) is None
        assert journal.page(unit.session)[0].act == "staff.password_renewed"


def a_key(unit: Unit, credential: bytes) -> None:
    """Give whoever acts a key."""
    half = PublicHalf(credential, b"public", 0, "panel.example")
    passkeys.add(unit, passkeys.challenge_for_new(unit), half, name="laptop")


def test_a_forgotten_password_leaves_no_key_to_the_account_and_everybody_else_theirs(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    for owner, credentials in ((pak_budi, (b"b1", b"b2")), (pak_tono, (b"t1",))):
        for credential in credentials:
            with office.unit(owner) as unit:
                a_key(unit, credential)
    with office.unit(pak_tono) as unit:
        made = invitations.renew(unit, pak_budi.staff_id)
    with office.reading(DOOR) as unit:
        assert invitations.look(unit, made.token).passkeys == 2
        assert passkeys.holder(unit, b"b1"), "nothing has happened yet"
    accepts(office, made.token)
    with office.reading(DOOR) as unit:
        assert passkeys.counts(unit) == {pak_tono.staff_id: 1}
        lines = journal.page(unit.session, subject=f"staff:{pak_budi.staff_id}")
    assert [line.act for line in lines][:2] == ["staff.password_renewed", "staff.passkeys_removed"]


def test_a_link_does_not_stand_in_for_the_second_factor(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
    with office.unit(pak_tono) as unit:
        made = invitations.renew(unit, pak_budi.staff_id)
    assert not accepts(office, made.token).may_enter
    with office.reading(DOOR) as unit:
        assert staff.credentials(unit, "budi").totp == "JBSWY3DPEHPK3PXP"


def test_nobody_makes_a_link_to_their_own_account(office: Office, pak_tono: StaffMember) -> None:
    with pytest.raises(NotAllowed, match="own_account_elsewhere"), office.unit(pak_tono) as unit:
        invitations.renew(unit, pak_tono.staff_id)


def test_switching_an_account_off_closes_its_link(office: Office, pak_tono: StaffMember) -> None:
    made = invited(office, pak_tono)
    with office.unit(pak_tono) as unit:
        roster.disable(unit, made.number, reason="salah orang")
    assert not opens(office, made.token)
    with pytest.raises(NotNow, match="account_disabled"), office.unit(pak_tono) as unit:
        invitations.renew(unit, made.number)
    with office.unit(pak_tono) as unit:
        roster.enable(unit, made.number)
    assert not opens(office, made.token), "it stays closed"


def test_only_administrators_invite(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    made = invited(office, pak_tono)
    for actor in (pak_budi, BU_SARI):
        for act in (invitations.renew, invitations.withdraw):
            with pytest.raises(NotAllowed), office.unit(actor) as unit:
                act(unit, made.number)
        with pytest.raises(NotAllowed):
            invited(office, actor, "lain")  # type: ignore[arg-type]
    with pytest.raises(NotValid, match="login_taken"):
        invited(office, pak_tono)
    with pytest.raises(NotFound, match="account_unknown"), office.unit(pak_tono) as unit:
        invitations.renew(unit, 4711)
