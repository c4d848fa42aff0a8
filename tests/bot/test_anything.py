"""Whatever is written and pressed, in whatever order: one outcome each, and nothing breaks."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from bot import standing
from bot.states import Handed
from office import inbox, outbox
from tests.bot.conftest import Guest, Hall
from tests.bot.forgery import forge
from tests.people import CLOCKWORK

TEXTS = (
    "halo", "p", "kk", "ki", "bst", "😀", "😀👍", "?", "²", "٣", "1", "2", "9", "99999999999",
    "-1",
    "\u202e", "<b>&lt;i&gt; {{ 7*7 }} %s", "a" * 4000, "zzzz qqqq", "resep rendang", "apa itu ppid",
    "ktp hilang", "keberatan", "masih ada bst madiun?", "pinten dinten dipunwangsuli nggih",
    "how long until my request is answered", "tolong ada kebakaran di rumah tetangga",
    "saya mau lapor jalan rusak di depan sekolah", "cek bansos saya dapat belum",
    "minta salinan dokumen anggaran kabupaten tahun 2025", "tolong sambungkan ke petugas",
    "bahasa", "language", "basa", "batal", "kembali", "lanjutkan draf", "status", "/start",
    "/start j-ppid-waktu", "/start j-takada", "/takdikenal", "permohonan",
    "nik saya 3507152602660001",
    "privasi", "data saya", "koreksi data", "hapus data", "siaran", "jangan kirim lagi",
)  # fmt: skip
FORGED = (
    "", ":", "a", "a:yes", "a:yes:", "a:no:kunci", "a:no:", "a:search:kunci", "a:wish:kunci",
    "a:wish:", "a:unwish:x", "a:file:kunci", "a:staff:kunci", "a:entah:kunci", "p:0:", "p:1:kunci",
    "p:-5:kunci", "p:99999999999999999999:k", "e:", "e:takada", "e:ppid-waktu",
    "e:x_0123456789abcdef",
    "l:", "l:takada", "l:ppid-waktu", "t:jv", "t:en", "t:id", "t:xx", "t:", "m:ask", "m:staff",
    "m:entah", "d:", "d:see", "d:copy", "d:correct", "d:consents", "d:erase", "d:erase_yes",
    "d:correction", "d:restriction", "d:objection", "d:stop_subscriptions", "d:stop_wishes",
    "d:stop_history", "d:language", "d:subscriptions", "d:entah", "i:off:0", "i:on:0", "i:off:99",
    "i:off:-1", "i:entah:0", "zz:1", "\u0000", "a:no:\u0000", "e:\u0000", "\ud83d\ude00" * 16,
)  # fmt: skip


def steps(chance: random.Random) -> Iterator[tuple[str, str]]:
    for _ in range(45):
        kind = chance.choice(["text", "text", "forged", "own", "old"])
        yield kind, chance.choice(TEXTS if kind == "text" else FORGED)


async def act(hall: Hall, guest: Guest, kind: str, what: str, chance: random.Random) -> None:
    if kind == "text":
        await hall.street.say(guest.number, what)
        return
    rows = [row for row in await guest.everything() if row["from"] == "bot" and row["inline"]]
    pressable = [
        (row["message_id"], button["text"])
        for row in (rows[-1:] if kind == "own" else rows)
        for line in row["inline"]
        for button in line
        if "data" in button
    ]
    if kind == "forged" or not pressable:
        forge(hall, guest, what)
        return
    message_id, label = chance.choice(pressable)
    await hall.street.press(guest.number, label=label, message_id=message_id)


def unwell(hall: Hall) -> list[str]:
    """Return every failure: updates that could not be handled, words that could not be said."""
    with hall.office.reading(CLOCKWORK) as unit:
        broken = unit.session.scalars(
            select(inbox.inbox.c.failure).where(inbox.inbox.c.failure.is_not(None))
        ).all()
        unsaid = unit.session.scalars(
            select(outbox.outbox.c.failure).where(outbox.outbox.c.failure.is_not(None))
        ).all()
    return [str(failure) for failure in (*broken, *unsaid) if failure]


def doubled(hall: Hall) -> int:
    """Return how many updates were taken more than once."""
    with hall.office.reading(CLOCKWORK) as unit:
        said = outbox.outbox.c.once
        rows = unit.session.execute(
            select(said, func.count()).group_by(said).having(func.count() > 1)
        ).all()
    return len(rows)


@pytest.mark.parametrize("seed", range(4))
async def test_every_message_and_every_press_has_one_outcome(hall: Hall, seed: int) -> None:
    chance = random.Random(seed)
    guest = await hall.newcomer()
    await guest.says("/start")
    for kind, what in steps(chance):
        await act(hall, guest, kind, what, chance)
        heard = await guest.hears()
        assert unwell(hall) == [], (kind, what)
        if not heard:
            # Silence is right only where a person has the word, and takes it all in.
            assert await _with_staff(hall, guest), (kind, what)
    assert doubled(hall) == 0


async def _with_staff(hall: Hall, guest: Guest) -> bool:
    with hall.office.reading(CLOCKWORK) as unit:
        return standing.load(unit, {guest.number})[guest.number].step == Handed.talking.state
