"""Sample letterhead and facts of every letter, as an office would have them."""

from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from office.workdays import Calendar, DayOff, DayOffKind, add_working_days
from register.law import Clock, term
from register.letters.facts import Applicant, DerivationFacts, Facts
from register.letters.kinds import LetterKind
from register.letters.letterhead import Letterhead, Signatory

WIB = ZoneInfo("Asia/Jakarta")
ISSUED = datetime(2026, 12, 4, 14, 30, tzinfo=WIB)
VERIFY_URL = "https://ppid.contohkab.go.id/periksa/K7QM4TXW9A"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 46">'
    b'<path d="M2 2h36v24c0 10-9 16-18 18C11 42 2 36 2 26z" fill="#14213d"/>'
    b'<path d="M6 6h28v20c0 8-7 12-14 14C13 38 6 34 6 26z" fill="#c9a227"/>'
    b'<path d="M20 11l3 8h8l-6 5 2 8-7-5-7 5 2-8-6-5h8z" fill="#14213d"/></svg>'
)
LETTERHEAD = Letterhead(
    parent="Pemerintah Kabupaten Contoh",
    office_name="PPID Kabupaten Contoh",
    address="Jalan Merdeka Nomor 1, Contoh 65111",
    phone="(0341) 555001",
    email="ppid@contohkab.go.id",
    website="ppid.contohkab.go.id",
    city="Contoh",
    ppid=Signatory("Drs. Bambang Sutrisno, M.Si.", "Kepala PPID", "19700101 199503 1 001"),
    superior=Signatory(
        "Dr. Ratna Dewi Lestari, S.H., M.H.",
        "Sekretaris Daerah selaku Atasan PPID",
        "19680512 199203 2 002",
    ),
    logo=LOGO,
)

_HOLIDAYS = (
    DayOff(date(2026, 12, 24), DayOffKind.COLLECTIVE_LEAVE, "cuti bersama Natal"),
    DayOff(date(2026, 12, 25), DayOffKind.NATIONAL, "Hari Raya Natal"),
    DayOff(date(2027, 1, 1), DayOffKind.NATIONAL, "Tahun Baru 2027 Masehi"),
    DayOff(date(2027, 1, 5), DayOffKind.NATIONAL, "Isra Mikraj"),
)
_CALENDAR = Calendar({off.day: off for off in _HOLIDAYS}, frozenset({2026, 2027}))


def due(clock: Clock, start: date) -> DerivationFacts:
    """Return the derivation of a clock from a date, as a letter keeps it."""
    count = term(clock, start).working_days
    return cast("DerivationFacts", add_working_days(start, count, _CALENDAR).as_facts())


SARI: Applicant = {
    "name": "Sari Wulandari",
    "address": "Jalan Melati 5, Desa Sukamaju, Kecamatan Kepanjen, Kabupaten Contoh 65163",
    "phone": "081234567890",
    "email": "sari@contoh.id",
    "occupation": "Guru",
    "identity_label": "NIK",
    "identity_number": "••••••••••••0001",
}
DETAIL = (
    "Salinan dokumen Rencana Kerja Pemerintah Daerah (RKPD) Kabupaten Contoh tahun 2026 beserta "
    "daftar penerima hibah pendidikan tahun anggaran 2025."
)
PURPOSE = "Bahan penelitian tesis tentang perencanaan pendidikan di daerah."
_REQUEST: dict[str, Any] = {
    "registration_number": "0001/PPID/XI/2026",
    "received_at": "2026-11-23T09:15:00+07:00",
    "information_detail": DETAIL,
}
_OBJECTION: dict[str, Any] = {
    "objection_number": "0001/KBR/XII/2026",
    "registration_number": "0001/PPID/XI/2026",
}
_CASE = (
    "Pada 23 November 2026 saya meminta salinan RKPD tahun 2026 dan daftar penerima hibah.\n"
    "Sampai 7 Desember 2026 saya hanya menerima RKPD. Daftar penerima hibah ditolak dengan alasan "
    "pengecualian, padahal hibah memakai uang daerah."
)


def request_form() -> dict[str, Any]:
    """Return the facts of a request form."""
    return {
        **_REQUEST,
        "applicant": SARI,
        "proxy": None,
        "purpose_of_use": PURPOSE,
        "access_mode": "copy",
        "copy_format": "softcopy",
        "delivery_method": "email",
        "attachments": ["Salinan KTP"],
        "received_by": "Dewi Anggraini",
        "fee_basis": "Keputusan Bupati Contoh Nomor 41 Tahun 2022",
    }


def receipt() -> dict[str, Any]:
    """Return the facts of a receipt."""
    return {
        **_REQUEST,
        "tracking_code": "K7QM4TXW9A",
        "received_by": "sistem",
        "channel": "telegram",
        "applicant_name": SARI["name"],
        "purpose_of_use": PURPOSE,
        "access_mode": "copy",
        "copy_format": "softcopy",
        "delivery_method": "email",
        "due": due(Clock.NOTICE, date(2026, 11, 23)),
        "extension_until_on": "2026-12-16",
        "fee_basis": None,
    }


def incomplete() -> dict[str, Any]:
    """Return the facts of an incompleteness letter."""
    return {
        **_REQUEST,
        "letter_number": "0002/SKTL/XI/2026",
        "applicant": SARI,
        "missing": [
            {
                "item": "Salinan KTP",
                "explanation": "Foto yang dikirim tidak terbaca pada bagian nama dan alamat.",
                "basis": "Perki 1/2021 Pasal 27 ayat (3)",
            },
            {
                "item": "Tujuan penggunaan informasi",
                "explanation": "Belum diisi. Tujuan apa pun boleh dan tidak menjadi alasan tolak.",
                "basis": "Perki 1/2021 Pasal 29 ayat (5) huruf h",
            },
        ],
        "fix_until_on": "2026-11-27",
    }


def extension() -> dict[str, Any]:
    """Return the facts of an extension."""
    return {
        **_REQUEST,
        "letter_number": "0003/PPJ/XII/2026",
        "applicant": SARI,
        "ground": "not_yet_held",
        "reason": "Daftar penerima hibah masih dihimpun dari tiga bidang Dinas Pendidikan dan "
        "belum didokumentasikan sebagai satu dokumen.",
        "old_due": due(Clock.NOTICE, date(2026, 11, 23)),
        "new_due": due(Clock.EXTENSION, date(2026, 12, 7)),
    }


def notice() -> dict[str, Any]:
    """Return the facts of a written notice that grants a part, with its cost."""
    return {
        **_REQUEST,
        "letter_number": "0004/PT/XII/2026",
        "applicant": SARI,
        "decision": "granted_partial",
        "under_control": True,
        "holding_body": None,
        "holding_body_contact": None,
        "forms": ["softcopy", "hardcopy"],
        "material": "Dokumen RKPD tahun 2026 lengkap, 214 halaman, dan daftar penerima hibah.",
        "access_mode": "copy",
        "delivery_method": "post",
        "fees": [
            {
                "kind": "copying",
                "description": "Fotokopi A4 hitam putih, per lembar",
                "unit_price_rp": 250,
                "quantity": 50,
            },
            {
                "kind": "delivery",
                "description": "Pos tercatat ke Kecamatan Kepanjen",
                "unit_price_rp": 18_000,
                "quantity": 1,
            },
        ],
        "fee_basis": "Keputusan Bupati Contoh Nomor 41 Tahun 2022",
        "payment_method": "account",
        "provide_days": 2,
        "provide_until_on": "2026-12-08",
        "redaction": "Nomor rekening dan NIK penerima hibah dihitamkan pada halaman 3 sampai 17.",
        "explanation": "Nomor rekening dan NIK penerima hibah merupakan rahasia pribadi "
        "(UU 14/2008 Pasal 17 huruf h).",
        "decree_number": "0005/DIK/XII/2026",
        "available_until_on": None,
        "enclosures": ["Penetapan Nomor 0005/DIK/XII/2026"],
    }


def refused_notice() -> dict[str, Any]:
    """Return the facts of a written notice that names the body which holds the information."""
    return {
        **notice(),
        "decision": "refused_not_held",
        "under_control": False,
        "holding_body": "Kantor Pertanahan Kabupaten Contoh",
        "holding_body_contact": "Jalan Veteran 8, telepon (0341) 555777",
        "forms": [],
        "fees": [],
        "material": None,
        "redaction": None,
        "decree_number": None,
        "enclosures": [],
        "explanation": "Daftar sertifikat tanah wakaf tidak dibuat dan tidak disimpan oleh "
        "Pemerintah Kabupaten Contoh.",
    }


def refusal_decision() -> dict[str, Any]:
    """Return the facts of a classification decision with its consequence test."""
    basis = "UU 14/2008 Pasal 17 huruf h angka 3; UU 27/2022 Pasal 4 ayat (2)"
    return {
        "decree_number": "0005/DIK/XII/2026",
        "decided_on": "2026-12-04",
        "registration_number": "0001/PPID/XI/2026",
        "classification": "Dikecualikan sebagian",
        "unit": "Dinas Pendidikan",
        "information": "Nomor rekening dan NIK dalam daftar penerima hibah pendidikan 2025",
        "description": "Kolom 4 dan 7 daftar penerima hibah, 312 baris, tahun anggaran 2025.",
        "legal_basis": [
            "UU 14/2008 Pasal 17 huruf h angka 3: kondisi keuangan, aset, pendapatan, dan "
            "rekening bank seseorang",
            "UU 27/2022 Pasal 4 ayat (2): data keuangan pribadi",
        ],
        "reasons": "Membuka nomor rekening dan NIK memungkinkan penipuan atas nama penerima, "
        "sedangkan pengawasan publik atas hibah tetap terpenuhi dengan nama, alamat, dan nilai.",
        "period": "Selama dibutuhkan untuk pelindungan rahasia pribadi",
        "expires_on": None,
        "test": {
            "number": "0005/LUK/XII/2026",
            "held_on": "2026-12-03",
            "place": "Kantor Dinas Komunikasi dan Informatika",
            "rows": [
                {
                    "information": "Nomor rekening penerima hibah",
                    "legal_basis": basis,
                    "if_open": "Penerima rentan terhadap penipuan dan pembobolan rekening.",
                    "if_closed": "Kerahasiaan pribadi terlindungi; nilai hibah tetap terbuka.",
                    "period": "Selama dibutuhkan",
                },
                {
                    "information": "Nomor Induk Kependudukan penerima hibah",
                    "legal_basis": basis,
                    "if_open": "NIK dapat disalahgunakan untuk pinjaman atas nama orang lain.",
                    "if_closed": "Identitas terlindungi; nama dan alamat tetap terbuka.",
                    "period": "Selama dibutuhkan",
                },
            ],
            "examiners": [
                {"name": "Hendra Wijaya, S.H.", "position": "Ketua", "unit": "Bagian Hukum"},
                {"name": "Dewi Anggraini", "position": "Anggota", "unit": "PPID"},
            ],
        },
    }


def objection_form() -> dict[str, Any]:
    """Return the facts of an objection on two grounds."""
    return {
        **_OBJECTION,
        "purpose_of_use": PURPOSE,
        "applicant": SARI,
        "proxy": {
            "name": "Rahmat Hidayat, S.H.",
            "address": "Jalan Kenanga 7, Contoh",
            "phone": "081298765432",
        },
        "grounds": ["a", "e"],
        "case_facts": _CASE,
        "filed_at": "2026-12-09T10:05:00+07:00",
        "answer_due_on": "2027-01-26",
        "received_by": "Dewi Anggraini",
    }


def objection_receipt() -> dict[str, Any]:
    """Return the facts of an objection's receipt."""
    return {
        **_OBJECTION,
        "tracking_code": "M4XW9AK7QT",
        "received_at": "2026-12-09T10:05:00+07:00",
        "received_by": "Dewi Anggraini",
        "channel": "walk_in",
        "applicant_name": SARI["name"],
        "grounds": ["refused_as_exempt", "request_not_fulfilled"],
        "case_facts": _CASE,
        "due": due(Clock.OBJECTION_RESPONSE, date(2026, 12, 9)),
    }


def objection_reply() -> dict[str, Any]:
    """Return the facts of the superior's reply."""
    return {
        **_OBJECTION,
        "letter_number": "0006/TK/I/2027",
        "received_at": "2026-12-09T10:05:00+07:00",
        "applicant": SARI,
        "decision": "upheld_applicant_partial",
        "statements": [
            {
                "ground": "a",
                "statement": "Pengecualian nomor rekening dan NIK sudah tepat; pengecualian "
                "terhadap nama dan nilai hibah tidak berdasar.",
            },
            {"ground": "e", "statement": "Daftar penerima hibah wajib diberikan."},
        ],
        "reasons": "Nama penerima dan nilai hibah menyangkut penggunaan uang daerah, sehingga "
        "kepentingan publik untuk mengetahuinya lebih besar.",
        "order": "Memberikan daftar penerima hibah tahun 2025 dengan nomor rekening dan NIK "
        "dihitamkan.",
        "order_due_on": "2027-01-22",
        "decree_number": "0005/DIK/XII/2026",
        "decree_sent": True,
        "commission": "Komisi Informasi Provinsi Jawa Timur",
        "commission_contact": "Jalan Bandilan 2, Sidoarjo",
        "enclosures": [],
    }


def cover() -> dict[str, Any]:
    """Return the facts of a bundle's table of contents."""
    papers = ["Formulir permintaan informasi", "Tanda bukti permohonan", "Pemberitahuan tertulis"]
    return {
        "bundle_number": "0001/BB/I/2027",
        "registration_number": "0001/PPID/XI/2026",
        "objection_number": "0001/KBR/XII/2026",
        "applicant_name": SARI["name"],
        "subject": "Permohonan penyelesaian sengketa informasi publik",
        "documents": [
            {
                "title": title,
                "number": f"000{place}/PPID/XI/2026",
                "dated_on": f"2026-11-2{place}",
                "file_name": f"{place:02d}-{title.lower().replace(' ', '-')}.pdf",
                "sha256": f"{place}" * 8
                + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15",
            }
            for place, title in enumerate(papers, start=1)
        ],
    }


def sample(kind: LetterKind) -> Facts:
    """Return the sample facts of a kind of letter."""
    return cast("Facts", globals()[kind.value]())
