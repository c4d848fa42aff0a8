"""The satisfaction survey in the book: who is asked, once, and that nobody can be found out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from office import journal
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Office
from register import requests, survey
from register.satisfaction import MINIMUM, Element, Grade
from register.survey import Figures, survey_answers, survey_cases
from register.tables import Request
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form

GOOD = dict.fromkeys(Element, 3)
VERY_GOOD = dict.fromkeys(Element, 4)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 23)


def filed(office: Office, citizen: Citizen = BU_SARI, key: str = "draft-1") -> str:
    with office.unit(citizen) as unit:
        return f"request:{requests.submit(unit, a_form(), draft_key=key).number}"


def invited(office: Office, citizen: Citizen = BU_SARI, key: str = "draft-1") -> str:
    case = filed(office, citizen, key)
    with office.unit(CLOCKWORK) as unit:
        survey.invite(unit, case)
    return case


def answers(office: Office, case: str, scores: dict[Element, int], words: str = "") -> None:
    with office.unit(BU_SARI) as unit:
        survey.answer(unit, case, scores, words)


def many(office: Office, *all_scores: dict[Element, int]) -> None:
    for ordinal, scores in enumerate(all_scores):
        answers(office, invited(office, key=f"many-{ordinal}"), scores)


def figures(office: Office, reader: StaffMember, since: date, until: date) -> Figures:
    with office.reading(reader) as unit:
        return survey.figures(unit, since, until)


@pytest.fixture
def case(office: Office) -> str:
    """A closed request of Bu Sari's, to whose survey she is invited."""
    return invited(office)


def test_only_the_person_of_the_case_may_answer(office: Office, case: str) -> None:
    with office.unit(PAK_JOKO) as unit:
        assert not survey.open_to(unit, case)
        assert survey.waiting(unit) is None
        with pytest.raises(NotNow, match="survey_closed"):
            survey.answer(unit, case, GOOD)
    with office.unit(BU_SARI) as unit:
        assert survey.open_to(unit, case)
        assert survey.waiting(unit) == case


def test_a_case_answers_once(office: Office, case: str) -> None:
    answers(office, case, GOOD)
    with office.unit(BU_SARI) as unit:
        assert not survey.open_to(unit, case)
        with pytest.raises(NotNow):
            survey.answer(unit, case, VERY_GOOD)
        assert len(unit.session.execute(select(survey_answers)).all()) == 1


def test_of_two_answers_at_once_one_is_kept(office: Office, case: str) -> None:
    def attempt(score: int) -> bool:
        try:
            answers(office, case, dict.fromkeys(Element, score))
        except NotNow:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(attempt, (1, 2, 3, 4)))
    assert sorted(kept) == [False, False, False, True]
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(select(survey_answers)).all()
    assert [row.time for row in rows] == [kept.index(True) + 1]


def test_without_an_invitation_there_is_no_survey(office: Office) -> None:
    case = filed(office)
    with office.unit(BU_SARI) as unit:
        assert not survey.open_to(unit, case)
        with pytest.raises(NotNow):
            survey.answer(unit, case, GOOD)


@pytest.mark.parametrize("case", ["", "request:", "request:99999999999", "other:1", "request:x"])
def test_a_case_that_does_not_exist_is_closed_to_everybody(office: Office, case: str) -> None:
    with office.reading(BU_SARI) as unit:
        assert not survey.open_to(unit, case)


def test_a_second_invitation_does_not_open_an_answered_case_again(
    office: Office, case: str
) -> None:
    answers(office, case, GOOD)
    with office.unit(CLOCKWORK) as unit:
        survey.invite(unit, case)
        rows = unit.session.execute(select(survey_cases)).all()
    assert [row.is_answered for row in rows] == [True]


def test_a_case_that_nobody_could_answer_in_the_chat_is_not_invited(office: Office) -> None:
    case = filed(office)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(Request).values(person=None))
        survey.invite(unit, case)
        survey.invite(unit, "request:900")
        assert not unit.session.execute(select(survey_cases)).all()


def test_inviting_sends_no_half_made_change_of_the_case_ahead(office: Office) -> None:
    case = filed(office)
    with office.unit(CLOCKWORK) as unit:
        request = unit.session.scalars(select(Request)).one()
        version = request.version
        request.occupation = "dosen"
        survey.invite(unit, case)
        request.occupation = "guru besar"
    assert request.version == version + 1


def test_the_newest_case_is_asked_about_first(office: Office, clock: StandingClock) -> None:
    first, second = invited(office), invited(office, key="draft-2")
    with office.unit(BU_SARI) as unit:
        assert survey.waiting(unit) == second
    answers(office, second, GOOD)
    with office.unit(BU_SARI) as unit:
        assert survey.waiting(unit) == first


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {element: 4 for element in Element if element is not Element.TIME},
        {**GOOD, Element.TIME: 0},
        {**GOOD, Element.TIME: 5},
    ],
)
def test_an_unfinished_answer_is_not_kept_and_the_case_stays_open(
    office: Office, case: str, scores: dict[Element, int]
) -> None:
    with pytest.raises(NotValid, match="choice_unclear"):
        answers(office, case, scores)
    with office.reading(BU_SARI) as unit:
        assert survey.open_to(unit, case)
        assert not unit.session.execute(select(survey_answers)).all()


def test_a_comment_beyond_its_length_is_declined(office: Office, case: str) -> None:
    with pytest.raises(NotValid, match="too_long"):
        answers(office, case, GOOD, "a" * (survey.LONGEST_COMMENT + 1))


def test_nothing_leads_from_an_answer_to_its_giver(office: Office, case: str) -> None:
    with office.reading(CLOCKWORK) as unit:
        lines = journal.count(unit.session)
    answers(office, case, GOOD, "Petugas Sari ramah")
    assert set(survey_answers.c.keys()) == {
        "id", "answered_on", "sealed_comment", *(element.value for element in Element)
    }  # fmt: skip
    assert set(survey_cases.c.keys()) == {"case", "invited_on", "is_answered"}
    with office.reading(CLOCKWORK) as unit:
        (row,) = unit.session.execute(select(survey_answers)).all()
        assert journal.count(unit.session) == lines
    assert row.answered_on == TODAY
    assert str(BU_SARI.person) not in str(row)
    assert case not in str(row)
    assert b"ramah" not in row.sealed_comment


def test_staff_do_not_answer_for_citizens(office: Office, case: str, pak_budi: StaffMember) -> None:
    with office.unit(pak_budi) as unit, pytest.raises(NotAllowed):
        survey.answer(unit, case, GOOD)


def test_citizens_do_not_read_the_figures(office: Office) -> None:
    with office.reading(BU_SARI) as unit:
        for read in (survey.figures, survey.comments):
            with pytest.raises(NotAllowed):
                read(unit, *YEAR)
        with pytest.raises(NotAllowed):
            survey.years(unit)


def test_figures_count_answers_and_never_silence(office: Office, pak_agus: StaffMember) -> None:
    many(office, GOOD, VERY_GOOD, VERY_GOOD, GOOD, {**GOOD, Element.TIME: 1})
    invited(office, key="silent-1")
    invited(office, key="silent-2")
    found = figures(office, pak_agus, *YEAR)
    assert (found.n, found.invited, found.responded) == (5, 7, 5)
    assert found.response_rate == Decimal("71.4")
    assert found.index is not None
    assert found.index.value == Decimal("83.89")
    assert found.index.means[Element.TIME] == Decimal("3.000")
    assert found.index.grade is None, f"fewer than {MINIMUM}"


def test_a_grade_needs_the_minimum_of_answers(office: Office, pak_agus: StaffMember) -> None:
    many(office, *[GOOD] * 5)
    with office.reading(pak_agus) as unit:
        found = survey.figures(unit, *YEAR, minimum=5)
    assert found.index is not None
    assert (found.index.value, found.index.grade) == (Decimal("75.00"), Grade.C)


def test_a_handful_of_answers_is_counted_but_not_shown(
    office: Office, pak_agus: StaffMember, case: str
) -> None:
    answers(office, case, GOOD, "Mohon lebih cepat")
    found = figures(office, pak_agus, *YEAR)
    assert (found.n, found.index) == (1, None)
    with office.reading(pak_agus) as unit:
        assert survey.comments(unit, *YEAR) == []


def test_a_period_without_anything_has_no_figures(office: Office, pak_agus: StaffMember) -> None:
    found = figures(office, pak_agus, *YEAR)
    assert found == Figures(n=0, index=None, invited=0, responded=0)
    assert found.response_rate is None


def test_a_period_includes_its_first_and_last_day(
    office: Office, pak_agus: StaffMember, case: str
) -> None:
    answers(office, case, GOOD)
    day = timedelta(days=1)
    assert figures(office, pak_agus, TODAY, TODAY).n == 1
    assert figures(office, pak_agus, TODAY - day, TODAY - day).n == 0
    assert figures(office, pak_agus, TODAY + day, TODAY + day).n == 0


def test_comments_are_read_without_the_numbers_in_them(
    office: Office, pak_agus: StaffMember
) -> None:
    many(office, *[GOOD] * 4)
    answers(office, invited(office), GOOD, f"  NIK saya {NIK}, mohon lebih cepat ")
    with office.reading(pak_agus) as unit:
        assert survey.comments(unit, *YEAR) == ["NIK saya [nomor], mohon lebih cepat"]


def test_the_years_run_from_the_first_invitation_to_now(
    office: Office, pak_agus: StaffMember, case: str, clock: StandingClock
) -> None:
    clock.advance(timedelta(days=800))
    with office.reading(pak_agus) as unit:
        assert survey.years(unit) == [2029, 2028, 2027, 2026]


def test_before_the_first_invitation_there_is_the_present_year(
    office: Office, pak_agus: StaffMember
) -> None:
    with office.reading(pak_agus) as unit:
        assert survey.years(unit) == [2026]
