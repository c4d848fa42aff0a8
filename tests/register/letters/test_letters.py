"""Every letter: its texts, its archival form, its steadiness, and what an office may leave out."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from register.letters.facts import Facts
from register.letters.kinds import TITLES, LetterKind
from register.letters.letterhead import Letterhead, Signatory
from register.letters.press import TEMPLATES
from register.letters.render import is_drawable, render
from register.objection_words import Ground, SuperiorDecision
from register.words import (
    AccessMode,
    Channel,
    CopyFormat,
    DeliveryMethod,
    ExtensionGround,
    FeeKind,
    PaymentMethod,
)
from tests.register.letters import samples
from tests.register.letters.samples import ISSUED, LETTERHEAD, LOGO, VERIFY_URL

EXPECTED = {
    LetterKind.REQUEST_FORM: [
        "Nomor pendaftaran: 0001/PPID/XI/2026",
        "NIK : ••••••••••••0001",
        "☑ Mendapatkan salinan informasi",
        "☐ Melihat, membaca",
        "☑ Surel (e-mail)",
        samples.DETAIL,
        samples.PURPOSE,
        "HAK-HAK PEMOHON INFORMASI",
        "10 (sepuluh) hari kerja sejak permohonan diterima",
        "satu kali 7 (tujuh) hari kerja",
        "30 (tiga puluh) hari kerja sejak alasan keberatan ditemukan",
        "14 (empat belas) hari kerja",
        "yaitu Keputusan Bupati Contoh Nomor 41 Tahun 2022",
    ],
    LetterKind.RECEIPT: [
        "Senin, 23 November 2026, pukul 09.15 WIB",
        "K7QM4TXW9A",
        "Diterima oleh : sistem",
        "Senin, 7 Desember 2026",
        "1. Sel 24 Nov 2026",
        "10. Sen 7 Des 2026",
        "Kode pelacakan",
        "Diterima secara elektronik oleh sistem; tanpa tanda tangan basah",
        "Tidak dihitung, akhir pekan: Sab 28 Nov 2026",
        "paling lama sampai Rabu, 16 Desember 2026",
        "Hubungi PPID.",
    ],
    LetterKind.INCOMPLETE: [
        "Nomor : 0002/SKTL/XI/2026",
        "Yth. Saudara Sari Wulandari",
        "Dengan hormat,",
        "Foto yang dikirim tidak terbaca",
        "Perki 1/2021 Pasal 27 ayat (3)",
        "3 (tiga) hari kerja",
        "Jumat, 27 November 2026",
    ],
    LetterKind.EXTENSION: [
        "Hal : Perpanjangan waktu pemberitahuan tertulis",
        "☑ Informasi yang diminta belum dikuasai",
        "☐ Belum dapat diputuskan",
        "masih dihimpun dari tiga bidang",
        "Rabu, 16 Desember 2026",
        "Batas waktu semula: Senin, 7 Desember 2026",
        "7. Rab 16 Des 2026",
    ],
    LetterKind.NOTICE: [
        "Dikabulkan sebagian",
        "A. Informasi dapat diberikan",
        "Penguasaan informasi: Pemerintah Kabupaten Contoh",
        "Rp 12.500",
        "Rp 18.000",
        "Total Rp 30.500",
        "tiga puluh ribu lima ratus rupiah",
        "2 hari, paling lambat Selasa, 8 Desember 2026, sesudah biaya dilunasi",
        "dihitamkan pada halaman 3 sampai 17",
        "B. Bagian yang tidak dapat diberikan",
        "Penetapan Nomor 0005/DIK/XII/2026, terlampir",
    ],
    LetterKind.REFUSAL_DECISION: [
        "PENETAPAN PEJABAT PENGELOLA INFORMASI DAN DOKUMENTASI",
        "Peraturan Pemerintah Nomor 61 Tahun 2010",
        "Dikecualikan sebagian",
        "Dinas Pendidikan",
        "Menyetujui, Sekretaris Daerah selaku Atasan PPID",
        "LEMBAR PENGUJIAN KONSEKUENSI",
        "Apabila dibuka",
        "Apabila ditutup",
        "rentan terhadap penipuan",
        "Hendra Wijaya, S.H.",
    ],
    LetterKind.OBJECTION_FORM: [
        "Nomor registrasi keberatan: 0001/KBR/XII/2026",
        "☑ a. Permohonan informasi ditolak",
        "☐ b. Informasi berkala",
        "☐ c. Permintaan informasi tidak ditanggapi",
        "☐ d. ",
        "☑ e. Permintaan informasi tidak dipenuhi",
        "☐ f. Biaya",
        "☐ g. Informasi disampaikan melebihi",
        "C. Kasus posisi",
        "Selasa, 26 Januari 2027",
        "Rahmat Hidayat, S.H.",
    ],
    LetterKind.OBJECTION_RECEIPT: [
        "0001/KBR/XII/2026",
        "huruf a: Permohonan informasi ditolak",
        "30. Sel 26 Jan 2027",
        "cuti bersama Natal: Kam 24 Des 2026",
        "Komisi Informasi dalam waktu 14 (empat belas) hari kerja",
    ],
    LetterKind.OBJECTION_REPLY: [
        "Keberatan diterima sebagian",
        "huruf e: Permintaan informasi tidak dipenuhi",
        "Daftar penerima hibah wajib diberikan.",
        "4. Perintah kepada PPID",
        "Lampiran : –",
        "Penetapan Nomor 0005/DIK/XII/2026 yang telah disampaikan bersama pemberitahuan",
        "Dilaksanakan paling lambat Jumat, 22 Januari 2027",
        "Komisi Informasi Provinsi Jawa Timur",
        "14 (empat belas) hari kerja",
        "Dr. Ratna Dewi Lestari, S.H., M.H.",
    ],
    LetterKind.COVER: [
        "Jumlah dokumen : 3",
        "Formulir permintaan informasi",
        "21 November 2026",
        "SHA-256",
        "111111119f86d081884c7d659a2feaa0",
    ],
}


def drawn(kind: LetterKind, facts: Facts | dict[str, Any], head: Letterhead = LETTERHEAD) -> bytes:
    return render(kind, cast("Facts", facts), head, verify_url=VERIFY_URL, issued=ISSUED)


def printed(pdf: bytes) -> str:
    """Return all text of a PDF, its white space evened out."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", " ".join(pages))


def pieces(text: str) -> str:
    """Return a text without white space, for words that were broken over lines."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_says_what_its_form_demands(kind: LetterKind) -> None:
    text = printed(drawn(kind, samples.sample(kind)))
    missing = [part for part in EXPECTED[kind] if pieces(part) not in pieces(text)]
    assert missing == []


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_shows_whose_it_is_and_how_to_check_it(kind: LetterKind) -> None:
    pdf = drawn(kind, samples.sample(kind))
    pages = PdfReader(io.BytesIO(pdf)).pages
    text = printed(pdf)
    assert "PPID KABUPATEN CONTOH" in text
    assert VERIFY_URL in text.replace(" ", "")
    assert "K7QM4TXW9A" in text
    for place, page in enumerate(pages, start=1):
        assert f"Halaman {place} dari {len(pages)}" in page.extract_text()


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_is_made_for_the_archive(kind: LetterKind) -> None:
    pdf = drawn(kind, samples.sample(kind))
    reader = PdfReader(io.BytesIO(pdf))
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert reader.metadata is not None
    assert TITLES[kind] in str(reader.metadata.title)
    assert reader.metadata.author == "PPID Kabupaten Contoh"
    catalog: Any = reader.root_object
    assert catalog["/Lang"] == "id-ID"
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert reader.metadata.creation_date == ISSUED


@pytest.mark.parametrize("kind", LetterKind)
def test_the_same_letter_has_the_same_bytes(kind: LetterKind) -> None:
    first, again = (drawn(kind, samples.sample(kind)) for _ in range(2))
    assert first == again
    later = ISSUED + timedelta(days=1)
    other = render(kind, samples.sample(kind), LETTERHEAD, verify_url=VERIFY_URL, issued=later)
    assert other != first


def test_a_letter_bears_the_date_of_the_office_not_of_greenwich() -> None:
    midnight = datetime(2026, 12, 4, 17, 5, tzinfo=UTC)
    facts = {**samples.receipt(), "received_at": "2026-12-04T17:05:00+00:00"}
    jayapura = replace(LETTERHEAD, zone=ZoneInfo("Asia/Jayapura"))
    text = printed(
        render(
            LetterKind.RECEIPT,
            cast("Facts", facts),
            jayapura,
            verify_url=VERIFY_URL,
            issued=midnight,
        )
    )
    assert "Contoh, 5 Desember 2026" in text
    assert "Sabtu, 5 Desember 2026, pukul 02.05 WIT" in text


def test_information_held_elsewhere_is_said_to_be_there() -> None:
    text = printed(drawn(LetterKind.NOTICE, samples.refused_notice()))
    assert "☑ Informasi yang diminta belum dikuasai" in text
    assert "dikuasai oleh Kantor Pertanahan Kabupaten Contoh" in text
    assert "A. Informasi dapat diberikan" not in text


def test_information_not_yet_documented_gets_a_date() -> None:
    facts = {
        **samples.refused_notice(),
        "decision": "refused_not_documented",
        "under_control": True,
        "holding_body": None,
        "available_until_on": "2027-02-01",
    }
    text = printed(drawn(LetterKind.NOTICE, facts))
    assert "☑ Informasi yang diminta belum didokumentasikan" in text
    assert "paling lambat Senin, 1 Februari 2027" in text


def test_a_full_grant_without_cost_has_no_second_part() -> None:
    facts = {
        **samples.notice(),
        "decision": "granted_full",
        "fees": [],
        "explanation": None,
        "decree_number": None,
        "redaction": None,
    }
    text = printed(drawn(LetterKind.NOTICE, facts))
    assert "tidak dikenakan biaya (Rp 0)" in text
    assert "tidak ada bagian yang dihitamkan" in text
    assert "B. Bagian" not in text


def test_a_refusal_by_exemption_ticks_it_and_names_the_decree() -> None:
    facts = {**samples.notice(), "decision": "refused_exempt", "fees": [], "redaction": None}
    text = printed(drawn(LetterKind.NOTICE, facts))
    assert "☑ Informasi yang diminta dikecualikan" in text
    assert "Penetapan Nomor 0005/DIK/XII/2026" in text
    assert "A. Informasi dapat diberikan" not in text


def test_an_objection_without_a_request_leaves_its_number_open() -> None:
    facts = {**samples.objection_form(), "registration_number": None, "grounds": ["b"]}
    text = printed(drawn(LetterKind.OBJECTION_FORM, facts))
    assert "Nomor pendaftaran permohonan : –" in text
    assert "☑ b. Informasi berkala" in text


def test_what_cannot_be_printed_is_shown_as_missing() -> None:
    facts = {**samples.receipt(), "purpose_of_use": "Terima kasih 🙏🏽 ꦱꦼꦭ\u202e 漢字"}
    text = printed(drawn(LetterKind.RECEIPT, facts))
    assert "Terima kasih \ufffd \ufffd \ufffd" in text
    assert "menggantikan huruf atau lambang yang tidak dapat dicetak" in text
    assert "menggantikan huruf" not in printed(drawn(LetterKind.RECEIPT, samples.receipt()))


def test_a_logo_that_cannot_be_drawn_is_left_out() -> None:
    broken = b"\x89PNG\r\n\x1a\n rusak"
    assert is_drawable(LOGO)
    assert not is_drawable(broken)
    assert not is_drawable(b"bukan gambar")
    facts = samples.receipt()
    without = drawn(LetterKind.RECEIPT, facts, replace(LETTERHEAD, logo=None))
    assert drawn(LetterKind.RECEIPT, facts, replace(LETTERHEAD, logo=broken)) == without


def test_a_letterhead_may_be_bare_and_may_carry_a_seal_line() -> None:
    bare = replace(LETTERHEAD, logo=None, parent="", phone="", email="", website="")
    sealed = replace(bare, seal_line="Ditandatangani; cap dinas pada salinan cetak")
    text = printed(drawn(LetterKind.NOTICE, samples.notice(), sealed))
    assert "cap dinas pada salinan cetak" in text
    assert "Penguasaan informasi: PPID Kabupaten Contoh" in text


def test_an_office_that_has_named_nobody_still_gets_a_paper_to_sign() -> None:
    nobody = replace(LETTERHEAD, ppid=Signatory("", ""), superior=Signatory("", ""), city="")
    for kind in LetterKind:
        assert "4 Desember 2026" in printed(drawn(kind, samples.sample(kind), nobody))
    assert "." * 36 in printed(drawn(LetterKind.NOTICE, samples.notice(), nobody))


@pytest.mark.parametrize("ground", Ground)
def test_each_ground_of_an_objection_is_ticked_under_its_letter(ground: Ground) -> None:
    facts = {**samples.objection_form(), "grounds": [ground.value]}
    text = printed(drawn(LetterKind.OBJECTION_FORM, facts))
    assert re.findall(r"☑ ([a-g])\.", text) == [ground.letter]


def test_every_code_of_the_register_has_its_term_on_paper() -> None:
    terms = (TEMPLATES / "_terms.typ").read_text(encoding="utf-8")
    kinds = (AccessMode, CopyFormat, DeliveryMethod, Channel, FeeKind, PaymentMethod)
    codes = [code.value for kind in (*kinds, ExtensionGround, SuperiorDecision) for code in kind]
    assert [code for code in codes if f'("{code}", ' not in terms] == []
