"""What no change, no alarm, no file and no group lets past the limits; and 112, which is told."""

from datetime import timedelta

from bot import standing
from bot.limits import BUCKETS, Action
from knowledge.escalation.tables import Escalation, EscalationLine
from office import inbox as inbox_room
from office import posted
from office.inbox import inbox
from tests.bot.conftest import Guest, Hall
from tests.bot.test_doorway import (
    QUESTION,
    TOO_FAST,
    endings,
    later,
    restricted,
    rows_of,
    sends,
)
from tests.bot.test_groups import square
from tests.people import CLOCKWORK

HOLDS = BUCKETS[Action.QUESTION].holds
LINES = BUCKETS[Action.LINE].holds
FILES = BUCKETS[Action.FILE].holds
ALARM = "tolong ada kebakaran di rumah"
UNKNOWN_KIND = b"\x00tidak dikenal"


def on_disk(hall: Hall) -> int:
    return sum(path.is_file() for path in (hall.folder / "files").rglob("*"))


async def uploads(guest: Guest, count: int) -> list[str]:
    """Send files without waiting for what follows; return all of that."""
    path = f"/practice/citizens/{guest.number}/file"
    for number in range(count):
        content = b"%PDF-1.4 " + str(number).encode()
        status, _ = await guest.hall.street.upload(path, "file", content)
        assert status == 200
    return await guest.hears()


async def with_staff(hall: Hall) -> Guest:
    sari = await hall.newcomer()
    await sari.answers("petugas", "tolong dibantu bantuan sosial")
    return sari


async def test_changing_one_old_message_again_and_again_is_writing_too_fast(hall: Hall) -> None:
    sari = await with_staff(hall)
    old = [row for row in await sari.everything() if row["from"] != "bot"][-1]["message_id"]
    await later(hall, timedelta(hours=1))
    before = len(rows_of(hall, EscalationLine.id))
    for number in range(LINES + 20):
        await hall.street.do(
            f"citizens/{sari.number}/edit", message_id=old, text=f"kata yang lain {number}"
        )
    assert sum(TOO_FAST in text for text in await sari.hears()) == 1
    added = len(rows_of(hall, EscalationLine.id)) - before
    # A little room comes back while they are read.
    assert LINES <= added < LINES + 20
    assert endings(hall)["paused"] == LINES + 20 - added


async def test_cries_for_help_in_a_flood_tell_112_and_add_no_lines(hall: Hall) -> None:
    sari = await with_staff(hall)
    await sends(sari, [f"baris {number}" for number in range(LINES + 5)])
    before = len(rows_of(hall, EscalationLine.id))
    said = await sends(sari, [f"tolong ada kebakaran {number}" for number in range(20)])
    assert sum("112" in text for text in said) == 1
    assert len(rows_of(hall, EscalationLine.id)) == before
    assert rows_of(hall, Escalation.lane) == ["urgent"]


async def test_nothing_but_cries_for_help_meets_the_same_limit(hall: Hall) -> None:
    sari = await hall.newcomer()
    said = await sends(sari, [ALARM] * (HOLDS + 15))
    assert "112" in said[0]
    assert sum(TOO_FAST in text for text in said) == 1
    assert "112" in said[HOLDS]
    assert endings(hall)["paused"] == 15


async def test_no_file_is_fetched_beyond_the_limit(hall: Hall) -> None:
    sari = await hall.newcomer()
    said = await uploads(sari, FILES + 8)
    assert sum(TOO_FAST in text for text in said) == 1
    read = endings(hall)["handled"]
    assert on_disk(hall) == read < FILES + 8


async def test_a_file_of_somebody_restricted_is_not_fetched_but_what_they_file_is(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.says("halo")
    await restricted(hall, sari)
    await sari.hears()
    (told,) = await uploads(sari, 1)
    assert "tidak dapat menulis kepada petugas" in told
    assert on_disk(hall) == 0
    assert endings(hall)["restricted"] == 1


async def test_a_file_for_staff_is_fetched_and_reaches_them(hall: Hall) -> None:
    sari = await with_staff(hall)
    await uploads(sari, 1)
    assert on_disk(hall) == 1
    assert [row for row in rows_of(hall, EscalationLine.file_id) if row is not None] == [1]


async def test_a_cry_for_help_beside_a_file_that_is_refused_tells_112_first(hall: Hall) -> None:
    sari = await hall.newcomer()
    said = await sari.sends(UNKNOWN_KIND, caption=ALARM)
    assert "112" in said[0]
    assert "berkas" in said[-1].casefold()


async def test_a_question_beside_a_file_that_is_refused_is_answered(hall: Hall) -> None:
    sari = await hall.newcomer()
    refused, *answer = await sari.sends(UNKNOWN_KIND, caption=QUESTION)
    assert "10 hari kerja" not in refused
    assert "10 hari kerja" in "".join(answer)


async def test_staff_read_what_stands_beside_a_file_that_is_refused(hall: Hall) -> None:
    sari = await with_staff(hall)
    said = await sari.sends(UNKNOWN_KIND, caption=ALARM)
    assert "112" in said[0]
    assert rows_of(hall, Escalation.lane) == ["urgent"]


async def test_a_file_that_is_refused_without_a_word_is_only_refused(hall: Hall) -> None:
    sari = await hall.newcomer()
    (refused,) = await sari.sends(UNKNOWN_KIND)
    assert "berkas" in refused.casefold()


async def asks_in(hall: Hall, group: int, guest: Guest, *texts: str) -> list[str]:
    """Ask in a group; return the keys of everything that was ever to be said there.

    How fast a group is told is another matter, so nothing waits for that.
    """
    for text in texts:
        await hall.street.say(guest.number, f"@latihan_bot {text}", chat_id=group)
    await hall.until(lambda: hall.pending() + waiting(hall) == 0)
    with hall.office.reading(CLOCKWORK) as unit:
        letters = posted.about(unit.session, unit.vault, "in:")
    return [letter.key for letter in letters if letter.chat_id == group]


def waiting(hall: Hall) -> int:
    with hall.office.reading(CLOCKWORK) as unit:
        return inbox_room.waiting_count(unit)


async def test_who_asks_too_much_in_a_group_is_not_answered_there_and_nothing_is_said_of_it(
    hall: Hall,
) -> None:
    sari, joko = await hall.newcomer(), await hall.newcomer("Pak Joko")
    group = await square(hall, sari)
    await hall.street.do(f"groups/{group}/members", citizen=joko.number)
    said = await asks_in(hall, group, sari, *[QUESTION] * (HOLDS + 10))
    assert said == ["answer"] * HOLDS
    assert endings(hall)["paused"] == 10
    said = await asks_in(hall, group, sari, *[ALARM] * 5)
    assert said.count("emergency") == 1
    said = await asks_in(hall, group, joko, QUESTION)
    assert said.count("answer") == HOLDS + 1
    await hall.street.say(sari.number, QUESTION)
    await hall.until(lambda: hall.pending() + waiting(hall) == 0)
    assert rows_of(hall, inbox.c.ending)[-1] == "handled", "in their own chat"


async def test_who_was_only_heard_in_a_group_is_new_in_their_own_chat(hall: Hall) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, f"@latihan_bot {QUESTION}", chat_id=group)
    await hall.settle()
    with hall.office.reading(CLOCKWORK) as unit:
        place = standing.load(unit, [sari.number])[sari.number]
    assert place.memory.keys() == {standing.IN_GROUPS}
    assert place.is_new
    await sari.says(QUESTION)
    with hall.office.reading(CLOCKWORK) as unit:
        place = standing.load(unit, [sari.number])[sari.number]
    assert standing.IN_GROUPS in place.memory
    assert not place.is_new
