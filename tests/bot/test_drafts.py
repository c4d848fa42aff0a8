"""What was begun and not sent: the nightly run forgets no more of it than the clockwork does."""

from datetime import timedelta

import pytest

from bot import retention as whole
from bot import standing
from office import retention_runs
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.bot.test_closed import KEPT, begin, flip, has_draft
from tests.people import BU_SARI, CLOCKWORK


def night(office: Office) -> int:
    """Run the whole schedule; return how many drafts it found over their term."""
    with office.unit(CLOCKWORK) as unit:
        number = retention_runs.ask(unit, is_dry=False)
    going = True
    while going:
        with office.unit(CLOCKWORK) as unit:
            going = whole.carry_on(unit)
    with office.reading(CLOCKWORK) as unit:
        results = retention_runs.run(unit, number).results
    (found,) = (one.found for one in results if one.name == "drafts")
    assert found is not None
    return found


@pytest.fixture
def clock(office: Office) -> StandingClock:
    assert isinstance(office.clock, StandingClock)
    return office.clock


def test_the_night_keeps_what_could_not_be_sent_while_filing_was_closed(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    begin(office)
    flip(office, pak_budi, close=True)
    clock.advance(2 * KEPT)
    assert night(office) == 0
    assert has_draft(office)
    flip(office, pak_budi, close=False)
    clock.advance(KEPT - timedelta(days=1))
    assert night(office) == 0
    assert has_draft(office)
    clock.advance(timedelta(days=2))
    assert night(office) == 1
    assert not has_draft(office)


def test_the_night_forgets_an_ordinary_draft_after_its_term(
    office: Office, clock: StandingClock
) -> None:
    begin(office)
    clock.advance(KEPT - timedelta(days=1))
    assert night(office) == 0
    clock.advance(timedelta(days=2))
    assert night(office) == 1
    assert not has_draft(office)
    with office.reading(CLOCKWORK) as unit:
        assert standing.load(unit, [BU_SARI.person])[BU_SARI.person].memory == {}


def test_drafts_are_forgotten_in_portions_and_counted(office: Office, clock: StandingClock) -> None:
    memory = {"form": {"key": "k", "answers": {}}}
    with office.unit(CLOCKWORK) as unit:
        for chat in range(1, 6):
            standing.save(unit, chat, standing.Standing(), step=None, memory=memory)
    clock.advance(KEPT)
    gone = []
    while not gone or gone[-1]:
        with office.unit(CLOCKWORK) as unit:
            gone.append(standing.forget_drafts(unit, before=unit.now, most=2))
    assert gone == [2, 2, 1, 0]
