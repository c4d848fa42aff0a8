"""Which name leads to which method; Telegram does not mind upper or lower case."""

from collections.abc import Callable
from typing import Any

from bot.practice.arguments import Arguments
from bot.practice.methods import answering, editing, looking, presenting, receiving, sending
from bot.practice.world import World

Method = Callable[[World, Arguments], Any]

# getUpdates is the only method that waits, so the door calls it by itself.
GET_UPDATES = "getUpdates"


def methods() -> dict[str, tuple[str, Method]]:
    """Lower-case name to the proper name and the function."""
    named: dict[str, Method] = {
        "getMe": presenting.get_me,
        "logOut": presenting.log_out,
        "close": presenting.log_out,
        "setWebhook": receiving.set_webhook,
        "deleteWebhook": receiving.delete_webhook,
        "getWebhookInfo": receiving.get_webhook_info,
        "sendMessage": sending.send_message,
        "sendDocument": sending.send_document,
        "sendPhoto": sending.send_photo,
        "sendVoice": sending.send_voice,
        "sendChatAction": sending.send_chat_action,
        "copyMessage": sending.copy_message,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "pinChatMessage": editing.pin_chat_message,
        "unpinChatMessage": editing.unpin_chat_message,
        "setMessageReaction": editing.set_message_reaction,
        "answerCallbackQuery": answering.answer_callback_query,
        "answerInlineQuery": answering.answer_inline_query,
        "getFile": looking.get_file,
        "getChat": looking.get_chat,
        "getChatMember": looking.get_chat_member,
        "setMyCommands": presenting.set_my_commands,
        "getMyCommands": presenting.get_my_commands,
        "deleteMyCommands": presenting.delete_my_commands,
        "setMyName": presenting.set_my_name,
        "getMyName": presenting.get_my_name,
        "setMyDescription": presenting.set_my_description,
        "getMyDescription": presenting.get_my_description,
        "setMyShortDescription": presenting.set_my_short_description,
        "getMyShortDescription": presenting.get_my_short_description,
        "setChatMenuButton": presenting.set_chat_menu_button,
        "getChatMenuButton": presenting.get_chat_menu_button,
    }
    table = {name.lower(): (name, method) for name, method in named.items()}
    table[GET_UPDATES.lower()] = (GET_UPDATES, receiving.get_updates)
    return table
