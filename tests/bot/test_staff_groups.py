"""A staff group is connected by a word in the group, and told there; nothing is answered there."""

from typing import Any

import pytest

from bot.watch import NIGHT, duties_today
from knowledge.escalation import alarms
from office import heartbeats, staff_chat_codes, staff_chats, switches
from office.outbox import Kind, Notice
from office.people import Role, StaffMember
from office.staff_chats import Connected, Purpose
from office.switches import Function
from tests.bot.conftest import Guest, Hall
from tests.bot.test_groups import said_in, square
from tests.people import CLOCKWORK, staff_member


@pytest.fixture
async def budi(hall: Hall) -> StaffMember:
    """Pak Budi, who looks after the desk; the first digests of the day have gone out before."""
    await hall.until(lambda: _has_had_its_turn(hall))
    with hall.office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "budi", "Budi Santoso", Role.PPID)


def _has_had_its_turn(hall: Hall) -> bool:
    """Tell whether the clockwork has done everything once; what each night is for comes last."""
    with hall.office.reading(CLOCKWORK) as unit:
        return heartbeats.last(unit, NIGHT) is not None


def code(hall: Hall, budi: StaffMember) -> str:
    with hall.office.unit(budi) as unit:
        return staff_chat_codes.make(unit, Purpose.DESK)


def groups(hall: Hall, budi: StaffMember) -> list[Connected]:
    with hall.office.reading(budi) as unit:
        return staff_chats.every(unit)


async def texts(hall: Hall, group: int) -> list[str]:
    return [row["text"] for row in await said_in(hall, group)]


async def connected(hall: Hall, budi: StaffMember) -> tuple[Guest, int]:
    sari = await hall.newcomer("Bu Dewi")
    group = await square(hall, sari)
    await hall.street.say(sari.number, f"/hubungkan {code(hall, budi)}", chat_id=group)
    await hall.settle()
    return sari, group


async def alarm(hall: Hall, group: int, once: str) -> None:
    with hall.office.unit(CLOCKWORK) as unit:
        data = {
            "urgent": {"count": 0, "cases": []}, "new": {"general": 2},
            "nearly": {"count": 0, "cases": []}, "late": {"count": 0, "cases": []},
            "undelivered": 0, "waiting": 2,
        }  # fmt: skip
        unit.post(Notice(group, "group_alarm", once, Kind.ALARM, data))
    hall.writer.posted()
    await hall.settle()


@pytest.mark.parametrize("command", ["/hubungkan {}", "/hubungkan@latihan_bot {}"])
async def test_a_group_is_connected_by_a_code_and_told_what_will_come(
    hall: Hall, budi: StaffMember, command: str
) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, command.format(code(hall, budi)), chat_id=group)
    (said,) = await texts(hall, group)
    assert "tersambung sebagai grup petugas" in said
    assert "07.45" in said
    (made,) = groups(hall, budi)
    assert (made.chat_id, made.connected_by) == (group, budi.staff_id)


async def test_a_code_for_another_bot_and_a_code_in_private_connect_nothing(
    hall: Hall, budi: StaffMember
) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    words = code(hall, budi)
    await hall.street.say(sari.number, f"/hubungkan@botlain {words}", chat_id=group)
    assert await texts(hall, group) == []
    assert await sari.says(f"/hubungkan {words}")
    assert groups(hall, budi) == []


async def test_wrong_codes_get_a_calm_answer_and_after_some_none(
    hall: Hall, budi: StaffMember
) -> None:
    sari = await hall.newcomer()
    group = await square(hall, sari)
    await hall.street.say(sari.number, "/hubungkan", chat_id=group)
    for _ in range(staff_chat_codes.TRIES + 4):
        await hall.street.say(sari.number, "/hubungkan SALAH-KODE", chat_id=group)
    asked, *answers = await texts(hall, group)
    assert "bersama kodenya" in asked
    assert sum("tidak dikenal" in text for text in answers) == staff_chat_codes.TRIES
    assert sum("15 menit lagi" in text for text in answers) == 1
    assert len(answers) == staff_chat_codes.TRIES + 1
    assert groups(hall, budi) == []


async def test_a_reply_in_a_connected_group_is_pointed_to_the_panel_once(
    hall: Hall, budi: StaffMember
) -> None:
    dewi, group = await connected(hall, budi)
    (first,) = await said_in(hall, group)
    for text in ("Sampaikan ke warganya: besok", "halo?", "berapa lama permohonan dijawab"):
        await hall.street.say(dewi.number, text, chat_id=group, reply_to=first["message_id"])
    said = (await texts(hall, group))[1:]
    assert len(said) == 1
    assert "dilakukan di panel" in said[0]
    await hall.street.say(dewi.number, "@latihan_bot apa itu ppid", chat_id=group)
    assert len(await texts(hall, group)) == 3


async def test_the_clockwork_s_alarm_arrives_with_a_link(hall: Hall, budi: StaffMember) -> None:
    _, group = await connected(hall, budi)
    with hall.office.unit(CLOCKWORK) as unit:
        alarms.run(unit, duties_today)
    hall.writer.posted()
    said = (await texts(hall, group))[1:]
    assert len(said) == 1
    assert "Tidak ada yang menunggu." in said[0]
    assert "/antrean" in said[0]


async def test_a_closed_broadcast_holds_no_alarm(hall: Hall, budi: StaffMember) -> None:
    _, group = await connected(hall, budi)
    with hall.office.unit(budi) as unit:
        why = "Salah sasaran; diperiksa dahulu"
        switches.close(unit, Function.BROADCAST, reason=why, words={}, seen=0)
    await alarm(hall, group, "a")
    assert "Baru: 2 umum" in (await texts(hall, group))[-1]


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("400", "Bad Request: chat not found"),
        ("400", "Bad Request: message thread not found"),
        ("403", "Forbidden: bot was kicked from the supergroup chat"),
    ],
)
async def test_a_group_in_which_nothing_arrives_is_marked_and_not_tried_again(
    hall: Hall, budi: StaffMember, kind: str, description: str
) -> None:
    _, group = await connected(hall, budi)
    fault: dict[str, Any] = {"kind": kind, "description": description, "chat_id": group}
    await hall.street.faults({**fault, "method": "sendMessage"})
    await alarm(hall, group, "a")
    (broken,) = groups(hall, budi)
    assert broken.broken_at is not None
    assert broken.failure is not None
    assert broken.failure.casefold() in description.casefold()
    await hall.street.calm()
    with hall.office.unit(CLOCKWORK) as unit:
        assert alarms.run(unit, duties_today) == 0


async def test_the_bot_that_is_put_out_of_a_group_lets_it_go(hall: Hall, budi: StaffMember) -> None:
    _, group = await connected(hall, budi)
    await hall.street.do("updates", my_chat_member=_membership(group, "kicked"))
    await hall.settle()
    assert groups(hall, budi) == []


async def test_a_group_that_becomes_a_supergroup_is_followed(hall: Hall, budi: StaffMember) -> None:
    dewi, group = await connected(hall, budi)
    new = await square(hall, dewi)
    note = {
        "message_id": 99, "date": 1_790_000_000, "migrate_to_chat_id": new,
        "chat": {"id": group, "type": "group", "title": "Petugas"},
        "from": {"id": dewi.number, "is_bot": False, "first_name": "Dewi"},
    }  # fmt: skip
    await hall.street.do("updates", message=note)
    await hall.settle()
    assert [one.chat_id for one in groups(hall, budi)] == [new]
    await alarm(hall, new, "a")
    assert "Baru: 2 umum" in (await texts(hall, new))[-1]


async def test_what_telegram_says_of_a_moved_group_while_sending_is_followed_too(
    hall: Hall, budi: StaffMember
) -> None:
    dewi, group = await connected(hall, budi)
    new = await square(hall, dewi)
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    fault = {"kind": "400", "method": "sendMessage", "chat_id": group, "description": description}
    await hall.street.faults({**fault, "migrate_to_chat_id": new})
    await alarm(hall, group, "a")
    assert [one.chat_id for one in groups(hall, budi)] == [new]
    assert "Baru: 2 umum" in (await texts(hall, new))[-1]


def _membership(group: int, status: str) -> dict[str, Any]:
    bot = {"id": 1000000000, "is_bot": True, "first_name": "Latihan"}
    after = {"status": status, "user": bot, "until_date": 0}
    return {
        "chat": {"id": group, "type": "supergroup", "title": "Petugas"},
        "from": {"id": 5, "is_bot": False, "first_name": "Dewi"},
        "date": 1_790_000_000,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": after,
    }
