"""Broadcasts in the chat: read, declined, taken again; nobody is left in doubt what that means."""

from datetime import date

import pytest

from bot import standing
from bot.handlers import broadcasts
from bot.presses import BroadcastPress
from bot.speak import voice
from bot.turn import Surroundings
from knowledge import subscriptions
from knowledge.broadcasts import declining
from knowledge.broadcasts.words import BroadcastKind
from office import restrictions
from office.people import StaffMember
from office.switches import Function
from office.unit import Office
from tests.bot.booth import Booth, captions, carried
from tests.bot.conftest import Hall
from tests.bot.desk import tap
from tests.knowledge.broadcasts.crowd import (
    CHATS,
    approved,
    carry_on,
    crowd,
    post_everything,
    submitted,
)
from tests.knowledge.programme_desk import programme, subscribed
from tests.people import BU_SARI, CLOCKWORK

SAY = voice("PPID Kabupaten Contoh")
pytestmark = pytest.mark.usefixtures("office")
# The hall stands on SQLite, and so must those who work in it.
_ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


def has_declined(office: Office) -> bool:
    with office.reading(BU_SARI) as unit:
        return declining.has_declined(unit)


def test_a_citizen_declines_and_takes_it_back(booth: Booth) -> None:
    (shown,) = booth.does(broadcasts.choice, "siaran").says
    assert captions(shown) == ["@broadcast_off"]
    (off,) = booth.does(broadcasts.off, press=BroadcastPress(what="off", number=0)).says
    assert has_declined(booth.office)
    said = SAY.text(off.key, off.data)
    assert "tidak akan Anda terima" in said
    assert "112" in said
    (shown,) = booth.does(broadcasts.choice, "siaran").says
    assert shown.data == {"declined": True}
    assert captions(shown) == ["@broadcast_on"]
    booth.does(broadcasts.on, press=BroadcastPress(what="on", number=0))
    assert not has_declined(booth.office)


def test_declining_twice_is_declining_once(booth: Booth) -> None:
    for _ in range(2):
        booth.does(broadcasts.off, press=BroadcastPress(what="off", number=0))
    assert has_declined(booth.office)
    for _ in range(2):
        booth.does(broadcasts.on, press=BroadcastPress(what="on", number=0))
    assert not has_declined(booth.office)


def test_the_button_under_news_ends_what_made_it_come(
    booth: Booth, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    slug = programme(booth.office)
    subscribed(booth.office, BU_SARI, programme=slug)
    subscribed(booth.office, BU_SARI, village="Sukamaju")
    news = {"kind": BroadcastKind.PROGRAMME, "programme": slug, "village": "Sukamaju"}
    number = submitted(booth.office, bu_dewi, **news)
    (gone,) = booth.does(broadcasts.off, press=BroadcastPress(what="off", number=number)).says
    assert gone.data == {"name": "Gotong Royong Desa"}
    assert not has_declined(booth.office)
    with booth.office.reading(BU_SARI) as unit:
        assert subscriptions.own(unit) == ()


def test_the_button_under_a_serta_merta_notice_declines_the_next(
    booth: Booth, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = approved(booth.office, bu_dewi, bu_ratna)
    booth.does(broadcasts.off, press=BroadcastPress(what="off", number=number))
    assert has_declined(booth.office)


def test_in_a_group_nobody_decides_for_somebody(office: Office) -> None:
    booth = Booth(office, is_private=False)
    assert [one.key for one in booth.does(broadcasts.choice).says] == ["group_hint"]
    for act, what in ((broadcasts.off, "off"), (broadcasts.on, "on")):
        (words,) = booth.does(act, press=BroadcastPress(what=what, number=0)).says
        assert words.key == "old_button"
    assert not has_declined(office)


def test_while_the_switch_is_closed_that_is_said_beside_it(office: Office) -> None:
    closed = Surroundings(closed={Function.BROADCAST: {}})
    said = Booth(office, around=closed).does(broadcasts.choice).says
    assert [one.key for one in said] == ["broadcast_closed", "broadcast_choice"]


def test_a_restricted_citizen_still_gets_serta_merta_notices(
    office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    (person,) = crowd(office, 1)
    with office.unit(bu_dewi) as unit:
        restrictions.restrict(unit, person, days=7, reason="Menulis kata kasar berulang kali")
    post_everything(office)
    approved(office, bu_dewi, bu_ratna)
    carry_on(office)
    carry_on(office)
    assert post_everything(office) == [person]


def test_the_press_fits_whatever_the_number(booth: Booth) -> None:
    assert len(BroadcastPress(what="off", number=2**31 - 1).pack().encode()) <= 64
    (shown,) = booth.does(broadcasts.choice).says
    assert carried(shown, "@broadcast_off") == "i:off:0"


@_ON_SQLITE
async def test_a_notice_arrives_in_the_language_one_reads_with_its_button(
    hall: Hall, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    sari = await hall.newcomer()
    await sari.says("bahasa")
    await tap(sari, "Basa Jawi")
    approved(hall.office, pak_budi, bu_ratna, valid_until=date(2099, 1, 1))
    await hall.until(lambda: hall.state_of_outbox().startswith("sent") and _is_out(hall))
    (notice,) = await sari.hears()
    assert notice.startswith("WARA-WARA SERTA-MERTA\nBanjir ing Desa Kepet")
    (gone,) = await tap(sari, "Sampun dipunkintuni malih")
    assert "boten badhe" in gone


@_ON_SQLITE
async def test_a_refused_answer_makes_a_citizen_unreachable_until_they_write_or_press_again(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.says("siaran")
    await hall.street.faults({"method": "sendMessage", "kind": "403", "times": 1})
    await sari.says("menu")
    assert not _is_reachable(hall, sari.number)
    await sari.says("siaran")
    assert _is_reachable(hall, sari.number)
    await hall.street.faults({"method": "sendMessage", "kind": "403", "times": 1})
    await sari.says("menu")
    assert not _is_reachable(hall, sari.number)
    await tap(sari, "Jangan kirim lagi")
    assert _is_reachable(hall, sari.number)


@_ON_SQLITE
async def test_that_the_bot_is_blocked_again_is_not_taken_for_a_message(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("menu")
    with hall.office.unit(CLOCKWORK) as unit:
        standing.set_reachable(unit, sari.number, reachable=False)
    await hall.street.do(f"citizens/{sari.number}/block")
    await hall.settle()
    assert not _is_reachable(hall, sari.number)
    await hall.street.do(f"citizens/{sari.number}/unblock")
    await hall.settle()
    assert _is_reachable(hall, sari.number)


def _is_reachable(hall: Hall, person: int) -> bool:
    with hall.office.reading(CLOCKWORK) as unit:
        return CHATS.among(unit, [person])[person].reachable


def _is_out(hall: Hall) -> bool:
    with hall.office.reading(BU_SARI) as unit:
        query = "SELECT count(*) FROM outbox WHERE kind = 'broadcast' AND state = 'sent'"
        return bool(unit.session.connection().exec_driver_sql(query).scalar())
