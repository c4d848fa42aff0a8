"""Five things to do about a cluster: each closes it with a name, and none publishes anything."""

from datetime import date, timedelta

import pytest

from knowledge import curate, gate_cases, miss_actions, miss_queue
from knowledge.edition import from_json
from knowledge.miss_queue import ClusterFile
from knowledge.words import ClusterAction, ClusterStatus, VersionStatus
from office import journal
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.asking import OTHER, WISH, ask, missed, night, waiting
from tests.knowledge.samples import PACK, SLUG, an_edition, drafted, given_now, published, row
from tests.people import CLOCKWORK


def of(office: Office, who: StaffMember, number: int) -> ClusterFile:
    with office.reading(who) as unit:
        return miss_queue.cluster(unit, number)


def test_phrasings_become_a_draft_of_the_entry_and_close_the_cluster(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        version = miss_actions.add_aliases(
            unit, number, SLUG, [WISH, "Urus  becak wisata", " "], note="mirip"
        )
    kept = row(office, version)
    assert from_json(kept.content).phrasings == (*an_edition().phrasings, WISH)
    assert (kept.status, kept.cluster_id) == (VersionStatus.DRAFT, number)
    done = of(office, pak_budi, number)
    assert done.listed.status is ClusterStatus.CLOSED
    assert done.listed.action is ClusterAction.ALIAS
    assert (done.slug, done.note, done.closed_by) == (SLUG, "mirip", "Budi Santoso")
    assert done.closed_at == clock.now()
    assert waiting(office, pak_budi) == []
    assert given_now(office) == an_edition().body, "nothing is out before it was approved"


def test_one_s_own_draft_is_extended_and_another_s_is_left_alone(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    version = drafted(office, pak_budi, an_edition())
    first = missed(office, clock, pak_budi)
    second = missed(office, clock, pak_budi, OTHER)
    with office.unit(pak_budi) as unit:
        assert miss_actions.add_aliases(unit, first, SLUG, [WISH]) == version
    with pytest.raises(NotAllowed, match="not_author"), office.unit(bu_dewi) as unit:
        miss_actions.add_aliases(unit, second, SLUG, [OTHER])
    with office.unit(pak_budi) as unit:
        assert miss_actions.add_aliases(unit, second, SLUG, [OTHER]) == version
    assert from_json(row(office, version).content).phrasings[-2:] == (WISH, OTHER)
    assert row(office, version).cluster_id == first
    with office.unit(pak_budi) as unit:
        curate.submit(unit, version, packs=[PACK])
        miss_actions.reopen(unit, second)
    with pytest.raises(NotNow, match="entry_being_written"), office.unit(bu_dewi) as unit:
        miss_actions.add_aliases(unit, second, SLUG, ["becak listrik boleh di mana"])


def test_phrasings_that_add_nothing_are_refused_and_the_cluster_stays_open(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    number = missed(office, clock, pak_budi)
    for texts, code in (([], "required"), (["URUS becak wisata"], "nothing_added")):
        with pytest.raises(NotValid, match=code), office.unit(pak_budi) as unit:
            miss_actions.add_aliases(unit, number, SLUG, texts)
    with pytest.raises(NotValid, match="too_long"), office.unit(pak_budi) as unit:
        miss_actions.add_aliases(unit, number, SLUG, ["x" * 301])
    with pytest.raises(NotFound, match="entry_unknown"), office.unit(pak_budi) as unit:
        miss_actions.add_aliases(unit, number, "tak-ada", [WISH])
    assert [one.id for one in waiting(office, pak_budi)] == [number]


def test_entries_to_be_parted_or_joined_get_a_draft_each_with_the_note(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    slugs = [SLUG, "uji-dokar"]
    for slug in slugs:
        published(office, pak_budi, bu_dewi, an_edition(), slug)
    number = missed(office, clock, pak_budi)
    with pytest.raises(NotValid, match="required"), office.unit(pak_budi) as unit:
        miss_actions.split_or_merge(unit, number, slugs, " ")
    with pytest.raises(NotValid, match="required"), office.unit(pak_budi) as unit:
        miss_actions.split_or_merge(unit, number, [], "gabungkan")
    with office.unit(pak_budi) as unit:
        drafts = miss_actions.split_or_merge(unit, number, [*slugs, SLUG], "gabungkan")
    assert [(row(office, one).slug, row(office, one).note) for one in drafts] == [
        (slug, "gabungkan") for slug in slugs
    ]
    assert of(office, pak_budi, number).listed.action is ClusterAction.SPLIT_MERGE


def test_a_new_answer_is_drafted_for_a_cluster(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        version = miss_actions.draft(unit, number, SLUG, an_edition(), pack=PACK)
    assert row(office, version).cluster_id == number
    assert of(office, pak_budi, number).slug == SLUG


def test_what_is_off_topic_is_asked_by_every_gate_until_it_is_taken_back(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        miss_actions.off_topic(unit, number, [WISH, WISH.upper()])
    with office.reading(CLOCKWORK) as unit:
        assert gate_cases.off_topic(unit)[-1] == WISH.upper()
    with office.unit(pak_budi) as unit:
        miss_actions.reopen(unit, number)
    with office.reading(CLOCKWORK) as unit:
        assert WISH.upper() not in gate_cases.off_topic(unit)
    assert [one.id for one in waiting(office, pak_budi)] == [number]


def test_what_another_office_must_answer_is_back_on_its_date(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    due = date(2026, 11, 26)
    for office_name, on, code in (
        ("", due, "required"),
        ("Dinas Perhubungan", date(2026, 11, 23), "date_not_ahead"),
        ("D" * 121, due, "too_long"),
    ):
        with pytest.raises(NotValid, match=code), office.unit(pak_budi) as unit:
            miss_actions.defer(unit, number, office_name, on)
    with office.unit(pak_budi) as unit:
        miss_actions.defer(unit, number, "Dinas Perhubungan", due, note="tanya trayek")
    assert waiting(office, pak_budi) == []
    with office.reading(pak_budi) as unit:
        (out,) = miss_queue.handed_out(unit)
        assert (out.handed_to, out.due_on, out.overdue) == ("Dinas Perhubungan", due, False)
        assert miss_queue.overdue(unit) == []
    clock.advance(timedelta(days=3))
    assert [one.id for one in waiting(office, pak_budi)] == [number]
    clock.advance(timedelta(days=1))
    with office.reading(pak_budi) as unit:
        assert [one.id for one in miss_queue.overdue(unit)] == [number]
        assert miss_queue.waiting_count(unit) == 1
    with office.unit(pak_budi) as unit:
        miss_actions.draft(unit, number, SLUG, an_edition(), pack=PACK)
    with office.reading(pak_budi) as unit:
        assert miss_queue.handed_out(unit) == []
        assert [one.id for one in miss_queue.closed(unit)] == [number]


def test_questions_join_what_was_handed_out(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        miss_actions.defer(unit, number, "Dinas Perhubungan", date(2026, 12, 1))
    missed_again = f"{WISH} lagi"
    ask(office, missed_again, key="lagi")
    night(office, clock)
    assert of(office, pak_budi, number).listed.size == 2


def test_a_closed_cluster_is_closed_and_an_unknown_one_unknown(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with pytest.raises(NotNow, match="cluster_open"), office.unit(pak_budi) as unit:
        miss_actions.reopen(unit, number)
    with office.unit(pak_budi) as unit:
        miss_actions.off_topic(unit, number, [WISH])
    with pytest.raises(NotNow, match="cluster_closed"), office.unit(pak_budi) as unit:
        miss_actions.off_topic(unit, number, [WISH])
    with pytest.raises(NotFound, match="cluster_unknown"), office.unit(pak_budi) as unit:
        miss_actions.reopen(unit, 99)


def test_only_staff_who_curate_close_a_cluster(
    office: Office, clock: StandingClock, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    for actor in (pak_agus, CLOCKWORK):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            miss_actions.off_topic(unit, number, [WISH])
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            miss_actions.reopen(unit, number)


def test_the_journal_has_the_act_and_not_the_words(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        miss_actions.defer(unit, number, "Dinas", date(2026, 12, 1), note="rahasia sekali")
        miss_actions.reopen(unit, number)
    with office.reading(CLOCKWORK) as unit:
        lines = journal.of_subject(unit.session, [f"cluster:{number}"])
        assert [line.act for line in lines] == ["cluster.closed", "cluster.reopened"]
        assert "rahasia" not in str(lines)
