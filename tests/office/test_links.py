"""Addresses that open once: single use, a short life, one purpose, and only fingerprints kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from office import links
from office.clock import StandingClock
from office.links import OneTimeLink
from office.refusals import NotFound
from office.unit import Office
from tests.people import CLOCKWORK

A_QUARTER = timedelta(minutes=15)


def made(office: Office, subject: str = "draft-1", purpose: str = "identity") -> str:
    with office.unit(CLOCKWORK) as unit:
        return links.make(unit, purpose, subject, lives=A_QUARTER)


def used(office: Office, token: str, purpose: str = "identity") -> str:
    with office.unit(CLOCKWORK) as unit:
        return links.use(unit, token, purpose)


def opens(office: Office, token: str, purpose: str = "identity") -> bool:
    with office.reading(CLOCKWORK) as unit:
        try:
            links.look(unit, token, purpose)
        except NotFound:
            return False
        return True


def kept(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count()).select_from(OneTimeLink)) or 0


def test_a_link_opens_its_subject_as_often_as_one_looks_and_once_when_used(office: Office) -> None:
    token = made(office)
    assert opens(office, token)
    assert opens(office, token)
    assert used(office, token) == "draft-1"
    with pytest.raises(NotFound, match="link_unknown"):
        used(office, token)
    assert not opens(office, token)


def test_a_link_dies_after_its_time(office: Office, clock: StandingClock) -> None:
    token = made(office)
    clock.instant += A_QUARTER - timedelta(seconds=1)
    assert opens(office, token)
    clock.instant += timedelta(seconds=1)
    assert not opens(office, token)
    with pytest.raises(NotFound, match="link_unknown"):
        used(office, token)


@pytest.mark.parametrize("token", ["", "x" * 43, "\udcff", "a" * 10_000, "' or 1=1"])
def test_a_guess_opens_nothing(office: Office, token: str) -> None:
    made(office)
    assert not opens(office, token)


def test_a_link_is_good_for_its_own_purpose_only(office: Office) -> None:
    token = made(office)
    assert not opens(office, token, "receipt")
    with pytest.raises(NotFound, match="link_unknown"):
        used(office, token, "receipt")
    assert opens(office, token)


def test_the_token_itself_is_nowhere_in_the_book(office: Office) -> None:
    token = made(office)
    with office.reading(CLOCKWORK) as unit:
        row = unit.session.scalars(select(OneTimeLink)).one()
        assert token not in {row.token_hash, row.purpose, row.subject}
        assert len(row.token_hash) == 64


def test_a_use_that_is_taken_back_leaves_the_link_as_it_was(office: Office) -> None:
    token = made(office)
    with pytest.raises(RuntimeError), office.unit(CLOCKWORK) as unit:
        links.use(unit, token, "identity")
        raise RuntimeError
    assert opens(office, token)


def test_withdrawing_closes_every_link_to_a_subject_and_no_other(office: Office) -> None:
    first, second, other = made(office), made(office), made(office, "draft-2")
    with office.unit(CLOCKWORK) as unit:
        links.withdraw(unit, "identity", "draft-1")
    assert [opens(office, token) for token in (first, second, other)] == [False, False, True]


def test_old_links_are_forgotten_and_living_ones_stay(office: Office, clock: StandingClock) -> None:
    made(office)
    clock.instant += timedelta(days=7)
    living = made(office, "draft-2")
    with office.unit(CLOCKWORK) as unit:
        links.forget(unit, before=unit.now - timedelta(days=6))
    assert kept(office) == 1
    assert opens(office, living)
