"""Who writes too fast is asked to wait, who is restricted is told; forms and filings never are."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Router
from sqlalchemy import func, select

from bot.handlers import doorway, routers
from bot.limits import BUCKETS, Action
from knowledge.escalation.tables import EscalationLine
from office import inbox as inbox_room
from office import journal, restrictions
from office.inbox import Ending, inbox
from office.outbox import outbox
from office.people import Citizen, Role
from register.tables import Request
from tests.bot.conftest import Guest, Hall
from tests.bot.test_filing import AFTER_NIK, UP_TO_NIK
from tests.people import CLOCKWORK, NIK, staff_member

QUESTION = "berapa lama permohonan dijawab"
HOLDS = BUCKETS[Action.QUESTION].holds
TOO_FAST = "Pesan Anda datang sangat cepat"
SLOWLY = "satu pesan setiap menit"
FORM = (*UP_TO_NIK, NIK, *AFTER_NIK, "Kirim permohonan")
REASON = "Mengirim iklan pinjaman berulang kali"


def endings(hall: Hall) -> Counter[str]:
    """Count how everything that arrived ended; nothing ends in no way or in two."""
    with hall.office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(select(inbox.c.state, inbox.c.ending)).all()
    assert {row.state for row in rows} == {"done"}
    assert {row.ending for row in rows} <= set(Ending)
    return Counter(str(row.ending) for row in rows)


def rows_of(hall: Hall, column: Any) -> list[Any]:
    with hall.office.reading(CLOCKWORK) as unit:
        return list(unit.session.scalars(select(column)))


async def sends(guest: Guest, texts: Iterable[str]) -> list[str]:
    """Send texts without waiting for what follows; return all of that."""
    for text in texts:
        await guest.hall.street.say(guest.number, text)
    return await hears(guest)


async def hears(guest: Guest) -> list[str]:
    """Return what is new, although something may still wait for its hour."""
    await guest.hall.until(lambda: is_calm(guest.hall))
    seen = await guest.hall.street.look(guest.number, after=guest.cursor)
    guest.cursor = seen["cursor"]
    return [row["text"] for row in seen["messages"] if row["from"] == "bot"]


def is_calm(hall: Hall) -> bool:
    # First at the door: what comes in between two looks is seen by the second.
    if hall.pending():
        return False
    with hall.office.reading(CLOCKWORK) as unit:
        open_now = outbox.c.state.in_(["waiting", "sending"])
        due = select(func.count()).where(open_now, outbox.c.not_before <= unit.now)
        return inbox_room.waiting_count(unit) + (unit.session.scalar(due) or 0) == 0


async def later(hall: Hall, span: timedelta) -> None:
    """Let the office's time and Telegram's pass."""
    hall.clock.advance(span)
    await hall.street.do("clock", advance=span.total_seconds())


async def restricted(hall: Hall, guest: Guest, days: int = 7) -> None:
    with hall.office.unit(CLOCKWORK) as unit:
        budi = staff_member(unit, "budi", "Budi Santoso", Role.PPID)
    with hall.office.unit(budi) as unit:
        restrictions.restrict(unit, guest.number, days=days, reason=REASON)
    await hall.settle()


def registered(router: Router) -> set[str]:
    """Return how every handler of a router and those below it is named in the table."""
    found = {
        f"{handler.callback.__module__.rpartition('.')[2]}.{handler.callback.__name__}"
        for observer in router.observers.values()
        for handler in observer.handlers
    }
    return found.union(*(registered(one) for one in router.sub_routers))


def test_what_has_a_limit_is_something_that_happens() -> None:
    known: set[str] = set().union(*(registered(router) for router in routers()))
    assert {*doorway.ACTIONS, *doorway.ACTIONS_IN_GROUPS} - known == set()


async def test_beyond_the_limit_it_is_said_once_and_nothing_is_answered_until_then(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    said = await sends(sari, [QUESTION] * (HOLDS + 15))
    assert sum(TOO_FAST in text for text in said) == 1
    assert "pukul 09.01 WIB" in next(text for text in said if TOO_FAST in text)
    assert endings(hall) == {"handled": HOLDS, "paused": 15}
    await later(hall, timedelta(seconds=90))
    assert TOO_FAST not in "".join(await sari.says(QUESTION))
    with hall.office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="flood.")
    assert (line.act, line.actor) == ("flood.pause", Citizen(sari.number).label)


async def test_while_one_account_waits_another_is_answered(hall: Hall) -> None:
    sari, joko = await hall.newcomer(), await hall.newcomer("Pak Joko")
    await sends(sari, [QUESTION] * (HOLDS + 5))
    assert TOO_FAST not in "".join(await joko.says(QUESTION))


async def test_commands_and_cries_for_help_are_answered_while_an_account_waits(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sends(sari, [QUESTION] * (HOLDS + 5))
    for text in ("menu", "status", "batal", "tolong rumah saya kebakaran", "permohonan"):
        said = await sari.says(text)
        assert said, text
        assert TOO_FAST not in "".join(said)
    assert "112" in "".join(await sari.says("tolong ada kebakaran"))


async def test_a_request_is_filed_however_fast_it_is_typed_and_whatever_went_before(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    for _ in range(3):
        await sends(sari, [QUESTION] * (HOLDS + 5))
        await later(hall, timedelta(seconds=100))
    for _ in range(3):
        await sends(sari, FORM)
    assert len(rows_of(hall, Request.id)) == 3
    assert Ending.PAUSED not in rows_of(hall, inbox.c.ending)[-3 * len(FORM) :]


async def test_after_the_third_flood_one_message_a_minute_is_read_until_the_end_is_said(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    heard: list[str] = []
    for _ in range(3):
        heard += await sends(sari, [QUESTION] * (HOLDS + 5))
        if SLOWLY not in "".join(heard):
            await later(hall, timedelta(seconds=100))
    assert sum(TOO_FAST in text for text in heard) == 2
    assert sum(SLOWLY in text for text in heard) == 1
    assert await sends(sari, [QUESTION]) == []
    await later(hall, timedelta(seconds=61))
    assert len(await sends(sari, [QUESTION] * 2)) == 1
    await later(hall, timedelta(minutes=11))
    assert any("seperti biasa lagi" in text for text in await sari.hears())
    assert len(await sari.says(QUESTION)) == 1


async def test_whoever_is_restricted_is_told_so_kindly_and_asks_and_files_as_before(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.says("halo")
    await restricted(hall, sari)
    (told,) = await sari.hears()
    assert REASON in told
    assert "Senin, 30 November 2026 pukul 09.00 WIB" in told
    for text in ("petugas", "saya mau bicara dengan petugas"):
        (said,) = await sari.says(text)
        assert "tidak dapat menulis kepada petugas" in said
        assert REASON in said
    assert "10 hari kerja" in "".join(await sari.says(QUESTION))
    assert await sari.says("status")
    receipt = (await sari.answers(*FORM))[0]
    assert "0001/PPID/XI/2026" in receipt
    assert rows_of(hall, EscalationLine.id) == []
    assert endings(hall)["restricted"] == 2


async def test_a_restriction_in_the_middle_of_a_talk_gives_the_citizen_back_to_the_bot(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.answers("petugas", "tolong dibantu bantuan sosial")
    before = len(rows_of(hall, EscalationLine.id))
    await restricted(hall, sari)
    await sari.hears()
    told, *_ = await sari.says("kenapa lama sekali jawabannya")
    assert "tidak dapat menulis kepada petugas" in told
    assert "112" in "".join(await sari.says("tolong ada kebakaran di rumah"))
    assert "10 hari kerja" in "".join(await sari.says(QUESTION))
    assert len(rows_of(hall, EscalationLine.id)) == before


async def test_the_end_of_a_restriction_opens_everything_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("halo")
    await restricted(hall, sari, days=1)
    await later(hall, timedelta(days=1))
    with hall.office.unit(CLOCKWORK) as unit:
        restrictions.end_due(unit)
    assert "sudah berakhir" in "".join(await sari.hears())
    said = "".join(await sari.answers("petugas", "tolong dibantu bantuan sosial"))
    assert "tidak dapat menulis" not in said
    assert len(rows_of(hall, EscalationLine.id)) == 1


@pytest.mark.parametrize("seed", range(3))
async def test_every_message_ends_in_one_way_and_every_filing_ends_filed(
    hall: Hall, seed: int
) -> None:
    chance = random.Random(seed)
    people = [await hall.newcomer(name) for name in ("Bu Sari", "Pak Joko", "Bu Dewi")]
    await people[2].says("halo")
    await restricted(hall, people[2])
    sent, filed = 1, 0
    for _ in range(14):
        guest = chance.choice(people)
        move = chance.choice(["flood", "file", "staff", "wait", "word", "help"])
        texts: tuple[str, ...] = ()
        if move == "flood":
            texts = (QUESTION,) * chance.randint(5, HOLDS + 8)
        elif move == "file":
            # Leave whatever is open first: a form begins where nothing else is going on.
            texts = ("batal", *FORM)
            filed += 1
        elif move == "staff":
            texts = ("petugas", *(f"baris {number}" for number in range(chance.randint(1, 40))))
        elif move == "word":
            texts = (chance.choice(["status", "menu", "batal", "program", "agenda"]),)
        elif move == "help":
            texts = ("tolong ada kebakaran",)
        else:
            await later(hall, timedelta(seconds=chance.choice([5, 61, 400, 4000])))
        said = await sends(guest, texts)
        sent += len(texts)
        if move == "help":
            assert "112" in "".join(said)
    assert sum(endings(hall).values()) == sent
    assert len(rows_of(hall, Request.id)) == filed
