"""The desk in a real Chromium: live in two browsers, by keys, without script, for every eye."""

import re

import pytest
from playwright.sync_api import expect

from knowledge.escalation import approving, board, claiming, presence, replying
from knowledge.escalation.words import Lane
from office.people import StaffMember
from office.unit import Office
from tests.admin.browsing import (
    BOTH,
    IN_CHROMIUM,
    PHONE,
    Enter,
    OpenPage,
    let_in,
    press,
    wrong_among,
    wrong_on_any_screen,
)
from tests.admin.street import Street
from tests.admin.test_queue_page import CHECKED, comes
from tests.admin.test_together_page import ANSWER, ASKED, ask_all
from tests.people import PAK_JOKO

pytestmark = IN_CHROMIUM
LONG = "Bagaimana-mengurus-perpanjangan-izin-usaha-" * 5 + " <b>tebal</b>"


QUEUE = "/antrean"


@pytest.fixture(autouse=True)
def officers(pak_budi: StaffMember, bu_dewi: StaffMember) -> None:
    """Both are of the desk."""


def test_what_one_officer_does_the_other_sees_without_reloading(
    enter: Enter, street: Street
) -> None:
    street.asks("Kapan kantor buka?")
    street.asks("Di mana loketnya?", citizen=PAK_JOKO)
    budi, dewi = enter("budi", QUEUE), enter("dewi", QUEUE)
    assert budi.title().startswith("(2) Antrean")
    budi.evaluate("document.body.dataset.same = 'yes'")
    dewi.keyboard.press("n")
    held = budi.locator(".quiet-lane").get_by_text("Dipegang: Dewi Lestari")
    held.wait_for()
    budi.wait_for_function("() => document.title.startsWith('(1) Antrean')")
    assert budi.evaluate("document.body.dataset.same") == "yes", "the page was not loaded anew"


def test_who_reads_and_who_writes_shows_in_the_queue_and_goes_when_they_leave(
    enter: Enter, street: Street
) -> None:
    talk = street.asks("Kapan kantor buka?")
    budi, dewi = enter("budi", QUEUE), enter("dewi", f"/percakapan/{talk}")
    row = budi.locator(f"#baris-{talk}")
    row.get_by_text("Dewi Lestari sedang membaca").wait_for()
    dewi.get_by_role("button", name="Ambil", exact=True).click()
    dewi.get_by_label("Balas warga").fill("Senin sampai")
    row.get_by_text("sedang menulis").wait_for()
    dewi.goto("/akun")
    row.get_by_text("sedang menulis").wait_for(state="detached")


def test_where_the_stream_fails_the_page_polls(
    open_page: OpenPage, street: Street, pak_budi: StaffMember
) -> None:
    street.asks("Saya dulu.")
    page = open_page()
    page.route("**/antrean/arus", lambda route: route.abort())
    page.clock.install()
    let_in(page)
    page.goto("/antrean")
    street.asks("Saya kemudian.", citizen=PAK_JOKO)
    page.clock.run_for(15_500)
    page.get_by_text("Saya kemudian.").wait_for()


def test_a_change_keeps_ticks_focus_scroll_and_what_is_typed(enter: Enter, office: Office) -> None:
    numbers = [comes(office, place, f"Pertanyaan ke-{place}") for place in range(1, 25)]
    page = enter("budi", QUEUE)
    page.get_by_text("Pindah jalur").click()
    page.get_by_label("Pindahkan yang dicentang ke").select_option("spam")
    page.locator(f"#pilih-{numbers[20]}").check()
    page.get_by_label("Nomor tiket").fill("T-12")
    page.locator(f"#baris-{numbers[20]}").focus()
    top = f"document.getElementById('baris-{numbers[20]}').getBoundingClientRect().top"
    before = page.evaluate(top)
    assert page.evaluate("scrollY") > 0
    comes(office, 99, "Pertanyaan yang baru")
    page.get_by_text("Pertanyaan yang baru").wait_for()
    expect(page.locator(f"#baris-{numbers[20]}")).to_be_focused()
    assert abs(page.evaluate(top) - before) < 5
    expect(page.locator(f"#pilih-{numbers[20]}")).to_be_checked()
    expect(page.get_by_label("Pindahkan yang dicentang ke")).to_have_value("spam")
    expect(page.get_by_label("Nomor tiket")).to_have_value("T-12")
    page.get_by_role("button", name="Pindahkan").click()
    page.wait_for_url("**pesan=lane_moved")
    expect(page.locator("#jalur-spam summary")).to_have_text("Dugaan spam (1)")


def test_a_list_is_not_taken_from_under_somebody_who_is_choosing(
    enter: Enter, office: Office
) -> None:
    comes(office, 1, "Pertanyaan pertama")
    page = enter("budi", QUEUE)
    page.get_by_text("Pindah jalur").click()
    page.get_by_label("Pindahkan yang dicentang ke").focus()
    page.evaluate("document.activeElement.dataset.same = 'yes'")
    comes(office, 2, "Pertanyaan kedua")
    page.wait_for_timeout(2_500)
    assert page.evaluate("document.activeElement.dataset.same") == "yes"
    page.keyboard.press("Tab")
    page.get_by_text("Pertanyaan kedua").wait_for()


def test_the_whole_day_goes_by_keys(enter: Enter, street: Street, office: Office) -> None:
    talk = street.asks("Kapan kantor buka?")
    second = street.asks("Di mana loketnya?", citizen=PAK_JOKO)
    page = enter("budi", QUEUE)
    page.keyboard.press("/")
    expect(page.get_by_label("Nomor tiket")).to_be_focused()
    page.keyboard.type("njat")
    expect(page.get_by_label("Nomor tiket"), "keys are silent in a field").to_have_value("njat")
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_count(0)
    page.keyboard.press("n")
    page.wait_for_url(f"**/percakapan/{talk}?pesan=claimed")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("Balas warga")).to_be_focused()
    page.keyboard.type("Senin sampai Jumat.")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.locator("[data-key=insert]:focus, [data-key=search]:focus")).to_have_count(1)
    expect(page.get_by_label("Balas warga")).to_have_value("Senin sampai Jumat.")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("form#tutup :focus")).to_have_count(1)
    page.goto(f"/percakapan/{second}")
    page.keyboard.press("a")
    page.wait_for_url(f"**/percakapan/{second}?pesan=claimed")


def test_keys_are_listed_announced_and_can_be_switched_off(enter: Enter, street: Street) -> None:
    street.asks("Kapan kantor buka?")
    page = enter("budi", QUEUE)
    take = page.get_by_role("button", name="Ambil berikutnya")
    expect(take).to_have_attribute("aria-keyshortcuts", "n j")
    for modified in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(modified)
    assert page.url.endswith("/antrean")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Tombol pintas")
    expect(help_.get_by_text("Ambil berikutnya")).to_be_visible()
    page.keyboard.press("n")
    assert page.url.endswith("/antrean"), "keys are silent while the help is open"
    help_.get_by_label("Pakai tombol pintas di peramban ini").uncheck()
    page.keyboard.press("Escape")
    help_.wait_for(state="hidden")
    for key in ("n", "?", "/"):
        page.keyboard.press(key)
    expect(take).not_to_have_attribute("aria-keyshortcuts", re.compile(""))
    page.reload()
    page.keyboard.press("n")
    assert page.url.endswith("/antrean"), "the choice is remembered"
    page.get_by_role("button", name="Tombol pintas").click()
    help_.get_by_label("Pakai tombol pintas di peramban ini").check()
    help_.get_by_role("button", name="Tutup petunjuk").click()
    page.keyboard.press("j")
    page.wait_for_url("**pesan=claimed")


@BOTH
def test_similar_questions_are_answered_together_with_and_without_script(
    enter: Enter, office: Office, street: Street, pak_budi: StaffMember, script: bool
) -> None:
    numbers = ask_all(office)
    page = enter("budi", QUEUE, size=PHONE, java_script_enabled=script)
    expect(page.get_by_role("link", name="Muat ulang")).to_be_visible()
    expect(page.get_by_role("button", name="Tombol pintas")).to_be_visible(visible=script)
    page.get_by_role("link", name="3 orang menanyakan hal serupa").click()
    page.locator(f"input[name=warga-{numbers[2]}]").uncheck()
    page.get_by_label("Balasan untuk setiap orang").fill(ANSWER)
    page.get_by_role("button", name="Lihat dahulu").click()
    expect(page.locator(".bubble")).to_have_count(len(ASKED) - 1)
    page.get_by_role("button", name="Kirim ke 2 orang").click()
    page.wait_for_url("**pesan=answered_together")
    page.get_by_role("button", name="Batalkan semua").click()
    page.wait_for_url("**pesan=all_taken_back")
    with office.reading(pak_budi) as unit:
        assert {row.status for row in board.queue(unit)} == {"queued"}
    states = {letter.state for letter in street.letters(f"escalation:{numbers[0]}:line:")}
    assert states == {"obsolete"}


@pytest.fixture
def busy(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> list[int]:
    """A desk with something in every lane and list."""
    similar = ask_all(office)
    comes(office, 1, LONG, Lane.URGENT)
    comes(office, 2, LONG, Lane.FORMAL, "jv")
    comes(office, 3, "Promo slot gacor https://x.top", Lane.SPAM)
    waits, held, proposed = (comes(office, 4 + place, LONG) for place in range(3))
    for number in (waits, held, proposed):
        with office.unit(bu_dewi) as unit:
            claiming.claim(unit, number)
    with office.unit(bu_dewi) as unit:
        presence.seen(unit, held, writing=True)
    with office.unit(bu_dewi) as unit:
        replying.reply(unit, waits, "Yang mana?", seen_line=10**6, then_wait=True)
    with office.unit(bu_dewi) as unit:
        approving.propose(unit, proposed, "Usul.", seen_line=10**6, checked=CHECKED)
    return similar


def test_the_desk_is_for_every_eye_and_fits_every_screen(enter: Enter, busy: list[int]) -> None:
    page = enter()
    addresses = (QUEUE, "/antrean/pantau", f"/antrean/serupa?dekat={busy[0]}")
    assert wrong_among(page, addresses) == []
    page.get_by_label("Balasan untuk setiap orang").fill(ANSWER)
    press(page, page.get_by_role("button", name="Lihat dahulu"))
    page.locator("button[value=kirim]").wait_for()
    assert wrong_on_any_screen(page) == []
    press(page, page.locator("button[value=kirim]"))
    page.wait_for_url("**pesan=answered_together")
    assert wrong_on_any_screen(page) == []
    press(page, page.get_by_role("button", name="Tombol pintas"))
    assert wrong_on_any_screen(page) == []
