"""Curation in a real Chromium: writing, reviewing and the daily questions, for every eye."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from knowledge import curate, judging, misses, shelf
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.browsing import BOTH, IN_CHROMIUM, PHONE, Enter, wrong_among
from tests.admin.library import PACK, SLUG, a_pair, an_edition, asked, waiting
from tests.knowledge.samples import drafted, given_now
from tests.people import CLOCKWORK

pytestmark = IN_CHROMIUM


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A panel whose library holds the test's own entries alone."""
    return settings.model_copy(update={"packs": (PACK,)})


@pytest.fixture
def busy(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> list[str]:
    """A library with something on every page; the addresses of all of them."""
    a_pair(office, pak_budi, bu_dewi)
    long = "Pendaftaran-becak-wisata-" * 10 + "<b>tebal</b>"
    changed = an_edition(body=long, phrasings=("bikin kartu perpustakaan", "urus becak wisata"))
    version = waiting(office, pak_budi, changed)
    own = drafted(office, bu_dewi, an_edition(title=long[:190], body="Di {isi: alamat}."), "uji-x")
    for count in range(6):
        asked(office, f"m{count}", f"izin becak listrik {long[: 60 * count]}", who=30 + count)
        asked(office, f"a{count}", "urus becak wisata", Band.ANSWER)
    with office.unit(Citizen(7)) as unit:
        judging.pick(unit, "a1", SLUG)
    for number in (2, 4, 6):
        with office.unit(pak_budi) as unit:
            judging.judge(unit, number, is_right=number > 2)
    clock.advance(timedelta(hours=2))
    with office.unit(CLOCKWORK) as unit:
        misses.cluster(unit, shelf.read(unit, [PACK]).finder)
    with office.unit(bu_dewi) as unit:
        curate.rewrite(unit, own, an_edition(title=long[:190], body="Di {isi: alamat}."))
    return [
        "/", "/entri", f"/entri?paket={PACK}", f"/entri/{SLUG}", "/entri/uji-perpus",
        f"/entri/{SLUG}/banding?dari=1&ke=2", "/entri/uji-perpus/ubah", "/entri/baru",
        "/entri/impor", "/entri/ekspor", "/tinjau", f"/tinjau/{version}", f"/tinjau/{own}",
        "/antrean-jawaban", "/antrean-jawaban/1", "/pertanyaan", "/uji",
        "/uji?tanya=gmn+daftar+becak", "/pengetahuan",
    ]  # fmt: skip


def test_every_page_of_curation_is_for_every_eye_and_fits_every_screen(
    enter: Enter, busy: list[str]
) -> None:
    assert wrong_among(enter("dewi"), busy) == []


@BOTH
def test_an_entry_is_written_handed_in_and_published_by_two_people(
    enter: Enter, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, script: bool
) -> None:
    page = enter(address="/entri", java_script_enabled=script)
    page.get_by_role("link", name="Entri baru").click()
    page.get_by_label("Pertanyaan *").fill("Bagaimana mendaftarkan becak wisata?")
    page.locator("textarea[name=body]").fill("Daftar di **loket 3**.")
    page.locator("textarea[name=phrasings]").fill("urus becak wisata\nizin becak turis")
    page.locator("textarea[name=source]").fill("Peraturan bupati")
    page.locator("input[name=owner]").fill("Dinas Pariwisata")
    page.locator("input[name=slug]").fill(SLUG)
    page.locator("select[name=pack]").select_option(PACK)
    if not script:
        page.get_by_role("button", name="Pratinjau").click()
    page.locator(".bubble b", has_text="loket 3").wait_for()
    page.get_by_role("button", name="Simpan dan ajukan").click()
    page.get_by_text("Ini tulisan Anda.").wait_for()
    second = enter("dewi", size=PHONE, java_script_enabled=script)
    second.get_by_role("link", name="versi menunggu tinjauan").click()
    second.get_by_role("link", name="Bagaimana mendaftarkan becak wisata?").click()
    second.get_by_role("button", name="Setujui dan terbitkan sekarang").click()
    second.get_by_text("Versi terbit; warga mulai membacanya sekarang.").wait_for()
    assert given_now(office) == "Daftar di **loket 3**."


def test_the_preview_follows_what_is_typed_and_keeps_the_focus(
    enter: Enter, office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    a_pair(office, pak_budi, bu_dewi)
    page = enter(address=f"/entri/{SLUG}/ubah")
    body = page.locator("textarea[name=body]")
    body.fill("Telepon 081234567890.")
    page.get_by_text("Nomor ponsel: pastikan nomor kantor").wait_for()
    expect(page.get_by_text("21 dari 900 huruf")).to_be_visible()
    expect(page.locator("textarea[name=body]:focus")).to_have_value("Telepon 081234567890.")


@BOTH
def test_a_question_is_taken_into_an_entry_without_leaving_the_page(
    enter: Enter, busy: list[str], pak_budi: StaffMember, script: bool
) -> None:
    page = enter("dewi", "/antrean-jawaban", size=PHONE, java_script_enabled=script)
    first = page.locator(".miss").first
    first.get_by_text("Tambah frasa", exact=True).click()
    first.locator("input[name=slug]:visible").fill("uji-perpus")
    first.get_by_role("button", name="Tambahkan ke draf").click()
    page.get_by_text("Frasa masuk draf.").wait_for()
    expect(page).to_have_url(re.compile(r"/antrean-jawaban(\?|$)"))
    expect(page.get_by_role("heading", name="Draf Anda yang belum diajukan")).to_be_visible()
