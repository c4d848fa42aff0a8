"""What Telegram signs: taken for a short while, for one bot, and never when a letter moved."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from aiogram.utils.web_app import check_webapp_signature
from hypothesis import given
from hypothesis import strategies as st

from admin.init_data import person_of
from office.refusals import NotAllowed
from tests.admin.street import BOT, signed

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PERSON = 700_000_001


def refused(text: str, token: str = BOT, now: datetime = NOW) -> bool:
    with pytest.raises(NotAllowed, match="not_from_telegram"):
        person_of(text, token, now=now)
    return True


def test_a_fresh_signature_says_who_opened_the_page() -> None:
    text = signed(PERSON, NOW)
    assert check_webapp_signature(BOT, text), "another reader of the same rules agrees"
    assert person_of(text, BOT, now=NOW) == PERSON
    assert person_of(text, BOT, now=NOW + timedelta(minutes=59)) == PERSON


@pytest.mark.parametrize("age", [timedelta(minutes=61), timedelta(days=1), timedelta(minutes=-6)])
def test_an_old_signature_or_one_from_the_future_is_refused(age: timedelta) -> None:
    assert refused(signed(PERSON, NOW - age))


def test_the_signature_of_another_bot_is_refused() -> None:
    assert refused(signed(PERSON, NOW, token="1:another"))
    assert refused(signed(PERSON, NOW), token="")


@pytest.mark.parametrize("name", ["user", "auth_date", "query_id", "hash"])
def test_a_part_that_was_changed_or_left_out_is_refused(name: str) -> None:
    fields = dict(parse_qsl(signed(PERSON, NOW)))
    changed = fields[name].replace("1", "2", 1) if "1" in fields[name] else f"{fields[name]}0"
    assert refused(urlencode({**fields, name: changed}))
    del fields[name]
    assert refused(urlencode(fields))


@pytest.mark.parametrize(
    "text", ["", "hash=", "user=1&hash=ä", "x" * 5000, "user=[]&auth_date=1&hash=0", "auth_date=x"]
)
def test_nonsense_is_refused(text: str) -> None:
    assert refused(text)


@given(st.text(max_size=200))
def test_no_text_whatever_gets_through(text: str) -> None:
    assert refused(text)
