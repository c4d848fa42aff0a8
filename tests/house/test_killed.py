"""Killing any process at any instant changes nothing (SIGKILL, lost and late answers)."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from knowledge.escalation.tables import Escalation, EscalationLine
from office import inbox, journal, outbox, posted
from office.clock import SystemClock
from office.database import open_engine
from office.unit import Office
from office.vault import Vault
from register.tables import Request
from tests.house.siege import (
    FAULTS,
    TOKEN,
    Bots,
    ask_for_staff,
    file_request,
    in_waves,
    texts_to,
)
from tests.knowledge.library import remember
from tests.people import CLOCKWORK, WIB
from tests.practice.street import Street

FILINGS = 200
ESCALATIONS = 40
KILLS = 8
PATIENCE = 360  # seconds until everything must have settled


@pytest.mark.kill
async def test_nothing_is_lost_or_doubled_however_often_a_process_is_killed(
    database: str, vault: Vault, key_file: Path, tmp_path: Path
) -> None:
    chance = random.Random()
    remember(tmp_path)
    office = Office(open_engine(database), SystemClock(), WIB, vault)
    rules = FloodRules(overall=400)
    async with PracticeRoom(token=TOKEN, rules=rules) as room, Street(room.url) as street:
        bots = Bots(_environment(office, room.api_base, tmp_path, key_file), tmp_path)
        on_postgres = office.engine.dialect.name == "postgresql"
        await street.faults(*FAULTS)
        filers = [await street.newcomer(f"Warga {number}") for number in range(FILINGS)]
        askers = [await street.newcomer(f"Penanya {number}") for number in range(ESCALATIONS)]
        await bots.start(2 if on_postgres else 1)
        try:
            siege = asyncio.create_task(_besiege(bots, chance))
            await in_waves(
                [
                    *(file_request(street, who, n, chance) for n, who in enumerate(filers)),
                    *(ask_for_staff(street, who, n, chance) for n, who in enumerate(askers)),
                ],
                size=60,
            )
            await siege
            await street.calm()
            await _settled(office)
            _resend_what_is_unsure(office)
            await _settled(office)
        finally:
            await bots.stop()
        assert bots.kills >= KILLS
        numbers = _check_register(office, filers)
        await _check_receipts(street, numbers)
        _check_escalations(office, askers)
        assert (await street.ask("stats"))["too_many_requests"] == 0
    office.engine.dispose()


def _environment(office: Office, api: str, folder: Path, key_file: Path) -> dict[str, str]:
    return {
        "PENDOPO_TELEGRAM_TOKEN": TOKEN,
        "PENDOPO_TELEGRAM_API": api,
        "PENDOPO_DATABASE_URL": office.engine.url.render_as_string(hide_password=False),
        "PENDOPO_DATA_DIR": str(folder),
        "PENDOPO_KEY_FILE": str(key_file),
        "PENDOPO_POST_PER_SECOND": "250",
        "PENDOPO_POST_REPEAT_AFTER": "1",
    }


async def _besiege(bots: Bots, chance: random.Random) -> None:
    for _ in range(KILLS):
        await bots.kill_one(chance)


async def _settled(office: Office) -> None:
    async with asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(_waiting, office):  # noqa: ASYNC110
            await asyncio.sleep(0.5)


def _waiting(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return inbox.waiting_count(unit) + outbox.open_count(unit.session)


def _resend_what_is_unsure(office: Office) -> None:
    """What was repeated once and is still unsure is shown on the desk; staff send it again."""
    with office.unit(CLOCKWORK) as unit:
        for letter in posted.stuck(unit.session, unit.vault, size=1000):
            outbox.resend(unit.session, letter.number, now=unit.now)


def _check_register(office: Office, filers: list[int]) -> dict[int, str]:
    with office.reading(CLOCKWORK) as unit:
        assert not inbox.parked(unit)
        rows = unit.session.execute(
            select(Request.person, Request.sequence, Request.registration_number)
        ).all()
        assert journal.verify(unit.session).sound
    assert Counter(row.person for row in rows) == Counter(filers)
    assert sorted(row.sequence for row in rows) == list(range(1, FILINGS + 1))
    return {row.person: row.registration_number for row in rows}


async def _check_receipts(street: Street, numbers: dict[int, str]) -> None:
    for citizen, number in numbers.items():
        receipts = [text for text in await texts_to(street, citizen) if "TANDA BUKTI" in text]
        assert receipts, f"{number} was filed and its receipt never arrived"
        assert all(number in text for text in receipts)
        assert all("dikirim ulang" in text for text in receipts[1:])


def _check_escalations(office: Office, askers: list[int]) -> None:
    with office.reading(CLOCKWORK) as unit:
        people = list(unit.session.scalars(select(Escalation.person)))
        lines = unit.session.scalars(select(EscalationLine.escalation_id)).all()
    assert Counter(people) == Counter(askers)
    assert Counter(Counter(lines).values()) == Counter({1: ESCALATIONS})
