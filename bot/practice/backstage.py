"""The door behind the stage: groups, faults, clock, statistics and raw updates."""

import asyncio
from typing import Any

from aiohttp import web

from bot.practice import acts
from bot.practice.people import Citizen, Json
from bot.practice.refusal import PracticeError
from bot.practice.wishes import json_of, wish_number, wish_text, wishes_of
from bot.practice.world import World, lane_of

FILL_LIMIT = 1_000_000
FILL_STEP = 1000


class Backstage:
    def __init__(self, world: World) -> None:
        self._world = world
        self._crowd: list[Citizen] = []

    def routes(self) -> list[web.RouteDef]:
        group = r"/practice/groups/{id:-\d+}/members"
        return [
            web.get("/practice/bot", self.bot),
            web.post("/practice/groups", self.add_group),
            web.get("/practice/groups", self.groups),
            web.post(group, self.add_member),
            web.post("/practice/faults", self.add_faults),
            web.get("/practice/faults", self.faults),
            web.delete("/practice/faults", self.clear_faults),
            web.post("/practice/clock", self.advance),
            web.get("/practice/clock", self.clock),
            web.get("/practice/stats", self.stats),
            web.post("/practice/stats/reset", self.reset_stats),
            web.get("/practice/transcript", self.transcript),
            web.post("/practice/updates", self.inject),
            web.post("/practice/fill", self.fill),
            web.get("/practice/inline/{id}", self.inline_answer),
        ]

    async def bot(self, request: web.Request) -> web.Response:
        """Who the bot is, and the command menu as one citizen sees it."""
        profile = self._world.profile
        citizen = self._world.directory.citizens.get(_asked(request, "citizen"))
        language = citizen.language if citizen else ""
        number = citizen.id if citizen else 0
        card = {
            **profile.user(),
            "name": profile.text("name", language),
            "description": profile.text("description", language),
            "short_description": profile.text("short_description", language),
            "commands": profile.commands_for({"id": number, "type": "private"}, language),
            "menu_button": profile.menu_button(number),
        }
        return web.json_response(card)

    async def add_group(self, request: web.Request) -> web.Response:
        wishes = await wishes_of(request)
        creator = self._member(wish_number(wishes, "creator"))
        group = self._world.directory.add_group(wish_text(wishes, "title"), creator.id)
        update_id = acts.membership(self._world, group, creator, "left", "member")
        return web.json_response({"id": group.id, "creator": creator.id, "update_id": update_id})

    async def groups(self, _request: web.Request) -> web.Response:
        chats = self._world.directory.chats.values()
        found = [
            {"id": chat.id, "title": chat.about["title"], "members": sorted(chat.members)}
            for chat in chats
            if chat.is_group
        ]
        return web.json_response(found)

    async def add_member(self, request: web.Request) -> web.Response:
        group = self._world.directory.chats.get(int(request.match_info["id"]))
        if group is None:
            raise PracticeError(404, "no such group")
        wishes = await wishes_of(request)
        group.members.add(self._world.directory.citizen(wish_number(wishes, "citizen")).id)
        self._world.directory.keep_group(group)
        return web.json_response({"members": sorted(group.members)})

    async def add_faults(self, request: web.Request) -> web.Response:
        wishes = await json_of(request)
        self._world.faults.add(wishes if isinstance(wishes, list) else [wishes])
        return web.json_response({"rules": len(self._world.faults.rules)})

    async def faults(self, _request: web.Request) -> web.Response:
        rules = self._world.faults.rules
        shown = [
            {"kind": rule.kind, "method": rule.method, "times": rule.times, "seen": rule.seen}
            for rule in rules
        ]
        return web.json_response(shown)

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._world.faults.clear()
        return web.json_response({"rules": 0})

    async def advance(self, request: web.Request) -> web.Response:
        seconds = (await wishes_of(request)).get("advance", 0)
        if not isinstance(seconds, int | float) or seconds < 0:
            raise PracticeError(400, "advance must be a number of seconds, zero or more")
        self._world.clock.advance(seconds)
        return await self.clock(request)

    async def clock(self, _request: web.Request) -> web.Response:
        clock = self._world.clock
        return web.json_response({"now": clock.now(), "monotonic": clock.monotonic()})

    async def stats(self, _request: web.Request) -> web.Response:
        report = self._world.counters.report(self._world.updates.pending())
        fates = dict(self._world.updates.fates)
        return web.json_response({**report, "updates": fates})

    async def reset_stats(self, _request: web.Request) -> web.Response:
        self._world.counters.reset()
        self._world.updates.fates.clear()
        return web.json_response({})

    async def transcript(self, request: web.Request) -> web.Response:
        limit = _asked(request, "limit") or None
        return web.json_response(self._world.transcript.after(_asked(request, "after"), limit))

    async def inject(self, request: web.Request) -> web.Response:
        """Any update at all, also one no library can read; only its number is the room's."""
        update = await wishes_of(request)
        update.pop("update_id", None)
        kind = next(iter(update), "unknown")
        payload = update.get(kind)
        press: Any = payload.get("id") if isinstance(payload, dict) else None
        is_press = kind in ("callback_query", "inline_query") and isinstance(press, str)
        if is_press:
            self._world.presses.expect(press, 0, 0)
        lane = lane_of(kind, payload) if isinstance(payload, dict) else kind
        number = self._world.updates.inject(update, kind, lane, press if is_press else None)
        return web.json_response({"update_id": number})

    async def fill(self, request: web.Request) -> web.Response:
        """Many waiting texts at once, dealt out in turn to a crowd that later fills use again."""
        wishes = await wishes_of(request)
        count = min(FILL_LIMIT, wish_number(wishes, "count", 1))
        crowd = self._gather(max(1, wish_number(wishes, "citizens", 1)))
        text = wish_text(wishes, "text", "Pesan nomor {n}")
        numbers: list[int | None] = []
        for number in range(count):
            citizen = crowd[number % len(crowd)]
            content = text.replace("{n}", str(number + 1))
            numbers.append(acts.say(self._world, citizen, content)["update_id"])
            if number % FILL_STEP == FILL_STEP - 1:
                self._world.ledger.flush()
                await asyncio.sleep(0)
        ends: Json = {"first_update_id": numbers[0], "last_update_id": numbers[-1]} if count else {}
        people = [citizen.id for citizen in crowd]
        return web.json_response({"created": count, **ends, "citizens": people})

    async def inline_answer(self, request: web.Request) -> web.Response:
        answers = self._world.presses.inline_answers
        number = request.match_info["id"]
        if number not in answers:
            raise PracticeError(404, "no such inline query")
        return web.json_response(answers[number])

    def _gather(self, size: int) -> list[Citizen]:
        while len(self._crowd) < size:
            name = f"Warga {len(self._crowd) + 1}"
            self._crowd.append(self._world.directory.add_citizen(name, None, "id"))
        return self._crowd[:size]

    def _member(self, number: int) -> Citizen:
        directory = self._world.directory
        if number:
            return directory.citizen(number)
        return next(iter(directory.citizens.values()), None) or directory.add_citizen(
            "Pak Lurah", None, "id"
        )


def _asked(request: web.Request, name: str) -> int:
    value = request.query.get(name, "0")
    return int(value) if value.lstrip("-").isdigit() else 0
