"""Signed-in browsers: each can be ended, idle ones end by themselves, no token is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from office import journal, second_factor, sessions
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotFound
from office.sessions import IDLE, LONGEST, SignedIn
from office.staff import Account
from office.unit import Office
from tests.people import CLOCKWORK


def sign_in(office: Office, member: StaffMember, browser: str = "") -> str:
    with office.unit(CLOCKWORK) as unit:
        return sessions.open_session(unit, member.staff_id, browser=browser)


def who(office: Office, token: str) -> StaffMember | None:
    with office.reading(CLOCKWORK) as unit:
        found = sessions.resolve(unit, token)
    return found and found.member


def touch(office: Office, token: str) -> None:
    with office.unit(CLOCKWORK) as unit:
        sessions.touch(unit, token)


def test_a_token_stands_for_whoever_signed_in_and_is_not_kept(
    office: Office, pak_budi: StaffMember
) -> None:
    token = sign_in(office, pak_budi)
    assert who(office, token) == pak_budi
    assert sign_in(office, pak_budi) != token
    with office.reading(CLOCKWORK) as unit:
        kept = unit.session.scalars(select(SignedIn.token_hash)).all()
    assert token not in kept


@pytest.mark.parametrize("token", ["", "x", "é", "' OR 1=1 --", "a" * 10_000])
def test_an_invented_token_is_nobody_s(office: Office, pak_budi: StaffMember, token: str) -> None:
    sign_in(office, pak_budi)
    assert who(office, token) is None
    touch(office, token)


def test_a_browser_left_alone_is_signed_out(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    token = sign_in(office, pak_budi)
    clock.advance(IDLE)
    assert who(office, token) == pak_budi
    clock.advance(timedelta(seconds=1))
    assert who(office, token) is None


def test_even_a_busy_browser_is_signed_out_at_the_end_of_the_day(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    token = sign_in(office, pak_budi)
    for _ in range(12):
        clock.advance(timedelta(hours=1))
        assert who(office, token) == pak_budi
        touch(office, token)
    clock.advance(timedelta(minutes=1))
    assert who(office, token) is None


def test_a_visit_is_noted_once_a_minute_only(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    token = sign_in(office, pak_budi)
    worth: list[bool] = []
    for seconds in (0, 59, 2):
        clock.advance(timedelta(seconds=seconds))
        with office.reading(CLOCKWORK) as unit:
            found = sessions.resolve(unit, token)
        assert found is not None
        worth.append(found.is_stale)
    assert worth == [False, False, True]


def test_signing_out_ends_this_browser_or_all_the_others(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    first, second, third = (sign_in(office, pak_budi) for _ in range(3))
    hers = sign_in(office, bu_dewi)
    with office.unit(pak_budi) as unit:
        sessions.close_session(unit, third)
    assert who(office, third) is None
    with office.unit(pak_budi) as unit:
        sessions.close_others(unit, second)
    assert [who(office, token) for token in (first, second, hers)] == [None, pak_budi, bu_dewi]


def test_switching_an_account_off_ends_its_browsers_at_once(
    office: Office, pak_budi: StaffMember
) -> None:
    token = sign_in(office, pak_budi)
    with office.unit(CLOCKWORK) as unit:
        unit.session.get_one(Account, pak_budi.staff_id).active = False
    assert who(office, token) is None


def test_what_nobody_can_use_any_more_is_forgotten(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    sign_in(office, pak_budi)
    clock.advance(LONGEST + timedelta(seconds=1))
    fresh = sign_in(office, pak_budi)
    with office.unit(CLOCKWORK) as unit:
        sessions.forget_expired(unit)
        assert len(unit.session.scalars(select(SignedIn)).all()) == 1
    assert who(office, fresh) == pak_budi


def test_everybody_sees_their_own_browsers_and_this_one_first(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    here = sign_in(office, pak_budi, "Firefox di Linux")
    clock.advance(timedelta(minutes=5))
    sign_in(office, pak_budi, "Chrome di Android" + "x" * 90)
    sign_in(office, bu_dewi, "Safari di Mac")
    with office.reading(pak_budi) as unit:
        listed = sessions.own(unit, here)
    assert [(row.browser[:17], row.is_this) for row in listed] == [
        ("Firefox di Linux", True),
        ("Chrome di Android", False),
    ]
    assert len(listed[1].browser) == 60
    assert listed[1].opened_at - listed[0].opened_at == timedelta(minutes=5)
    assert here not in str(listed)


def test_a_browser_that_was_left_alone_is_not_listed(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    sign_in(office, pak_budi)
    clock.advance(IDLE + timedelta(seconds=1))
    here = sign_in(office, pak_budi)
    with office.reading(pak_budi) as unit:
        assert [row.is_this for row in sessions.own(unit, here)] == [True]


def test_one_browser_is_ended_by_its_owner_alone(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    here, there = sign_in(office, pak_budi), sign_in(office, pak_budi)
    with office.reading(pak_budi) as unit:
        other = sessions.own(unit, here)[1].handle
    for actor, handle in ((bu_dewi, other), (pak_budi, ""), (pak_budi, "x" * 16)):
        with pytest.raises(NotFound, match="session_unknown"), office.unit(actor) as unit:
            sessions.end_one(unit, handle)
    with office.unit(pak_budi) as unit:
        sessions.end_one(unit, other)
    assert (who(office, here), who(office, there)) == (pak_budi, None)


def test_ending_the_others_is_journaled_and_leaves_this_one(
    office: Office, pak_budi: StaffMember
) -> None:
    here, there = sign_in(office, pak_budi), sign_in(office, pak_budi)
    with office.unit(pak_budi) as unit:
        sessions.end_others(unit, here)
    assert (who(office, here), who(office, there)) == (pak_budi, None)
    with office.reading(CLOCKWORK) as unit:
        assert journal.page(unit.session)[0].act == "staff.other_sessions_ended"


def test_the_account_remembers_when_it_was_last_seen(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    token = sign_in(office, pak_budi)
    clock.advance(timedelta(minutes=7))
    touch(office, token)
    clock.advance(LONGEST)
    with office.unit(CLOCKWORK) as unit:
        sessions.forget_expired(unit)
        seen = unit.session.get_one(Account, pak_budi.staff_id).seen_at
    assert seen == clock.now() - LONGEST


def test_whoever_has_no_second_factor_must_set_it_up_where_it_is_demanded(
    office: Office, pak_budi: StaffMember
) -> None:
    def must(token: str) -> bool:
        with office.reading(CLOCKWORK) as unit:
            found = sessions.resolve(unit, token)
        assert found is not None
        return found.must_set_up

    token = sign_in(office, pak_budi)
    assert not must(token)
    with office.unit(CLOCKWORK) as unit:
        second_factor.set_rule(unit, demanded=True)
    assert must(token)
    with office.unit(pak_budi) as unit:
        second_factor.switch_on(unit, "JBSWY3DPEHPK3PXP")
    assert not must(token)
