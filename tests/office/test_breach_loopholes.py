"""A failure to protect data is not made small: no term moves on, and nobody closes it alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from office import breach_reading, breaches, posted
from office.breach_words import Incident, Outcome
from office.clock import StandingClock
from office.outbox import State
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from register import requests
from register.words import Channel
from tests.office.breached import (
    ACCOUNT,
    KNOWN,
    acts,
    amended,
    approved,
    closed,
    incident,
    of_rooms,
    posts,
    recorded,
    settles,
    shown,
    submitted,
    ticks,
    told,
    told_otherwise,
)
from tests.office.test_staff_chats import code, connect
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, a_form, staff_member


@pytest.fixture
def bu_rina(office: Office) -> StaffMember:
    """The data protection officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def paper(office: Office, pak_budi: StaffMember) -> None:
    """A request of somebody who has no account."""
    with office.unit(pak_budi) as unit:
        requests.enter(
            unit, a_form(), draft_key="p", channel=Channel.WALK_IN, received=unit.today
        )  # fmt: skip


def sent(office: Office, by: StaffMember, second: StaffMember, what: Incident) -> None:
    """Record a failure and let its notice leave."""
    recorded(office, by, what)
    submitted(office, by)
    approved(office, second)
    posts(office)


def is_owed(office: Office) -> bool:
    with office.reading(CLOCKWORK) as unit:
        return breach_reading.open_count(unit) == 1


def test_what_arrived_nowhere_is_still_owed_and_not_closed(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember, clock: StandingClock
) -> None:
    sent(office, pak_budi, bu_rina, incident())
    told(office, pak_budi)
    assert not is_owed(office), "it is on its way"
    settles(office, BU_SARI.person, State.SENT)
    settles(office, PAK_JOKO.person, State.UNDELIVERABLE)
    one = shown(office, pak_budi)
    assert (one.owes, one.left_over, one.people_told_at) == (True, 1, None)
    assert is_owed(office)
    with pytest.raises(NotNow, match="data_breach_unreached"):
        closed(office, pak_budi)
    clock.advance(timedelta(hours=72))
    assert shown(office, pak_budi).is_late
    assert ticks(office) == 1
    told_otherwise(office, pak_budi)
    assert not is_owed(office)
    closed(office, pak_budi)
    one = shown(office, pak_budi)
    assert (one.is_late, one.reached, one.left_over) == (True, 1, 1)


@pytest.mark.usefixtures("paper")
def test_those_without_an_account_are_owed_it_as_well(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    with office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="a")
    sent(office, pak_budi, bu_rina, of_rooms("requests"))
    told(office, pak_budi)
    settles(office, BU_SARI.person, State.SENT)
    assert shown(office, pak_budi).left_over == 1
    assert is_owed(office)
    with pytest.raises(NotNow, match="data_breach_unreached"):
        closed(office, pak_budi)
    told_otherwise(office, pak_budi)
    closed(office, pak_budi)


@pytest.mark.usefixtures("paper")
def test_where_nobody_has_an_account_a_second_person_still_confirms_and_opens_the_list(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    recorded(office, pak_budi, of_rooms("requests"))
    assert submitted(office, pak_budi) == 0
    assert not shown(office, pak_budi).may_list
    approved(office, bu_rina)
    assert posts(office) == 0
    assert shown(office, pak_budi).may_list
    assert shown(office, pak_budi).owes_people


def test_the_term_is_counted_from_the_earliest_that_was_written_down(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    early = clock.now() - timedelta(hours=80)
    recorded(office, pak_budi, incident(known_at=early))
    amended(office, pak_budi, incident())
    one = shown(office, pak_budi)
    assert (one.incident.known_at, one.counted_from, one.is_late) == (KNOWN, early, True)
    amended(office, pak_budi, incident(known_at=early - timedelta(hours=1)))
    assert shown(office, pak_budi).counted_from == early - timedelta(hours=1)


@pytest.mark.parametrize("tells", [told, told_otherwise])
def test_when_it_became_known_stands_once_somebody_was_told(
    office: Office, pak_budi: StaffMember, tells: Callable[[Office, StaffMember], None]
) -> None:
    recorded(office, pak_budi)
    tells(office, pak_budi)
    for moved in (timedelta(minutes=1), -timedelta(days=1)):
        with pytest.raises(NotValid, match="data_breach_known_settled"):
            amended(office, pak_budi, incident(known_at=KNOWN + moved))
    amended(office, pak_budi, incident(account=replace(ACCOUNT, data="Nama dan alamat saja")))


def test_who_wrote_it_does_not_close_it_as_no_failure(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_rina: StaffMember
) -> None:
    recorded(office, pak_budi)
    amended(office, bu_dewi, incident())
    for own in (pak_budi, bu_dewi):
        with pytest.raises(NotAllowed, match="data_breach_own_denial"):
            closed(office, own, Outcome.NO_BREACH)
    closed(office, bu_rina, Outcome.NO_BREACH)


def test_a_term_that_was_moved_back_is_warned_of_anew(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    connect(office, code(office, pak_budi))
    recorded(office, pak_budi, incident(known_at=clock.now() - timedelta(hours=50)))
    assert [ticks(office), ticks(office)] == [1, 0]
    amended(office, pak_budi, incident(known_at=clock.now() - timedelta(hours=60)))
    assert [ticks(office), ticks(office)] == [1, 0]
    clock.advance(timedelta(hours=13))
    assert [ticks(office), ticks(office)] == [1, 0]
    with office.reading(CLOCKWORK) as unit:
        said = posted.about(unit.session, unit.vault, "data_breach-")
    assert sorted(one.key for one in said) == [
        "group_data_breach_due", "group_data_breach_due", "group_data_breach_lapsed",
    ]  # fmt: skip


def test_the_list_of_those_not_reached_takes_a_second_person_and_a_failure(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    def exports() -> None:
        with office.unit(pak_budi) as unit:
            breaches.note_exported(unit, 1, count=1)

    with pytest.raises(NotFound):
        exports()
    recorded(office, pak_budi)
    submitted(office, pak_budi)
    with pytest.raises(NotNow, match="data_breach_list_shut"):
        exports()
    approved(office, bu_rina)
    exports()
    posts(office)
    for person in (BU_SARI.person, PAK_JOKO.person):
        settles(office, person, State.SENT)
    closed(office, bu_rina, Outcome.NO_BREACH)
    with pytest.raises(NotNow, match="data_breach_list_shut"):
        exports()


def test_what_the_body_was_told_is_corrected_and_what_came_first_stays(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    recorded(office, pak_budi)
    clock.advance(timedelta(hours=80))
    late, right = clock.now(), KNOWN + timedelta(hours=2)
    told(office, pak_budi)
    for letter in ("500/13/2026", "500/14/2026"):
        with office.unit(pak_budi) as unit:
            breaches.tell_body(unit, 1, at=right, letter=letter)
    one = shown(office, pak_budi)
    assert (one.body_told_at, one.body_letter) == (right, "500/14/2026")
    assert (one.body_first_at, one.body_first_letter) == (late, "500/12/2026")
    assert one.is_late, "a correction does not take back what was written down first"
    assert acts(office)[-3:] == ["data_breach.body_told", *["data_breach.body_corrected"] * 2]


def test_when_others_were_told_first_stays(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    recorded(office, pak_budi)
    first = clock.now()
    told_otherwise(office, pak_budi)
    clock.advance(timedelta(hours=1))
    told_otherwise(office, pak_budi, "Surat tercatat dan pengumuman di papan.")
    one = shown(office, pak_budi)
    assert (one.others_told_at, one.others) == (first, "Surat tercatat dan pengumuman di papan.")


@pytest.mark.parametrize("field", ["data", "how", "handling", "advice"])
def test_a_text_that_everybody_reads_names_nobody(
    office: Office, pak_budi: StaffMember, field: str
) -> None:
    for secret in ("NIK 3507152102900001", "0812 3456 7890", "sari@contoh.id"):
        told_on = replace(ACCOUNT, **{field: f"Berkas milik warga, {secret}"})
        with pytest.raises(NotValid, match="data_breach_names_somebody"):
            recorded(office, pak_budi, incident(account=told_on))
    official = replace(ACCOUNT, **{field: "Tulis kepada ppid@contoh.go.id bila ragu."})
    assert recorded(office, pak_budi, incident(account=official)) == 1
