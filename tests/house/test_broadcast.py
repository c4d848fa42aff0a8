"""A broadcast through the whole house: killed in the middle, and nobody is told twice."""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot import standing
from bot.practice.flood import FloodRules
from bot.practice.room import PracticeRoom
from knowledge.broadcasts import reading
from knowledge.broadcasts.reading import Known
from knowledge.broadcasts.words import BroadcastStatus
from office import journal
from office.clock import SystemClock
from office.database import open_engine
from office.people import StaffMember
from office.unit import Office
from office.vault import Vault
from tests.house.siege import TOKEN, Bots, texts_to
from tests.knowledge.broadcasts.crowd import approved
from tests.people import CLOCKWORK, WIB
from tests.practice.street import Street

CITIZENS = 240
BLOCKED = 5
KILLS = 2
# The program writes down what it sends before it does; no more than this is in the air.
IN_THE_AIR = 12


@pytest.mark.kill
@pytest.mark.timeout(1200)
async def test_a_broadcast_survives_kills_in_its_middle_and_reaches_nobody_twice(
    database: str,
    vault: Vault,
    key_file: Path,
    tmp_path: Path,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
) -> None:
    office = Office(open_engine(database), SystemClock(), WIB, vault)
    rules = FloodRules(overall=60)
    async with PracticeRoom(token=TOKEN, rules=rules) as room, Street(room.url) as street:
        people = await _known_people(office, street)
        for person in people[:BLOCKED]:
            await street.do(f"citizens/{person}/block")
        number = approved(office, pak_budi, bu_ratna, valid_until=date(2099, 1, 1))
        bots = Bots(_environment(office, room.api_base, tmp_path, key_file), tmp_path)
        await bots.start(1)
        try:
            look = partial(_look, office, bu_ratna, number)
            for kill in range(KILLS):
                seen = await _until(bots, look, lambda k, n=kill: k.figures.sent > 40 * n)
                assert seen.status is BroadcastStatus.RUNNING
                await bots.kill(0)
            known = await _until(bots, look, lambda k: k.status is BroadcastStatus.FINISHED)
        finally:
            await bots.stop()
        told = [await _times_told(street, person) for person in people]
        assert (await street.ask("stats"))["too_many_requests"] == 0
    figures = known.figures
    assert max(told) == 1
    assert figures.sent <= sum(told) <= figures.sent + figures.unsure
    assert figures.unsure <= KILLS * IN_THE_AIR
    assert figures.handled + figures.unreachable == CITIZENS
    # What was on its way to one of them when the program was killed, nobody knows.
    gone = figures.blocked + figures.unreachable
    assert BLOCKED - figures.unsure <= gone <= BLOCKED
    with office.reading(CLOCKWORK) as unit:
        assert journal.verify(unit.session).sound
    office.engine.dispose()


async def _known_people(office: Office, street: Street) -> list[int]:
    people = [await street.newcomer(f"Warga {number}") for number in range(CITIZENS)]
    for person in people:
        await street.say(person, "/start")
    with office.unit(CLOCKWORK) as unit:
        for person in people:
            standing.set_reachable(unit, person, reachable=True)
    return people


def _environment(office: Office, api: str, folder: Path, key_file: Path) -> dict[str, str]:
    return {
        "PENDOPO_TELEGRAM_TOKEN": TOKEN,
        "PENDOPO_TELEGRAM_API": api,
        "PENDOPO_DATABASE_URL": office.engine.url.render_as_string(hide_password=False),
        "PENDOPO_DATA_DIR": str(folder),
        "PENDOPO_KEY_FILE": str(key_file),
        "PENDOPO_POST_PER_SECOND": "50",
        "PENDOPO_POST_REPEAT_AFTER": "1",
    }


async def _until(bots: Bots, look: Callable[[], Known], reached: Callable[[Known], bool]) -> Known:
    """Wait for what is so, however long that takes, for as long as there is somebody to do it."""
    while not reached(known := await asyncio.to_thread(look)):
        bots.still_run()
        await asyncio.sleep(0.1)
    return known


def _look(office: Office, reader: StaffMember, number: int) -> Known:
    with office.reading(reader) as unit:
        return reading.one(unit, number)


async def _times_told(street: Street, person: int) -> int:
    return sum("Banjir di Desa Kepet" in text for text in await texts_to(street, person))
