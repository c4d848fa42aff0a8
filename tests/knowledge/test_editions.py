"""Reading of curation: the list, one entry's history, what waits, and what differs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import curate, editions, upkeep
from knowledge.difference import Piece, difference
from knowledge.edition import Translation
from knowledge.editions import Filters
from knowledge.words import EntryStanding, VersionStatus
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.samples import PACK, SLUG, an_edition, drafted, published, submitted
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING

ALL = Filters()


def listed(office: Office, who: StaffMember, filters: Filters = ALL) -> list[editions.Listed]:
    with office.reading(who) as unit:
        return editions.entries(unit, filters)


def only(office: Office, who: StaffMember, slug: str = SLUG) -> editions.Listed:
    (found,) = [row for row in listed(office, who) if row.slug == slug]
    return found


def test_the_list_shows_what_is_out_and_who_works_on_the_next(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    number = drafted(office, pak_budi, an_edition(title="Judul baru?"))
    row = only(office, bu_dewi)
    assert (row.title, row.live, row.standing) == (an_edition().title, 1, EntryStanding.PUBLISHED)
    assert (row.open_id, row.open_status, row.open_by) == (
        number,
        VersionStatus.DRAFT,
        "Budi Santoso",
    )
    starter = only(office, bu_dewi, "ppid-waktu")
    assert (starter.live, starter.open_id, starter.open_by) == (1, None, "")


def test_an_entry_that_never_was_out_is_listed_by_its_draft(
    office: Office, pak_budi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    row = only(office, pak_budi)
    assert (row.title, row.live, row.standing) == (
        an_edition().title,
        None,
        EntryStanding.UNPUBLISHED,
    )
    with office.unit(pak_budi) as unit:
        curate.withdraw(unit, number)
    assert only(office, pak_budi).open_id is None


def test_the_list_says_what_is_overdue_expired_and_archived(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    soon = date(2026, 12, 1)
    published(office, pak_budi, bu_dewi, an_edition(review_by=soon), "uji-tinjau")
    published(office, pak_budi, bu_dewi, an_edition(valid_until=soon), "uji-berakhir")
    published(office, pak_budi, bu_dewi, an_edition(), "uji-arsip")
    with office.unit(bu_dewi) as unit:
        upkeep.archive(unit, "uji-arsip", "usang")
    clock.advance(timedelta(days=8))
    assert only(office, pak_budi, "uji-tinjau").standing == EntryStanding.PUBLISHED
    clock.advance(timedelta(days=1))
    standings = {row.slug: (row.standing, row.overdue) for row in listed(office, pak_budi)}
    assert standings["uji-tinjau"] == (EntryStanding.DUE, True)
    assert standings["uji-berakhir"] == (EntryStanding.EXPIRED, False)
    assert standings["uji-arsip"] == (EntryStanding.ARCHIVED, False)


def test_the_list_is_narrowed_by_words_pack_standing_and_work(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition(), "uji-satu")
    drafted(office, pak_budi, an_edition(title="Sewa andong?"), "uji-dua")

    def slugs(**wanted: object) -> list[str]:
        return [row.slug for row in listed(office, pak_budi, Filters(**wanted))]  # type: ignore[arg-type]

    assert slugs(pack=PACK) == ["uji-dua", "uji-satu"]
    assert slugs(text="BECAK wisata") == ["uji-satu"]
    assert slugs(text="uji andong") == ["uji-dua"]
    assert slugs(pack=PACK, standing=EntryStanding.UNPUBLISHED) == ["uji-dua"]
    assert slugs(pack=PACK, only_open=True) == ["uji-dua"]


def test_an_entry_shows_its_versions_newest_first_and_who_did_what(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    with office.unit(bu_dewi) as unit:
        number = curate.draft(unit, SLUG, an_edition(body="Dua."), base=1, note="diperjelas")
        curate.submit(unit, number, packs=[PACK])
    with office.reading(pak_budi) as unit:
        found = editions.entry(unit, SLUG)
    newest, first = found.versions
    assert (newest.number, newest.status, newest.note) == (2, VersionStatus.IN_REVIEW, "diperjelas")
    assert (newest.written_by, newest.reviewed_by) == ("Dewi Lestari", "")
    assert (first.written_by, first.reviewed_by) == ("Budi Santoso", "Dewi Lestari")
    assert (first.status, first.published_at) == (VersionStatus.PUBLISHED, MONDAY_MORNING)
    assert first.asked > 80
    assert first.regressions == 0


def test_a_version_is_shown_whole_beside_what_it_would_replace(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    number = drafted(office, pak_budi, an_edition(body="Datang ke {isi: alamat}."))
    with office.reading(bu_dewi) as unit:
        found = editions.version(unit, number)
    assert found.live == an_edition()
    assert found.edition.body == "Datang ke {isi: alamat}."
    assert (found.author, found.report, found.missing) == (pak_budi.staff_id, None, ("alamat",))
    number = submitted(office, pak_budi, an_edition(), "uji-lain")
    with office.reading(bu_dewi) as unit:
        found = editions.version(unit, number)
    assert found.live is None
    assert found.report is not None
    assert found.report.slug == "uji-lain"


def test_what_waits_for_review_is_listed_longest_waiting_first(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    submitted(office, pak_budi, an_edition(), "uji-b")
    clock.advance(timedelta(hours=1))
    submitted(office, bu_dewi, an_edition(phrasings=("lain",)), "uji-a")
    drafted(office, bu_dewi, an_edition(), "uji-c")
    with office.reading(pak_budi) as unit:
        waiting = editions.waiting(unit)
    assert [(row.slug, row.written_by) for row in waiting] == [
        ("uji-b", "Budi Santoso"),
        ("uji-a", "Dewi Lestari"),
    ]


def test_what_waits_for_the_office_s_own_facts_is_listed_with_them(
    office: Office, pak_budi: StaffMember
) -> None:
    drafted(office, pak_budi, an_edition(body="Telepon {isi: nomor} pada {isi: jam}."))
    with office.reading(CLOCKWORK) as unit:
        found = {row.slug: row.missing for row in editions.unfilled(unit)}
    assert found[SLUG] == ("nomor", "jam")


def test_citizens_and_pelaksana_read_none_of_it(office: Office) -> None:
    pelaksana = StaffMember(99, "Tono", frozenset({Role.PPID_EXECUTOR}), 1)
    for actor in (BU_SARI, pelaksana):
        with office.reading(actor) as unit:
            for reading in (editions.entries, editions.waiting, editions.unfilled):
                with pytest.raises(NotAllowed):
                    reading(unit)


def test_what_is_not_there_is_not_found(office: Office, pak_budi: StaffMember) -> None:
    with office.reading(pak_budi) as unit:
        with pytest.raises(NotFound):
            editions.entry(unit, "tidak-ada")
        with pytest.raises(NotFound):
            editions.version(unit, 999_999)


def test_equal_editions_differ_in_nothing() -> None:
    assert difference(an_edition(), an_edition()) == []


def test_a_changed_text_shows_the_words_that_went_and_came() -> None:
    (change,) = difference(
        an_edition(body="Buka Senin sampai Jumat.\n\nGratis."),
        an_edition(body="Buka Senin sampai Kamis.\n\nGratis."),
    )
    assert (change.field, change.before) == ("body", "Buka Senin sampai Jumat.\n\nGratis.")
    assert change.lines == (
        (
            Piece("same", "Buka Senin sampai "),
            Piece("gone", "Jumat"),
            Piece("new", "Kamis"),
            Piece("same", "."),
        ),
        (),
        (Piece("same", "Gratis."),),
    )


def test_a_changed_list_shows_its_items_whole() -> None:
    (change,) = difference(
        an_edition(phrasings=("satu", "dua", "tiga")),
        an_edition(phrasings=("satu", "tiga", "empat")),
    )
    assert change.lines == (
        (Piece("same", "satu"),),
        (Piece("gone", "dua"),),
        (Piece("same", "tiga"),),
        (Piece("new", "empat"),),
    )


def test_dates_and_translations_are_compared_too() -> None:
    new = an_edition(
        review_by=date(2027, 6, 1),
        valid_until=date(2027, 1, 1),
        translations={"en": Translation("How?", "At the office.")},
    )
    changes = {
        change.field: (change.before, change.after) for change in difference(an_edition(), new)
    }
    assert changes == {
        "review_by": ("2027-05-01", "2027-06-01"),
        "valid_until": ("", "2027-01-01"),
        "en.title": ("", "How?"),
        "en.body": ("", "At the office."),
    }


@given(st.text(alphabet="ab ,.\n", max_size=30), st.text(alphabet="ab ,.\n", max_size=30))
def test_the_pieces_make_up_both_texts_whatever_was_changed(old: str, new: str) -> None:
    for change in difference(an_edition(body=old), an_edition(body=new)):
        for kind, whole in (("gone", change.before), ("new", change.after)):
            kept = "".join(
                piece.text
                for line in change.lines
                for piece in line
                if piece.kind in {"same", kind}
            )
            assert kept == whole.replace("\n", "")
