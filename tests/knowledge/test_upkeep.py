"""Upkeep: schedules, going back, archiving; of an entry one version is out at a time."""

import dataclasses
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from knowledge import curate, upkeep
from knowledge.edition import from_json
from knowledge.tables import Entry, EntryVersion
from knowledge.words import VersionStatus
from office import journal
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.samples import (
    PACK,
    SLUG,
    an_edition,
    drafted,
    given_now,
    moves,
    published,
    row,
    statuses,
    submitted,
)
from tests.people import CLOCKWORK, MONDAY_MORNING

NOON = MONDAY_MORNING + timedelta(hours=3)


def test_a_scheduled_text_is_published_when_its_time_has_come_and_once(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = submitted(office, pak_budi, an_edition())
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number, publish_at=NOON)

    def tick() -> int:
        with office.unit(CLOCKWORK) as unit:
            return upkeep.publish_due(unit)

    assert tick() == 0
    assert given_now(office) is None
    clock.advance(NOON - MONDAY_MORNING)
    before = moves(office)
    assert (tick(), tick()) == (1, 0)
    assert moves(office) == before + 1
    assert given_now(office) is not None
    assert row(office, number).published_at == NOON
    with pytest.raises(NotAllowed), office.unit(bu_dewi) as unit:
        upkeep.publish_due(unit)


def test_an_instant_that_is_past_publishes_at_once(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = submitted(office, pak_budi, an_edition())
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number, publish_at=MONDAY_MORNING)
    assert given_now(office) is not None


def test_of_an_entry_one_version_is_out_and_the_former_ones_are_kept(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for body in ("Satu.", "Dua.", "Tiga."):
        published(office, pak_budi, bu_dewi, an_edition(body=body))
    assert statuses(office) == ["superseded", "superseded", "published"]
    assert given_now(office) == "Tiga."


def test_going_back_publishes_the_old_text_as_a_new_version(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for body in ("Satu.", "Dua."):
        published(office, pak_budi, bu_dewi, an_edition(body=body))
    with office.unit(pak_budi) as unit:
        assert upkeep.roll_back(unit, SLUG, 1, "Versi dua keliru.") == 3
    assert given_now(office) == "Satu."
    assert statuses(office) == ["superseded", "superseded", "published"]
    with office.reading(CLOCKWORK) as unit:
        line = journal.of_subject(unit.session, [f"entry:{SLUG}"])[-1]
    assert (line.act, '"back_to":1' in line.facts.replace(" ", "")) == ("entry.published", True)


def test_nobody_goes_back_to_what_was_never_approved(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    drafted(office, pak_budi, an_edition(body="Draf."))
    for number, kind in ((1, NotNow), (2, NotNow), (9, NotFound)):
        with pytest.raises(kind), office.unit(bu_dewi) as unit:
            upkeep.roll_back(unit, SLUG, number, "coba")
    with pytest.raises(NotValid), office.unit(bu_dewi) as unit:
        upkeep.roll_back(unit, SLUG, 1, "")


def test_a_scheduled_text_is_handed_back_when_its_ground_moves(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for body in ("Satu.", "Dua."):
        published(office, pak_budi, bu_dewi, an_edition(body=body))
    number = submitted(office, pak_budi, an_edition(body="Tiga."))
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number, publish_at=NOON)
        upkeep.roll_back(unit, SLUG, 1, "Dua keliru.")
    clock.advance(NOON - MONDAY_MORNING)
    with office.unit(CLOCKWORK) as unit:
        assert upkeep.publish_due(unit) == 0
    assert given_now(office) == "Satu."
    assert (row(office, number).status, row(office, number).review_note) == (
        VersionStatus.RETURNED,
        "Dua keliru.",
    )


def test_an_archived_entry_answers_nothing_until_it_is_published_anew(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = published(office, pak_budi, bu_dewi, an_edition())
    with office.unit(bu_dewi) as unit:
        upkeep.archive(unit, SLUG, "Programnya berakhir.")
    assert given_now(office) is None
    assert row(office, number).review_note == "Programnya berakhir."
    with pytest.raises(NotNow, match="entry_not_published"), office.unit(bu_dewi) as unit:
        upkeep.archive(unit, SLUG, "lagi")
    with office.unit(bu_dewi) as unit:
        upkeep.roll_back(unit, SLUG, 1, "Programnya dibuka lagi.")
    assert given_now(office) is not None
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get_one(Entry, SLUG).archived_at is None


def test_what_waits_for_a_second_person_goes_back_when_its_entry_is_archived(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    number = submitted(office, pak_budi, an_edition(body="Baru."))
    with office.unit(bu_dewi) as unit:
        upkeep.archive(unit, SLUG, "Programnya berakhir.")
    with pytest.raises(NotNow, match="version_not_so"), office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    assert given_now(office) is None
    version = row(office, number)
    assert (version.status, version.review_note) == (VersionStatus.RETURNED, "Programnya berakhir.")
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK])
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    assert given_now(office) == "Baru."


def test_a_confirmed_review_changes_its_dates_and_nothing_else(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    with pytest.raises(NotValid, match="date_not_ahead"), office.unit(bu_dewi) as unit:
        upkeep.confirm_reviewed(unit, SLUG, MONDAY_MORNING.date())
    with office.unit(bu_dewi) as unit:
        assert upkeep.confirm_reviewed(unit, SLUG, date(2027, 8, 1)) == 2
    with office.reading(CLOCKWORK) as unit:
        content = unit.session.scalar(
            select(EntryVersion.content).where(EntryVersion.slug == SLUG, EntryVersion.number == 2)
        )
    expected = an_edition(as_of=MONDAY_MORNING.date(), review_by=date(2027, 8, 1))
    assert from_json(content or "") == expected
    submitted(office, pak_budi, dataclasses.replace(expected, body="Baru."))
    with pytest.raises(NotNow, match="entry_being_written"), office.unit(bu_dewi) as unit:
        upkeep.confirm_reviewed(unit, SLUG, date(2027, 9, 1))


def test_what_was_submitted_before_a_step_back_is_not_published_unseen(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for body in ("Satu.", "Dua."):
        published(office, pak_budi, bu_dewi, an_edition(body=body))
    number = submitted(office, pak_budi, an_edition(body="Tiga."))
    clock.advance(NOON - MONDAY_MORNING)
    with office.unit(bu_dewi) as unit:
        upkeep.roll_back(unit, SLUG, 1, "Dua keliru.")
    with pytest.raises(NotNow, match="published_meanwhile"), office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    with office.unit(bu_dewi) as unit:
        curate.send_back(unit, number, "Lihat lagi versi 1.")
    assert given_now(office) == "Satu."
