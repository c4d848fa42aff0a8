"""Starter entries: loaded once, never over what staff wrote, and a faulty file is named."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge import curate, editions, seeding, shelf
from knowledge.edition import Edition, Translation, from_json
from knowledge.leaf import SEED, LeafRefused, leaves, read
from knowledge.tables import Entry, EntryVersion
from knowledge.words import VersionStatus
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
FULL = """+++
slug = "uji-satu"
pack = "contoh-uji"
region = "Kabupaten Uji"
title = "Judul uji"
info_class = "berkala"
owner = "PPID"
source = "UU 14/2008"
as_of = 2026-11-01
review_by = 2027-11-01
valid_from = 2020-01-01
valid_until = 2026-12-31
superseded_by = "uji-dua"
status_of = "uji-tiga"
related = ["uji-dua"]
phrasings = ["apa itu uji"]
not_this = ["ujian sekolah"]
+++
Isi jawaban.

---
Lebih panjang.

Dua alinea.
"""
JAVANESE = '+++\ntitle = "Irah-irahan"\n+++\nWangsulan.\n---\nLangkung panjang.\n'


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


def history(office: Office, slug: str = "uji-satu") -> list[tuple[int, str, str]]:
    """Return number, status and answer of every version, oldest first."""
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.scalars(
            select(EntryVersion).where(EntryVersion.slug == slug).order_by(EntryVersion.number)
        )
        return [(row.number, row.status, from_json(row.content).body) for row in rows]


def rewritten(office: Office, who: StaffMember, body: str) -> int:
    """Let somebody begin a draft of the test's entry; return its id."""
    with office.unit(who) as unit:
        found = editions.entry(unit, "uji-satu")
        edition = editions.version(unit, found.versions[0].id).edition
        return curate.draft(unit, "uji-satu", dataclasses.replace(edition, body=body))


def test_starter_entries_are_many_and_each_is_named_as_its_file() -> None:
    found = list(leaves())
    assert len(found) >= 47
    paths = [path for path in sorted(SEED.rglob("*.md")) if "." not in path.stem]
    assert [(path.parent.name, path.stem) for path in paths] == [
        (leaf.pack, leaf.slug) for leaf in found
    ]
    assert len({leaf.slug for leaf in found}) == len(found)


def test_a_prepared_office_holds_them_all_and_a_second_load_changes_nothing(
    office: Office,
) -> None:
    before = version(office)
    assert load(office) == 0
    assert version(office) == before
    with office.reading(CLOCKWORK) as unit:
        held = unit.session.scalar(select(func.count()).select_from(Entry))
    assert held == len(list(leaves()))


def test_a_file_may_say_more_and_in_three_languages(tmp_path: Path) -> None:
    write(tmp_path, FULL)
    write(tmp_path, JAVANESE, "uji-satu.jv.md")
    (leaf,) = leaves(tmp_path)
    assert (leaf.slug, leaf.pack, leaf.region) == ("uji-satu", "contoh-uji", "Kabupaten Uji")
    assert leaf.edition == Edition(
        title="Judul uji",
        body="Isi jawaban.",
        long="Lebih panjang.\n\nDua alinea.",
        phrasings=("apa itu uji",),
        not_this=("ujian sekolah",),
        info_class="berkala",
        owner="PPID",
        source="UU 14/2008",
        related=("uji-dua",),
        as_of=date(2026, 11, 1),
        review_by=date(2027, 11, 1),
        valid_from=date(2020, 1, 1),
        valid_until=date(2026, 12, 31),
        superseded_by="uji-dua",
        status_of="uji-tiga",
        translations={"jv": Translation("Irah-irahan", "Wangsulan.", "Langkung panjang.")},
    )


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
    assert history(office) == [
        (1, VersionStatus.SUPERSEDED, "Isi jawaban."),
        (2, VersionStatus.PUBLISHED, "Jawaban baru."),
    ]
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get_one(Entry, "uji-satu").live == 2
        lines = journal.of_subject(unit.session, ["entry:uji-satu"])
    assert [line.act for line in lines] == ["entry.published", "entry.published"]


def test_a_changed_translation_is_a_changed_entry(office: Office, tmp_path: Path) -> None:
    write(tmp_path, HEADER)
    load(office, tmp_path)
    write(tmp_path, JAVANESE, "uji-satu.jv.md")
    assert load(office, tmp_path) == 1
    assert shelf_of(office).articles["uji-satu"].translations["jv"].body == "Wangsulan."


def shelf_of(office: Office) -> shelf.Shelf:
    with office.reading(CLOCKWORK) as unit:
        return shelf.read(unit, ["all"])


def test_a_file_that_only_looks_different_makes_no_version(office: Office, tmp_path: Path) -> None:
    write(tmp_path, HEADER)
    load(office, tmp_path)
    write(tmp_path, HEADER.replace("+++\nIsi", "+++\n\nIsi"))
    assert load(office, tmp_path) == 0
    assert len(history(office)) == 1


def test_a_file_may_move_to_another_pack(office: Office, tmp_path: Path) -> None:
    write(tmp_path, HEADER)
    load(office, tmp_path)
    write(tmp_path, HEADER.replace('pack = "uji"', 'pack = "lain"'))
    assert load(office, tmp_path) == 1
    assert shelf_of(office).articles["uji-satu"].pack == "lain"


def test_a_file_that_is_gone_changes_nothing(office: Office, tmp_path: Path) -> None:
    write(tmp_path, HEADER)
    load(office, tmp_path)
    (tmp_path / "uji-satu.md").unlink()
    assert load(office, tmp_path) == 0
    assert "uji-satu" in shelf_of(office).articles


def test_an_entry_with_a_placeholder_is_a_draft_until_the_file_is_filled_in(
    office: Office, tmp_path: Path
) -> None:
    write(tmp_path, HEADER.replace("Isi jawaban.", "Datang ke {isi: alamat kantor}."))
    assert load(office, tmp_path) == 1
    assert "uji-satu" not in shelf_of(office).articles
    with office.reading(CLOCKWORK) as unit:
        waiting = {row.slug: row.missing for row in editions.unfilled(unit)}
    assert waiting["uji-satu"] == ("alamat kantor",)
    write(tmp_path, HEADER)
    assert load(office, tmp_path) == 1
    assert [status for _, status, _ in history(office)] == ["withdrawn", "published"]


def test_what_staff_wrote_is_not_overwritten_and_the_starter_text_waits_as_a_draft(
    office: Office, tmp_path: Path, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    write(tmp_path, HEADER)
    load(office, tmp_path)
    number = rewritten(office, pak_budi, "Kata petugas.")
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=["uji"])
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    write(tmp_path, HEADER.replace("Isi jawaban", "Jawaban baru"))
    assert load(office, tmp_path) == 1
    assert load(office, tmp_path) == 0
    assert shelf_of(office).articles["uji-satu"].body == "Kata petugas."
    assert history(office)[-1] == (3, VersionStatus.DRAFT, "Jawaban baru.")


def test_a_starter_draft_belongs_to_whoever_fills_it_in(
    office: Office, tmp_path: Path, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    write(tmp_path, HEADER.replace("Isi jawaban.", "Datang ke {isi: alamat kantor}."))
    load(office, tmp_path)
    with office.unit(pak_budi) as unit:
        (line,) = editions.entry(unit, "uji-satu").versions
        edition = editions.version(unit, line.id).edition
        curate.rewrite(unit, line.id, dataclasses.replace(edition, body="Datang ke Jalan Melati."))
        curate.submit(unit, line.id, packs=["uji"])
    with pytest.raises(NotAllowed, match="own_work"), office.unit(pak_budi) as unit:
        curate.approve(unit, line.id)
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, line.id)
    assert load(office, tmp_path) == 0
    assert shelf_of(office).articles["uji-satu"].body == "Datang ke Jalan Melati."


def test_while_somebody_writes_the_starter_text_waits_outside(
    office: Office, tmp_path: Path, pak_budi: StaffMember
) -> None:
    write(tmp_path, HEADER)
    load(office, tmp_path)
    number = rewritten(office, pak_budi, "Kata petugas.")
    write(tmp_path, HEADER.replace("Isi jawaban", "Jawaban baru"))
    assert load(office, tmp_path) == 0
    with office.unit(pak_budi) as unit:
        curate.withdraw(unit, number)
    assert load(office, tmp_path) == 1
    assert history(office)[-1] == (3, VersionStatus.DRAFT, "Jawaban baru.")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("Isi jawaban.", "Hubungi {telepon_ppid."), "brace_open"),
        (("Isi jawaban.", "a" * 901), "body too_long"),
        (("Isi jawaban.\n", "  \n"), "header or body"),
        (("+++\nslug", "halo\n+++\nslug"), "header or body"),
        (('slug = "uji-satu"\n', ""), "slug"),
        (('slug = "uji-satu"', f'slug = "{"a" * 81}"'), "1 to 80 characters"),
        (("review_by = 2027-11-01\n", ""), "review_by"),
        (("review_by = 2027-11-01", 'review_by = "besok"'), "must be a date"),
        (("review_by = 2027-11-01", "review_by = 2026-11-01"), "review_by date_before"),
        (('phrasings = ["apa itu uji", "uji apa"]\n', ""), "phrasings"),
        (('"uji apa"', "7"), "list of texts"),
        (('"uji apa"', '"Apa  itu UJI"'), "phrasings doubled"),
        (('source = "UU 14/2008"', "source = UU"), "value"),
        (('pack = "uji"', 'pack = "uji"\nsumber = "x"'), "nobody knows the field sumber"),
        (("+++\nIsi", "Isi"), "unpack"),
    ],
)
def test_a_faulty_file_is_refused_and_its_fault_is_named(
    tmp_path: Path, change: tuple[str, str], fault: str
) -> None:
    assert change[0] in HEADER
    path = write(tmp_path, HEADER.replace(*change))
    with pytest.raises(LeafRefused, match=rf"^uji-satu\.md: (?s:.)*{fault}"):
        read(path)


def test_a_faulty_or_orphaned_translation_is_named_too(tmp_path: Path) -> None:
    write(tmp_path, HEADER)
    write(tmp_path, "+++\n+++\nTanpa judul.\n", "uji-satu.en.md")
    with pytest.raises(LeafRefused, match=r"^uji-satu\.en\.md: 'title'"):
        list(leaves(tmp_path))
    (tmp_path / "uji-satu.en.md").unlink()
    write(tmp_path, JAVANESE, "uji-dua.jv.md")
    with pytest.raises(LeafRefused, match=r"^uji-dua\.jv\.md: there is no uji-dua\.md"):
        list(leaves(tmp_path))


def test_a_faulty_file_publishes_nothing_of_its_folder(office: Office, tmp_path: Path) -> None:
    write(tmp_path, HEADER, "a.md")
    write(tmp_path, "rusak", "b.md")
    with pytest.raises(LeafRefused, match=r"b\.md"):
        load(office, tmp_path)
    write(tmp_path, HEADER, "b.md")
    with pytest.raises(LeafRefused, match="two entries are called uji-satu"):
        load(office, tmp_path)
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get(Entry, "uji-satu") is None


def test_nobody_but_the_program_loads_them(office: Office, pak_budi: StaffMember) -> None:
    for actor in (BU_SARI, pak_budi):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            seeding.load(unit)
