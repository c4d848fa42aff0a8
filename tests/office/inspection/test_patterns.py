"""Personal patterns are found however they are written, and figures are left alone."""

import pytest

from office.inspection.findings import FindingKind
from office.inspection.patterns import personal


@pytest.mark.parametrize(
    "text",
    [
        "NIK 3507152102900001",
        "3507152102900001,Budi",
        "NIK: 3507 1521 0290 0001",
        "350715.210290.0001",
        "350715 210290 0001",
        "35.07.15.210290.0001",
        "3507-1521-0290-0001",
        "350715‑210290‑0001",
        "3507\u200b1521\u200b0290\u200b0001",
        "３５０７１５２１０２９００００１",
        "1.3507152102900001",
        "perempuan 3507156102900001",
        "Nomor KK 3507150101100002",
    ],
)
def test_a_nik_is_found(text: str) -> None:
    assert personal(text) == {FindingKind.NIK: 1}


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812-3456-7890",
        "(0812) 3456789",
        "0812 3456 7890 2026",
        "+62 812-3456-7890",
        "+6281234567890",
        "wa.me/6281234567890",
        "HP: 6281234567890",
    ],
)
def test_a_mobile_number_is_found(text: str) -> None:
    assert personal(text) == {FindingKind.PHONE: 1}


@pytest.mark.parametrize(
    "text",
    [
        "no. rek. 1234567890 a.n. Budi",
        "No.Rekening : 0012345678",
        "BRI 0123-01-012345-53-0",
        "BCA 123 456 7890",
        "rekening Bank Jatim nomor 0012345678",
    ],
)
def test_a_bank_account_is_found(text: str) -> None:
    assert personal(text) == {FindingKind.BANK_ACCOUNT: 1}


@pytest.mark.parametrize("text", ["budi@gmail.com", "hubungi budi.s+ppid@contoh.co.id."])
def test_a_private_mail_address_is_found(text: str) -> None:
    assert personal(text) == {FindingKind.EMAIL: 1}


@pytest.mark.parametrize("text", ["ppid@blitarkota.go.id", "sukamaju@desa.id", "+62 342 801171"])
def test_the_office_may_give_its_own_address(text: str) -> None:
    assert personal(text) == {FindingKind.OFFICE_CONTACT: 1}


@pytest.mark.parametrize(
    "text",
    [
        "0007/PPID/XI/2026",
        "Nomor 470/0812/35.72/2026",
        "Rp 1.234.567.890.123.456",
        "1.234.567.890.123.456",
        "1,234,567,890,123,456",
        "6281234567890",
        "2019 2020 2021 2022",
        "2008 2009 2010 2011 2012",
        "1205 1310 1104 1200",
        "22-11-2026 pukul 01.57",
        "2026-11-22 01:57:05",
        "20261122015705",
        "NIP 198503152010011001",
        "NIP 19850315 201001 1 001",
        "0.3507152102900001",
        "Kode Rekening 5.1.02.01.01.0024",
        "rekening 5.1.02.01.01.0024",
        "kode rekening 510201010024",
        "saldo rekening Rp 1234567890",
        "saldo Bank Jatim 1.234.567.890,00",
        "rekening kas per 31-12-2026 1234",
        "Rekening belanja tahun 2024 2025 2026",
        "UU 14/2008 Pasal 17, Perki 1/2021",
        "(0342) 801171",
        "-8.0954567, 112.1608123",
        "350715210290000",
        "35071521029000011",
        "3507153202900001",
        "3507152113900001",
        "@gmail.com budi@ budi@contoh",
    ],
)
def test_figures_dates_and_register_numbers_are_nobody(text: str) -> None:
    assert not personal(text)


def test_one_number_counts_once_and_two_count_twice() -> None:
    text = "rekening 3507152102900001, 0812-3456-7890 dan 0813-3456-7890"
    assert personal(text) == {FindingKind.NIK: 1, FindingKind.PHONE: 2}


@pytest.mark.parametrize("piece", ["a", "a.", "0", "08", "rek", "1 ", "a@", "0.", "62-", "NIK "])
def test_no_text_makes_the_patterns_slow(piece: str) -> None:
    assert personal(piece * (200_000 // len(piece))) is not None


def test_a_long_number_is_not_cut_into_personal_ones() -> None:
    assert not personal("9" * 10_000)
