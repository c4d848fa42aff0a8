"""One winner, one holder, and nothing said past what was read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from knowledge.escalation import board, claiming, closing, opening, replying
from knowledge.escalation.lines import LONGEST_REPLY
from knowledge.escalation.moving import LEASE
from knowledge.escalation.replying import UNDO
from knowledge.escalation.words import Author, Outcome, Reason
from office import journal, outbox
from office.clock import StandingClock
from office.files import Cabinet
from office.people import Actor, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office, Unit
from tests.knowledge.escalation.desk import ALL_READ, claim, do, open_one, read, reply, told
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO


def test_of_two_hundred_claims_at_once_exactly_one_wins(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    start = Barrier(8)

    def try_it(worker: int) -> int:
        start.wait()
        staff = pak_budi if worker % 2 else bu_dewi
        return sum(claim(office, staff, number) for _ in range(25))

    with ThreadPoolExecutor(8) as pool:
        won = sum(pool.map(try_it, range(8)))
    assert won == 1
    with office.reading(CLOCKWORK) as unit:
        acts = [one.act for one in journal.of_subject(unit.session, [f"escalation:{number}"])]
    assert acts == ["escalation.opened", "escalation.claimed"]


def test_opening_tells_the_citizen_a_ticket_and_nobody_has_two(office: Office) -> None:
    first = do(office, BU_SARI, lambda unit: opening.open_for(unit, reason=Reason.ASKED))
    again = do(office, BU_SARI, lambda unit: opening.open_for(unit, reason=Reason.MISSED))
    other = do(office, PAK_JOKO, lambda unit: opening.open_for(unit, reason=Reason.ASKED))
    assert (first, again, other) == ("T-00001/2026", "T-00001/2026", "T-00002/2026")
    with office.reading(BU_SARI) as unit:
        present = opening.current(unit)
        number = present.id if present else 0
    assert told(office, number) == ["escalation_opened"]


def test_openings_at_the_same_moment_leave_one_conversation(office: Office) -> None:
    start = Barrier(6)

    def try_it(_: int) -> None:
        start.wait()
        try:
            do(office, BU_SARI, lambda unit: opening.open_for(unit, reason=Reason.ASKED))
        except Exception as error:  # noqa: BLE001 - the loser is taken back by the database
            assert "open_person" in str(error) or "Deadlock" in str(error)  # noqa: PT017

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(try_it, range(6)))
    with office.reading(CLOCKWORK) as unit:
        assert board.waiting_count(unit) == 1


def test_only_the_holder_replies_notes_releases_and_closes(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    acts: list[Callable[[Unit], object]] = [
        lambda unit: replying.reply(unit, number, "Baik", seen_line=ALL_READ),
        lambda unit: replying.note(unit, number, "cek arsip"),
        lambda unit: claiming.release(unit, number),
        lambda unit: closing.close(unit, number, outcome=Outcome.SPAM, seen_line=ALL_READ),
    ]
    assert claim(office, pak_budi, number)
    for act in acts:
        with pytest.raises(NotNow, match="not_yours"):
            do(office, bu_dewi, act)
    for act in acts[:3]:
        do(office, pak_budi, act)
    with pytest.raises(NotNow, match="not_yours"):  # released: it is nobody's now
        do(office, pak_budi, acts[3])


def test_the_citizen_may_leave_and_the_desk_sees_who_ended_it(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    assert do(office, BU_SARI, opening.leave)
    assert do(office, BU_SARI, opening.leave) is None
    assert not do(office, BU_SARI, opening.is_open)
    found = read(office, pak_budi, number)
    assert (found.status, found.outcome) == ("closed", "left")
    with pytest.raises(NotNow, match="not_yours"):
        do(office, pak_budi, lambda unit: replying.reply(unit, number, "Baik", seen_line=ALL_READ))


def test_a_reply_past_a_message_nobody_read_is_stopped(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    do(
        office,
        BU_SARI,
        lambda unit: opening.add_line(unit, "Batal, Pak"),
    )
    with pytest.raises(NotNow, match="newer_message"):
        do(
            office,
            pak_budi,
            lambda unit: replying.reply(unit, number, "Baik", seen_line=seen),
        )
    assert told(office, number) == ["escalation_opened"]
    reply(office, pak_budi, number)
    assert told(office, number) == ["escalation_opened", "staff_reply"]


def test_a_conversation_is_not_closed_over_a_message_nobody_read(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    do(
        office,
        BU_SARI,
        lambda unit: opening.add_line(unit, "Satu lagi, Pak"),
    )
    with pytest.raises(NotNow, match="newer_message"):
        do(
            office,
            pak_budi,
            lambda unit: closing.close(unit, number, outcome=Outcome.SPAM, seen_line=seen),
        )
    assert read(office, pak_budi, number).status == "held"


def test_a_note_never_leaves_the_house_and_does_not_stop_a_reply(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    before = told(office, number)
    seen = read(office, pak_budi, number).newest
    do(office, pak_budi, lambda unit: replying.note(unit, number, "orangnya marah"))
    assert told(office, number) == before
    do(office, pak_budi, lambda unit: replying.reply(unit, number, "Baik", seen_line=seen))
    clock.advance(UNDO)
    with office.unit(CLOCKWORK) as unit:
        (head,) = outbox.heads(unit.session, now=unit.now)
        said = outbox.start(unit.session, [head.number], now=unit.now, vault=unit.vault)
    assert "marah" not in str(said)
    speakers = [line.author for line in read(office, pak_budi, number).lines]
    assert speakers == [Author.CITIZEN, Author.NOTE, Author.STAFF]


def test_a_lease_that_ran_out_can_be_claimed_and_is_prolonged_by_replying(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    clock.advance(LEASE)
    assert not claim(office, bu_dewi, number)
    reply(office, pak_budi, number)
    clock.advance(LEASE)
    assert not claim(office, bu_dewi, number)
    clock.advance(timedelta(seconds=1))
    assert claim(office, bu_dewi, number)
    with pytest.raises(NotNow, match="not_yours"):
        reply(office, pak_budi, number)
    reply(office, bu_dewi, number)


def test_a_reply_must_say_something_and_not_too_much(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    for text, code in ((" \n ", "required"), ("a" * (LONGEST_REPLY + 1), "too_long")):
        with pytest.raises(NotValid, match=code):
            reply(office, pak_budi, number, text)
        with pytest.raises(NotValid, match=code):
            do(office, pak_budi, lambda unit, text=text: replying.note(unit, number, text))
    reply(office, pak_budi, number, "a" * LONGEST_REPLY)


def test_a_file_goes_with_a_reply_even_without_words(
    office: Office, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    kept = cabinet.keep("jadwal.pdf", b"%PDF-1.4 jadwal")
    do(
        office,
        pak_budi,
        lambda unit: replying.reply(unit, number, "", seen_line=ALL_READ, file=kept),
    )
    line = read(office, pak_budi, number).lines[-1]
    assert line.file is not None
    assert line.file.name == "jadwal.pdf"
    assert "staff_file" in told(office, number)


@pytest.mark.parametrize("actor", [BU_SARI, CLOCKWORK], ids=["citizen", "clockwork"])
def test_nobody_but_staff_answers_citizens(office: Office, actor: Actor) -> None:
    number = open_one(office)
    for act in (
        lambda unit: claiming.claim(unit, number),
        claiming.claim_next,
        lambda unit: replying.note(unit, number, "x"),
    ):
        with pytest.raises(NotAllowed):
            do(office, actor, act)


def test_an_auditor_takes_no_conversation_and_staff_open_none(
    office: Office, pak_agus: StaffMember, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    with pytest.raises(NotAllowed):
        claim(office, pak_agus, number)
    with pytest.raises(NotAllowed):
        do(office, pak_budi, lambda unit: opening.open_for(unit, reason=Reason.ASKED))


def test_a_conversation_that_does_not_exist_is_not_found(
    office: Office, pak_budi: StaffMember
) -> None:
    assert not claim(office, pak_budi, 404)
    with pytest.raises(NotFound):
        do(office, pak_budi, lambda unit: claiming.release(unit, 404))


def test_what_somebody_holds_who_leaves_goes_back_to_the_queue(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    assert claim(office, pak_budi, number)
    do(office, CLOCKWORK, lambda unit: claiming.let_go_of(unit, pak_budi.staff_id))
    back = read(office, pak_budi, number)
    assert (back.status, back.held_by) == ("queued", None)
    with pytest.raises(NotAllowed):
        do(office, pak_budi, lambda unit: claiming.let_go_of(unit, pak_budi.staff_id))
