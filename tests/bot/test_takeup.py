"""Taking up: after everything kept ran out, beside what is unreadable, and beside slow files."""

import asyncio
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from aiogram import Bot
from sqlalchemy import func, insert, select, update

from bot import retention
from bot.tables import chats
from office import inbox, journal, outbox, posted, retention_runs
from office import retention as terms
from office.inbox import LEASE, Arrived
from office.people import Role
from office.unit import Unit
from tests.bot.conftest import Hall
from tests.people import CLOCKWORK, staff_member

DAMAGED = b"\x01\x00"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64
STRANGER = 799_000_001
QUESTION = "berapa lama permohonan informasi dijawab"


def kept_updates(unit: Unit) -> int:
    return unit.session.scalar(select(func.count()).select_from(inbox.inbox)) or 0


async def test_after_every_update_was_forgotten_the_next_one_is_answered(hall: Hall) -> None:
    sari = await hall.newcomer()
    first = await sari.answers("/start", QUESTION)
    assert first
    with hall.office.reading(CLOCKWORK) as unit:
        kept = terms.term(unit, "updates")
    hall.clock.advance(kept + timedelta(days=1))
    for _ in range(2):  # the run of the first night may not be over yet
        hall.writer.do(retention_runs.tonight, CLOCKWORK)
        while hall.writer.do(retention.carry_on, CLOCKWORK):
            pass
    assert hall.writer.do(kept_updates, CLOCKWORK) == 0
    with hall.office.reading(CLOCKWORK) as unit:
        assert posted.about(unit.session, unit.vault, "in:") != []
    assert await sari.says(QUESTION) != []


def _leave_unreadable(unit: Unit) -> None:
    """Leave an update and a notice of somebody else that no key opens any more."""
    inbox.keep(unit, [Arrived("m:1:1", 1, STRANGER, STRANGER, b"{}")])
    unit.session.execute(inbox.inbox.update().values(sealed=DAMAGED))
    unit.session.execute(
        insert(outbox.outbox).values(
            once="uji:1", chat_id=STRANGER, kind="answer", rank=0, language="id", sealed=DAMAGED,
            by="uji", state="waiting", not_before=unit.now, tries=0, repeats=0, created_at=unit.now,
        )
    )  # fmt: skip


async def test_what_cannot_be_read_stops_nobody_else_s_mail(hall: Hall) -> None:
    with hall.office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi", Role.PPID, Role.INFORMATION_OFFICER)
    hall.writer.do(_leave_unreadable, CLOCKWORK)
    sari = await hall.newcomer()
    assert any("10 hari kerja" in text for text in await sari.says(QUESTION))
    with hall.office.reading(budi) as unit:
        (parked,) = inbox.parked(unit)
        stuck = {letter.once: letter.state for letter in posted.stuck(unit.session, unit.vault)}
        acts = set(unit.session.scalars(select(journal.journal.c.act)))
    assert (parked.person, parked.failure) == (STRANGER, "unreadable")
    assert stuck["uji:1"] == "undeliverable"
    assert {"update.parked", "notice.undeliverable"} <= acts


def _damage_memories(unit: Unit) -> None:
    unit.session.execute(update(chats).values(sealed_memory=DAMAGED))


async def test_a_chat_whose_memory_cannot_be_read_stops_nobody_else_s_mail(hall: Hall) -> None:
    with hall.office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi", Role.PPID, Role.INFORMATION_OFFICER)
    joko = await hall.newcomer("Pak Joko")
    await joko.says("/start")
    hall.writer.do(_damage_memories, CLOCKWORK)
    sari = await hall.newcomer()
    await hall.street.say(joko.number, QUESTION)
    await hall.street.say(sari.number, QUESTION)
    await hall.advance(inbox.PAUSES[-1])
    assert any("10 hari kerja" in text for text in await sari.hears())
    with hall.office.reading(budi) as unit:
        (parked,) = inbox.parked(unit)
    assert (parked.person, parked.failure) == (joko.number, "unreadable")


class SlowLine:
    """Brings every file only when it is let go, and counts what is on its way at once."""

    def __init__(self) -> None:
        self.calls, self.at_once, self.most = 0, 0, 0
        self.free = asyncio.Event()

    async def download(self, _bot: Bot, _file: str, **_more: object) -> BytesIO:
        self.calls += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.free.wait()
        self.at_once -= 1
        return BytesIO(PICTURE)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> SlowLine:
    slow = SlowLine()

    async def download(bot: Bot, file: str, **more: object) -> BytesIO:
        return await slow.download(bot, file, **more)

    monkeypatch.setattr(Bot, "download", download)
    return slow


def _is_leased(hall: Hall) -> bool:
    """Tell whether what waits to be finished was handed out, or held, anew."""
    row = inbox.inbox.c
    with hall.office.reading(CLOCKWORK) as unit:
        until = unit.session.scalar(select(func.max(row.taken_until)).where(row.state == "waiting"))
        return until is not None and until > unit.now


async def test_an_update_that_takes_longer_than_its_lease_is_not_begun_again(
    hall: Hall, line: SlowLine
) -> None:
    sari = await hall.newcomer()
    path = f"/practice/citizens/{sari.number}/file"
    await hall.street.upload(path, "file", PICTURE, **{"as": "photo"})
    await hall.until(lambda: line.calls == 1)
    for _ in range(2):
        hall.clock.advance(LEASE + timedelta(seconds=1))
        await hall.until(partial(_is_leased, hall))
    line.free.set()
    (handed,) = await sari.hears()
    assert "sambungkan ke petugas" in handed
    assert line.calls == 1


async def test_only_a_few_files_are_on_their_way_at_once(hall: Hall, line: SlowLine) -> None:
    guests = [await hall.newcomer(f"Warga {number}") for number in range(7)]
    for guest in guests:
        path = f"/practice/citizens/{guest.number}/file"
        await hall.street.upload(path, "file", PICTURE, **{"as": "photo"})
    await hall.until(lambda: line.calls >= 4)
    other = await hall.newcomer("Pak Joko")
    await hall.street.say(other.number, QUESTION)
    await hall.until(lambda: hall.state_of_outbox() != "")
    line.free.set()
    await hall.settle()
    assert (line.calls, line.most) == (len(guests), 4)
