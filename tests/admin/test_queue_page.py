"""The queue's page: what is due first, what it says of each, and answering several at once."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from admin.countdown import countdown
from knowledge.escalation import (
    approving,
    board,
    claiming,
    load,
    opening,
    presence,
    replying,
    timers,
)
from knowledge.escalation.load import Level
from knowledge.escalation.moving import LEASE
from knowledge.escalation.words import Lane, Reason
from office import outbox
from office.clock import StandingClock
from office.people import Citizen, Role, StaffMember
from office.unit import Office
from tests.admin.street import sign_in
from tests.people import CLOCKWORK, MONDAY_MORNING, WIB, staff_member

CHECKED = frozenset({"personal_data", "exempt", "source", "date"})


def comes(
    office: Office, person: int, words: str, lane: Lane = Lane.GENERAL, language: str = "id"
) -> int:
    with office.unit(Citizen(person)) as unit:
        opening.open_for(unit, reason=Reason.MISSED, lane=lane, language=language)
        opening.add_line(unit, words)
        found = opening.current(unit)
        assert found is not None
        return found.id


def line_of(page: str, number: int) -> str:
    """Return what the page says of a conversation, without marks."""
    found = re.search(rf'id="baris-{number}">(.*?)</a>', page, re.S)
    assert found is not None, number
    return unescape(" ".join(re.sub(r"<[^<>]*>", " ", found[1]).split()))


@pytest.mark.parametrize(
    ("first", "last", "left", "said"),
    [
        (30, 60, "1 jam lagi", "dijawab 09.30 sampai 10.00"),
        (-60, 25, "25 menit lagi", "dijawab 08.00 sampai 09.25"),
        (-60, -40, "lewat 40 menit", "dijawab 08.00 sampai 08.20"),
        (-60, 0, "kurang dari semenit", "dijawab 08.00 sampai 09.00"),
        (24 * 60, 25 * 60, "1 hari 1 jam lagi", "dijawab Selasa 09.00 sampai 10.00"),
        (5 * 60, 24 * 60, "1 hari lagi", "dijawab 14.00 sampai Selasa 09.00"),
        (15 * 24 * 60, 15 * 24 * 60 + 30, "15 hari lagi", "dijawab 8 Des 09.00 sampai 09.30"),
    ],
)
def test_a_promise_is_said_with_what_is_left_of_it(
    first: int, last: int, left: str, said: str
) -> None:
    def at(minutes: int) -> datetime:
        return MONDAY_MORNING + timedelta(minutes=minutes)

    found = countdown(at(first), at(last), MONDAY_MORNING, WIB)
    assert (found.left, found.said, found.is_late) == (left, said, last < 0)


def test_lanes_stand_in_their_order_and_spam_is_folded_but_counted(
    budi: TestClient, office: Office
) -> None:
    comes(office, 1, "Promo slot gacor", Lane.SPAM)
    comes(office, 2, "Jam buka loket?")
    comes(office, 3, "Permohonan saya sampai mana?", Lane.FORMAL)
    comes(office, 4, "Ada banjir di desa kami", Lane.URGENT)
    page = budi.get("/antrean").text
    order = ["Ada banjir", "Permohonan saya", "Jam buka loket?", "Promo slot"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert re.search(r'<details class="calm lane spam" id="jalur-spam"><summary>Dugaan spam', page)
    assert "<title>(3) Antrean" in page
    assert page.count("berikutnya</span>") == 1
    assert page.index("Ada banjir") < page.index("berikutnya</span>") < page.index("Permohonan")


def test_each_line_says_the_promise_the_reason_and_what_is_particular(
    budi: TestClient, office: Office, clock: StandingClock, bu_dewi: StaffMember
) -> None:
    number = comes(office, 1, "Kapan dibukak loket e?", language="jv")
    clock.advance(timedelta(minutes=7))
    with office.unit(bu_dewi) as unit:
        presence.seen(unit, number, writing=False)
    said = line_of(budi.get("/antrean").text, number)
    assert re.search(r"\d+ menit lagi dijawab \d\d\.\d\d sampai \d\d\.\d\d", said)
    for words in ("T-00001/2026", "Bot tidak tahu", "menunggu 7 menit", "Bahasa Jawa"):
        assert words in said
    assert "Dewi Lestari sedang membaca" in said
    clock.advance(timedelta(hours=1, minutes=50))
    late = line_of(budi.get("/antrean").text, number)
    assert "lewat" in late
    assert "sedang membaca" not in late


def test_whoever_holds_it_and_writes_is_shown_in_a_list_of_its_own(
    budi: TestClient, office: Office, bu_dewi: StaffMember
) -> None:
    number = comes(office, 1, "Jam buka loket?")
    with office.unit(bu_dewi) as unit:
        assert claiming.claim(unit, number)
    with office.unit(bu_dewi) as unit:
        presence.seen(unit, number, writing=True)
    page = budi.get("/antrean").text
    said = line_of(page, number)
    assert "Dipegang: Dewi Lestari sedang menulis" in said
    assert page.index("Sedang dipegang") < page.index("Jam buka loket?")
    assert "Tidak ada warga yang menunggu." in page
    assert 'bertugas<span class="names">: Dewi Lestari</span>' in page


def test_what_is_meant_for_somebody_names_them(
    budi: TestClient, dewi: TestClient, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = comes(office, 1, "Apakah pasar buka?")
    with office.unit(bu_dewi) as unit:
        claiming.claim(unit, number)
    with office.unit(bu_dewi) as unit:
        claiming.hand_over(unit, number, note="Anda lebih tahu.", to=pak_budi.staff_id)
    mine, theirs = (line_of(one.get("/antrean").text, number) for one in (budi, dewi))
    assert "untuk Anda" in mine
    assert "berikutnya" in mine
    assert "untuk Budi Santoso" in theirs
    assert "berikutnya" not in theirs


def test_a_lease_that_ran_out_is_marked_and_the_conversation_waits_again(
    budi: TestClient, office: Office, clock: StandingClock, bu_dewi: StaffMember
) -> None:
    number = comes(office, 1, "Jam buka loket?")
    with office.unit(bu_dewi) as unit:
        claiming.claim(unit, number)
    clock.advance(LEASE + timedelta(seconds=1))
    assert "waktunya habis" in line_of(budi.get("/antrean").text, number)
    with office.unit(CLOCKWORK) as unit:
        timers.run(unit)
    said = line_of(budi.get("/antrean").text, number)
    assert "lepas sendiri 1×" in said
    assert "Dipegang" not in said


def test_what_waits_for_the_citizen_or_an_office_is_in_a_quiet_list(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    number = comes(office, 1, "Jam buka loket?")
    with office.unit(pak_budi) as unit:
        claiming.claim(unit, number)
    with office.unit(pak_budi) as unit:
        replying.reply(unit, number, "Loket yang mana?", seen_line=10**6, then_wait=True)
    page = budi.get("/antrean").text
    assert re.search(
        r'<details class="calm" id="menunggu-warga"><summary>Menunggu jawaban warga', page
    )
    assert "sudah dibalas" in line_of(page, number)
    assert "<title>Antrean" in page


def test_a_proposed_reply_is_on_top_for_whoever_may_approve_and_not_for_its_author(
    budi: TestClient, dewi: TestClient, office: Office, bu_dewi: StaffMember
) -> None:
    number = comes(office, 1, "Siapa pemenang tender?")
    with office.unit(bu_dewi) as unit:
        claiming.claim(unit, number)
    with office.unit(bu_dewi) as unit:
        approving.propose(unit, number, "Ada di LPSE.", seen_line=10**6, checked=CHECKED)
    page = budi.get("/antrean").text
    assert page.index("Menunggu persetujuan Anda") < page.index("Sedang dipegang")
    assert "balasan Dewi Lestari" in page
    assert "balasan menunggu persetujuan" in line_of(page, number)
    assert "Menunggu persetujuan Anda" not in dewi.get("/antrean").text


def test_the_strip_begins_with_the_oldest_and_counts_the_late(
    budi: TestClient, office: Office, clock: StandingClock
) -> None:
    assert "tidak ada</b> yang menunggu" in budi.get("/antrean").text
    comes(office, 1, "Jam buka loket?")
    clock.advance(timedelta(hours=1, minutes=45))
    comes(office, 2, "Di mana loketnya?")
    page = budi.get("/antrean").text
    strip = page[page.index('class="strip"') : page.index("</ul>", page.index('class="strip"'))]
    assert strip.index("1 jam 45 menit") < strip.index("<b>2</b> menunggu")
    assert '<li class="bad"><b>1</b> terlambat' in strip


def test_a_desk_that_is_nearly_full_says_what_to_do_and_a_full_one_what_happens(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    def level() -> Level:
        with office.reading(pak_budi) as unit:
            return load.measured(unit).level

    said = {Level.NORMAL: "", Level.WARN: "Minta satu rekan", Level.FULL: "memanjang dengan"}
    person, seen = 100, set()
    while level() is not Level.FULL:
        seen.add(level())
        page = budi.get("/antrean").text if person % 20 == 0 else ""
        for one, words in said.items():
            if page and words:
                assert (words in page) == (one is level()), level()
        for _ in range(10):
            person += 1
            comes(office, person, "Halo", Lane.SPAM if person % 50 == 0 else Lane.GENERAL)
    assert seen == {Level.NORMAL, Level.WARN}
    assert said[Level.FULL] in budi.get("/antrean").text


def test_ticked_conversations_move_to_another_lane(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    first, second = comes(office, 1, "Klik https://x.top"), comes(office, 2, "Jam buka loket?")
    page = budi.get("/antrean").text
    assert f'name="pilih-{first}" value="1" form="pindah"' in page
    answer = budi.post("/antrean/jalur", data={f"pilih-{first}": "1", "lane": "spam"})
    assert answer.headers["location"] == "/antrean?pesan=lane_moved"
    with office.reading(pak_budi) as unit:
        assert {row.id: row.lane for row in board.queue(unit)} == {first: "spam", second: "general"}
    assert budi.post("/antrean/jalur", data={"lane": "spam"}).status_code == 422
    form = {f"pilih-{second}": "1", "lane": "entah"}
    assert budi.post("/antrean/jalur", data=form).status_code == 422


def test_a_ticket_is_opened_by_as_much_of_it_as_one_types(budi: TestClient, office: Office) -> None:
    number = comes(office, 1, "Jam buka loket?")
    for typed in ("T-00001/2026", "t-1", "1", "00001/2026"):
        answer = budi.get("/antrean", params={"tiket": typed})
        assert answer.headers["location"] == f"/percakapan/{number}", typed
    for typed in ("2", "T-1/2019", "abc", "1" * 30, "²"):
        answer = budi.get("/antrean", params={"tiket": typed})
        assert answer.headers["location"] == "/antrean?pesan=ticket_unknown", typed


def test_presence_comes_and_goes_by_a_light_form(
    budi: TestClient, dewi: TestClient, office: Office
) -> None:
    number = comes(office, 1, "Jam buka loket?")
    here = f"/percakapan/{number}/hadir"
    assert dewi.post(here, data={"menulis": "1"}).status_code == 204
    assert "Dewi Lestari sedang menulis" in budi.get("/antrean").text
    assert dewi.post(here, data={"menulis": "0"}).status_code == 204
    assert "Dewi Lestari sedang membaca" in budi.get("/antrean").text
    assert dewi.post(here, data={"pergi": "1"}).status_code == 204
    assert "Dewi Lestari sedang" not in budi.get("/antrean").text
    assert budi.post("/percakapan/4711/hadir").status_code == 404


def test_the_supervisor_sees_what_slipped_and_nobody_is_ranked(
    budi: TestClient,
    office: Office,
    clock: StandingClock,
    bu_dewi: StaffMember,
    app: object,
) -> None:
    lapsed, held = comes(office, 1, "Jam buka loket?"), comes(office, 2, "Biaya kir?")
    with office.unit(bu_dewi) as unit:
        claiming.claim(unit, lapsed)
    clock.advance(LEASE + timedelta(seconds=1))
    with office.unit(CLOCKWORK) as unit:
        timers.run(unit)
    with office.unit(bu_dewi) as unit:
        claiming.claim(unit, held)
    with office.unit(CLOCKWORK) as unit:
        outbox.undeliverable(unit.session, 1, failure="Forbidden: x", now=unit.now)
    assert "Pantau meja (1 lepas sendiri hari ini)" in budi.get("/antrean").text
    page = budi.get("/antrean/pantau").text
    kept = page[page.index('id="lama"') : page.index('id="lepas"')]
    slipped = page[page.index('id="lepas"') : page.index('id="tidak-sampai"')]
    lost = page[page.index('id="tidak-sampai"') : page.index('id="topik"')]
    assert f'href="/percakapan/{held}"' in kept
    assert "Dewi Lestari" in slipped
    assert f'href="/percakapan/{lapsed}"' in slipped
    assert f'href="/percakapan/{lapsed}"' in lost
    assert "tanpa pertanyaan ke bot sebelumnya" in page
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "rina", "Rina Petugas", Role.INFORMATION_OFFICER)
    rina = sign_in(app, "rina")  # type: ignore[arg-type]
    assert rina.get("/antrean/pantau").status_code == 403
    assert "/antrean/pantau" not in rina.get("/antrean").text
