"""Opens the practice room from the command line: python -m bot.practice."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom


def main() -> None:
    wishes = _parser().parse_args()
    rules = FloodRules(wishes.overall, wishes.per_chat, wishes.burst, wishes.per_group)
    room = PracticeRoom(wishes.token, rules, wishes.ledger, names=(wishes.name, wishes.username))
    asyncio.run(_keep_open(room, wishes.host, wishes.port))


async def _keep_open(room: PracticeRoom, host: str, port: int) -> None:
    closing = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, closing.set)
    await room.start(host, port)
    sys.stdout.write(f"practice room ready at {room.url}\n")
    sys.stdout.flush()
    try:
        await closing.wait()
    finally:
        await room.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.practice", description=__doc__)
    usual = FloodRules()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1:practice")
    parser.add_argument("--name", default="Ruang Latihan", help="the bot's name")
    parser.add_argument("--username", default="latihan_bot", help="the bot's username")
    parser.add_argument("--ledger", type=Path, help="remember everything in this file")
    parser.add_argument("--overall", type=float, default=usual.overall, help="messages a second")
    parser.add_argument("--per-chat", type=float, default=usual.per_chat, help="a second")
    parser.add_argument("--burst", type=float, default=usual.burst, help="per private chat")
    parser.add_argument("--per-group", type=float, default=usual.per_group, help="a minute")
    return parser


if __name__ == "__main__":
    main()
