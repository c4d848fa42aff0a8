"""The journal is proven portion by portion: never all at once, never less than all of it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from office import journal, journal_proof
from office.clock import StandingClock
from office.journal_proof import Proof
from office.people import StaffMember
from office.refusals import NotAllowed
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_proof, "PORTION", 10)


def enter(office: Office, lines: int) -> None:
    with office.unit(CLOCKWORK) as unit:
        for number in range(lines):
            unit.record("test.entered", f"test:{number}")


def run(office: Office) -> bool:
    with office.unit(CLOCKWORK) as unit:
        return journal_proof.run(unit)


def known(office: Office) -> Proof:
    with office.reading(CLOCKWORK) as unit:
        found = journal_proof.standing(unit.session)
    assert found is not None
    return found


def end(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return journal.head(unit.session).number


def to_the_end(office: Office) -> Proof:
    while run(office):
        pass
    return known(office)


def unlock(office: Office) -> None:
    names = {
        "sqlite": ("journal_no_update", "journal_no_delete"),
        "postgresql": ("journal_append_only ON journal",),
    }
    with office.engine.begin() as connection:
        for name in names[office.engine.dialect.name]:
            connection.execute(text(f"DROP TRIGGER {name}"))


def change(office: Office, statement: str) -> None:
    with office.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_long_journal_is_proven_in_portions(office: Office) -> None:
    enter(office, 35)
    steps = 1
    while run(office):
        steps += 1
        assert known(office).whole_at is None
    assert steps == -(-end(office) // 10)
    proof = known(office)
    assert (proof.whole_lines, proof.reached, proof.broken_at) == (end(office), end(office), None)
    assert proof.is_over


def test_what_is_entered_later_is_proven_from_there_on(office: Office) -> None:
    enter(office, 15)
    before = to_the_end(office)
    enter(office, 3)
    assert run(office) is False
    after = known(office)
    assert after.whole_lines == before.whole_lines + 3
    assert after.begun_at == before.begun_at


def test_a_changed_line_is_named_once_the_round_comes_by(office: Office) -> None:
    enter(office, 30)
    to_the_end(office)
    unlock(office)
    change(office, "UPDATE journal SET subject = 'lain' WHERE id = 12")
    enter(office, 1)
    # Behind the place that was reached: the present round cannot see it, the next one does.
    assert to_the_end(office).broken_at is None
    office.clock.advance(timedelta(hours=24))  # type: ignore[attr-defined]
    proof = to_the_end(office)
    assert (proof.broken_at, proof.stopped, proof.reached) == (12, True, 11)
    assert run(office) is False


def test_a_break_stays_named_until_a_later_round_passes_it(
    office: Office, pak_agus: StaffMember, clock: StandingClock
) -> None:
    enter(office, 30)
    unlock(office)
    with office.reading(CLOCKWORK) as unit:
        subject = journal.lines(unit.session, journal.Wanted(), after=11, size=1)[0].subject
    change(office, "UPDATE journal SET subject = 'lain' WHERE id = 12")
    assert to_the_end(office).broken_at == 12
    change(office, f"UPDATE journal SET subject = '{subject}' WHERE id = 12")  # noqa: S608
    clock.advance(timedelta(minutes=1))
    with office.unit(pak_agus) as unit:
        journal_proof.begin_anew(unit)
    assert (known(office).broken_at, known(office).reached) == (12, 0)
    proof = to_the_end(office)
    assert (proof.broken_at, proof.whole_lines) == (None, end(office))


@pytest.mark.parametrize("cut", [1, 5])
def test_a_cut_end_is_found_though_everything_else_was_proven(office: Office, cut: int) -> None:
    enter(office, 12)
    to_the_end(office)
    enter(office, 5)
    unlock(office)
    last = end(office)
    change(office, f"DELETE FROM journal WHERE id > {last - cut}")  # noqa: S608
    assert to_the_end(office).broken_at == last - cut + 1


def test_a_head_that_was_set_back_is_found(office: Office) -> None:
    enter(office, 12)
    last = to_the_end(office).whole_lines
    change(office, f"UPDATE journal_head SET last_id = {last - 2}")  # noqa: S608
    assert to_the_end(office).broken_at == last - 1


def test_a_round_begins_by_itself_once_a_day(office: Office, clock: StandingClock) -> None:
    enter(office, 3)
    first = to_the_end(office)
    clock.advance(timedelta(hours=23, minutes=59))
    run(office)
    assert known(office).begun_at == first.begun_at
    clock.advance(timedelta(minutes=1))
    assert to_the_end(office).begun_at == clock.now()


def test_beginning_anew_is_for_readers_of_the_journal_and_is_entered(
    office: Office, pak_agus: StaffMember
) -> None:
    with pytest.raises(NotAllowed), office.unit(BU_SARI) as unit:
        journal_proof.begin_anew(unit)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        journal_proof.run(unit)
    with office.unit(pak_agus) as unit:
        journal_proof.begin_anew(unit)
    with office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="journal.check_begun")
    assert line.actor == pak_agus.label
