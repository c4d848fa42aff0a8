"""Programmes: cards, starter files, and what staff have changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge import programmes
from knowledge.programme_card import LONGEST, faults, from_json, standing, to_json
from knowledge.programme_files import ProgrammeRefused, starters
from knowledge.programme_tables import AgendaItem
from knowledge.words import ProgrammeStatus
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.programme_desk import ALL, PROGRAMME, a_card, programme
from tests.people import BU_SARI, CLOCKWORK

TODAY = date(2026, 11, 23)
FILE = """
slug = "pasar-tani"
pack = "ppid"
name = "Pasar Tani"
status = "tidak diketahui"
what = "{what}"
who = "Petani"
when = "Sabtu"
where = "Alun-alun"
how = "Datang saja"
budget = "Belum ada keterangan resmi"
contact = "Dinas Pertanian"
source = "Pengumuman Dinas"
as_of = 2026-11-01
owner = "Dinas Pertanian"
entries = ["pasar-murah"]

[[agenda]]
slug = "pasar-tani-desember"
title = "Pasar tani"
starts_on = {starts_on}
village = "Kepet"
"""


def written(folder: Path, what: str = "Pasar hasil bumi", starts_on: str = "2026-12-05") -> Path:
    (folder / "program-pasar-tani.toml").write_text(
        FILE.format(what=what, starts_on=starts_on), encoding="utf-8"
    )
    return folder


def loaded(office: Office, folder: Path) -> int:
    with office.unit(CLOCKWORK) as unit:
        return programmes.load(unit, folder)


def what_is_said(office: Office, slug: str = "pasar-tani") -> str:
    with office.reading(CLOCKWORK) as unit:
        return programmes.find(unit, slug).card.what


def day_in_agenda(office: Office) -> date | None:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(
            select(AgendaItem.starts_on).where(AgendaItem.slug == "pasar-tani-desember")
        )


def test_a_card_comes_back_from_json_as_it_was() -> None:
    card = a_card(aliases=("BST",), valid_until=date(2026, 1, 2), entries=("a", "b"))
    assert from_json(to_json(card)) == card


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({}, ProgrammeStatus.RUNNING),
        ({"valid_until": TODAY}, ProgrammeStatus.RUNNING),
        ({"valid_until": date(2026, 11, 22)}, ProgrammeStatus.FINISHED),
        (
            {"valid_until": date(2026, 11, 22), "superseded_by": "bahana"},
            ProgrammeStatus.REPLACED,
        ),
        ({"status": ProgrammeStatus.UNKNOWN}, ProgrammeStatus.UNKNOWN),
    ],
)
def test_dates_rule_what_a_programme_is(
    changes: dict[str, object], stands: ProgrammeStatus
) -> None:
    assert standing(a_card(**changes), TODAY) is stands


def test_every_starter_programme_is_without_fault_and_names_its_successor() -> None:
    found = {starter.slug: starter for starter in starters()}
    assert {"bst", "bahana", "musrenbang", "rt-keren", "karyamas"} <= found.keys()
    for starter in found.values():
        assert faults(starter.card) == []
        assert not starter.card.superseded_by or starter.card.superseded_by in found


def test_the_starter_programmes_are_there_from_the_first_day(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        usual = {row.slug for row in programmes.on(unit, ("ppid", "partisipasi"))}
        everything = {row.slug for row in programmes.on(unit, ALL)}
    assert "musrenbang" in usual
    assert "bst" not in usual
    assert {"bst", "musrenbang"} <= everything


def test_loading_again_changes_nothing_and_a_changed_file_is_taken_in(
    office: Office, tmp_path: Path
) -> None:
    folder = written(tmp_path)
    assert loaded(office, folder) == 1
    assert loaded(office, folder) == 0
    assert loaded(office, written(tmp_path, "Pasar hasil tani", "2026-12-12")) == 1
    assert what_is_said(office) == "Pasar hasil tani"
    assert day_in_agenda(office) == date(2026, 12, 12)


def test_what_staff_have_changed_is_not_overwritten(
    office: Office, pak_budi: StaffMember, tmp_path: Path
) -> None:
    loaded(office, written(tmp_path))
    with office.unit(pak_budi) as unit:
        known = programmes.find(unit, "pasar-tani")
        card = replace(known.card, what="Kata petugas")
        programmes.amend(unit, "pasar-tani", card, known.version)
    loaded(office, written(tmp_path, "Kata berkas"))
    assert what_is_said(office) == "Kata petugas"
    assert loaded(office, tmp_path) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('status = "tidak diketahui"', 'status = "mungkin"'),
        ('who = "Petani"', 'who = ""'),
        ("as_of = 2026-11-01", 'as_of = "kemarin"'),
        ('contact = "Dinas Pertanian"\n', ""),
        ('owner = "Dinas', 'warna = "biru"\nowner = "Dinas'),
        ('entries = ["pasar-murah"]', "entries = [1]"),
        ('title = "Pasar tani"', 'title = ""'),
    ],
)
def test_a_file_that_is_no_programme_is_refused_by_its_name(
    tmp_path: Path, old: str, new: str
) -> None:
    path = written(tmp_path) / "program-pasar-tani.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ProgrammeRefused, match=r"program-pasar-tani\.toml"):
        list(starters(tmp_path))


def test_two_files_of_one_name_are_refused(office: Office, tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "lain").mkdir()
    written(tmp_path / "lain")
    with pytest.raises(ProgrammeRefused, match="pasar-tani"):
        loaded(office, tmp_path)


def test_staff_load_no_starter_files(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(NotAllowed), office.unit(pak_budi) as unit:
        programmes.load(unit)


def test_of_two_who_amend_a_card_the_second_is_told(office: Office, pak_budi: StaffMember) -> None:
    programme(office)
    with office.unit(pak_budi) as unit:
        programmes.amend(unit, PROGRAMME, a_card(what="Pertama"), 1)
    with pytest.raises(NotNow, match="version_moved"), office.unit(pak_budi) as unit:
        programmes.amend(unit, PROGRAMME, a_card(what="Kedua"), 1)
    assert what_is_said(office, PROGRAMME) == "Pertama"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"what": " "}, "what", "required"),
        ({"how": "a" * (LONGEST["how"] + 1)}, "how", "too_long"),
        ({"superseded_by": "tidak-ada"}, "superseded_by", "programme_unknown"),
        ({"superseded_by": PROGRAMME}, "superseded_by", "programme_unknown"),
        ({"status": ProgrammeStatus.REPLACED}, "superseded_by", "required"),
        (
            {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
            "valid_until",
            "ends_before_start",
        ),
        ({"aliases": ("a" * 100,)}, "aliases", "too_long"),
        ({"entries": ("",)}, "entries", "required"),
    ],
)
def test_a_wrong_card_is_refused_with_the_field(
    office: Office, pak_budi: StaffMember, changes: dict[str, object], field: str, code: str
) -> None:
    programme(office)
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        programmes.amend(unit, PROGRAMME, a_card(**changes), 1)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_name_is_given_once_and_is_plain(office: Office, pak_budi: StaffMember) -> None:
    programme(office)
    with pytest.raises(NotNow, match="programme_taken"), office.unit(pak_budi) as unit:
        programmes.add(unit, PROGRAMME, "ppid", a_card())
    for slug in ("Gotong Royong", "a/b", "", "a" * 61):
        with pytest.raises(NotValid, match="short_name_unclear"), office.unit(pak_budi) as unit:
            programmes.add(unit, slug, "ppid", a_card())


def test_a_changed_card_moves_the_number_by_which_every_process_reads_anew(office: Office) -> None:
    numbers = []
    for act in (
        lambda _: None,
        lambda unit: programmes.add(unit, PROGRAMME, "ppid", a_card()),
        lambda unit: programmes.amend(unit, PROGRAMME, a_card(what="Lain"), 1),
    ):
        with office.unit(CLOCKWORK) as unit:
            act(unit)
        with office.reading(CLOCKWORK) as unit:
            numbers.append(programmes.version(unit))
    assert numbers == sorted(set(numbers))


def test_only_curators_write_cards(office: Office, pak_agus: StaffMember) -> None:
    for actor in (BU_SARI, pak_agus):
        assert Permission.CURATE not in actor.permissions
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            programmes.add(unit, PROGRAMME, "ppid", a_card())
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            programmes.amend(unit, "musrenbang", a_card(), 1)


def test_a_programme_whose_pack_is_off_is_not_found(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        assert programmes.find(unit, "bst", ("contoh-madiun",)).slug == "bst"
        with pytest.raises(NotFound):
            programmes.find(unit, "bst", ("ppid",))


def test_a_programme_is_found_by_its_name_or_an_alias_however_it_is_typed(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        known = programmes.on(unit, ALL)
    assert programmes.named(known, "musrenbangdes")[0].slug == "musrenbang"
    assert programmes.named(known, "Bakti Sosial Terpadu")[0].slug == "bst"
    assert programmes.named(known, "xyzzy") == []
    assert programmes.named(known, "") == []
