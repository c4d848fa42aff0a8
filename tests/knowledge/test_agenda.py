"""The agenda: each change reaches every subscriber once, and nobody else."""

from collections import Counter
from datetime import date, timedelta
from itertools import count
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from knowledge import agenda, diary, subscriptions
from knowledge.agenda import When
from knowledge.programme_tables import Subscription
from knowledge.words import AgendaStatus
from office.clock import StandingClock
from office.outbox import Kind, outbox
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office, Unit
from tests.knowledge.programme_desk import (
    ALL,
    DAY,
    PROGRAMME,
    an_occasion,
    everybody_told,
    last_words,
    planned,
    programme,
    subscribed,
    told,
)
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

LATER = date(2026, 12, 14)
RAIN = "Hujan deras menurut BMKG"


def moved(office: Office, officer: StaffMember, number: int, version: int = 1) -> int:
    with office.unit(officer) as unit:
        when = When(LATER, time="09.00", place="Balai Desa Kepet")
        return agenda.move(unit, number, when, reason=RAIN, version=version)


def test_a_new_date_reaches_whoever_subscribed_to_the_programme(
    office: Office, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    planned(office, pak_budi)
    assert told(office, BU_SARI) == ["agenda_planned"]
    assert told(office, PAK_JOKO) == []


def test_a_new_date_reaches_whoever_subscribed_to_the_village_by_any_spelling(
    office: Office, pak_budi: StaffMember
) -> None:
    programme(office)
    subscribed(office, BU_SARI, village="kepet")
    subscribed(office, PAK_JOKO, village="Desa Muneng")
    planned(office, pak_budi, village="Desa Kepet")
    assert told(office, BU_SARI) == ["agenda_planned"]
    assert told(office, PAK_JOKO) == []


def test_whoever_subscribed_to_both_is_told_once(office: Office, pak_budi: StaffMember) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    subscribed(office, BU_SARI, village="Kepet")
    number = planned(office, pak_budi)
    assert moved(office, pak_budi, number) == 1
    assert told(office, BU_SARI) == ["agenda_planned", "agenda_moved"]


def test_a_moved_date_names_the_old_and_the_new_day_and_why(
    office: Office, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    moved(office, pak_budi, planned(office, pak_budi))
    words = last_words(office, BU_SARI)
    assert (words["old_starts_on"], words["starts_on"]) == ("2026-12-07", "2026-12-14")
    assert (words["old_time"], words["time"]) == ("08.00", "09.00")
    assert words["reason"] == RAIN
    assert words["programme"] == "Gotong Royong Desa"


def test_a_cancelled_event_is_told_with_its_reason_and_closed(
    office: Office, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    number = planned(office, pak_budi)
    with office.unit(pak_budi) as unit:
        assert agenda.cancel(unit, number, reason=RAIN, version=1) == 1
    assert last_words(office, BU_SARI)["reason"] == RAIN
    with pytest.raises(NotNow, match="agenda_closed"):
        moved(office, pak_budi, number, version=2)


def test_of_two_who_move_an_event_the_second_tells_nobody(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    number = planned(office, pak_budi)
    moved(office, pak_budi, number)
    with pytest.raises(NotNow, match="version_moved"):
        moved(office, bu_dewi, number)
    assert told(office, BU_SARI) == ["agenda_planned", "agenda_moved"]


def test_what_was_held_is_marked_and_tells_nobody(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    number = planned(office, pak_budi)
    with pytest.raises(NotNow, match="agenda_ahead"), office.unit(pak_budi) as unit:
        agenda.mark_held(unit, number, version=1)
    clock.instant += timedelta(days=14)
    with office.unit(pak_budi) as unit:
        agenda.mark_held(unit, number, version=1)
    with pytest.raises(NotNow, match="agenda_closed"), office.unit(pak_budi) as unit:
        agenda.mark_held(unit, number, version=2)
    with office.reading(CLOCKWORK) as unit:
        assert diary.event(unit, number).status is AgendaStatus.HELD
    assert told(office, BU_SARI) == ["agenda_planned"]


def test_what_is_entered_after_the_event_tells_nobody(
    office: Office, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    planned(office, pak_budi, starts_on=date(2026, 11, 20))
    assert told(office, BU_SARI) == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": " "}, "title", "required"),
        ({"place": "a" * 161}, "place", "too_long"),
        ({"ends_on": DAY - timedelta(days=1)}, "ends_on", "ends_before_start"),
    ],
)
def test_a_wrong_event_is_refused_with_the_field(
    office: Office, pak_budi: StaffMember, changes: dict[str, object], field: str, code: str
) -> None:
    programme(office)
    with pytest.raises(NotValid) as refused:
        planned(office, pak_budi, **changes)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    ("when", "reason", "code"),
    [
        (When(DAY, time="08.00", place="Balai Desa Kepet"), RAIN, "agenda_unchanged"),
        (When(date(2026, 11, 1)), RAIN, "date_past"),
        (When(LATER, DAY), RAIN, "ends_before_start"),
        (When(LATER), " ", "too_short"),
        (When(LATER), "a" * 301, "too_long"),
    ],
)
def test_a_move_that_is_none_is_refused(
    office: Office, pak_budi: StaffMember, when: When, reason: str, code: str
) -> None:
    programme(office)
    number = planned(office, pak_budi)
    with pytest.raises(NotValid, match=code), office.unit(pak_budi) as unit:
        agenda.move(unit, number, when, reason=reason, version=1)


def test_only_curators_keep_the_agenda(office: Office, pak_agus: StaffMember) -> None:
    programme(office)
    for actor in (BU_SARI, pak_agus):
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            agenda.plan(unit, PROGRAMME, an_occasion())
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            agenda.move(unit, 1, When(LATER), reason=RAIN, version=1)
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            agenda.cancel(unit, 1, reason=RAIN, version=1)
        with pytest.raises(NotAllowed), office.unit(actor) as unit:
            agenda.mark_held(unit, 1, version=1)


def test_what_is_not_there_is_not_found(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(NotFound, match="programme_unknown"):
        planned(office, pak_budi, "tidak-ada")
    with pytest.raises(NotFound, match="agenda_unknown"):
        moved(office, pak_budi, 9999)
    with pytest.raises(NotFound, match="agenda_unknown"), office.reading(CLOCKWORK) as unit:
        diary.event(unit, 9999)


def test_the_agenda_shows_ninety_days_by_programme_and_village_and_what_is_past(
    office: Office, pak_budi: StaffMember
) -> None:
    programme(office)
    near = planned(office, pak_budi)
    planned(office, pak_budi, starts_on=date(2027, 3, 1))
    running = planned(
        office, pak_budi, starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 23), village="Muneng"
    )
    over = planned(office, pak_budi, starts_on=date(2026, 11, 20))
    with office.reading(CLOCKWORK) as unit:
        assert [row.id for row in diary.coming(unit, ALL, programme=PROGRAMME)] == [running, near]
        assert [row.id for row in diary.coming(unit, village="desa kepet")] == [near]
        assert diary.coming(unit, ("lain",)) == ()
        assert [row.id for row in diary.past(unit, programme=PROGRAMME)] == [over]
        assert diary.past(unit, programme=PROGRAMME)[0].is_over


def test_two_events_of_a_day_have_names_of_their_own(office: Office, pak_budi: StaffMember) -> None:
    programme(office)
    numbers = [planned(office, pak_budi) for _ in range(3)]
    with office.reading(CLOCKWORK) as unit:
        assert len({diary.event(unit, number).slug for number in numbers}) == 3


def test_five_thousand_subscribers_are_told_within_seconds_and_make_nobody_wait(
    office: Office, pak_budi: StaffMember
) -> None:
    programme(office)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(
            insert(Subscription),
            [
                {
                    "person": 10**9 + number, "language": "id", "since": unit.now,
                    "programme": PROGRAMME if number % 2 else "",
                    "village": "" if number % 2 else "kepet",
                }
                for number in range(5000)
            ],
        )  # fmt: skip
    number = planned(office, pak_budi)
    begun = perf_counter()
    assert moved(office, pak_budi, number) == 5000
    assert perf_counter() - begun < 10
    assert everybody_told(office) == Counter(agenda_planned=5000, agenda_moved=5000)
    with office.reading(CLOCKWORK) as unit:
        kinds = set(unit.session.scalars(outbox.select().with_only_columns(outbox.c.kind)))
    assert kinds == {Kind.NEWS}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["subscribe", "unsubscribe", "plan", "move", "cancel"]),
        st.sampled_from(["programme", "village"]),
        st.integers(0, 2),
    ),
    max_size=14,
)
EXAMPLES = count(1)


class Ledger:
    """One programme, three people, and a plain account of who is owed which notice."""

    def __init__(self, office: Office) -> None:
        self.office = office
        example = next(EXAMPLES)
        self.slug = programme(office, f"uji-{example}")
        self.village = "Desa " + "".join("abcdefghij"[int(digit)] * 3 for digit in str(example))
        self.people = [Citizen(800_000_000 + 10 * example + number) for number in range(3)]
        self.follows: set[tuple[int, str]] = set()
        self.open: dict[int, int] = {}
        self.owed: dict[int, list[str]] = {0: [], 1: [], 2: []}
        self.day = DAY

    def step(self, act: str, kind: str, chosen: int) -> None:
        to = {kind: self.slug if kind == "programme" else self.village}
        if act == "subscribe":
            is_new = subscribed(self.office, self.people[chosen], **to)
            assert is_new is ((chosen, kind) not in self.follows)
            self.follows.add((chosen, kind))
        elif act == "unsubscribe":
            with self.office.unit(self.people[chosen]) as unit:
                ended = subscriptions.unsubscribe(unit, **to)
            assert ended is ((chosen, kind) in self.follows)
            self.follows.discard((chosen, kind))
        elif act == "plan" or self.open:
            with self.office.unit(CLOCKWORK) as unit:
                self._owe(self._change(unit, act, chosen))

    def _change(self, unit: Unit, act: str, chosen: int) -> str:
        if act == "plan":
            number = agenda.plan(unit, self.slug, an_occasion(village=self.village))
            self.open[number] = 1
            return "agenda_planned"
        number = sorted(self.open)[chosen % len(self.open)]
        version = self.open.pop(number)
        if act == "cancel":
            agenda.cancel(unit, number, reason=RAIN, version=version)
            return "agenda_cancelled"
        self.day += timedelta(days=1)
        agenda.move(unit, number, When(self.day), reason=RAIN, version=version)
        self.open[number] = version + 1
        return "agenda_moved"

    def _owe(self, key: str) -> None:
        for number in {number for number, _ in self.follows}:
            self.owed[number].append(key)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_the_order_each_subscriber_hears_of_each_change_once(
    office: Office, steps: list[tuple[str, str, int]]
) -> None:
    ledger = Ledger(office)
    for act, kind, chosen in steps:
        ledger.step(act, kind, chosen)
    for number, citizen in enumerate(ledger.people):
        assert told(office, citizen) == ledger.owed[number]
