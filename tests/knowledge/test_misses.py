"""The night of the misses: every gap finds its cluster once, and what matters comes first."""

from datetime import date, timedelta

import pytest

from knowledge import miss_actions, misses
from knowledge.words import Band
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.knowledge.asking import OTHER, WISH, ask, finder, members, missed, night, waiting
from tests.knowledge.samples import an_edition, published
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def test_questions_that_ask_the_same_become_one_cluster_with_what_is_nearest(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    ask(office, WISH, key="a")
    ask(office, f"{WISH} pak", key="b", who=PAK_JOKO)
    ask(office, OTHER, key="c")
    assert night(office, clock) == 3
    first, second = waiting(office, pak_budi)
    assert (first.title, first.size, first.people) == (WISH, 2, 2)
    assert first.examples == (WISH, f"{WISH} pak")
    assert first.rank > second.rank
    assert first.nearest_slug == "uji-becak"
    assert first.nearest_confidence is not None
    assert 0 < first.nearest_confidence < 1
    assert (first.trend.this_week, first.trend.week_before) == (2, 0)


def test_a_second_run_changes_nothing(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    ask(office, WISH, key="a")
    night(office, clock)
    before = waiting(office, pak_budi), members(office)
    with office.unit(CLOCKWORK) as unit:
        assert misses.cluster(unit, finder()) == 0
    assert (waiting(office, pak_budi), members(office)) == before


def test_later_questions_extend_the_cluster(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    ask(office, f"{WISH} bu", key="b", who=PAK_JOKO)
    assert night(office, clock) == 1
    (row,) = waiting(office, pak_budi)
    assert (row.id, row.size, row.people) == (number, 2, 2)


def test_what_was_answered_picked_or_helped_is_no_miss(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    ask(office, WISH, key="a", band=Band.ANSWER, slugs=("uji-becak",), follow_up="helped")
    ask(office, WISH, key="b", band=Band.CHOOSE, slugs=("uji-becak",), follow_up="picked:1")
    ask(office, WISH, key="c", band=Band.ANSWER, slugs=("uji-becak",))
    assert night(office, clock) == 0
    assert waiting(office, pak_budi) == []


@pytest.mark.parametrize(
    ("band", "follow_up"),
    [
        (Band.ANSWER, "not_this"),
        (Band.ANSWER, "none_fits"),
        (Band.ANSWER, "staff"),
        (Band.CHOOSE, ""),
        (Band.CHOOSE, "none_fits"),
        (Band.UNKNOWN, ""),
    ],
)
def test_every_kind_of_gap_is_a_miss(
    office: Office, clock: StandingClock, band: Band, follow_up: str
) -> None:
    ask(office, WISH, key="a", band=band, slugs=("uji-becak",), follow_up=follow_up)
    assert night(office, clock) == 1


def test_a_question_of_this_hour_may_still_be_picked(office: Office) -> None:
    ask(office, WISH, key="a", band=Band.CHOOSE, slugs=("uji-becak",))
    with office.unit(CLOCKWORK) as unit:
        assert misses.cluster(unit, finder()) == 0


def test_where_nothing_was_known_there_is_nothing_to_wait_for(office: Office) -> None:
    ask(office, WISH, key="a")
    with office.unit(CLOCKWORK) as unit:
        assert misses.cluster(unit, finder()) == 1


def test_an_answer_that_has_ended_is_a_miss(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition(valid_until=date(2026, 11, 24)))
    ask(office, WISH, key="a", band=Band.ANSWER, slugs=("uji-becak",))
    assert night(office, clock) == 0
    clock.advance(timedelta(days=2))
    assert night(office, clock) == 1


def test_what_is_not_the_office_s_does_not_come_back_every_night(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        miss_actions.off_topic(unit, number, [WISH])
    ask(office, WISH, key="lagi")
    assert night(office, clock) == 1
    assert waiting(office, pak_budi) == []
    clock.advance(timedelta(days=91))
    ask(office, WISH, key="jauh kemudian")
    night(office, clock)
    assert [row.size for row in waiting(office, pak_budi)] == [1], "after a season it is news"


def test_a_cluster_fades_while_nobody_asks(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    missed(office, clock, pak_budi)
    (fresh,) = waiting(office, pak_budi)
    clock.advance(timedelta(days=14))
    night(office, clock)
    (old,) = waiting(office, pak_budi)
    assert old.rank == pytest.approx(fresh.rank / 2, rel=0.02)


def test_only_the_clockwork_and_curators_gather(office: Office, pak_agus: StaffMember) -> None:
    for actor in (BU_SARI, pak_agus):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            misses.cluster(unit, finder())


def test_the_night_gathers_and_forgets(office: Office, clock: StandingClock) -> None:
    ask(office, WISH, key="a")
    clock.advance(timedelta(hours=2))
    with office.unit(CLOCKWORK) as unit:
        assert misses.nightly(unit, finder()) == 1


@pytest.mark.parametrize("text", ["becak wisata", "?!"])
def test_what_only_looks_missed_keeps_no_miss_from_its_cluster(
    office: Office, clock: StandingClock, pak_budi: StaffMember,
    monkeypatch: pytest.MonkeyPatch, text: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(misses, "_AT_ONCE", 2)
    for number in range(5):
        # Picked from a list, or without a word: neither is ever put into a cluster.
        picked = "picked:1" if text != "?!" else ""
        ask(
            office, text, key=f"lain {number}", band=Band.CHOOSE, slugs=("uji-becak",),
            follow_up=picked,
        )  # fmt: skip
    for number, asked in enumerate((WISH, WISH, OTHER)):
        ask(office, asked, key=f"luput {number}")
    assert night(office, clock) == 2, "no more than so many of one night"
    assert [row.title for row in waiting(office, pak_budi)] == [WISH]
    assert night(office, clock) == 1, "the next night goes on"
    assert {row.title for row in waiting(office, pak_budi)} == {WISH, OTHER}
