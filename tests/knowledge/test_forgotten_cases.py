"""What the gate asks and has kept holds no words of citizens whose questions are gone."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge import gate, judging, miss_actions, retention
from knowledge.curation_tables import OffTopic
from knowledge.gate import Check, GateReport, Row, Seen, Tally
from knowledge.tables import EntryVersion
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.knowledge.asking import WISH, ask, missed
from tests.knowledge.samples import SLUG, an_edition, published
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

SAID = 'becak "rahasia" saya 100% hilang'


def a_row(check: Check, text: str) -> Row:
    return Row(check, text, SLUG, Seen("jawab", SLUG), Seen("pilih", SLUG), False, True)


@pytest.fixture
def examined(office: Office, pak_budi: StaffMember, bu_dewi: StaffMember) -> int:
    """A version whose kept report has a judged question, an off-topic one, and its own words."""
    number = published(office, pak_budi, bu_dewi, an_edition())
    rows = (
        a_row(Check.REGRESSION, SAID),
        a_row(Check.OFF_TOPIC, WISH),
        a_row(Check.PHRASING, SAID),
        a_row(Check.REGRESSION, "lain"),
    )
    kept = json.loads(gate.to_json(GateReport(SLUG, (Tally("regression", 9, 7),), rows)))
    with office.unit(CLOCKWORK) as unit:
        version = unit.session.get_one(EntryVersion, number)
        version.gate = json.dumps({**kept, "shelf": 7}, ensure_ascii=False)
    return number


def judged(office: Office, staff: StaffMember, key: str, who: Citizen = BU_SARI) -> None:
    """Let a citizen ask, and a member of staff say that the answer was right."""
    number = ask(office, SAID, key=key, who=who, band=Band.ANSWER, slugs=(SLUG,))
    with office.unit(staff) as unit:
        judging.judge(unit, number, is_right=True)


def kept_words(office: Office, number: int) -> list[tuple[str, str]]:
    with office.reading(CLOCKWORK) as unit:
        version = unit.session.get_one(EntryVersion, number)
        assert json.loads(version.gate or "")["shelf"] == 7
        return [(row.check, row.text) for row in gate.from_json(version.gate or "").rows]


def off_topic(office: Office) -> list[str]:
    with office.reading(CLOCKWORK) as unit:
        return list(unit.session.scalars(select(OffTopic.text).order_by(OffTopic.id)))


def forgets(office: Office, who: Citizen = BU_SARI) -> None:
    with office.unit(who) as unit:
        retention.forget_questions(unit)


def test_a_report_no_longer_tells_a_judged_question_that_was_erased(
    office: Office, pak_budi: StaffMember, examined: int
) -> None:
    judged(office, pak_budi, "a")
    forgets(office)
    assert kept_words(office, examined) == [
        ("regression", retention.EMPTIED),
        ("off_topic", WISH),
        ("phrasing", SAID),
        ("regression", "lain"),
    ]


def test_what_another_asked_in_the_same_words_stays_until_that_goes_too(
    office: Office, pak_budi: StaffMember, examined: int
) -> None:
    judged(office, pak_budi, "a")
    judged(office, pak_budi, "b", PAK_JOKO)
    forgets(office)
    assert ("regression", SAID) in kept_words(office, examined)
    forgets(office, PAK_JOKO)
    assert ("regression", SAID) not in kept_words(office, examined)


def test_a_question_called_off_topic_is_asked_no_more_when_it_is_erased(
    office: Office, clock: StandingClock, pak_budi: StaffMember, examined: int
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(pak_budi) as unit:
        miss_actions.off_topic(unit, number, [WISH, "kata petugas sendiri"])
    forgets(office)
    assert off_topic(office) == ["kata petugas sendiri"]
    assert ("off_topic", retention.EMPTIED) in kept_words(office, examined)


def test_what_is_off_topic_without_any_question_stays(office: Office) -> None:
    ask(office, WISH, key="a")
    with office.unit(CLOCKWORK) as unit:
        unit.session.add(OffTopic(text=WISH, added_at=unit.now))
    forgets(office)
    assert off_topic(office) == [WISH]


def test_what_runs_out_leaves_the_report_as_what_is_erased_does(
    office: Office, clock: StandingClock, pak_budi: StaffMember, examined: int
) -> None:
    judged(office, pak_budi, "a")
    clock.advance(timedelta(days=1))
    with office.unit(CLOCKWORK) as unit:
        assert retention.pieces()["question_texts"].erase(unit, unit.now) == 1
    assert ("regression", SAID) not in kept_words(office, examined)
