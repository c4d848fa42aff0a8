"""With a ledger the room remembers everything, even after kill -9 and with a torn last line."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from tests.practice.street import Street


def _room(path: Path) -> PracticeRoom:
    return PracticeRoom(rules=FloodRules.none(), ledger=path)


@asynccontextmanager
async def _killed_room(path: Path) -> AsyncIterator[Street]:
    """A room in its own process, which ends by SIGKILL."""
    wishes = ("--port", "0", "--ledger", str(path), "--per-chat", "0")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.practice", *wishes), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    ready = (await process.stdout.readline()).decode().split()
    assert ready[:4] == ["practice", "room", "ready", "at"]
    try:
        async with Street(ready[4]) as street:
            yield street
    finally:
        process.kill()
        await process.wait()


async def _everything(street: Street, citizen: int) -> dict[str, Any]:
    messages = await street.look(citizen)
    messages.pop("pulse")
    return {
        "citizens": await street.ask("citizens"),
        "messages": messages,
        "transcript": await street.ask("transcript"),
        "updates": await street.updates(),
        "commands": (await street.api("getMyCommands"))[1],
    }


async def _busy_day(street: Street) -> int:
    sari = await street.started()
    await street.do("fill", count=30, citizens=2)
    sent = await street.send(sari, "Kartu", reply_markup={"keyboard": [["Kirim"]]})
    await street.api("editMessageText", chat_id=sari, message_id=sent["message_id"], text="Kartu 2")
    await street.upload("/bot1:practice/sendDocument", "document", b"isi surat", chat_id=str(sari))
    waiting = await street.updates(limit=10)
    await street.updates(offset=waiting[9]["update_id"] + 1, limit=1)
    await street.api("setMyCommands", commands=[{"command": "mulai", "description": "Mulai"}])
    return sari


@pytest.mark.kill
async def test_everything_survives_kill_9_and_a_torn_last_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    async with _killed_room(path) as street:
        sari = await _busy_day(street)
        before = await _everything(street, sari)
    with path.open("ab") as ledger:
        ledger.write(b'["message", {"chat_id": 1, "bo')
    async with _room(path) as room, Street(room.url) as street:
        assert await _everything(street, sari) == before
        messages = before["messages"]["messages"]
        async with street.session.get(messages[-1]["document"]["url"]) as answer:
            assert await answer.read() == b"isi surat"
        newest = await street.updates(offset=-1)
        said = await street.say(sari, "lanjut")
        assert said["update_id"] == newest[0]["update_id"] + 1
        assert said["message_id"] not in {message["message_id"] for message in messages}
    async with _room(path) as room, Street(room.url) as street:
        assert (await street.look(sari))["messages"][-1]["text"] == "lanjut"


async def test_a_press_is_answered_only_once_even_across_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    async with _room(path) as room, Street(room.url) as street:
        sari = await street.started()
        button = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
        asked = await street.send(sari, reply_markup=button)
        await street.press(sari, message_id=asked["message_id"], label="Ya")
        press = (await street.updates())[0]["callback_query"]["id"]
        assert (await street.api("answerCallbackQuery", callback_query_id=press))[0] == 200
    async with _room(path) as room, Street(room.url) as street:
        assert (await street.refused("answerCallbackQuery", callback_query_id=press))[0] == 400


async def test_the_webhook_and_what_still_waits_for_it_survive_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    async with _room(path) as room, Street(room.url) as street:
        sari = await street.started()
        await street.say(sari, "halo")
        await street.api("setWebhook", url="http://127.0.0.1:9/kait", max_connections=7)
    async with _room(path) as room, Street(room.url) as street:
        info = (await street.api("getWebhookInfo"))[1]["result"]
        assert (info["url"], info["max_connections"]) == ("http://127.0.0.1:9/kait", 7)
        assert info["pending_update_count"] == 1
