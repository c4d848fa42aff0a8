"""Keys of other offices: shown once, kept as fingerprints, bounded, revocable, journaled."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from office import api_keys, journal, regional
from office.api_keys import ApiKey, Key, Scope, Wanted
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.people import CLOCKWORK, staff_member

REGISTER = frozenset({Scope.REGISTER})


@pytest.fixture
def pak_tono(office: Office) -> StaffMember:
    """The system's administrator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tono", "Tono TI", Role.SYSADMIN)


def made(office: Office, by: StaffMember, **changes: object) -> str:
    wanted = {"name": "Dasbor Diskominfo", "scopes": REGISTER, "days": 30, **changes}
    with office.unit(by) as unit:
        return api_keys.make(unit, Wanted(**wanted))  # type: ignore[arg-type]


def resolved(office: Office, token: str) -> Key | None:
    with office.reading(CLOCKWORK) as unit:
        try:
            return api_keys.resolve(unit, token)
        except NotFound:
            return None


def acts(office: Office) -> Iterator[str]:
    with office.reading(CLOCKWORK) as unit:
        yield from unit.session.scalars(select(journal.journal.c.act).order_by("id"))


def test_a_key_opens_what_it_was_made_for(office: Office, pak_tono: StaffMember) -> None:
    key = resolved(office, made(office, pak_tono))
    assert key is not None
    assert (key.name, key.scopes, key.regional_office) == ("Dasbor Diskominfo", REGISTER, None)


def test_nobody_who_reads_the_database_can_use_a_key(office: Office, pak_tono: StaffMember) -> None:
    token = made(office, pak_tono)
    with office.reading(CLOCKWORK) as unit:
        row = unit.session.scalars(select(ApiKey)).one()
        kept = " ".join(str(getattr(row, column.key)) for column in ApiKey.__table__.c)
        hint, fingerprint = row.hint, row.token_hash
    assert token not in kept
    assert len(token) > 40
    assert token.startswith(hint)
    assert resolved(office, fingerprint) is None


def test_a_key_ends_by_itself(office: Office, pak_tono: StaffMember, clock: StandingClock) -> None:
    token = made(office, pak_tono)
    clock.advance(timedelta(days=30, seconds=-1))
    assert resolved(office, token) is not None
    clock.advance(timedelta(seconds=1))
    assert resolved(office, token) is None


def test_a_revoked_key_opens_nothing_from_that_moment(
    office: Office, pak_tono: StaffMember
) -> None:
    token, other = made(office, pak_tono), made(office, pak_tono)
    key = resolved(office, token)
    assert key is not None
    with office.unit(pak_tono) as unit:
        api_keys.revoke(unit, key.number)
    assert resolved(office, token) is None
    assert resolved(office, other) is not None
    with office.unit(pak_tono) as unit, pytest.raises(NotNow, match="api_key_revoked"):
        api_keys.revoke(unit, key.number)
    with office.unit(pak_tono) as unit, pytest.raises(NotFound):
        api_keys.revoke(unit, 4711)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "x"}, "too_short"),
        ({"name": "x" * 101}, "too_long"),
        ({"scopes": frozenset()}, "api_key_opens_nothing"),
        ({"days": 3650}, "choice_unclear"),
        ({"per_minute": 0}, "api_pace_between"),
        ({"per_minute": 601}, "api_pace_between"),
        ({"regional_office": 99}, "choice_unclear"),
    ],
)
def test_a_key_that_nobody_could_answer_for_is_not_made(
    office: Office, pak_tono: StaffMember, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(NotValid, match=code):
        made(office, pak_tono, **changes)


def test_a_key_for_an_office_that_was_closed_is_not_made(
    office: Office, pak_tono: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        number = regional.add(unit, "Bappeda")
    assert resolved(office, made(office, pak_tono, regional_office=number)) is not None
    with office.unit(CLOCKWORK) as unit:
        regional.close(unit, number)
    with pytest.raises(NotValid, match="choice_unclear"):
        made(office, pak_tono, regional_office=number)


def test_only_who_manages_the_interface_makes_sees_and_revokes_keys(
    office: Office, pak_tono: StaffMember, pak_budi: StaffMember
) -> None:
    made(office, pak_tono)
    with pytest.raises(NotAllowed):
        made(office, pak_budi)
    with office.unit(pak_budi) as unit:
        with pytest.raises(NotAllowed):
            api_keys.every(unit)
        with pytest.raises(NotAllowed):
            api_keys.revoke(unit, 1)


def test_the_journal_hears_of_a_key_once_a_day_and_never_of_its_token(
    office: Office, pak_tono: StaffMember, clock: StandingClock
) -> None:
    key = resolved(office, token := made(office, pak_tono))
    assert key is not None
    assert key.is_stale
    for hours in (0, 1, 30):
        clock.advance(timedelta(hours=hours))
        with office.unit(CLOCKWORK) as unit:
            api_keys.touch(unit, key.number)
    with office.unit(pak_tono) as unit:
        api_keys.revoke(unit, key.number)
    told = [act for act in acts(office) if act.startswith("api_key.")]
    assert told == ["api_key.made", "api_key.used", "api_key.used", "api_key.revoked"]
    with office.reading(pak_tono) as unit:
        (shown,) = api_keys.every(unit)
        journaled = str(unit.session.execute(select(journal.journal)).all())
    assert shown.last_used_at == clock.now()
    assert not shown.is_usable
    assert token not in journaled
