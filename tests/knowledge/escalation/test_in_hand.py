"""What one holds, what the next press takes, and who has gone: nobody takes two by accident."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from knowledge import questions
from knowledge.escalation import claiming, load, presence, watching
from knowledge.escalation.load import Load
from knowledge.escalation.moving import LEASE
from knowledge.escalation.presence import Seen
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band, Route
from office import roster
from office.clock import StandingClock
from office.people import Citizen, Role, StaffMember
from office.unit import Office
from tests.knowledge.escalation.desk import claim, close, do, open_one, reply
from tests.people import CLOCKWORK, staff_member

WHY = "Pindah ke dinas lain"


def come(office: Office, count: int) -> list[int]:
    return [open_one(office, Citizen(900_000 + place)) for place in range(count)]


def measured(office: Office) -> Load:
    with office.reading(CLOCKWORK) as unit:
        return load.measured(unit)


def in_hand(office: Office, staff: StaffMember) -> list[int]:
    with office.reading(staff) as unit:
        return claiming.in_hand(unit)


def test_the_same_button_pressed_again_leads_to_what_it_took(
    office: Office, pak_budi: StaffMember
) -> None:
    first, second, _ = come(office, 3)
    shown = in_hand(office, pak_budi)
    for _ in range(3):
        assert do(office, pak_budi, lambda unit: claiming.claim_next(unit, before=shown)) == first
    shown_after = in_hand(office, pak_budi)
    assert shown_after == [first]
    took = do(office, pak_budi, lambda unit: claiming.claim_next(unit, before=shown_after))
    assert took == second


def test_what_was_taken_and_is_done_with_does_not_keep_one_from_the_next(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    first, second, third = come(office, 3)
    assert do(office, pak_budi, lambda unit: claiming.claim_next(unit, before=[])) == first
    reply(office, pak_budi, first)
    close(office, pak_budi, first)
    assert do(office, pak_budi, lambda unit: claiming.claim_next(unit, before=[])) == second
    clock.advance(LEASE + timedelta(minutes=1))
    assert in_hand(office, pak_budi) == []
    do(office, pak_budi, lambda unit: claiming.claim(unit, third))
    assert in_hand(office, pak_budi) == [third]


def test_a_button_pressed_many_times_at_once_takes_one(
    office: Office, pak_budi: StaffMember
) -> None:
    come(office, 6)

    def press(_: int) -> int | None:
        with office.unit(pak_budi) as unit:
            return claiming.claim_next(unit, before=[])

    with ThreadPoolExecutor(6) as pool:
        taken = Counter(pool.map(press, range(6)))
    assert list(taken.values()) == [6]
    assert len(in_hand(office, pak_budi)) == 1


def test_whose_account_is_switched_off_is_no_longer_there(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    # Late enough in the service for those to count who were seen today.
    clock.advance(timedelta(minutes=70))
    with office.unit(CLOCKWORK) as unit:
        chief = staff_member(unit, "tuti", "Bu Tuti", Role.SYSADMIN)
    held, number, _ = come(office, 3)
    assert claim(office, pak_budi, held)
    assert claim(office, bu_dewi, number)
    for who in (pak_budi, bu_dewi):
        do(office, who, lambda unit: presence.seen(unit, number, writing=False))
    assert measured(office).officers == 2
    do(office, chief, lambda unit: roster.disable(unit, number=pak_budi.staff_id, reason=WHY))
    do(office, chief, lambda unit: claiming.let_go_of(unit, pak_budi.staff_id))
    with office.reading(bu_dewi) as unit:
        assert presence.at_work(unit) == [bu_dewi.staff_id]
        assert presence.around(unit, [number]) == {number: (Seen(bu_dewi.staff_id, False),)}
    assert measured(office).officers == 1


def asks(office: Office, citizen: Citizen, slug: str, route: str = "search") -> None:
    with office.unit(citizen) as unit:
        questions.log(
            unit, key=questions.key_of(unit, f"{citizen.person}:{slug}"), text="pertanyaan",
            route=route, verdict=Verdict(Band.ANSWER, (Hit(slug, 0.9, "", ()),)),
        )  # fmt: skip


def test_the_wish_for_a_person_is_no_topic(office: Office, pak_budi: StaffMember) -> None:
    asked, only_staff, wanted = (Citizen(900_000 + place) for place in range(3))
    asks(office, asked, "ppid-waktu")
    asks(office, asked, "darurat-112", Route.STAFF)
    asks(office, only_staff, "ppid-tugas", Route.STAFF)
    asks(office, wanted, "ppid-waktu")
    asks(office, wanted, "bot-bicara-petugas")
    come(office, 3)
    with office.reading(pak_budi) as unit:
        found = {one.slug: one.count for one in watching.topics(unit)}
    assert found == {"ppid-waktu": 2, None: 1}
