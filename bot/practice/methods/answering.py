"""Answers to button presses and to inline queries."""

from typing import Any

from bot.practice.arguments import Arguments
from bot.practice.keyboards import check_inline
from bot.practice.refusal import bad_request
from bot.practice.world import World

TOAST_LENGTH = 200
INLINE_RESULTS = 50
RESULT_ID_BYTES = 64


def answer_callback_query(world: World, args: Arguments) -> bool:
    text = args.text("text")
    if len(text) > TOAST_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    press = world.presses.answer(args.text("callback_query_id"))
    world.counters.callbacks_answered += 1
    chat = world.directory.chats.get(press.chat_id)
    if text and chat is not None:
        chat.toasts.append({"text": text, "alert": args.flag("show_alert"), "press": press.id})
        chat.stir()
    return True


def answer_inline_query(world: World, args: Arguments) -> bool:
    results: Any = args.structure("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results: expected an Array")
    if len(results) > INLINE_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    names = [_checked(result) for result in results]
    if len(set(names)) != len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    query_id = args.text("inline_query_id")
    world.presses.answer(query_id)
    world.presses.inline_answers[query_id] = {
        "results": results,
        "next_offset": args.text("next_offset"),
        "is_personal": args.flag("is_personal"),
    }
    return True


def _checked(result: Any) -> str:
    """Return a result's identifier; what Telegram would not show is refused."""
    if not isinstance(result, dict) or not result.get("type"):
        raise bad_request("can't parse inline query result: expected an Object with a type")
    name = str(result.get("id", ""))
    if not 1 <= len(name.encode()) <= RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if "reply_markup" in result:
        check_inline(result["reply_markup"])
    return name
