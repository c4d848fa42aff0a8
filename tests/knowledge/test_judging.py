"""Verdicts of staff and choices of citizens: the last word counts, and picks are examples."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from knowledge import judging, shelf
from knowledge.judging import Example
from knowledge.tables import questions
from knowledge.words import Band
from office.clock import StandingClock
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.asking import WISH, ask
from tests.knowledge.samples import SLUG, an_edition, published
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def verdicts(office: Office) -> list[tuple[str, str, bool]]:
    with office.reading(CLOCKWORK) as unit:
        return judging.verdicts(unit)


def test_a_verdict_is_kept_and_the_last_one_counts(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    first = ask(office, WISH, key="a", band=Band.ANSWER, slugs=(SLUG,))
    second = ask(office, "lain", key="b", band=Band.ANSWER, slugs=(SLUG,))
    with office.unit(pak_budi) as unit:
        judging.judge(unit, first, is_right=True)
    clock.advance(timedelta(minutes=1))
    with office.unit(pak_budi) as unit:
        judging.judge(unit, second, is_right=True)
    assert verdicts(office) == [("lain", SLUG, True), (WISH, SLUG, True)]
    clock.advance(timedelta(minutes=1))
    with office.unit(bu_dewi) as unit:
        judging.judge(unit, first, is_right=False, right_slug=SLUG)
    assert verdicts(office) == [(WISH, SLUG, False), ("lain", SLUG, True)]


def test_what_was_never_asked_or_written_cannot_be_judged(
    office: Office, pak_budi: StaffMember
) -> None:
    number = ask(office, WISH, key="a", band=Band.ANSWER, slugs=("hilang",))
    with pytest.raises(NotFound, match="question_unknown"), office.unit(pak_budi) as unit:
        judging.judge(unit, 99, is_right=True)
    with pytest.raises(NotFound, match="entry_unknown"), office.unit(pak_budi) as unit:
        judging.judge(unit, number, is_right=False, right_slug="tak-ada")


def test_only_staff_judge_and_only_who_may_read_is_told(
    office: Office, pak_agus: StaffMember
) -> None:
    number = ask(office, WISH, key="a")
    for actor in (pak_agus, CLOCKWORK, BU_SARI):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            judging.judge(unit, number, is_right=False)
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        judging.verdicts(unit)


def test_a_pick_is_an_example_of_the_entry_that_was_picked(office: Office) -> None:
    slugs = ("satu", "dua", "tiga")
    ask(office, "pertama", key="a", band=Band.CHOOSE, slugs=slugs, follow_up="picked:1")
    ask(office, "kedua", key="b", band=Band.CHOOSE, slugs=slugs)
    ask(office, "ketiga", key="c", band=Band.CHOOSE, slugs=slugs, follow_up="picked:9")
    with office.unit(BU_SARI) as unit:
        judging.pick(unit, "b", "tiga")
        judging.pick(unit, "c", "tak-ada")
        judging.pick(unit, "tak ada", "satu")
    with office.reading(CLOCKWORK) as unit:
        assert judging.examples(unit) == [
            Example("kedua", "tiga", offered_first=False),
            Example("pertama", "satu", offered_first=True),
        ]


def test_a_pick_is_kept_with_the_version_that_was_read_and_nobody_s_without_a_place(
    office: Office,
) -> None:
    ask(office, "kedua", key="b", band=Band.CHOOSE, slugs=("satu", "dua"))
    with office.unit(BU_SARI) as unit:
        judging.pick(unit, "b", "dua", edition=7)
    assert kept(office, "b") == ("picked:2", 7)
    with office.unit(BU_SARI) as unit:
        judging.pick(unit, "b", "arti lain dari singkatan")
    assert kept(office, "b") == ("picked:0", 7)
    with office.reading(CLOCKWORK) as unit:
        assert judging.examples(unit) == []


def kept(office: Office, key: str) -> tuple[str | None, int | None]:
    with office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(
            select(questions.c.follow_up, questions.c.edition).where(questions.c.key == key)
        ).one()
    return row.follow_up, row.edition


def test_what_citizens_and_staff_reject_is_proposed_as_a_negative_example(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition(not_this=("becak listrik",)))
    answered = {"band": Band.ANSWER, "slugs": (SLUG,)}
    ask(office, "becak mainan", key="a", follow_up="not_this", **answered)
    ask(office, "Becak mainan", key="b", follow_up="not_this", who=PAK_JOKO, **answered)
    ask(office, "becak listrik", key="c", follow_up="not_this", **answered)
    ask(office, "becak rusak", key="d", follow_up="helped", **answered)
    wrong = ask(office, "becak hilang", key="e", **answered)
    right = ask(office, "becak baru", key="f", follow_up="not_this", **answered)
    with office.unit(pak_budi) as unit:
        judging.judge(unit, wrong, is_right=False)
        judging.judge(unit, right, is_right=True)
    with office.reading(pak_budi) as unit:
        found = judging.proposed_negatives(unit, SLUG)
        assert judging.proposed_negatives(unit, "tak-ada") == []
    assert [(one.text.lower(), one.people) for one in found] == [
        ("becak mainan", 2),
        ("becak hilang", 1),
    ]


def test_what_was_emptied_teaches_nothing(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    given = {"band": Band.ANSWER, "slugs": (SLUG,)}
    for number, (right, said) in enumerate(((True, ""), (False, "not_this"))):
        judged = ask(office, f"tanya {number}", key=f"k{number}", follow_up=said, **given)
        with office.unit(pak_budi) as unit:
            judging.judge(unit, judged, is_right=right)
    ask(office, "pilih", key="p", band=Band.CHOOSE, slugs=(SLUG,), follow_up="picked:1")
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(questions).values(text=""))
    with office.reading(CLOCKWORK) as unit:
        assert judging.verdicts(unit) == []
        assert judging.examples(unit) == []
        assert judging.proposed_negatives(unit, SLUG) == []


def test_emptied_verdicts_change_no_confidence(office: Office, pak_budi: StaffMember) -> None:
    with office.reading(CLOCKWORK) as unit:
        held = shelf.read(unit, ["ppid"])
    given = {"band": Band.ANSWER, "slugs": ("ppid-waktu",)}
    for number in range(10):
        asked = ask(office, f"berapa lama dijawab {number}", key=f"k{number}", **given)
        with office.unit(pak_budi) as unit:
            judging.judge(unit, asked, is_right=True)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(questions).values(text=""))
    corrected = held.finder.corrected(verdicts(office))
    for text in ("resep rendang padang", "berapa lama dijawab", "cuaca besok"):
        assert corrected.find(text) == held.finder.find(text)
