"""What citizens see: news by cursor, buttons that work, files, and the page itself."""

import asyncio

import pytest

from tests.practice.street import Street


async def test_the_order_of_the_bot_is_visible(street: Street) -> None:
    sari, budi = await street.started(), await street.started("Pak Budi")
    for number in range(10):
        await street.send(sari if number % 2 else budi, f"pesan {number}")
    lines = await street.ask("transcript")
    assert [line["text"] for line in lines] == [f"pesan {number}" for number in range(10)]
    assert [line["order"] for line in lines] == list(range(1, 11))
    assert sorted(line["at"] for line in lines) == [line["at"] for line in lines]
    orders = [message["order"] for message in (await street.look(sari))["messages"][1:]]
    assert orders == [2, 4, 6, 8, 10]
    assert [line["order"] for line in await street.ask("transcript", after=8)] == [9, 10]


async def test_waiting_ends_at_once_with_the_next_message(street: Street) -> None:
    sari = await street.started()
    cursor = (await street.look(sari))["cursor"]
    waiting = asyncio.create_task(street.look(sari, after=cursor, wait=20))
    await asyncio.sleep(0.05)
    sent = await street.send(sari, "Halo")
    news = await asyncio.wait_for(waiting, 1)
    assert [message["message_id"] for message in news["messages"]] == [sent["message_id"]]


async def test_the_cursor_moves_on_edits_and_deletions(street: Street) -> None:
    sari = await street.started()
    first, second = await street.send(sari, "satu"), await street.send(sari, "dua")
    cursor = (await street.look(sari))["cursor"]
    edit = {"chat_id": sari, "message_id": first["message_id"]}
    await street.api("editMessageText", **edit, text="satu baru")
    await street.api("deleteMessage", chat_id=sari, message_id=second["message_id"])
    news = await street.look(sari, after=cursor)
    assert [(found["text"], found["edited"], found["deleted"]) for found in news["messages"]] == [
        ("satu baru", True, False),
        ("dua", False, True),
    ]
    assert (await street.look(sari, after=news["cursor"]))["messages"] == []


async def test_only_the_bots_messages_can_be_waited_for(street: Street) -> None:
    sari = await street.started()
    cursor = (await street.look(sari))["cursor"]
    waiting = asyncio.create_task(street.look(sari, after=cursor, wait=20, **{"from": "bot"}))
    await street.say(sari, "halo")
    await street.api("sendChatAction", chat_id=sari, action="typing")
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await street.send(sari, "jawaban")
    assert [found["text"] for found in (await waiting)["messages"]] == ["jawaban"]


async def test_a_reply_keyboard_sends_its_text_or_shares_the_contact(street: Street) -> None:
    sari = await street.started()
    keyboard = {"keyboard": [["Kirim", {"text": "Bagikan nomor", "request_contact": True}]]}
    await street.send(sari, "Pilih", reply_markup=keyboard)
    await street.press(sari, label="Kirim")
    await street.press(sari, label="Bagikan nomor")
    sent, contact = [update["message"] for update in await street.updates()]
    assert sent["text"] == "Kirim"
    assert contact["contact"]["user_id"] == sari
    assert contact["contact"]["phone_number"].startswith("62812")


async def test_a_contact_may_belong_to_somebody_else(street: Street) -> None:
    sari, budi = await street.started(), await street.newcomer("Pak Budi")
    await street.do(f"citizens/{sari}/contact", phone="628555", of=budi)
    contact = (await street.updates())[0]["message"]["contact"]
    assert contact == {"phone_number": "628555", "first_name": "Pak Budi", "user_id": budi}


async def test_an_inline_query_gets_its_answer(street: Street) -> None:
    sari = await street.started()
    asked = (await street.do(f"citizens/{sari}/inline", query="desa"))["inline_query_id"]
    assert await street.ask(f"inline/{asked}") is None
    await street.updates()
    article = {"type": "article", "id": "1", "title": "Anggaran desa"}
    await street.api("answerInlineQuery", inline_query_id=asked, results=[article])
    assert (await street.ask(f"inline/{asked}"))["results"] == [article]


async def test_blocking_and_unblocking_are_told_to_the_bot(street: Street) -> None:
    sari = await street.started()
    await street.do(f"citizens/{sari}/block")
    await street.do(f"citizens/{sari}/unblock")
    changes = [update["my_chat_member"] for update in await street.updates()]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_the_command_menu_follows_scope_and_language(street: Street) -> None:
    ani = await street.newcomer("Ani", language="en")
    sari = await street.newcomer()
    usual = [{"command": "mulai", "description": "Mulai"}]
    english = [{"command": "start", "description": "Begin"}]
    await street.api("setMyCommands", commands=usual, scope={"type": "all_private_chats"})
    await street.api(
        "setMyCommands",
        commands=english,
        scope={"type": "all_private_chats"},
        language_code="en",
    )
    assert (await street.ask("bot", citizen=sari))["commands"] == usual
    assert (await street.ask("bot", citizen=ani))["commands"] == english


@pytest.mark.parametrize("name", ["index.html", "practice.css", "practice.js", "bubbles.js"])
async def test_the_page_is_served_under_a_strict_policy(street: Street, name: str) -> None:
    path = "/" if name == "index.html" else f"/page/{name}"
    async with street.session.get(path) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    for danger in ("http://", "https://", "innerHTML", "style="):
        assert danger not in page


async def test_wrong_wishes_are_answered_in_plain_words(street: Street) -> None:
    sari = await street.started()
    assert (await street.attempt(f"citizens/{sari}/text", text=" "))[0] == 400
    assert (await street.attempt(f"citizens/{sari}/text", text=5))[0] == 400
    assert (await street.attempt("citizens/77/text", text="x")) == (
        404,
        {"error": "no such citizen"},
    )
    edit = f"citizens/{sari}/edit"
    assert (await street.attempt(edit, message_id=999, text="x"))[0] == 404


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([{"type": "article", "id": ""}], "RESULT_ID_INVALID"),
        ([{"type": "article", "id": "a" * 65}], "RESULT_ID_INVALID"),
        ([{"type": "article", "id": "1"}] * 2, "RESULT_ID_DUPLICATE"),
        ([{"id": "1"}], "expected an Object with a type"),
        (
            [
                {
                    "type": "article",
                    "id": "1",
                    "reply_markup": {"inline_keyboard": [[{"text": "x"}]]},
                }
            ],
            "Text buttons are unallowed",
        ),
    ],
)
async def test_an_inline_answer_that_telegram_would_refuse_is_refused(
    street: Street, results: list[dict[str, object]], reason: str
) -> None:
    sari = await street.started()
    asked = (await street.do(f"citizens/{sari}/inline", query="desa"))["inline_query_id"]
    await street.updates()
    _, said = await street.refused("answerInlineQuery", inline_query_id=asked, results=results)
    assert reason in said
