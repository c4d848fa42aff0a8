"""What a letter leaves out when nobody knows it, and what it cuts or keeps whole."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from register.letters.dressing import CUT, LONGEST_FIELD
from register.letters.kinds import LetterKind
from register.letters.letterhead import Signatory
from tests.register.letters import samples
from tests.register.letters.samples import LETTERHEAD, VERIFY_URL
from tests.register.letters.test_hostile import everywhere
from tests.register.letters.test_letters import drawn, pieces, printed


def test_a_consequence_test_of_unknown_day_and_place_speaks_of_neither() -> None:
    facts = samples.refusal_decision()
    facts["test"] |= {"held_on": None, "place": None}
    for row in facts["test"]["examiners"]:
        row["unit"] = None
    text = printed(drawn(LetterKind.REFUSAL_DECISION, facts))
    assert "penuh ketelitian, sebagaimana dituangkan dalam lembar pengujian Nomor" in text
    assert "Telah dilakukan pengujian konsekuensi terhadap informasi berikut:" in text
    assert "bertempat di" not in text
    assert "3 Desember 2026" not in text
    assert "Unit kerja Tanda tangan" not in text


def test_a_consequence_test_of_known_day_and_place_names_both() -> None:
    text = printed(drawn(LetterKind.REFUSAL_DECISION, samples.refusal_decision()))
    place = "Kantor Dinas Komunikasi dan Informatika"
    assert f"penuh ketelitian pada Kamis, 3 Desember 2026 di {place}, sebagaimana" in text
    assert f"pada Kamis, 3 Desember 2026 bertempat di {place} terhadap informasi" in text
    assert "Unit kerja Tanda tangan" in text


def test_a_receipt_names_the_ways_to_reach_the_office_that_there_are() -> None:
    bare = replace(LETTERHEAD, address="", phone="", email="", website="")
    assert "Hubungi PPID" not in printed(drawn(LetterKind.RECEIPT, samples.receipt(), bare))
    reached = replace(bare, email="ppid@contohkab.go.id")
    text = printed(drawn(LetterKind.RECEIPT, samples.receipt(), reached))
    assert "Hubungi PPID. PPID Kabupaten Contoh. Surel ppid@contohkab.go.id." in text


@pytest.mark.parametrize("kind", [LetterKind.RECEIPT, LetterKind.OBJECTION_RECEIPT])
def test_what_the_system_received_waits_for_nobodys_signature(kind: LetterKind) -> None:
    nobody = replace(LETTERHEAD, ppid=Signatory("", ""))
    said = "Diterima secara elektronik oleh sistem; tanpa tanda tangan basah."
    electronic = {**samples.sample(kind), "received_by": "sistem"}
    text = printed(drawn(kind, electronic, nobody))
    assert said in text
    assert "....." not in text
    by_hand = printed(drawn(kind, {**samples.sample(kind), "received_by": "Dewi"}, nobody))
    assert said not in by_hand
    assert "....." in by_hand


@pytest.mark.parametrize(
    ("days", "fees", "said"),
    [
        (0, False, "Waktu penyediaan: bersama surat ini, pada hari yang sama 6."),
        (0, True, "Waktu penyediaan: pada hari yang sama sesudah biaya dilunasi 6."),
        (None, False, "Waktu penyediaan: bersama surat ini, pada hari yang sama 6."),
        (2, False, "Waktu penyediaan: 2 hari, paling lambat Selasa, 8 Desember 2026 6."),
    ],
)
def test_a_notice_says_when_the_information_comes(days: int | None, fees: bool, said: str) -> None:
    facts = {**samples.notice(), "provide_days": days}
    facts["fees"] = facts["fees"] if fees else []
    text = printed(drawn(LetterKind.NOTICE, facts))
    assert said in text
    assert f"{days} hari kerja" not in text


def test_a_decree_that_is_not_enclosed_is_only_named() -> None:
    text = printed(drawn(LetterKind.NOTICE, {**samples.notice(), "enclosures": []}))
    assert "Penetapan Nomor 0005/DIK/XII/2026." in text
    assert "terlampir" not in text
    unsent = {**samples.objection_reply(), "decree_sent": False}
    assert "telah disampaikan bersama" not in printed(drawn(LetterKind.OBJECTION_REPLY, unsent))


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_hides_characters_in_what_is_copied_from_it(kind: LetterKind) -> None:
    long = "https://ppid.contohkab.go.id/daftar/informasi/berkala/tahun/2026/anggaran/rincian"
    facts = everywhere(samples.sample(kind), long)
    raw = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn(kind, facts))).pages)
    assert not {"\u200b", "\u00ad", "\u2060", "\ufeff"} & set(raw)
    assert long in pieces(raw)


def test_the_address_of_verification_stands_on_one_line() -> None:
    for kind in LetterKind:
        reader = PdfReader(io.BytesIO(drawn(kind, samples.sample(kind))))
        lines = "\n".join(page.extract_text() for page in reader.pages).splitlines()
        assert any(VERIFY_URL in line for line in lines), kind


def test_a_cover_of_ten_documents_is_one_page() -> None:
    facts = samples.cover()
    facts["documents"] = [
        {**facts["documents"][place % 3], "number": f"000{place}/S-PPID/XI/2026"}
        for place in range(10)
    ]
    assert len(PdfReader(io.BytesIO(drawn(LetterKind.COVER, facts))).pages) == 1


@pytest.mark.parametrize("long", ["kata " * 40_000, "x" * 200_000, "baris\n" * 33_000])
def test_a_fact_without_end_is_cut_and_the_cut_is_marked(long: str) -> None:
    facts = samples.notice() | {"redaction": long}
    facts["fees"] = [{**facts["fees"][0], "description": long}]
    reader = PdfReader(io.BytesIO(drawn(LetterKind.NOTICE, facts)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert text.count(CUT.strip()) == 2
    assert len(text) < 4 * LONGEST_FIELD
