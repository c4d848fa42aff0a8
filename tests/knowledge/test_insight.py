"""The readers' side: use, age, pace and language of the library, and whether confidence holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from knowledge import curate, insight, judging, miss_actions, reliability
from knowledge.edition import Translation
from knowledge.escalation import opening
from knowledge.escalation.words import Reason
from knowledge.insight import Named, Pace, Week
from knowledge.tables import Entry
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.knowledge.asking import ask, missed
from tests.knowledge.samples import PACK, SLUG, an_edition, published
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def answered(office: Office, key: str, who: Citizen = BU_SARI, follow_up: str = "") -> int:
    return ask(
        office, "becak", key=key, who=who, band=Band.ANSWER, slugs=(SLUG, "uji-dokar"),
        follow_up=follow_up,
    )  # fmt: skip


def test_what_was_given_most_comes_first_with_what_people_said(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    answered(office, "a", follow_up="helped")
    answered(office, "b", PAK_JOKO, "not_this")
    answered(office, "c")
    ask(office, "x", key="d", band=Band.CHOOSE, slugs=(SLUG, "lain"), follow_up="picked:2")
    ask(office, "x", key="e", band=Band.CHOOSE, slugs=(SLUG, "lain"))
    with office.reading(pak_budi) as unit:
        first, second = insight.most_asked(unit)
    assert (first.slug, first.title, first.given, first.people) == (SLUG, an_edition().title, 3, 2)
    assert (first.helped, first.not_this) == (1, 1)
    assert (second.slug, second.given) == ("lain", 1)
    clock.advance(timedelta(days=31))
    with office.reading(pak_budi) as unit:
        assert insight.most_asked(unit) == []
        assert len(insight.most_asked(unit, days=90)) == 2


def test_what_nobody_was_given_for_a_season_is_never_used(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    published(office, pak_budi, bu_dewi, an_edition(title="Dokar?"), "uji-dokar")
    with office.reading(pak_budi) as unit:
        assert insight.never_used(unit) == [], "what is new had no time to be used"
    clock.advance(timedelta(days=91))
    answered(office, "a")
    with office.reading(pak_budi) as unit:
        found = insight.never_used(unit)
    assert Named("uji-dokar", "Dokar?") in found
    assert SLUG not in {one.slug for one in found}


def test_what_is_overdue_or_due_soon_or_ends_is_ageing(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for slug, changes in {
        "uji-lewat": {"as_of": date(2026, 1, 1), "review_by": date(2026, 11, 22)},
        "uji-segera": {"review_by": date(2026, 12, 23)},
        "uji-habis": {"valid_until": date(2026, 11, 20)},
        "uji-nanti": {"review_by": date(2026, 12, 24)},
    }.items():
        published(office, pak_budi, bu_dewi, an_edition(**changes), slug)
    with office.reading(pak_budi) as unit:
        found = [one for one in insight.ageing(unit) if one.slug.startswith("uji-")]
    assert [(one.slug, one.overdue, one.ended) for one in found] == [
        ("uji-habis", False, True),
        ("uji-lewat", True, False),
        ("uji-segera", False, False),
    ]


def test_the_pace_runs_from_first_question_to_published_answer(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    with office.reading(pak_budi) as unit:
        assert insight.pace(unit) == Pace(0, None, None)
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        version = miss_actions.draft(unit, number, SLUG, an_edition(), pack=PACK)
        curate.submit(unit, version, packs=[PACK])
    clock.advance(timedelta(days=2, hours=10))
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, version, override="uji")
    with office.reading(pak_budi) as unit:
        assert insight.pace(unit) == Pace(1, 2.5, 2.5)


def test_the_ninth_of_ten_is_slow() -> None:
    assert insight.pace_of(float(days) for days in range(11)) == Pace(11, 5, 9)


def test_languages_are_counted_in_entries_and_in_questions(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    both = an_edition(translations={"jv": Translation("Pripun?", "Mekaten.")})
    published(office, pak_budi, bu_dewi, both)
    published(office, pak_budi, bu_dewi, an_edition(), "uji-dokar")
    answered(office, "a")
    with office.reading(pak_budi) as unit:
        found = {one.language: one for one in insight.coverage(unit, {SLUG, "uji-dokar", "tak"})}
        whole = insight.coverage(unit)
        live = select(func.count()).select_from(Entry).where(Entry.live.is_not(None))
        assert whole[0].wanted == unit.session.scalar(live)
    assert (found["id"].there, found["id"].questions) == (2, 1)
    assert (found["jv"].there, found["jv"].missing) == (1, ("uji-dokar",))
    assert (found["en"].there, found["en"].questions) == (0, 0)


def test_a_week_is_monday_to_sunday_of_the_office(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    answered(office, "a")
    ask(office, "x", key="b", band=Band.CHOOSE, slugs=(SLUG,))
    with office.unit(BU_SARI) as unit:
        opening.open_for(unit, reason=Reason.ASKED)
    # Sunday 23.30 in Jakarta, and half an hour after midnight on Monday.
    clock.advance(datetime(2026, 11, 29, 16, 30, tzinfo=UTC) - clock.now())
    ask(office, "x", key="c")
    clock.advance(timedelta(hours=1))
    ask(office, "x", key="d")
    with office.reading(pak_budi) as unit:
        empty, first, second = insight.weekly(unit, weeks=3)
    assert first == Week(date(2026, 11, 23), 3, 1, 1, 1, 1)
    assert first.share("answered") == pytest.approx(1 / 3)
    assert second == Week(date(2026, 11, 30), 1, 0, 0, 1, 0)
    assert (empty.asked, empty.share("unknown")) == (0, None)


def test_confidence_is_held_against_verdicts_and_presses(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    answered(office, "a", follow_up="helped")
    answered(office, "b", follow_up="not_this")
    judged = answered(office, "c", follow_up="not_this")
    ask(office, "x", key="d", band=Band.CHOOSE, slugs=(SLUG, "lain"), follow_up="picked:1")
    ask(office, "x", key="e", band=Band.CHOOSE, slugs=(SLUG, "lain"), follow_up="picked:2")
    answered(office, "f", follow_up="staff")
    with office.unit(pak_budi) as unit:
        judging.judge(unit, judged, is_right=True)
    with office.reading(pak_budi) as unit:
        found = reliability.reliability(unit)
    assert (found.judged, found.by_citizens) == (1, 4)
    assert [(one.count, one.right) for one in found.bins if one.count] == [(5, 3)]
    assert found.bins[9].confidence == pytest.approx(0.9)
    assert found.bins[9].share == pytest.approx(0.6)
    assert found.gap == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("band", "follow_up", "expected"),
    [
        (Band.ANSWER, "helped", True),
        (Band.ANSWER, "picked:2", False),
        (Band.ANSWER, "none_fits", False),
        (Band.ANSWER, "staff", None),
        (Band.CHOOSE, "picked:1", True),
        (Band.CHOOSE, "none_fits", False),
        (Band.CHOOSE, "helped", None),
        (Band.UNKNOWN, "staff", None),
    ],
)
def test_a_press_says_right_wrong_or_nothing(
    band: Band, follow_up: str, expected: bool | None
) -> None:
    assert reliability.told(band, '[["a", 0.5], ["b", 0.4]]', follow_up) is expected


def test_every_confidence_has_its_tenth() -> None:
    found = reliability.bins([(0.0, False), (0.1, True), (0.999, True), (1.0, True)])
    assert [one.count for one in found] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert found[2].share is None
    assert reliability.Reliability(tuple(reliability.bins([])), 0, 0).gap is None


def test_only_who_may_read_questions_is_told(office: Office) -> None:
    for look in (
        insight.most_asked, insight.never_used, insight.ageing, insight.pace, insight.coverage,
        insight.weekly, reliability.reliability,
    ):  # fmt: skip
        for actor in (BU_SARI, CLOCKWORK):
            with pytest.raises(NotAllowed), office.reading(actor) as unit:
                look(unit)
