"""Entries taken in from files: drafts, never published, and nothing while there is one fault."""

import pytest

from knowledge import csv_sheets, curate, exchange, markdown_sheets, publishing
from knowledge.exchange import Form, Report
from knowledge.sheets import Sheet
from knowledge.words import VersionStatus
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.knowledge.samples import (
    PACK,
    SLUG,
    an_edition,
    drafted,
    given_now,
    published,
    row,
    statuses,
)
from tests.people import BU_SARI, CLOCKWORK, NIK


def table(*sheets: Sheet) -> bytes:
    return csv_sheets.write(sheets)


def sheet(slug: str = SLUG, **changes: object) -> Sheet:
    return Sheet(slug, PACK, "", an_edition(**changes))


def take_in(office: Office, who: StaffMember, data: bytes) -> Report:
    with office.unit(who) as unit:
        return exchange.take_in(unit, data, "isi.csv")


def codes(office: Office, who: StaffMember, data: bytes) -> set[str]:
    with office.reading(who) as unit:
        report = exchange.check(unit, data, "isi.csv")
    return {one.code for one in report.faults}


def warned(office: Office, who: StaffMember, data: bytes) -> set[tuple[str, str]]:
    with office.reading(who) as unit:
        report = exchange.check(unit, data, "isi.csv")
    assert report.faults == ()
    return {(one.field, one.code) for one in report.warnings}


@pytest.mark.parametrize("form", list(Form))
def test_what_is_published_goes_out_and_comes_in_as_nothing_new(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, form: Form
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    drafted(office, pak_budi, an_edition(), "uji-draf")
    with office.reading(pak_budi) as unit:
        data = exchange.export(unit, form, pack=PACK)
        assert SLUG in {one.slug for one in exchange.published(unit)}
        assert [one.slug for one in exchange.published(unit, pack=PACK)] == [SLUG]
    report = take_in(office, pak_budi, data)
    assert (report.same, report.new, report.changed, report.taken) == ((SLUG,), (), (), {})


def test_new_and_changed_entries_become_drafts_and_nothing_is_given(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    report = take_in(office, pak_budi, table(sheet(body="Baru."), sheet("uji-lain")))
    assert (report.changed, report.new) == ((SLUG,), ("uji-lain",))
    assert {row(office, one).status for one in report.taken.values()} == {VersionStatus.DRAFT}
    assert given_now(office) == an_edition().body
    again = take_in(office, pak_budi, table(sheet(body="Lebih baru.")))
    assert again.taken[SLUG] == report.taken[SLUG], "one's own draft is written on"


def test_one_fault_and_nothing_at_all_is_changed(office: Office, pak_budi: StaffMember) -> None:
    report = take_in(office, pak_budi, table(sheet(), sheet("uji-lain", owner="")))
    assert [(one.spot.file, one.field, one.code) for one in report.faults] == [
        ("isi.csv", "owner", "required")
    ]
    assert statuses(office) == []


def test_an_entry_that_somebody_else_writes_is_in_the_way(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    changed = table(sheet(body="Baru."))
    assert codes(office, bu_dewi, changed) == {"entry_being_written"}
    assert codes(office, pak_budi, changed) == set()
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK])
    assert codes(office, pak_budi, changed) == {"entry_being_written"}


def test_a_draft_is_in_the_way_even_if_a_later_version_was_given_up(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    with office.unit(bu_dewi) as unit:
        later = publishing.add(unit, publishing.locked(unit, SLUG), an_edition(body="Lain."))
        later.status = VersionStatus.WITHDRAWN
    changed = table(sheet(body="Baru."))
    assert codes(office, bu_dewi, changed) == {"entry_being_written"}
    assert take_in(office, bu_dewi, changed).taken == {}
    assert take_in(office, pak_budi, changed).taken == {SLUG: number}


def test_a_placeholder_is_a_warning_and_its_entry_comes_in_as_a_draft(
    office: Office, pak_budi: StaffMember
) -> None:
    data = table(sheet(body="Datang ke {isi: alamat kantor}."))
    assert warned(office, pak_budi, data) == {("body", "placeholder")}
    assert set(take_in(office, pak_budi, data).taken) == {SLUG}


def test_what_a_curator_should_look_at_is_a_warning(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    data = table(
        sheet(
            "uji-lain", related=("tak-ada", SLUG), superseded_by="hilang", status_of=SLUG,
            phrasings=("URUS  becak wisata", "becak apa saja"), source=f"Berkas {NIK}",
            body=f"Hubungi 081234567890 dengan NIK {NIK}",
        )
    )  # fmt: skip
    assert warned(office, pak_budi, data) == {
        ("phrasings", "said_twice"),
        ("related", "entry_unknown"),
        ("superseded_by", "entry_unknown"),
        ("body", "personal_data"),
    }


def test_a_single_file_and_a_zip_are_understood_too(office: Office, pak_budi: StaffMember) -> None:
    packed = markdown_sheets.write([sheet()])
    assert exchange.parsed(packed, "x.bin").sheets[0][0] == sheet()
    text = b'+++\nslug = "x"\n+++\nIsi'
    assert "required" in {one.code for one in exchange.parsed(text, "x.md").faults}
    assert [one.code for one in exchange.parsed(b"\xff", "x.md").faults] == ["not_utf8"]


def test_only_curators_take_in_and_no_citizen_takes_out(
    office: Office, pak_agus: StaffMember
) -> None:
    for actor in (pak_agus, BU_SARI):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            exchange.take_in(unit, table(sheet()))
    with pytest.raises(NotAllowed), office.unit(CLOCKWORK) as unit:
        exchange.take_in(unit, table(sheet()))
    with pytest.raises(NotAllowed), office.reading(BU_SARI) as unit:
        exchange.export(unit, Form.CSV)
