"""An invented year is whole: what is in it is found by its words, and every case has a story."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import select

from office.people import StaffMember
from office.unit import Office
from register import book, dossier, objection_book
from register.dossier import Happening
from register.tables import Request
from tests.house import year

REQUESTS = 150
# The last word of a story is the state that a case is in.
ENDS = {
    "incomplete": {"found_incomplete"}, "in_process": {"taken_up", "extended"},
    "refusal_proposed": {"refusal_proposed"}, "registered": {"submitted", "repaired"},
    "refused": {"refused"}, "notified": {"granted"}, "provided": {"provided"},
    "closed": {"confirmed"}, "withdrawn": {"withdrawn"}, "lapsed": {"lapsed"},
}  # fmt: skip


@pytest.fixture
def officer(office: Office) -> StaffMember:
    return year.fill(office, questions=0, requests=REQUESTS).officer


def in_order(story: Sequence[Happening]) -> bool:
    days: list[date] = [one.on for one in story]
    return all(before <= after for before, after in pairwise(days))


def test_a_word_finds_every_request_that_says_it(office: Office, officer: StaffMember) -> None:
    with office.reading(officer) as unit:
        found = book.page(unit, book.Filters(text="irigasi"))
        said = list(unit.session.scalars(select(Request.information_detail)))
    assert found.total == sum("irigasi" in text for text in said) > 0
    assert all("irigasi" in row.information for row in found.rows)


def test_every_request_tells_its_story_up_to_the_state_it_is_in(
    office: Office, officer: StaffMember
) -> None:
    with office.reading(officer) as unit:
        for number in range(1, REQUESTS + 1):
            case = dossier.dossier(unit, number)
            assert case.story[0].event == "submitted"
            assert case.story[-1].event in ENDS[case.row.status], number
            assert in_order(case.story), number


def test_every_objection_is_found_and_tells_its_story(office: Office, officer: StaffMember) -> None:
    with office.reading(officer) as unit:
        lines = objection_book.page(unit, objection_book.Filters(text="sesuai diminta")).lines
        assert lines
        for line in lines:
            story = objection_book.story(unit, line.id)
            assert story[0].event == "objected"
            assert {one.note for one in story} == {""}
