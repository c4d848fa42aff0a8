"""The bot's token stays with the bot: it is in no log, whatever goes wrong."""

import asyncio
import logging
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.post import TokenRejected, open_bot
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from bot.service import Service
from office.settings import Settings
from office.vault import Vault
from office.writer import Writer
from tests.bot.conftest import AT_ONCE, certificates_read_once
from tests.databases import Copies, office_on, retire

SECRET = "aTokenThatTelegramDoesNotKnow-0123456789"
REJECTED = f"2000000000:{SECRET}"
LOGGED = f"""
import logging
from pendopo.opening import log_to_stderr

log_to_stderr()
log = logging.getLogger("bot")
log.info("asked %s of %s", "getMe", "https://api.telegram.org/bot{REJECTED}/getMe")
log.info("asked bot{REJECTED.replace(":", "%3A")}")
try:
    try:
        raise ValueError("the token `{REJECTED}` was rejected")
    except ValueError as error:
        raise RuntimeError("it broke") from error
except RuntimeError:
    log.exception("a part broke")
"""


async def test_a_token_that_is_rejected_is_nowhere_in_what_is_logged(
    copies: Copies, vault: Vault, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with AsyncExitStack() as stack:
        stack.enter_context(certificates_read_once())
        office = office_on(copies.sqlite(tmp_path), vault)
        room = await stack.enter_async_context(PracticeRoom(rules=FloodRules.none()))
        writer = Writer(office)
        writer.start()
        stack.callback(retire, office)
        stack.callback(writer.stop)
        settings = Settings(data_dir=tmp_path, _env_file=None)
        service = Service(settings, office, token=REJECTED, api=room.api_base, limits=AT_ONCE)
        await stack.enter_async_context(service.running(writer))
        async with asyncio.timeout(20):
            while TokenRejected.__name__ not in caplog.text:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    assert "begins again" in caplog.text
    own = [one for one in caplog.records if one.name.split(".")[0] in {"bot", "office"}]
    lines = "\n".join(logging.Formatter().format(one) for one in own)
    assert "TokenRejected" in lines
    assert SECRET not in lines


async def test_a_rejected_token_is_an_error_that_does_not_say_it() -> None:
    assert SECRET not in str(TokenRejected())
    async with PracticeRoom(rules=FloodRules.none()) as room:
        with pytest.raises(Exception, match=SECRET):
            # This is what the library itself would say.
            async with open_bot(REJECTED, room.api_base):
                pass


def test_a_token_in_a_message_or_an_error_is_taken_out_of_every_line() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOGGED], capture_output=True, text=True, check=True, timeout=60
    )
    assert SECRET not in done.stderr
    assert done.stderr.count("[token]") == 3
    assert "RuntimeError: it broke" in done.stderr
