"""Both real libraries speak with the room and understand every answer."""

import io

import telegram
from aiogram import Bot, types

from tests.practice.street import Street

LETTER = b"%PDF-1.4 tanda terima"


async def test_aiogram_learns_who_it_is(aiogram_bot: Bot) -> None:
    me = await aiogram_bot.me()
    assert (me.id, me.is_bot, me.username) == (1, True, "latihan_bot")


async def test_ptb_learns_who_it_is(ptb_bot: telegram.Bot) -> None:
    assert (ptb_bot.id, ptb_bot.username) == (1, "latihan_bot")


async def test_aiogram_sends_keyboards_and_reads_the_sent_message(
    aiogram_bot: Bot, street: Street
) -> None:
    sari = await street.started()
    inline = types.InlineKeyboardMarkup(
        inline_keyboard=[
            [types.InlineKeyboardButton(text="Ya", callback_data="v1:ya")],
            [types.InlineKeyboardButton(text="Situs", url="https://contoh.go.id/ppid")],
        ]
    )
    sent = await aiogram_bot.send_message(
        sari,
        "<b>Halo</b> &amp; <i>selamat</i> 👋 <u>datang</u>",
        parse_mode="HTML",
        reply_markup=inline,
    )
    assert sent.text == "Halo & selamat 👋 datang"
    assert sent.entities is not None
    assert [entity.extract_from(sent.text) for entity in sent.entities] == [
        "Halo",
        "selamat",
        "datang",
    ]
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == inline.model_dump()
    keyboard = types.ReplyKeyboardMarkup(
        keyboard=[[types.KeyboardButton(text="Kirim"), types.KeyboardButton(text="Batal")]],
        resize_keyboard=True,
        is_persistent=True,
    )
    await aiogram_bot.send_message(sari, "Pilih", reply_markup=keyboard)
    assert (await street.look(sari))["keyboard"] == [["Kirim", "Batal"]]
    await aiogram_bot.send_message(sari, "Sudah", reply_markup=types.ReplyKeyboardRemove())
    assert (await street.look(sari))["keyboard"] is None
    await aiogram_bot.send_message(
        sari, "Nama?", reply_markup=types.ForceReply(input_field_placeholder="Nama lengkap")
    )
    details = (await street.look(sari))["keyboard_details"]
    assert details["input_field_placeholder"] == "Nama lengkap"


async def test_ptb_sends_keyboards_and_reads_the_sent_message(
    ptb_bot: telegram.Bot, street: Street
) -> None:
    sari = await street.started()
    markup = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("Ya", callback_data="v1:ya")]]
    )
    sent = await ptb_bot.send_message(
        sari, "<b>😀 Halo</b> dunia", parse_mode="HTML", reply_markup=markup
    )
    assert sent.parse_entities() == {sent.entities[0]: "😀 Halo"}
    assert sent.reply_markup == markup
    keyboard = telegram.ReplyKeyboardMarkup([["Kirim"]], one_time_keyboard=True)
    await ptb_bot.send_message(sari, "Pilih", reply_markup=keyboard)
    assert (await street.look(sari))["keyboard"] == [["Kirim"]]


async def test_aiogram_sends_a_document_by_upload_and_again_by_its_id(
    aiogram_bot: Bot, street: Street
) -> None:
    sari = await street.started()
    letter = types.BufferedInputFile(LETTER, "tanda terima.pdf")
    first = await aiogram_bot.send_document(sari, letter, caption="<b>Surat</b>", parse_mode="HTML")
    assert first.document is not None
    assert (first.document.file_name, first.document.file_size) == ("tanda terima.pdf", len(LETTER))
    assert first.caption == "Surat"
    second = await aiogram_bot.send_document(sari, first.document.file_id)
    assert second.document == first.document
    stats = await street.ask("stats")
    assert (stats["uploads"], stats["sends_by_file_id"]) == (1, 1)
    file = await aiogram_bot.get_file(first.document.file_id)
    content = io.BytesIO()
    await aiogram_bot.download_file(file.file_path or "", content)
    assert content.getvalue() == LETTER


async def test_ptb_sends_a_document_by_upload_and_again_by_its_id(
    ptb_bot: telegram.Bot, street: Street
) -> None:
    sari = await street.started()
    first = await ptb_bot.send_document(sari, io.BytesIO(LETTER), filename="surat.pdf")
    assert first.document is not None
    second = await ptb_bot.send_document(sari, first.document.file_id)
    assert second.document == first.document
    file = await ptb_bot.get_file(first.document.file_id)
    assert bytes(await file.download_as_bytearray()) == LETTER
    photo = await ptb_bot.send_photo(sari, io.BytesIO(b"\x89PNG gambar"))
    voice = await ptb_bot.send_voice(sari, io.BytesIO(b"OggS suara"))
    assert photo.photo
    assert voice.voice


async def test_both_understand_everything_a_citizen_can_do(
    aiogram_bot: Bot, ptb_bot: telegram.Bot, street: Street
) -> None:
    sari = await street.newcomer("Bu Sari", username="bu_sari")
    await street.say(sari, "/start loket_kominfo")
    asked = await street.send(
        sari, "Setuju?", reply_markup={"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
    )
    await street.press(sari, message_id=asked["message_id"], label="Ya")
    said = await street.say(sari, "Lihat https://contoh.go.id", reply_to=asked["message_id"])
    await street.do(f"citizens/{sari}/edit", message_id=said["message_id"], text="Maaf, keliru")
    await street.do(f"citizens/{sari}/contact", phone="628123456789")
    await street.do(f"citizens/{sari}/inline", query="anggaran")
    for kind in ("document", "photo", "voice"):
        path = f"/practice/citizens/{sari}/file"
        await street.upload(path, "file", b"isi berkas", caption="lampiran", **{"as": kind})
    await street.do(f"citizens/{sari}/block")
    await street.do(f"citizens/{sari}/unblock")
    group = await street.do("groups", title="RT 05", creator=sari)
    await street.say(sari, "@latihan_bot anggaran desa", chat_id=group["id"])
    raw = await street.updates()
    by_aiogram = await aiogram_bot.get_updates()
    by_ptb = await ptb_bot.get_updates()
    assert len(raw) == len(by_aiogram) == len(by_ptb) == 13
    assert [update.event_type for update in by_aiogram] == [
        next(kind for kind in update if kind != "update_id") for update in raw
    ]
    assert by_ptb[1].callback_query is not None
    assert by_ptb[1].callback_query.data == "y"
    assert by_aiogram[0].message is not None
    assert [entity.type for entity in by_aiogram[0].message.entities or []] == ["bot_command"]


async def test_both_use_the_lesser_methods(
    aiogram_bot: Bot, ptb_bot: telegram.Bot, street: Street
) -> None:
    sari = await street.started()
    sent = await aiogram_bot.send_message(sari, "Kartu")
    assert await ptb_bot.pin_chat_message(sari, sent.message_id)
    full = await aiogram_bot.get_chat(sari)
    assert full.pinned_message is not None
    assert (await ptb_bot.get_chat(sari)).pinned_message is not None
    assert await aiogram_bot.unpin_chat_message(sari)
    assert (await ptb_bot.get_chat_member(sari, sari)).status == "member"
    assert (await aiogram_bot.get_chat_member(sari, sari)).status == "member"
    assert await aiogram_bot.send_chat_action(sari, "typing")
    assert (await street.look(sari))["typing"] is True
    assert await ptb_bot.set_message_reaction(sari, sent.message_id, "👍")
    copy = await ptb_bot.copy_message(sari, sari, sent.message_id)
    assert copy.message_id == sent.message_id + 1
    assert (await aiogram_bot.copy_message(sari, sari, sent.message_id)).message_id
    edited = await aiogram_bot.edit_message_text(
        "Kartu 2", chat_id=sari, message_id=sent.message_id
    )
    assert isinstance(edited, types.Message)
    assert edited.edit_date is not None
    assert await ptb_bot.delete_message(sari, sent.message_id)
    assert await ptb_bot.set_my_commands([("mulai", "Mulai dari awal")])
    assert [command.command for command in await aiogram_bot.get_my_commands()] == ["mulai"]
    assert await aiogram_bot.delete_my_commands()
    assert await ptb_bot.get_my_commands() == ()
    assert await aiogram_bot.set_my_name("Pendopo")
    assert (await ptb_bot.get_me()).first_name == "Pendopo"
    assert await ptb_bot.set_my_description("Layanan resmi")
    assert await aiogram_bot.set_my_short_description("Resmi")
    assert await ptb_bot.set_chat_menu_button()
    assert (await ptb_bot.get_webhook_info()).url == ""
    assert (await aiogram_bot.get_webhook_info()).pending_update_count == 0
    assert await aiogram_bot.log_out()
    assert await ptb_bot.close()
