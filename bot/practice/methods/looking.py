"""Questions about chats, their members and files."""

from bot.practice.arguments import Arguments
from bot.practice.files import DOWNLOAD_LIMIT
from bot.practice.people import Chat, Json
from bot.practice.refusal import bad_request
from bot.practice.world import World

GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(world: World, args: Arguments) -> Json:
    chat = _chat(world, args)
    full: Json = {
        **chat.about,
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]].body
    return full


def get_chat_member(world: World, args: Arguments) -> Json:
    chat = _chat(world, args)
    number = args.number("user_id")
    if number == world.profile.id:
        return {"status": "member", "user": world.profile.user()}
    citizen = world.directory.citizens.get(number)
    if citizen is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if number not in chat.members:
        return {"status": "left", "user": citizen.user()}
    if chat.is_group and number == chat.creator:
        return {"status": "creator", "user": citizen.user(), "is_anonymous": False}
    return {"status": "member", "user": citizen.user()}


def get_file(world: World, args: Arguments) -> Json:
    stored = world.files.find(args.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.described(), "file_path": stored.path}


def _chat(world: World, args: Arguments) -> Chat:
    if args.peek_chat_id() is None:
        raise bad_request("chat not found")
    return world.chat(args.number("chat_id"))
