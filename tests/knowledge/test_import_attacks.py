"""Files made to do harm: each is told as a fault of its own, at once and in little memory."""

import dataclasses
import io
import struct
import tracemalloc
import zipfile

import pytest

from knowledge import csv_sheets, curate, markdown_sheets
from knowledge.sheets import RESERVED, Parsed, Sheet
from office.people import StaffMember
from office.refusals import NotValid
from office.unit import Office
from tests.knowledge.samples import PACK, SLUG, an_edition

_BEFORE_SIZE = 24
_BEFORE_NAME = 30


def sheet(slug: str = SLUG) -> Sheet:
    return Sheet(slug, PACK, "", an_edition())


def told(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.spot.file, one.code) for one in parsed.faults]


def packed(text: str, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP with a sound entry and, after it, a file of this text."""
    held = io.BytesIO(markdown_sheets.write([sheet()]))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("z.md", text, packing)
    return held.getvalue()


def understated(data: bytes) -> bytes:
    """Return the ZIP with its last file said to unpack to ten bytes."""
    place = data.rindex(b"PK\x01\x02") + _BEFORE_SIZE
    return data[:place] + struct.pack("<I", 10) + data[place + 4 :]


def damaged(data: bytes) -> bytes:
    """Return the ZIP with what its last file is packed into overwritten."""
    place = data.rindex(b"PK\x03\x04") + _BEFORE_NAME + len("z.md")
    return data[:place] + b"\xff" * 8 + data[place + 8 :]


@pytest.mark.parametrize(
    "data",
    [
        packed("x" * 500, zipfile.ZIP_LZMA),
        packed("x" * 500, zipfile.ZIP_BZIP2),
        damaged(packed("x" * 500, zipfile.ZIP_LZMA)),
        damaged(packed("x" * 500)),
        damaged(packed("x" * 500, zipfile.ZIP_STORED)),
    ],
    ids=["lzma", "bzip2", "damaged lzma", "damaged", "other sum"],
)
def test_a_file_that_cannot_be_unpacked_is_a_fault_of_that_file(data: bytes) -> None:
    found = markdown_sheets.read(data)
    assert told(found) == [("z.md", "zip_unclear")]
    assert [one for one, _ in found.sheets] == [sheet()]


def test_a_file_that_hides_its_size_is_not_unpacked_whole() -> None:
    data = understated(packed("x" * 64_000_000))
    tracemalloc.start()
    try:
        found = markdown_sheets.read(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert told(found) == [("z.md", "zip_unclear")]
    assert peak < 8_000_000


def test_all_files_together_keep_to_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = packed("x" * 900)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = sum(one.file_size for one in archive.infolist())
    monkeypatch.setattr(markdown_sheets, "LARGEST", whole - 1)
    assert told(markdown_sheets.read(data)) == [("", "zip_too_large")]
    monkeypatch.setattr(markdown_sheets, "LARGEST", whole)
    assert told(markdown_sheets.read(data)) == [("z.md", "header_missing")]


@pytest.mark.parametrize(
    "header",
    ["a = " + "[" * 50_000, "a = " + "{b=" * 50_000, "a = " + "9" * 5_000],
    ids=["lists", "tables", "digits"],
)
def test_a_header_beyond_reading_is_a_fault_of_that_file(header: str) -> None:
    text = f"+++\n{header}\n+++\nIsi\n"
    assert told(markdown_sheets.read(packed(text))) == [("z.md", "header_unclear")]
    assert told(markdown_sheets.read_one("satu.md", text)) == [("satu.md", "header_unclear")]


def test_a_slug_that_is_no_text_is_a_fault_of_that_file() -> None:
    found = markdown_sheets.read(packed('+++\nslug = ["z"]\n+++\nIsi\n'))
    assert ("z.md", "text_unclear") in told(found)
    assert [one for one, _ in found.sheets] == [sheet()]


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_no_entry_takes_the_name_of_a_page(slug: str) -> None:
    assert told(csv_sheets.read(csv_sheets.write([sheet(slug)]), "isi.csv")) == [
        ("isi.csv", "slug_unclear")
    ]
    assert told(markdown_sheets.read(markdown_sheets.write([sheet(slug)]))) == [
        (f"{PACK}/{slug}.md", "slug_unclear")
    ]
    assert csv_sheets.read(csv_sheets.write([sheet(f"{slug}-saja")])).faults == ()


def test_no_pack_leads_out_of_the_folder_it_is_unpacked_into(
    office: Office, pak_budi: StaffMember
) -> None:
    away = dataclasses.replace(sheet(), pack="../../../tmp/x")
    (fault,) = csv_sheets.read(csv_sheets.write([away]), "isi.csv").faults
    assert (fault.spot.file, fault.spot.line, fault.field) == ("isi.csv", 2, "pack")
    assert fault.code == "slug_unclear"
    with pytest.raises(NotValid, match="slug_unclear"), office.unit(pak_budi) as unit:
        curate.draft(unit, away.slug, away.edition, pack=away.pack)
