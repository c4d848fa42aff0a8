"""From a question to a request: what a citizen files in the chat waits in the panel, masked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import chromium
from tests.house.building import Building
from tests.house.pictures import take
from tests.house.street import Chat, Street
from tests.people import NIK

pytestmark = chromium.NEEDED

WANTED = "Dokumen RKPD tahun 2026 dari Bappeda"
# What is said, and how what the bot asks next begins.
FORM = (
    ("permohonan", "Siapa yang memohon?"),
    ("1", "Tulis nama lengkap"),
    ("Sari Wulandari", "Tulis NIK"),
    (NIK, "Kirim foto atau PDF KTP"),
    ("lewati", "Tulis alamat lengkap"),
    ("Jalan Melati 5, RT 02/RW 03, Desa Sukamaju", "Tulis nomor telepon"),
    ("081234567890", "Tulis alamat surel"),
    ("lewati", "Apa pekerjaan Anda?"),
    ("guru", "Informasi apa yang Anda minta?"),
    (WANTED, "Untuk apa informasi ini"),
    ("penelitian skripsi tentang anggaran desa", "Kelompok mana"),
    ("1", "Bagaimana Anda ingin memperoleh"),
    ("2", "Bentuk salinan"),
    ("1", "Bagaimana salinan Anda terima?"),
    ("di sini", "Ada berkas pendukung?"),
    ("lewati", "Periksa permohonan Anda"),
    ("Kirim permohonan", "Permohonan Anda tercatat dengan nomor 0001/PPID/"),
)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with Building(tmp_path) as building, chromium.opened("id") as browser:
        building.appoint("budi", "Budi Santoso", "information_officer", "ppid")
        building.has_learned()
        yield Street(browser, building)


def test_what_a_citizen_files_in_the_chat_waits_in_the_panel_masked(street: Street) -> None:
    sari = street.citizen("Bu Sari")
    asks_and_is_answered(sari)
    files_a_request(sari)
    finds_it_waiting(street.member("budi"))


def asks_and_is_answered(sari: Chat) -> None:
    """Get an answer that says where it is from and of when it is."""
    sari.says("apakah permohonan informasi dikenai biaya?")
    sari.hears("tidak dipungut biaya")
    assert sari.has_heard("Sumber: UU 14/2008 Pasal 21")
    assert sari.has_heard("PPID Utama (Diskominfo)")
    sari.page.get_by_role("button", name="Tombol balasan").click()
    sari.page.locator(".message.citizen").last.evaluate("one => one.scrollIntoView()")
    take(sari.page, "chat", "ponsel")


def files_a_request(sari: Chat) -> None:
    """Answer one question a message; the number comes at once."""
    for words, asked in FORM:
        sari.says(words)
        sari.hears(asked)


def finds_it_waiting(budi: Page) -> None:
    """See when it is due, without the name of who asked."""
    budi.goto("/register")
    budi.get_by_role("link", name="0001/PPID/").click()
    budi.get_by_text(WANTED).wait_for()
    assert "Sari Wulandari" not in budi.content()
    assert NIK not in budi.content()
    take(budi, "panel", "meja", "ponsel-panjang")
