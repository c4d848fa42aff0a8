"""Reviewing in a real Chromium: for every eye at both widths, without JavaScript, and on paper."""

import os
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect

from office.people import StaffMember
from office.unit import Office
from register import objections, reveals, views
from register.objection_words import Ground
from register.objections import ObjectionForm
from register.reveals import CaseKey, CaseKind
from register.views import Book
from tests.admin.browsing import (
    BOTH,
    DESK,
    IN_CHROMIUM,
    PHONE,
    Enter,
    resize,
    wrong_on_any_screen,
)
from tests.admin.street import Street
from tests.people import BU_SARI, PAK_JOKO

pytestmark = IN_CHROMIUM

WHY = "Memeriksa apakah surat sampai ke alamat yang benar"
MANY = "status=registered&dari=2026-11-01&kanal=telegram&tepat=open&jenis=individual&cari=dokumen"


@pytest.fixture
def reviewed(
    office: Office, street: Street, pak_budi: StaffMember, pak_agus: StaffMember
) -> list[str]:
    """A register with objections, views, and a leave that waits; the addresses to look at."""
    case = street.request("a", information_detail="Dokumen " + "jalan desa Sukamaju " * 20)
    street.request("b", PAK_JOKO)
    form = ObjectionForm((Ground.REQUEST_NOT_ANSWERED, Ground.UNREASONABLE_FEE), "Belum dijawab.")
    with office.unit(BU_SARI) as unit:
        objection = objections.raise_about(unit, case, form, draft_key="o").id
    with office.unit(pak_budi) as unit:
        chosen = {"status": "registered", "cari": "dokumen"}
        views.keep(unit, Book.REQUESTS, "Masuk minggu ini", chosen, shared=True)
        views.keep(unit, Book.OBJECTIONS, "Tidak ditanggapi", {"alasan": "c"})
    with office.unit(pak_agus) as unit:
        reveals.ask(unit, CaseKey(CaseKind.REQUEST, case), reason=WHY)
    return [
        "/register", f"/register?{MANY}", "/keberatan", "/keberatan?alasan=c&tepat=open",
        f"/register/{case}", f"/register/{case}/cetak", f"/keberatan/{objection}/cetak",
        "/izin-identitas", "/jurnal", "/jurnal?kegiatan=request.", "/jurnal/identitas",
    ]  # fmt: skip


def test_every_page_is_for_every_eye_and_fits_every_screen(
    enter: Enter, reviewed: list[str]
) -> None:
    page = enter()
    problems = []
    for number, address in enumerate(reviewed):
        page.goto(address)
        problems += [f"{address}: {found}" for found in wrong_on_any_screen(page)]
        if folder := os.environ.get("PENDOPO_TEST_PICTURES"):
            for size, scheme in product((PHONE, DESK), ("light", "dark")):
                resize(page, size)
                page.emulate_media(color_scheme=scheme)
                name = f"{size[0]}-{scheme}-{number}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)
            page.emulate_media(color_scheme="light")
    assert problems == []


@BOTH
def test_an_official_narrows_saves_and_comes_back(
    enter: Enter, reviewed: list[str], script: bool
) -> None:
    page = enter(address="/register", java_script_enabled=script)
    page.get_by_text("Saringan lain").click()
    page.get_by_label("Kanal").select_option("telegram")
    page.get_by_label("Cari").fill("jalan")
    page.get_by_role("button", name="Cari").click()
    page.wait_for_url("**/register?*")
    expect(page.get_by_text("1 permohonan")).to_be_visible()
    page.get_by_text("Simpan tampilan ini").click()
    page.get_by_label("Nama").fill("Jalan lewat Telegram")
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**pesan=view_kept")
    page.goto("/register")
    page.get_by_role("link", name="Jalan lewat Telegram").click()
    page.wait_for_url("**cari=jalan**")
    page.get_by_role("link", name="Hapus saringan Kanal").click()
    page.wait_for_url(lambda address: "kanal" not in address)
    expect(page.get_by_text("1 permohonan")).to_be_visible()


def test_on_a_phone_the_register_is_searched_too(enter: Enter, reviewed: list[str]) -> None:
    page = enter(address="/register", size=PHONE)
    page.get_by_label("Cari").fill("jalan")
    page.get_by_role("button", name="Cari").click()
    page.wait_for_url("**cari=jalan**")


def test_a_case_on_paper_has_no_panel_around_it_and_no_identity(
    enter: Enter, reviewed: list[str], tmp_path: Path
) -> None:
    page = enter()
    for address in reviewed[5:7]:
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.locator("header.top")).to_be_hidden()
        expect(page.locator(".no-print")).to_be_hidden()
        folder = Path(os.environ.get("PENDOPO_TEST_PICTURES") or tmp_path)
        paper = folder / f"{address.split('/')[1]}.pdf"
        page.pdf(path=paper, prefer_css_page_size=True)
        assert paper.read_bytes().startswith(b"%PDF")
        assert "Sari Wulandari" not in page.content()
        page.emulate_media(media="screen")
