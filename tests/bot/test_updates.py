"""Raw updates: each has a natural key and a lane, and nothing whatever is refused."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import updates
from office.inbox import Arrived

SARI = {"id": 700_000_001, "is_bot": False, "first_name": "Sari"}
CHAT = {"id": 700_000_001, "type": "private"}
GROUP = {"id": -100_5, "type": "supergroup"}


def readable(raw: bytes) -> bytes:
    """What is kept of bytes: always text, or nothing could be read back from the inbox."""
    return raw.decode(errors="replace").encode()


def arrived(**update: Any) -> Arrived:
    return updates.arrived(json.dumps(update).encode())


def message(number: int = 7, chat: dict[str, Any] = CHAT, **more: Any) -> dict[str, Any]:
    return {"message_id": number, "date": 1, "chat": chat, "from": SARI, "text": "halo", **more}


def test_a_message_is_known_by_chat_and_number_even_when_update_numbers_restart() -> None:
    first, second = arrived(update_id=5, message=message()), arrived(update_id=1, message=message())
    assert first.key == second.key == "m:700000001:7"
    assert (first.update_id, first.person, first.chat_id) == (5, SARI["id"], CHAT["id"])


def test_the_raw_bytes_are_kept_as_they_came() -> None:
    raw = b'{ "update_id" : 5,\n "message":{"message_id":7,"chat":{"id":1},"x":"\\u00e9"}}'
    assert updates.arrived(raw).raw == raw


def test_in_a_group_everybody_has_a_lane_of_their_own() -> None:
    row = arrived(update_id=5, message=message(chat=GROUP))
    assert (row.key, row.person, row.chat_id) == ("m:-1005:7", SARI["id"], -1005)


def test_a_message_of_nobody_is_in_its_chat_s_lane() -> None:
    anonymous = {"message_id": 7, "chat": GROUP}
    assert arrived(update_id=5, message=anonymous).person == -1005


def test_an_edit_is_not_the_message_it_changes() -> None:
    edits = [
        arrived(update_id=number, edited_message=message(edit_date=date))
        for number, date in ((6, 10), (7, 11), (8, 11))
    ]
    keys = {row.key for row in edits} | {arrived(update_id=5, message=message()).key}
    assert len(keys) == 4


def test_a_press_is_known_by_its_own_name_and_is_in_the_presser_s_lane() -> None:
    press = {"id": "4382bfdwdsb323b2d9", "from": SARI, "data": "a:yes:k", "chat_instance": "1"}
    row = arrived(update_id=5, callback_query={**press, "message": message(chat=GROUP)})
    assert (row.key, row.person, row.chat_id) == ("c:4382bfdwdsb323b2d9", SARI["id"], -1005)
    alone = arrived(update_id=6, callback_query=press)
    assert (alone.key, alone.chat_id) == (row.key, SARI["id"])


def test_blocking_and_letting_in_are_two_occasions() -> None:
    member = {"chat": CHAT, "from": SARI, "date": 10, "new_chat_member": {"status": "kicked"}}
    first = arrived(update_id=5, my_chat_member=member)
    second = arrived(update_id=6, my_chat_member={**member, "date": 12})
    assert first.key != second.key
    assert first.person == second.person == SARI["id"]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 9},
        {"update_id": 9, "poll": {"id": "1"}},
        {"update_id": 9, "message": None},
        {"update_id": 9, "message": "halo"},
        {"update_id": 9, "message": {"message_id": "7"}},
        {"update_id": 9, "callback_query": {"id": "1"}},
    ],
)
def test_what_we_do_not_know_is_filed_in_nobody_s_lane_under_its_number(
    update: dict[str, Any],
) -> None:
    row = arrived(**update)
    assert (row.update_id, row.person, row.chat_id) == (9, 0, 0)
    assert row.key.startswith("u:9:")
    assert arrived(**{**update, "other": 1}).key != row.key


@pytest.mark.parametrize("chat", [2**63, -(2**64)])
def test_an_update_with_an_impossible_chat_is_confirmed_by_its_own_number(chat: int) -> None:
    row = arrived(update_id=9, message=message(chat={"id": chat, "type": "private"}))
    assert (row.update_id, row.person, row.chat_id) == (9, 0, 0)
    assert row.key.startswith("u:9:")


def test_an_impossible_update_number_is_not_kept() -> None:
    assert arrived(update_id=2**63, message=message()).update_id == 0


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"{}"])
def test_what_is_no_update_is_filed_too(raw: bytes) -> None:
    row = updates.arrived(raw)
    assert (row.update_id, row.person, row.raw) == (0, 0, readable(raw))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise(raw: bytes) -> None:
    row = updates.arrived(raw)
    assert row.raw == readable(raw)
    assert 0 < len(row.key) <= 120


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "message_id", "chat", "from", "date", "message", "edit_date"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["update_id", "message", "edited_message", "callback_query", "my_chat_member"]
        ),
        _json,
        max_size=3,
    )
)
def test_no_json_however_odd_raises(update: dict[str, Any]) -> None:
    raw = json.dumps(update).encode()
    row = updates.arrived(raw)
    assert row.raw == readable(raw)
    assert 0 < len(row.key) <= 120


def test_an_answer_of_telegram_is_taken_apart_without_losing_anything() -> None:
    rows = [{"update_id": 1, "message": message()}, {"update_id": 2, "poll": {"a": [1, {}]}}, "x"]
    body = json.dumps({"ok": True, "result": rows}).encode()
    assert [json.loads(row.raw) for row in updates.batch(body)] == rows
    assert updates.batch(b'{"ok":true,"result":[]}') == []
    assert updates.batch(b'{"ok":false}') == []


@pytest.mark.parametrize("body", [b"", b"<html>502</html>", b"[]", b'{"result":[]}'])
def test_what_is_no_answer_of_telegram_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        updates.batch(body)
