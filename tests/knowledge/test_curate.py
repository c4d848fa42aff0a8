"""Curation: nothing is given to citizens that a second person has not approved."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from knowledge import curate, gate, judging, miss_actions, shelf, upkeep
from knowledge.edition import Edition, from_json
from knowledge.gate import GateReport
from knowledge.words import Band, VersionStatus
from office.clock import StandingClock
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid, Refusal
from office.unit import Office
from tests.knowledge.asking import ask, missed
from tests.knowledge.samples import (
    PACK,
    SLUG,
    acts,
    an_edition,
    drafted,
    given_now,
    moves,
    published,
    row,
    statuses,
    submitted,
)
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING, PAK_JOKO, staff_member

NOON = MONDAY_MORNING + timedelta(hours=3)


@pytest.fixture
def bu_lina(office: Office) -> StaffMember:
    """A curator."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "lina", "Lina Kurator", Role.KB_CURATOR)


@pytest.fixture
def mas_yoga(office: Office) -> StaffMember:
    """An officer who may draft and not review."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "yoga", "Yoga Petugas", Role.INFORMATION_OFFICER)


def test_a_draft_goes_through_review_and_only_then_answers(
    office: Office, mas_yoga: StaffMember, bu_lina: StaffMember
) -> None:
    before = moves(office)
    number = submitted(office, mas_yoga, an_edition())
    assert given_now(office) is None
    assert moves(office) == before
    with office.unit(bu_lina) as unit:
        curate.approve(unit, number)
    assert given_now(office) == an_edition().body
    assert moves(office) == before + 1
    version = row(office, number)
    assert (version.written_by, version.reviewed_by) == (mas_yoga.staff_id, bu_lina.staff_id)
    assert (version.status, version.number) == (VersionStatus.PUBLISHED, 1)
    assert version.published_at == MONDAY_MORNING
    assert acts(office) == ["entry.drafted", "entry.submitted", "entry.published"]


def test_what_was_submitted_is_kept_with_what_the_gate_found(
    office: Office, pak_budi: StaffMember
) -> None:
    number = submitted(office, pak_budi, an_edition())
    report = gate.from_json(row(office, number).gate or "")
    assert [tally.check for tally in report.tallies] == list(gate.Check)
    assert report.tallies[0] == gate.Tally("phrasing", 2, 2)
    assert report.regressions == ()


def test_what_was_examined_before_counts_only_for_the_same_text(
    office: Office, pak_budi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    with office.reading(pak_budi) as unit:
        examined = curate.examine(unit, number, packs=[PACK])
    marked = dataclasses.replace(examined, report=GateReport(SLUG, (), ()))
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK], examined=marked)
    assert gate.from_json(row(office, number).gate or "") == marked.report
    with office.unit(pak_budi) as unit:
        curate.withdraw(unit, number)
    number = drafted(office, pak_budi, an_edition(body="Lain."))
    with pytest.raises(NotNow, match="gate_stale"), office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK], examined=marked)
    assert row(office, number).status == VersionStatus.DRAFT
    with pytest.raises(NotFound), office.reading(pak_budi) as unit:
        curate.examine(unit, 999_999)


def test_nobody_approves_or_returns_their_own_text(
    office: Office, pak_budi: StaffMember, bu_lina: StaffMember
) -> None:
    for author in (pak_budi, bu_lina):
        number = submitted(office, author, an_edition(), f"uji-{author.staff_id}")
        with pytest.raises(NotAllowed, match="own_work"), office.unit(author) as unit:
            curate.approve(unit, number)
        with pytest.raises(NotAllowed, match="own_work"), office.unit(author) as unit:
            curate.send_back(unit, number, "keliru")


def test_who_may_draft_may_not_review_and_others_may_neither(
    office: Office, mas_yoga: StaffMember, bu_ratna: StaffMember, pak_agus: StaffMember
) -> None:
    number = submitted(office, mas_yoga, an_edition())
    for actor in (mas_yoga, pak_agus, BU_SARI, CLOCKWORK):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            curate.approve(unit, number)
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            upkeep.archive(unit, SLUG, "usang")
    for actor in (bu_ratna, pak_agus, BU_SARI, CLOCKWORK):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            curate.draft(unit, "uji-lain", an_edition(), pack=PACK)
    with office.unit(bu_ratna) as unit:
        curate.approve(unit, number)
    assert given_now(office) is not None


def test_a_draft_is_rewritten_by_its_author_alone_and_only_before_it_is_submitted(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    with office.unit(pak_budi) as unit:
        curate.rewrite(unit, number, an_edition(body="Lebih baik."), "diperjelas")
    assert from_json(row(office, number).content).body == "Lebih baik."
    assert row(office, number).note == "diperjelas"
    for act in (curate.submit, curate.withdraw):
        with pytest.raises(NotAllowed, match="not_author"), office.unit(bu_dewi) as unit:
            act(unit, number)
    with pytest.raises(NotAllowed, match="not_author"), office.unit(bu_dewi) as unit:
        curate.rewrite(unit, number, an_edition())
    with office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK])
    with pytest.raises(NotNow, match="version_not_so"), office.unit(pak_budi) as unit:
        curate.rewrite(unit, number, an_edition())


def test_a_second_writer_is_told_who_is_at_work(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = drafted(office, pak_budi, an_edition())
    with pytest.raises(NotNow, match="entry_being_written") as refused:
        drafted(office, bu_dewi, an_edition())
    assert refused.value.facts["by"] == pak_budi.staff_id
    with office.unit(pak_budi) as unit:
        curate.withdraw(unit, number)
    drafted(office, bu_dewi, an_edition())
    assert statuses(office) == ["withdrawn", "draft"]


def test_of_several_who_begin_the_same_entry_at_once_one_wins(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    def begin(who: StaffMember) -> int | str:
        try:
            return drafted(office, who, an_edition())
        except NotNow as refused:
            return refused.code

    with ThreadPoolExecutor(4) as crowd:
        outcomes = list(crowd.map(begin, [pak_budi, bu_dewi] * 4))
    assert outcomes.count("entry_being_written") == len(outcomes) - 1
    assert statuses(office) == ["draft"]


def test_whoever_wrote_from_an_older_version_is_told(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    with pytest.raises(NotNow, match="published_meanwhile"), office.unit(pak_budi) as unit:
        curate.draft(unit, SLUG, an_edition(body="Baru."), base=7)
    with office.unit(pak_budi) as unit:
        number = curate.draft(unit, SLUG, an_edition(body="Baru."), base=1)
    clock.advance(NOON - MONDAY_MORNING)
    with office.unit(bu_dewi) as unit:
        upkeep.confirm_reviewed(unit, SLUG, date(2027, 8, 1))
    with pytest.raises(NotNow, match="published_meanwhile"), office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK])
    seen = an_edition(body="Baru, setelah dilihat.")
    with office.unit(pak_budi) as unit:
        curate.rewrite(unit, number, seen)
    with pytest.raises(NotNow, match="published_meanwhile"), office.unit(pak_budi) as unit:
        curate.submit(unit, number, packs=[PACK])
    with pytest.raises(NotNow, match="published_meanwhile"), office.unit(pak_budi) as unit:
        curate.rewrite(unit, number, seen, base=1)
    with office.unit(pak_budi) as unit:
        curate.rewrite(unit, number, seen, base=3)
        curate.submit(unit, number, packs=[PACK])
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    assert given_now(office) == "Baru, setelah dilihat."


@pytest.mark.parametrize(
    ("edition", "field", "code"),
    [
        (an_edition(title=""), "title", "required"),
        (an_edition(body="a" * 901), "body", "too_long"),
        (an_edition(phrasings=()), "phrasings", "required"),
        (an_edition(body="Datang ke {isi: alamat}."), "body", "placeholder"),
    ],
)
def test_a_faulty_text_is_not_submitted(
    office: Office, pak_budi: StaffMember, edition: Edition, field: str, code: str
) -> None:
    number = drafted(office, pak_budi, edition)
    with pytest.raises(NotValid, match=code) as refused, office.unit(pak_budi) as unit:
        curate.submit(unit, number)
    assert refused.value.field == field
    assert row(office, number).status == VersionStatus.DRAFT


@pytest.mark.parametrize(
    ("slug", "pack", "field"),
    [
        ("", PACK, "slug"),
        ("a" * 81, PACK, "slug"),
        ("Uji Satu", PACK, "slug"),
        ("uji_satu", PACK, "slug"),
        ("uji-é", PACK, "slug"),
        ("uji-satu", "", "pack"),
        ("uji-satu", "a" * 41, "pack"),
    ],
)
def test_a_new_entry_needs_a_name_and_a_pack(
    office: Office, pak_budi: StaffMember, slug: str, pack: str, field: str
) -> None:
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        curate.draft(unit, slug, an_edition(), pack=pack)
    assert refused.value.field == field


def test_a_returned_text_goes_back_to_its_author_with_the_reason(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = submitted(office, pak_budi, an_edition())
    with pytest.raises(NotValid), office.unit(bu_dewi) as unit:
        curate.send_back(unit, number, " ")
    with office.unit(bu_dewi) as unit:
        curate.send_back(unit, number, "Sumbernya mana?")
    assert row(office, number).review_note == "Sumbernya mana?"
    with pytest.raises(NotNow), office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    with office.unit(pak_budi) as unit:
        curate.rewrite(unit, number, an_edition(source="Perbup 7/2026"))
        curate.submit(unit, number, packs=[PACK])
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    assert statuses(office) == ["published"]


def test_a_text_that_answers_what_it_should_not_needs_a_written_reason(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    greedy = an_edition(phrasings=("daftar becak wisata", "resep rendang daging sapi"))
    number = submitted(office, pak_budi, greedy)
    report = gate.from_json(row(office, number).gate or "")
    assert report.regressions
    with pytest.raises(NotValid, match="gate_regressions") as refused, office.unit(bu_dewi) as unit:
        curate.approve(unit, number)
    assert refused.value.facts["count"] == len(report.regressions)
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, number, override="Jawaban lama segera diarsipkan.")
    assert row(office, number).override == "Jawaban lama segera diarsipkan."


def test_what_the_gate_found_on_a_former_shelf_is_found_anew_before_it_counts(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = submitted(office, pak_budi, an_edition())
    with office.reading(bu_ratna) as unit:
        early = curate.examine(unit, number, packs=[PACK])
    published(office, pak_budi, bu_dewi, an_edition(title="Lain?", phrasings=("x",)), "uji-lain")
    with pytest.raises(NotNow, match="gate_stale"), office.unit(bu_ratna) as unit:
        curate.approve(unit, number)
    with pytest.raises(NotNow, match="gate_stale"), office.unit(bu_ratna) as unit:
        curate.examine_anew(unit, number, examined=early)
    with office.reading(bu_ratna) as unit:
        examined = curate.examine(unit, number, packs=[PACK])
    with pytest.raises(NotAllowed, match="own_work"), office.unit(pak_budi) as unit:
        curate.examine_anew(unit, number, examined=examined)
    with office.unit(bu_ratna) as unit:
        assert curate.examine_anew(unit, number, examined=examined) == 0
        curate.approve(unit, number)
    assert gate.from_json(row(office, number).gate or "") == examined.report
    assert given_now(office) == an_edition().body


def test_drafts_of_several_entries_begin_in_the_same_order_whoever_names_them(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for slug in ("uji-a", "uji-z"):
        published(office, pak_budi, bu_dewi, an_edition(), slug)
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        last, first = miss_actions.split_or_merge(unit, number, ["uji-z", "uji-a"], "gabungkan")
    assert (row(office, last).slug, row(office, first).slug) == ("uji-z", "uji-a")
    assert first < last


def test_a_choice_is_noted_for_whoever_asked_and_nobody_else(office: Office) -> None:
    ask(office, "becak", key="a", band=Band.CHOOSE, slugs=("satu", "dua"))
    for who, noted in ((PAK_JOKO, []), (BU_SARI, ["dua"])):
        with office.unit(who) as unit:
            judging.pick(unit, "a", "dua")
        with office.reading(CLOCKWORK) as unit:
            assert [one.slug for one in judging.examples(unit)] == noted


def test_what_is_not_there_is_not_found(office: Office, pak_budi: StaffMember) -> None:
    for act in (curate.submit, curate.approve, curate.withdraw):
        with pytest.raises(NotFound), office.unit(pak_budi) as unit:
            act(unit, 999_999)
    with pytest.raises(NotFound), office.unit(pak_budi) as unit:
        upkeep.archive(unit, "tidak-ada", "x")


def test_too_long_a_note_is_refused(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(Refusal, match="too_long"), office.unit(pak_budi) as unit:
        curate.draft(unit, SLUG, an_edition(), pack=PACK, note="a" * 2001)


def test_the_shelf_finds_what_was_just_published(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    with office.reading(CLOCKWORK) as unit:
        held = shelf.read(unit, ["all"])
    verdict = held.ask("gimana daftar becak wisata")
    assert (verdict.band, verdict.hits[0].slug) == (Band.ANSWER, SLUG)
