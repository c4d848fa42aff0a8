"""A day at the desk: from what the bot cannot answer to the answer of a person, on every screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import chromium
from tests.house.building import Building
from tests.house.pictures import take
from tests.house.street import Chat, Street

pytestmark = chromium.NEEDED

ASKED = "abang becak mau resmi narik turis di alun-alun"
ALIKE = ("kapan pasar malam alun-alun buka lagi ya", "pasar malam di alun-alun kapan buka lagi")
OTHER = "KTP saya hilang, apa saja syarat mengurusnya?"
ANSWER = "Becak wisata didaftarkan di Dinas Pariwisata, loket 3. Bawa KTP dan foto becaknya."
TO_ALL = "Pasar malam alun-alun buka lagi hari Sabtu pukul 17.00, menurut Dinas Perdagangan."


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with Building(tmp_path) as building, chromium.opened("id") as browser:
        building.appoint("rina", "Rina Kurnia", "information_officer")
        building.appoint("dewi", "Dewi Lestari", "ppid", "information_officer")
        building.appoint("yudi", "Yudi Hartono", "sysadmin")
        yield Street(browser, building)


def test_from_what_the_bot_cannot_answer_to_the_answer_of_a_person(street: Street) -> None:
    sari = street.citizen("Bu Sari")
    asks_for_staff(sari)
    rina, dewi = street.member("rina"), street.member("dewi")
    takes_the_next(rina)
    takes_a_reply_back(rina, sari)
    answers(rina, sari)
    goes_to_a_second_person(rina, dewi, sari)
    closes(rina, sari)
    answers_all_alike(street, rina)
    is_helped_by_the_library(rina)
    looks_after_the_desk(dewi)
    looks_after_people(street.member("yudi"))


def asks_for_staff(sari: Chat) -> None:
    """Wish for a person and say what for; a time is promised, never "soon"."""
    waits(sari, ASKED)
    take(sari.page, "petugas-chat", "ponsel")
    assert "segera" not in sari.page.inner_text("body")


def takes_the_next(rina: Page) -> None:
    """See who waits and take whoever is due first."""
    rina.goto("/antrean")
    rina.get_by_text(ASKED).wait_for()
    rina.get_by_role("button", name="Ambil berikutnya").click()
    rina.wait_for_url("**/percakapan/*")
    rina.get_by_text("Dijanjikan dijawab").wait_for()


def takes_a_reply_back(rina: Page, sari: Chat) -> None:
    """Notice a slip within ten seconds; the citizen never reads it."""
    rina.locator("#text").fill("Bukan di sini")
    rina.get_by_role("button", name="Kirim", exact=True).click()
    rina.get_by_text("Terkirim dalam").wait_for()
    take(rina, "petugas-batalkan")
    rina.get_by_role("button", name="Batalkan").click()
    rina.get_by_text("ditarik sebelum terkirim").wait_for()
    expect(rina.locator("#text")).to_have_value("Bukan di sini")
    assert not sari.has_heard("Bukan di sini")


def answers(rina: Page, sari: Chat) -> None:
    """Write the answer and let it go at once; the bubble says that it arrived."""
    rina.locator("#text").fill(ANSWER)
    rina.get_by_role("button", name="Kirim", exact=True).click()
    rina.get_by_role("button", name="Kirim sekarang").click()
    sari.hears("loket 3")
    take(sari.page, "petugas-dijawab", "ponsel")
    rina.locator(".fate.sent").first.wait_for()
    take(rina, "petugas-terkirim")


def goes_to_a_second_person(rina: Page, dewi: Page, sari: Chat) -> None:
    """Lay a delicate reply before a colleague, who lets it go."""
    sari.says("siapa pemenang lelang pengadaan becaknya?")
    rina.get_by_text("pemenang lelang").first.wait_for()
    rina.reload()
    rina.locator("#text").fill("Pemenang lelang diumumkan di laman SPSE sejak 3 November 2026.")
    for tick in rina.locator("fieldset.care input[type=checkbox]").all():
        tick.check()
    take(rina, "petugas-peka")
    rina.get_by_role("button", name="Ajukan ke rekan").click()
    rina.get_by_role("heading", name="Usul balasan menunggu orang kedua").wait_for()
    dewi.goto(rina.url.partition("?")[0])
    dewi.get_by_role("button", name="Setujui dan kirim").wait_for()
    take(dewi, "petugas-setujui")
    dewi.get_by_role("button", name="Setujui dan kirim").click()
    sari.hears("laman SPSE")


def closes(rina: Page, sari: Chat) -> None:
    """End the conversation; the citizen is asked once whether it helped."""
    rina.goto(rina.url.partition("?")[0])
    rina.get_by_text("Tutup percakapan").first.click()
    take(rina, "petugas-tutup")
    rina.locator("form#tutup button").click()
    sari.hears("Terima kasih sudah bertanya")
    sari.page.locator(".inline button").last.wait_for()
    take(sari.page, "petugas-penilaian", "ponsel")


def waits(chat: Chat, words: str) -> Chat:
    """Wish for a person, say what for, and wait."""
    chat.says("petugas")
    chat.hears("tulis pertanyaan")
    chat.says(words)
    chat.hears("Petugas")
    return chat


def answers_all_alike(street: Street, rina: Page) -> None:
    """Answer two of three who wait, with the same question; each gets their own reply."""
    *chats, _ = (
        waits(street.citizen(name), words)
        for name, words in zip(("Pak Joko", "Bu Inah", "Bu Tini"), (*ALIKE, OTHER), strict=True)
    )
    rina.goto("/antrean")
    rina.get_by_text(OTHER).wait_for()
    take(rina, "petugas-antrean", "meja", "ponsel")
    rina.get_by_role("link", name="2 orang menanyakan hal serupa").click()
    rina.locator("textarea").first.fill(TO_ALL)
    take(rina, "petugas-serupa")
    rina.get_by_role("button", name="Lihat dahulu").click()
    rina.get_by_role("button", name="Kirim ke 2 orang").click()
    for chat in chats:
        chat.hears("Sabtu pukul 17.00")


def is_helped_by_the_library(rina: Page) -> None:
    """Take what is left and find beside it what the library says about it."""
    rina.goto("/antrean")
    rina.get_by_role("button", name="Ambil berikutnya").click()
    rina.get_by_role("button", name="Sisipkan").first.wait_for()
    rina.goto(rina.url.partition("?")[0])
    take(rina, "petugas-percakapan", "meja", "ponsel")


def looks_after_the_desk(dewi: Page) -> None:
    """See what slipped, the hours of service, and the switches."""
    for address, name in (
        ("/antrean/pantau", "petugas-pantau"),
        ("/kalender/jam", "petugas-jam-layanan"),
        ("/sakelar", "petugas-sakelar"),
        ("/grup-petugas", "petugas-grup"),
    ):
        answer = dewi.goto(address)
        assert answer is not None
        assert answer.ok
        take(dewi, name)


def looks_after_people(yudi: Page) -> None:
    """See who works here and what they may do, and who is signed in as oneself."""
    yudi.goto("/orang")
    yudi.get_by_role("link", name="Rina Kurnia").wait_for()
    take(yudi, "petugas-orang")
    yudi.goto("/akun")
    yudi.get_by_text("peramban ini").wait_for()
    take(yudi, "petugas-akun")
