"""Who wished to hear of an answer hears of it once, and is then forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from knowledge import curate, miss_actions, wishes
from knowledge.curation_tables import Cluster, Wish
from knowledge.edition import Translation
from office import outbox, posted
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.asking import OTHER, WISH, ask, missed, night, waiting
from tests.knowledge.samples import PACK, SLUG, an_edition, drafted, published, row
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

KEY = f"kunci {WISH}"[:40]


def wish(office: Office, key: str = KEY, who: Citizen = BU_SARI, language: str = "id") -> None:
    with office.unit(who) as unit:
        wishes.wish(unit, key, language=language)


def told(office: Office) -> list[Any]:
    with office.reading(CLOCKWORK) as unit:
        return posted.about(unit.session, unit.vault, "wish:")


def kept(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count()).select_from(Wish)) or 0


def answer(office: Office, number: int, author: StaffMember, reviewer: StaffMember) -> None:
    """Draft, submit and publish an answer for a cluster."""
    edition = an_edition(translations={"jv": Translation("Kados pundi?", "Mekaten.")})
    with office.unit(author) as unit:
        version = miss_actions.draft(unit, number, SLUG, edition, pack=PACK)
        curate.submit(unit, version, packs=[PACK])
    with office.unit(reviewer) as unit:
        curate.approve(unit, version, override="untuk uji")


def test_who_wished_it_is_told_when_the_answer_is_out_and_not_before(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    wish(office)
    wish(office)
    assert [one.wishes for one in waiting(office, pak_budi)] == [1]
    answer(office, number, pak_budi, bu_dewi)
    (letter,) = told(office)
    assert (letter.chat_id, letter.key) == (BU_SARI.person, "answer_now_known")
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get_one(Cluster, number).answered_at == clock.now()


def test_the_title_is_in_the_language_of_the_wish(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    wish(office, language="jv")
    answer(office, number, pak_budi, bu_dewi)
    with office.unit(CLOCKWORK) as unit:
        (head,) = outbox.heads(unit.session, now=unit.now)
        (due,) = outbox.start(unit.session, [head.number], now=unit.now, vault=unit.vault)
    assert (due.language, due.data) == ("jv", {"slug": SLUG, "title": "Kados pundi?"})


def test_nobody_is_told_twice_however_often_it_is_published(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    ask(office, WISH, key="lagi")
    night(office, clock)
    wish(office)
    wish(office, "lagi")
    answer(office, number, pak_budi, bu_dewi)
    published(office, pak_budi, bu_dewi, an_edition(body="Lebih baru."))
    with office.unit(bu_dewi) as unit:
        assert wishes.tell(unit, number, SLUG) == 0
    assert len(told(office)) == 1, "two questions of one person are one message"


def test_whose_words_went_into_a_draft_begun_for_others_is_told_too(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    first = missed(office, clock, pak_budi)
    second = missed(office, clock, pak_budi, OTHER)
    wish(office, f"kunci {OTHER}"[:40])
    with office.unit(pak_budi) as unit:
        version = miss_actions.add_aliases(unit, first, SLUG, [WISH])
        miss_actions.add_aliases(unit, second, SLUG, [OTHER])
    with office.unit(pak_budi) as unit:
        curate.submit(unit, version, packs=[PACK])
    with office.unit(bu_dewi) as unit:
        curate.approve(unit, version, override="untuk uji")
    assert row(office, version).cluster_id == first
    assert len(told(office)) == 1


def test_words_that_were_given_up_are_no_answer(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    number = missed(office, clock, pak_budi)
    wish(office)
    with office.unit(pak_budi) as unit:
        version = miss_actions.add_aliases(unit, number, SLUG, [WISH])
        curate.withdraw(unit, version)
    clock.advance(timedelta(hours=1))
    published(office, pak_budi, bu_dewi, an_edition(body="Tentang hal lain."))
    assert told(office) == []


def test_a_wish_is_only_for_one_s_own_question(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    missed(office, clock, pak_budi)
    for who, key in ((PAK_JOKO, KEY), (BU_SARI, "tak ada")):
        with pytest.raises(NotFound, match="question_unknown"):
            wish(office, key, who)
    with pytest.raises(NotAllowed), office.unit(pak_budi) as unit:
        wishes.wish(unit, KEY)
    assert kept(office) == 0


def test_a_citizen_takes_all_wishes_back(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    missed(office, clock, pak_budi)
    wish(office)
    with office.unit(PAK_JOKO) as unit:
        assert wishes.forget(unit) == 0
    with office.unit(BU_SARI) as unit:
        assert wishes.forget(unit) == 1
    assert kept(office) == 0


def test_wishes_are_forgotten_once_told_or_after_half_a_year(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    missed(office, clock, pak_budi, OTHER)
    wish(office)
    wish(office, f"kunci {OTHER}"[:40])
    answer(office, number, pak_budi, bu_dewi)
    with office.unit(CLOCKWORK) as unit:
        assert wishes.forget_old(unit) == 1
    clock.advance(timedelta(days=180))
    with office.unit(CLOCKWORK) as unit:
        assert wishes.forget_old(unit) == 0
    clock.advance(timedelta(minutes=1))
    with office.unit(CLOCKWORK) as unit:
        assert wishes.forget_old(unit) == 1
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        wishes.forget_old(unit)


def test_nothing_is_told_of_an_answer_that_is_not_out(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    drafted(office, pak_budi, an_edition())
    with pytest.raises(NotFound, match="entry_unknown"), office.unit(CLOCKWORK) as unit:
        wishes.tell(unit, number, SLUG)
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        wishes.tell(unit, number, SLUG)
