"""A thin hand for the tests: calls the room over HTTP as a citizen, a stagehand or a raw bot."""

import io
from typing import Any, Self

import aiohttp

from bot.practice.room import USUAL_BOT


class Street:
    """Everybody outside the bot, and a bot so raw that it sees every status code."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = aiohttp.ClientSession(url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def ask(self, path: str, **query: Any) -> Any:
        async with self.session.get(f"/practice/{path}", params=query) as answer:
            return await answer.json()

    async def do(self, path: str, **wishes: Any) -> Any:
        status, answer = await self.attempt(path, **wishes)
        assert status == 200, answer
        return answer

    async def attempt(self, path: str, **wishes: Any) -> tuple[int, Any]:
        async with self.session.post(f"/practice/{path}", json=wishes) as answer:
            return answer.status, await answer.json()

    async def newcomer(self, name: str = "Bu Sari", **wishes: Any) -> int:
        return int((await self.do("citizens", name=name, **wishes))["id"])

    async def started(self, name: str = "Bu Sari") -> int:
        """A citizen who has opened the chat, with nothing left waiting."""
        number = await self.newcomer(name)
        await self.say(number, "/start")
        await self.api("getUpdates", offset=-1)
        updates = (await self.api("getUpdates"))[1]["result"]
        await self.api("getUpdates", offset=updates[-1]["update_id"] + 1)
        return number

    async def say(self, citizen: int, text: str, **wishes: Any) -> Any:
        return await self.do(f"citizens/{citizen}/text", text=text, **wishes)

    async def press(self, citizen: int, **wishes: Any) -> Any:
        return await self.do(f"citizens/{citizen}/press", **wishes)

    async def look(self, citizen: int, **query: Any) -> Any:
        return await self.ask(f"citizens/{citizen}/messages", **query)

    async def faults(self, *rules: dict[str, Any]) -> None:
        async with self.session.post("/practice/faults", json=list(rules)) as answer:
            assert answer.status == 200, await answer.text()

    async def calm(self) -> None:
        """End every scripted fault."""
        async with self.session.delete("/practice/faults") as answer:
            assert answer.status == 200

    async def api(self, method: str, **fields: Any) -> tuple[int, Any]:
        """A call of the Bot API as JSON: the status and the whole answer."""
        async with self.session.post(f"/bot{USUAL_BOT}/{method}", json=fields) as answer:
            return answer.status, await answer.json()

    async def upload(
        self, path: str, part: str, content: bytes, **fields: str
    ) -> tuple[int, dict[str, Any]]:
        """A multipart post, whoever it is for."""
        form = aiohttp.FormData(fields)
        form.add_field(part, io.BytesIO(content), filename=f"{part}.bin")
        async with self.session.post(path, data=form) as answer:
            return answer.status, await answer.json()

    async def updates(self, **fields: Any) -> list[dict[str, Any]]:
        status, answer = await self.api("getUpdates", **fields)
        assert status == 200, answer
        return list(answer["result"])

    async def send(self, citizen: int, text: str = "Halo", **fields: Any) -> dict[str, Any]:
        status, answer = await self.api("sendMessage", chat_id=citizen, text=text, **fields)
        assert status == 200, answer
        return dict(answer["result"])

    async def refused(self, method: str, **fields: Any) -> tuple[int, str]:
        status, answer = await self.api(method, **fields)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return status, answer["description"]
