"""What Telegram refuses, the room refuses, in the same words."""

import pytest

from tests.practice.street import Street

CANNOT_PARSE = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>tebal", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<h1>judul</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("tutup</b>", "Unexpected end tag at byte offset 5"),
        ("<b", 'Unclosed start tag "b" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a&nbsp;b", 'Unsupported character entity "&nbsp;" at byte offset 1'),
    ],
)
async def test_broken_html_is_refused(street: Street, text: str, reason: str) -> None:
    sari = await street.started()
    refusal = await street.refused("sendMessage", chat_id=sari, text=text, parse_mode="HTML")
    assert refusal == (400, CANNOT_PARSE + reason)


async def test_every_tag_of_telegram_becomes_its_entity(street: Street) -> None:
    sari = await street.started()
    text = (
        "<b>a</b><strong>a</strong><i>a</i><em>a</em><u>a</u><ins>a</ins><s>a</s><del>a</del>"
        '<strike>a</strike><code>a</code><pre><code class="language-py">a</code></pre>'
        '<a href="https://x.id/?a=1&amp;b=2">a</a><tg-spoiler>a</tg-spoiler>'
        '<span class="tg-spoiler">a</span><blockquote>a</blockquote>'
        '<blockquote expandable>a</blockquote><tg-emoji emoji-id="5">😀</tg-emoji>'
    )
    sent = await street.send(sari, text, parse_mode="HTML")
    kinds = [entity["type"] for entity in sent["entities"]]
    assert kinds == [
        *["bold"] * 2,
        *["italic"] * 2,
        *["underline"] * 2,
        *["strikethrough"] * 3,
        "code",
        "pre",
        "text_link",
        *["spoiler"] * 2,
        "blockquote",
        "expandable_blockquote",
        "custom_emoji",
    ]
    assert sent["entities"][10]["language"] == "py"
    assert sent["entities"][11]["url"] == "https://x.id/?a=1&b=2"
    assert sent["text"] == "a" * 16 + "😀"


async def test_offsets_count_utf16_units_and_white_space_is_trimmed(street: Street) -> None:
    sari = await street.started()
    sent = await street.send(sari, "  😀 &lt;<b>x 👍</b>&#33;\n", parse_mode="HTML")
    assert sent["text"] == "😀 <x 👍!"
    assert sent["entities"] == [{"type": "bold", "offset": 4, "length": 4}]
    shown = (await street.look(sari))["messages"][-1]
    assert shown["html"] == "😀 &lt;<b>x 👍</b>!"


async def test_length_counts_after_parsing(street: Street) -> None:
    sari = await street.started()
    await street.send(sari, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    too_long = await street.refused("sendMessage", chat_id=sari, text="x" * 4097)
    assert too_long == (400, "Bad Request: message is too long")
    for nothing in ("", "  \n", "<b></b>"):
        empty = await street.refused("sendMessage", chat_id=sari, text=nothing, parse_mode="HTML")
        assert empty == (400, "Bad Request: message text is empty")


async def test_a_caption_has_a_thousand_and_twentyfour_characters(street: Street) -> None:
    sari = await street.started()
    _, answer = await street.upload(
        "/bot1:practice/sendDocument", "document", b"isi", chat_id=str(sari), caption="x" * 1025
    )
    assert answer["description"] == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "y"}, "button text must be non-empty"),
        ({"text": "x", "url": "bukan alamat"}, "Wrong HTTP URL"),
        ({"text": "x", "url": "http://localhost/x"}, "Wrong HTTP URL"),
        ({"text": "x", "url": "javascript:alert(1)"}, "Wrong HTTP URL"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_wrong_inline_buttons_are_refused(
    street: Street, button: dict[str, str], reason: str
) -> None:
    sari = await street.started()
    markup = {"inline_keyboard": [[button]]}
    status, why = await street.refused("sendMessage", chat_id=sari, text="x", reply_markup=markup)
    assert status == 400
    assert reason in why


async def test_keyboards_have_a_largest_size(street: Street) -> None:
    sari = await street.started()
    button = {"text": "x", "callback_data": "y"}
    for rows in ([[button] * 9], [[button]] * 101):
        status, _ = await street.refused(
            "sendMessage", chat_id=sari, text="x", reply_markup={"inline_keyboard": rows}
        )
        assert status == 400
    await street.send(sari, reply_markup={"inline_keyboard": [[button] * 5] * 20})
    placeholder = {"keyboard": [["x"]], "input_field_placeholder": "p" * 65}
    status, _ = await street.refused(
        "sendMessage", chat_id=sari, text="x", reply_markup=placeholder
    )
    assert status == 400


async def test_an_edit_to_the_same_content_is_refused(street: Street) -> None:
    sari = await street.started()
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    sent = await street.send(sari, "<b>Kartu</b>", parse_mode="HTML", reply_markup=markup)
    same = {"chat_id": sari, "message_id": sent["message_id"], "parse_mode": "HTML"}
    status, why = await street.refused(
        "editMessageText", **same, text="<b>Kartu</b>", reply_markup=markup
    )
    assert status == 400
    assert why.startswith("Bad Request: message is not modified")
    status, answer = await street.api("editMessageText", **same, text="Kartu", reply_markup=markup)
    assert status == 200
    assert answer["result"]["reply_markup"] == markup
    status, answer = await street.api("editMessageReplyMarkup", **same)
    assert "reply_markup" not in answer["result"]
    shown = (await street.look(sari))["messages"][-1]
    assert (shown["text"], shown["edited"], shown["inline"]) == ("Kartu", True, [])


async def test_edits_find_only_the_bots_own_messages(street: Street) -> None:
    sari = await street.started()
    heard = await street.say(sari, "pesan warga")
    for number, reason in ((999, "not found"), (heard["message_id"], "can't be edited")):
        status, why = await street.refused(
            "editMessageText", chat_id=sari, message_id=number, text="x"
        )
        assert status == 400
        assert reason in why


async def test_a_press_is_answered_once_and_within_fifteen_seconds(street: Street) -> None:
    sari = await street.started()
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    asked = await street.send(sari, reply_markup=markup)
    too_old = (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    await street.press(sari, message_id=asked["message_id"], label="Ya")
    await street.do("clock", advance=60)
    press = (await street.updates())[0]["callback_query"]["id"]
    await street.do("clock", advance=10)
    assert (await street.api("answerCallbackQuery", callback_query_id=press, text="Siap"))[0] == 200
    assert await street.refused("answerCallbackQuery", callback_query_id=press) == too_old
    assert (await street.look(sari))["toasts"][-1]["text"] == "Siap"
    await street.press(sari, message_id=asked["message_id"], data="y")
    late = (await street.updates())[-1]["callback_query"]["id"]
    await street.do("clock", advance=16)
    assert await street.refused("answerCallbackQuery", callback_query_id=late) == too_old
    assert await street.refused("answerCallbackQuery", callback_query_id="1") == too_old


async def test_a_press_on_a_button_that_does_not_exist_is_404(street: Street) -> None:
    sari = await street.started()
    sent = await street.send(sari)
    press = f"citizens/{sari}/press"
    assert (await street.attempt(press, message_id=sent["message_id"], label="Ya"))[0] == 404
    assert (await street.attempt(press, label="Ya"))[0] == 404


async def test_closed_doors_are_told_apart(street: Street) -> None:
    stranger = await street.newcomer("Orang Asing")
    sari = await street.started()
    send = {"text": "x"}
    chat_not_found = (400, "Bad Request: chat not found")
    assert await street.refused("sendMessage", chat_id=stranger, **send) == chat_not_found
    assert await street.refused("sendMessage", chat_id=12345, **send) == chat_not_found
    assert await street.refused("sendMessage", **send) == (400, "Bad Request: chat_id is empty")
    await street.do(f"citizens/{sari}/block")
    blocked = (403, "Forbidden: bot was blocked by the user")
    assert await street.refused("sendMessage", chat_id=sari, **send) == blocked
    assert (await street.attempt(f"citizens/{sari}/text", text="halo"))[0] == 409
    await street.do(f"citizens/{sari}/unblock")
    await street.send(sari)
    await street.do(f"citizens/{sari}/delete_account")
    deactivated = (403, "Forbidden: user is deactivated")
    assert await street.refused("sendMessage", chat_id=sari, **send) == deactivated


async def test_files_are_found_only_by_a_known_id(street: Street) -> None:
    sari = await street.started()
    status, why = await street.refused("sendDocument", chat_id=sari, document="BQACtidakada")
    assert (status, why) == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    status, why = await street.refused("getFile", file_id="BQACtidakada")
    assert status == 400


async def test_a_bot_downloads_at_most_twenty_megabytes(street: Street) -> None:
    sari = await street.started()
    large = b"x" * (20 * 1024 * 1024 + 1)
    status, _ = await street.upload(f"/practice/citizens/{sari}/file", "file", large)
    assert status == 200
    document = (await street.updates())[-1]["message"]["document"]
    refusal = await street.refused("getFile", file_id=document["file_id"])
    assert refusal == (400, "Bad Request: file is too big")
    huge = b"x" * (50 * 1024 * 1024 + 1)
    status, answer = await street.upload(
        "/bot1:practice/sendDocument", "document", huge, chat_id=str(sari)
    )
    assert (status, answer["description"]) == (413, "Request Entity Too Large")


async def test_old_messages_cannot_be_deleted(street: Street) -> None:
    sari = await street.started()
    sent = await street.send(sari)
    heard = await street.say(sari, "hapus ini")
    delete = {"chat_id": sari, "message_id": heard["message_id"]}
    assert (await street.api("deleteMessage", **delete))[0] == 200
    assert (await street.refused("deleteMessage", **delete))[0] == 400
    await street.do("clock", advance=49 * 3600)
    delete["message_id"] = sent["message_id"]
    assert await street.refused("deleteMessage", **delete) == (
        400,
        "Bad Request: message can't be deleted",
    )


async def test_wrong_token_and_unknown_method_have_their_own_answers(street: Street) -> None:
    async with street.session.get("/bot2:salah/getMe") as answer:
        assert await answer.json() == {
            "ok": False,
            "error_code": 401,
            "description": "Unauthorized",
        }
    assert await street.refused("sendDreams") == (404, "Not Found")
    assert (await street.api("GETME"))[0] == 200


async def test_commands_are_checked(street: Street) -> None:
    wrong = [{"command": "Mulai", "description": "x"}]
    assert await street.refused("setMyCommands", commands=wrong) == (
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    )
    nameless = [{"command": "mulai", "description": ""}]
    assert (await street.refused("setMyCommands", commands=nameless))[0] == 400


async def test_in_a_group_a_bot_hears_only_what_concerns_it(street: Street) -> None:
    sari = await street.newcomer()
    budi = await street.newcomer("Pak Budi")
    group = (await street.do("groups", title="RT 05", creator=sari))["id"]
    await street.do(f"groups/{group}/members", citizen=budi)
    assert (await street.say(budi, "obrolan biasa", chat_id=group))["update_id"] is None
    assert (await street.say(budi, "/bantuan", chat_id=group))["update_id"]
    assert (await street.say(budi, "Halo @latihan_bot", chat_id=group))["update_id"]
    sent = await street.send(group, "Silakan")
    answered = await street.say(budi, "Baik", chat_id=group, reply_to=sent["message_id"])
    assert answered["update_id"]
    contact = {"keyboard": [[{"text": "Nomor", "request_contact": True}]]}
    status, _ = await street.refused("sendMessage", chat_id=group, text="x", reply_markup=contact)
    assert status == 400
