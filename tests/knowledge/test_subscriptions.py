"""Subscriptions: one's own, of a programme or a village, and never very many."""

import pytest

from knowledge import subscriptions
from knowledge.subscriptions import MOST
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.programme_desk import PROGRAMME, planned, programme, subscribed
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def test_a_citizen_sees_what_was_subscribed_to_and_nobody_else_s(
    office: Office, pak_budi: StaffMember
) -> None:
    planned(office, pak_budi, programme(office), village="Desa Kepet")
    assert subscribed(office, BU_SARI, programme=PROGRAMME)
    assert subscribed(office, BU_SARI, village="kepet")
    assert subscribed(office, BU_SARI, village="desa sumber rejo")
    with office.reading(BU_SARI) as unit:
        mine = subscriptions.own(unit)
        assert [(one.programme, one.name) for one in mine] == [
            (PROGRAMME, "Gotong Royong Desa"),
            ("", "Desa Kepet"),
            ("", "Sumber Rejo"),
        ]
        assert subscriptions.has(unit, PROGRAMME)
    with office.reading(PAK_JOKO) as unit:
        assert subscriptions.own(unit) == ()
        assert not subscriptions.has(unit, PROGRAMME)


def test_subscribing_twice_is_one_subscription(office: Office) -> None:
    programme(office)
    assert subscribed(office, BU_SARI, programme=PROGRAMME)
    assert not subscribed(office, BU_SARI, programme=PROGRAMME)
    assert subscribed(office, BU_SARI, village="Desa Kepet")
    assert not subscribed(office, BU_SARI, village="kepet")


def test_a_citizen_can_stop_one_or_everything(office: Office) -> None:
    programme(office)
    for to in ({"programme": PROGRAMME}, {"village": "Kepet"}, {"village": "Muneng"}):
        subscribed(office, BU_SARI, **to)
    with office.unit(BU_SARI) as unit:
        assert subscriptions.unsubscribe(unit, village="Desa KEPET")
        assert not subscriptions.unsubscribe(unit, village="Kepet")
    with office.unit(BU_SARI) as unit:
        assert subscriptions.unsubscribe_all(unit) == 2
        assert subscriptions.unsubscribe_all(unit) == 0
    with office.reading(BU_SARI) as unit:
        assert subscriptions.own(unit) == ()


def test_only_one_s_own_subscription_can_be_ended_by_its_number(office: Office) -> None:
    subscribed(office, BU_SARI, village="Kepet")
    with office.reading(BU_SARI) as unit:
        (mine,) = subscriptions.own(unit)
    with office.unit(PAK_JOKO) as unit:
        assert not subscriptions.stop(unit, mine.id)
    with office.unit(BU_SARI) as unit:
        assert subscriptions.stop(unit, mine.id)
        assert not subscriptions.stop(unit, mine.id)


def test_staff_see_how_many_hear_of_what(office: Office, pak_budi: StaffMember) -> None:
    programme(office)
    subscribed(office, BU_SARI, programme=PROGRAMME)
    subscribed(office, PAK_JOKO, programme=PROGRAMME)
    subscribed(office, BU_SARI, village="Kepet")
    with office.reading(pak_budi) as unit:
        counted = subscriptions.counts(unit)
        assert counted.programmes == {PROGRAMME: 2}
        assert counted.villages == {"kepet": 1}
        assert counted.people == 2
        assert len(subscriptions.audience(unit, PROGRAMME, "Desa Kepet")) == 2


@pytest.mark.parametrize("name", ["", "ab", "3507152102900001", "a" * 61, "desa", "12 34 56"])
def test_what_is_no_village_is_refused(office: Office, name: str) -> None:
    if name == "desa":
        assert subscribed(office, BU_SARI, village=name)
        return
    with pytest.raises(NotValid, match="village_unclear"):
        subscribed(office, BU_SARI, village=name)


def test_an_unknown_programme_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound, match="programme_unknown"):
        subscribed(office, BU_SARI, programme="tidak-ada")


def test_there_is_an_end_to_subscribing(office: Office) -> None:
    names = [f"desa {first}{second}a" for first in "bcdfgh" for second in "aeiou"]
    for name in names[:MOST]:
        assert subscribed(office, BU_SARI, village=name)
    with pytest.raises(NotNow, match="too_many_subscriptions"):
        subscribed(office, BU_SARI, village="Kepet")


def test_only_citizens_subscribe_and_only_curators_count(
    office: Office, pak_budi: StaffMember
) -> None:
    for actor in (pak_budi, CLOCKWORK):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            subscriptions.subscribe(unit, village="Kepet")
    with pytest.raises(NotAllowed), office.reading(BU_SARI) as unit:
        subscriptions.counts(unit)
