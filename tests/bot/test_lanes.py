"""In which lane somebody waits: by what they wrote, and by what they have running."""

import pytest
from sqlalchemy import select

from bot.handlers import staff
from bot.handlers.lanes import lane_of
from bot.standing import Standing
from bot.turn import Arrival, Turn
from knowledge.escalation.tables import Escalation
from knowledge.escalation.words import Lane
from office.unit import Office
from register import requests
from tests.bot.booth import Booth
from tests.people import BU_SARI, a_form

ALARM = "tolong ada kebakaran di rumah tetangga"
LURE = "daftar slot gacor maxwin https://judi.top"
MONDAY = "kapan kantor buka hari Senin?"


def lane(booth: Booth, *texts: str, is_formal: bool = False) -> Lane:
    with booth.office.reading(booth.person) as unit:
        turn = Turn(unit, Arrival(booth.person.person, 1), Standing(), booth.shelf)
        return lane_of(turn, texts, is_formal=is_formal)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((MONDAY,), Lane.GENERAL),
        ((), Lane.GENERAL),
        ((MONDAY, ALARM), Lane.URGENT),
        ((LURE, ALARM), Lane.URGENT),
        ((LURE,), Lane.SPAM),
    ],
)
def test_the_words_tell(office: Office, texts: tuple[str, ...], expected: Lane) -> None:
    assert lane(Booth(office), *texts) is expected


def test_a_running_request_is_formal_and_never_spam(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="d")
    assert lane(Booth(office), MONDAY) is Lane.FORMAL
    assert lane(Booth(office), LURE) is Lane.FORMAL
    assert lane(Booth(office), ALARM) is Lane.URGENT


def test_a_request_that_is_over_is_formal_only_from_its_own_page(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        number = requests.submit(unit, a_form(), draft_key="d").number
    with office.unit(BU_SARI) as unit:
        requests.withdraw(unit, number)
    assert lane(Booth(office), MONDAY) is Lane.GENERAL
    assert lane(Booth(office), MONDAY, is_formal=True) is Lane.FORMAL


def test_what_was_asked_before_goes_along_and_decides(office: Office) -> None:
    booth = Booth(office)
    booth.asks(ALARM)
    booth.does(staff.hand_over)
    with office.reading(BU_SARI) as unit:
        (kept,) = unit.session.scalars(select(Escalation.lane))
    assert kept == Lane.URGENT


def test_somebody_already_with_staff_is_raised_and_never_lowered(office: Office) -> None:
    booth = Booth(office)
    for text, expected in ((MONDAY, Lane.GENERAL), (ALARM, Lane.URGENT), (LURE, Lane.URGENT)):
        booth.place = Standing(memory={"recent": [text]})
        booth.does(staff.hand_over)
        with office.reading(BU_SARI) as unit:
            (kept,) = unit.session.scalars(select(Escalation.lane))
        assert kept == expected
