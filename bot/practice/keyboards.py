"""Keyboards under messages and below the chat, checked by Telegram's rules."""

import re
from typing import Any

from bot.practice.refusal import bad_request

Json = dict[str, Any]

INLINE_BUTTONS = 100
REPLY_BUTTONS = 300
ROW_BUTTONS = 8
REPLY_ROW_BUTTONS = 12
PLACEHOLDER_LENGTH = 64
CALLBACK_BYTES = 64
COPY_LENGTH = 256
URL = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE)
INLINE_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
    "disabled",
)
PRIVATE_ONLY = ("request_contact", "request_location", "request_poll", "web_app")


def check_inline(markup: Json) -> Json:
    """The inline keyboard as the message will carry it."""
    rows = _rows(markup["inline_keyboard"], ROW_BUTTONS)
    if sum(map(len, rows)) > INLINE_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows]}


def check_reply(markup: Json, *, is_private: bool) -> Json:
    """The keyboard that replaces the citizen's letters."""
    rows = _rows(markup["keyboard"], REPLY_ROW_BUTTONS)
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    if sum(map(len, rows)) > REPLY_BUTTONS:
        raise bad_request("reply markup is too long")
    check_placeholder(markup)
    buttons = [[_reply_button(button, is_private=is_private) for button in row] for row in rows]
    flags = ("resize_keyboard", "is_persistent", "one_time_keyboard", "selective")
    return {
        "keyboard": buttons,
        "input_field_placeholder": markup.get("input_field_placeholder"),
        **{flag: bool(markup.get(flag)) for flag in flags},
    }


def check_placeholder(markup: Json) -> None:
    if len(markup.get("input_field_placeholder") or "") > PLACEHOLDER_LENGTH:
        raise bad_request("input field placeholder is too long")


def _rows(rows: Any, widest: int) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse keyboard: expected an Array of Arrays of buttons")
    if any(len(row) > widest for row in rows):
        raise bad_request(f"can't parse keyboard: a row has more than {widest} buttons")
    return [row for row in rows if row]


def _label(button: Json) -> None:
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("can't parse keyboard button: button text must be non-empty")


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    _label(button)
    actions = [action for action in INLINE_ACTIONS if action in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    _check_action(actions[0], button[actions[0]])
    return button


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data":
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        _check_url(value)
    elif action in ("web_app", "login_url"):
        address = value.get("url") if isinstance(value, dict) else None
        if not isinstance(address, str) or not address.startswith("https://"):
            raise bad_request(f"inline keyboard button {action} URL '{address}' is invalid")
    elif action == "copy_text":
        copied = value.get("text") if isinstance(value, dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= COPY_LENGTH:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_url(value: Any) -> None:
    if not isinstance(value, str) or not URL.fullmatch(value):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")


def _reply_button(button: Any, *, is_private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: expected an Object or a String")
    _label(button)
    if button.get("request_contact") and not is_private:
        raise bad_request("phone number can be requested in private chats only")
    if not is_private and any(button.get(wish) for wish in PRIVATE_ONLY):
        raise bad_request("this kind of button is allowed in private chats only")
    return button
