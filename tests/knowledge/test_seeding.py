"""Starter entries: all there, loaded once, and a faulty file is named with its fault."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge import seeding, shelf
from knowledge.seeding import SEED, LeafRefused
from knowledge.tables import Entry
from office import journal
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK

HEADER = """+++
slug = "uji-satu"
pack = "uji"
title = "Judul uji"
info_class = "berkala"
owner = "PPID"
source = "UU 14/2008"
as_of = 2026-11-01
review_by = 2027-11-01
phrasings = ["apa itu uji", "uji apa"]
+++
Isi jawaban.
"""


def write(folder: Path, text: str, name: str = "uji-satu.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(office: Office, folder: Path = SEED) -> int:
    with office.unit(CLOCKWORK) as unit:
        return seeding.load(unit, folder)


def version(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return shelf.current_version(unit)


def test_there_are_forty_seven_starter_entries_with_names_of_their_own() -> None:
    leaves = list(seeding.leaves())
    assert len(leaves) == 47
    assert len({leaf.slug for leaf in leaves}) == 47
    for path, leaf in zip(sorted(SEED.rglob("*.md")), leaves, strict=True):
        assert path.stem == leaf.slug
        assert path.parent.name == leaf.pack


def test_every_starter_entry_is_complete_and_leads_on_to_others_that_exist() -> None:
    leaves = {leaf.slug: leaf for leaf in seeding.leaves()}
    for leaf in leaves.values():
        assert leaf.source.strip(), leaf.slug
        assert leaf.owner.strip(), leaf.slug
        assert leaf.phrasings, leaf.slug
        assert leaf.as_of < leaf.review_by, leaf.slug
        assert set(leaf.related) <= set(leaves), leaf.slug


def test_a_prepared_office_holds_them_all_and_a_second_load_changes_nothing(
    office: Office,
) -> None:
    before = version(office)
    assert load(office) == 0
    assert version(office) == before
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(func.count()).select_from(Entry)) == 47


def test_a_new_and_a_changed_file_are_published_and_move_the_shelf(
    office: Office, tmp_path: Path
) -> None:
    before = version(office)
    write(tmp_path, HEADER)
    assert load(office, tmp_path) == 1
    assert load(office, tmp_path) == 0
    write(tmp_path, HEADER.replace("Isi jawaban", "Jawaban baru"))
    assert load(office, tmp_path) == 1
    assert version(office) == before + 2
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get_one(Entry, "uji-satu").body == "Jawaban baru."
        lines = journal.of_subject(unit.session, ["entry:uji-satu"])
    assert [line.act for line in lines] == ["entry.published", "entry.published"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("Isi jawaban.", "Hubungi {telepon_ppid}."), "placeholder"),
        (("Isi jawaban.\n", "  \n"), "header or body"),
        (("+++\nslug", "halo\n+++\nslug"), "header or body"),
        (('slug = "uji-satu"\n', ""), "slug"),
        (("review_by = 2027-11-01\n", ""), "review_by"),
        (('phrasings = ["apa itu uji", "uji apa"]\n', ""), "phrasings"),
        (('source = "UU 14/2008"', "source = UU"), "value"),
        (("+++\nIsi", "Isi"), "unpack"),
    ],
)
def test_a_faulty_file_is_refused_and_its_fault_is_named(
    tmp_path: Path, change: tuple[str, str], fault: str
) -> None:
    path = write(tmp_path, HEADER.replace(*change))
    with pytest.raises(LeafRefused, match=rf"^uji-satu\.md: (?s:.)*{fault}"):
        seeding.read(path)


def test_a_faulty_file_publishes_nothing_of_its_folder(office: Office, tmp_path: Path) -> None:
    write(tmp_path, HEADER, "a.md")
    write(tmp_path, "rusak", "b.md")
    with pytest.raises(LeafRefused, match=r"b\.md"):
        load(office, tmp_path)
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get(Entry, "uji-satu") is None


def test_citizens_and_officers_publish_nothing(office: Office, pak_budi: StaffMember) -> None:
    for actor in (BU_SARI, pak_budi):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            seeding.load(unit)
