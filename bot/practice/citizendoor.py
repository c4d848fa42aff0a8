"""The door for citizens: /practice/citizens/..., for the chat page, for scripts and tests."""

import asyncio
from urllib.parse import quote

from aiohttp import web

from bot.practice import acts, views
from bot.practice.arguments import from_multipart
from bot.practice.files import FOLDERS
from bot.practice.people import Chat, Citizen, Json
from bot.practice.refusal import PracticeError
from bot.practice.wishes import wish_number, wish_text, wishes_of
from bot.practice.world import World

LONGEST_WAIT = 60.0
SHOWN_INLINE = ("image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg")


class CitizenDoor:
    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        home = "/practice/citizens"
        one = home + r"/{id:\d+}"
        return [
            web.post(home, self.add),
            web.get(home, self.list),
            web.get(one, self.show),
            web.post(one + "/text", self.text),
            web.post(one + "/press", self.press),
            web.post(one + "/file", self.file),
            web.post(one + "/contact", self.contact),
            web.post(one + "/edit", self.edit),
            web.post(one + "/inline", self.inline),
            web.post(one + "/block", self.block),
            web.post(one + "/unblock", self.unblock),
            web.post(one + "/delete_account", self.delete_account),
            web.get(one + "/messages", self.messages),
            web.get(one + "/files/{file_id}", self.download),
        ]

    async def add(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        name = wish_text(wishes, "name")
        language = wish_text(wishes, "language", "id")
        username = wish_text(wishes, "username", "").removeprefix("@") or None
        citizen = self._world.directory.add_citizen(name, username, language)
        return web.json_response(_card(citizen))

    async def list(self, _request: web.Request) -> web.Response:
        everybody = self._world.directory.citizens.values()
        return web.json_response([_card(citizen) for citizen in everybody])

    async def show(self, request: web.Request) -> web.Response:
        return web.json_response(_card(self._citizen(request)))

    async def text(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        done = acts.say(
            self._world,
            self._citizen(request),
            wish_text(wishes, "text"),
            chat_id=wish_number(wishes, "chat_id"),
            reply_to=wish_number(wishes, "reply_to"),
        )
        return web.json_response(done)

    async def press(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        citizen = self._citizen(request)
        chat = acts.chat_of(self._world, citizen, wish_number(wishes, "chat_id"))
        if "message_id" not in wishes:
            label = wish_text(wishes, "label")
            return web.json_response(acts.press_reply(self._world, citizen, chat, label))
        message = chat.messages.get(wish_number(wishes, "message_id"))
        if message is None or message.is_deleted:
            raise PracticeError(404, "no such message")
        return web.json_response(acts.press_inline(self._world, citizen, message, wishes))

    async def file(self, request: web.Request) -> web.Response:
        if not request.content_type.startswith("multipart/"):
            raise PracticeError(400, "send multipart/form-data with a part named file")
        citizen = self._citizen(request)
        args = await from_multipart({}, await request.multipart())
        upload, kind = args.upload("file"), args.text("as", "document")
        if upload is None or kind not in FOLDERS:
            raise PracticeError(400, "a part named file is needed; as is document, photo or voice")
        said = {name: args.text(name) for name in ("caption", "media_group_id")}
        done = acts.send_file(self._world, citizen, upload, kind, **said)
        return web.json_response(done)

    async def contact(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        citizen = self._citizen(request)
        phone = wish_text(wishes, "phone", citizen.phone)
        done = acts.share_contact(self._world, citizen, phone, wish_number(wishes, "of"))
        return web.json_response(done)

    async def edit(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        done = acts.edit(
            self._world,
            self._citizen(request),
            wish_number(wishes, "message_id"),
            wish_text(wishes, "text"),
            wish_number(wishes, "chat_id"),
        )
        return web.json_response(done)

    async def inline(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        query, offset = wish_text(wishes, "query", ""), wish_text(wishes, "offset", "")
        done = acts.ask_inline(self._world, self._citizen(request), query, offset)
        return web.json_response(done)

    async def block(self, request: web.Request) -> web.Response:
        citizen = self._citizen(request)
        return web.json_response(acts.set_blocked(self._world, citizen, is_blocking=True))

    async def unblock(self, request: web.Request) -> web.Response:
        citizen = self._citizen(request)
        return web.json_response(acts.set_blocked(self._world, citizen, is_blocking=False))

    async def delete_account(self, request: web.Request) -> web.Response:
        acts.delete_account(self._world, self._citizen(request))
        return web.json_response({"deleted": True})

    async def messages(self, request: web.Request) -> web.Response:
        citizen = self._citizen(request)
        chat = self._viewed_chat(citizen, request)
        after, wait = int(_number(request, "after")), min(LONGEST_WAIT, _number(request, "wait"))
        pulse = int(_number(request, "pulse")) if "pulse" in request.query else None
        only_bot = request.query.get("from") == "bot"
        loop_time = asyncio.get_running_loop().time
        deadline = loop_time() + wait
        while True:
            fresh = [found for found in chat.news(after) if found.is_from_bot or not only_bot]
            left = deadline - loop_time()
            if fresh or left <= 0 or (pulse is not None and pulse != chat.pulse):
                return web.json_response(views.news(self._world, citizen, chat, fresh))
            await chat.bell.wait(left)

    async def download(self, request: web.Request) -> web.Response:
        self._citizen(request)
        stored = self._world.files.find(request.match_info["file_id"])
        content = self._world.files.content(stored) if stored else None
        if stored is None or content is None:
            raise PracticeError(404, "no such file")
        is_shown = stored.mime_type in SHOWN_INLINE
        place = "inline" if is_shown else "attachment"
        response = web.Response(body=content)
        response.content_type = stored.mime_type if is_shown else "application/octet-stream"
        response.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(stored.name)}"
        return response

    def _citizen(self, request: web.Request) -> Citizen:
        return self._world.directory.citizen(int(request.match_info["id"]))

    def _viewed_chat(self, citizen: Citizen, request: web.Request) -> Chat:
        number = int(_number(request, "chat_id")) or citizen.id
        chat = self._world.directory.chats.get(number)
        if chat is None or citizen.id not in chat.members:
            raise PracticeError(404, "no such chat of this citizen")
        return chat


def _card(citizen: Citizen) -> Json:
    return {
        "id": citizen.id,
        "name": citizen.name,
        "username": citizen.username,
        "language": citizen.language,
        "phone": citizen.phone,
        "started": citizen.has_started,
        "blocked": citizen.is_blocking,
        "deleted": citizen.is_deleted,
    }


def _number(request: web.Request, name: str) -> float:
    try:
        return float(request.query.get(name, "0"))
    except ValueError:
        raise PracticeError(400, f"{name} must be a number") from None
