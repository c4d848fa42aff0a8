"""What becomes of a reply on its way, in a word, and who may send it once more."""

from collections.abc import Callable

import pytest

from knowledge.escalation import replying
from knowledge.escalation.delivery import Delivery, Failure, Fate, send_again
from office import outbox
from office.files import Cabinet
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow
from office.unit import Office, Unit
from tests.knowledge.escalation import desk
from tests.people import BU_SARI, CLOCKWORK

Mishap = Callable[[Unit, int], None]


def lost(failure: str) -> Mishap:
    return lambda unit, one: outbox.undeliverable(unit.session, one, failure=failure, now=unit.now)


def arrived(unit: Unit, number: int) -> None:
    outbox.sent(unit.session, number, message_id=1, said="x", now=unit.now, vault=unit.vault)


@pytest.fixture
def number(office: Office, pak_budi: StaffMember) -> int:
    """A conversation in which Pak Budi has replied."""
    found = desk.open_one(office)
    assert desk.claim(office, pak_budi, found)
    desk.reply(office, pak_budi, found)
    return found


def befalls(office: Office, number: int, what: Mishap, which: str = "") -> None:
    with office.unit(CLOCKWORK) as unit:
        once = f"escalation:{number}:line:"
        rows = unit.session.execute(
            outbox.outbox.select().where(outbox.outbox.c.once.startswith(once))
        ).all()
        one = next(row.id for row in rows if row.once.endswith(which))
        outbox.start(unit.session, [one], now=unit.now, vault=unit.vault)
        what(unit, one)


def post(office: Office, staff: StaffMember, number: int) -> Delivery:
    found = desk.read(office, staff, number).lines[-1].post
    assert found is not None
    return found


def test_a_reply_waits_then_is_on_its_way_then_there(
    office: Office, pak_budi: StaffMember, number: int
) -> None:
    assert post(office, pak_budi, number).fate is Fate.QUEUED
    befalls(office, number, lambda _unit, _one: None)
    assert post(office, pak_budi, number).fate is Fate.SENDING
    with office.unit(CLOCKWORK) as unit:
        row = unit.session.execute(
            outbox.outbox.select().where(outbox.outbox.c.state == "sending")
        ).one()
        arrived(unit, row.id)
    there = post(office, pak_budi, number)
    assert (there.fate, there.tries, there.failure) == (Fate.SENT, 1, None)
    assert there.arrived_at == office.clock.now()


@pytest.mark.parametrize(
    ("failure", "fate", "why"),
    [
        ("Forbidden: bot was blocked by the user", Fate.BLOCKED, Failure.BLOCKED),
        ("Forbidden: user is deactivated", Fate.BLOCKED, Failure.DEACTIVATED),
        ("Chat not found", Fate.BLOCKED, Failure.CHAT_GONE),
        ("pindah ke -100123", Fate.BLOCKED, Failure.CHAT_GONE),
        ("TooLong: staff_reply", Fate.FAILED, Failure.TOO_LONG),
        ("Bad Request: wrong file identifier", Fate.FAILED, Failure.FILE),
        ("Bad Request: can't parse entities", Fate.FAILED, Failure.OTHER),
    ],
)
def test_what_can_never_arrive_says_why(
    office: Office, pak_budi: StaffMember, number: int, failure: str, fate: Fate, why: Failure
) -> None:
    befalls(office, number, lost(failure))
    found = post(office, pak_budi, number)
    assert (found.fate, found.failure, found.can_be_sent_again) == (fate, why, True)


def test_failing_is_seen_while_it_is_tried_again(
    office: Office, pak_budi: StaffMember, number: int
) -> None:
    def once_more(unit: Unit, one: int) -> None:
        outbox.again(unit.session, one, not_before=unit.now, failure="NetworkError")

    befalls(office, number, once_more)
    befalls(office, number, once_more)
    found = post(office, pak_budi, number)
    assert (found.fate, found.tries, found.failure) == (Fate.RETRYING, 2, Failure.NETWORK)
    assert not found.can_be_sent_again


def test_the_worse_of_a_reply_and_its_file_counts(
    office: Office, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    number = desk.open_one(office)
    assert desk.claim(office, pak_budi, number)
    kept = cabinet.keep("a.txt", b"isi")
    with office.unit(pak_budi) as unit:
        replying.reply(unit, number, "Terlampir.", seen_line=desk.ALL_READ, file=kept)
    befalls(office, number, arrived)
    assert post(office, pak_budi, number).fate is Fate.QUEUED
    befalls(office, number, lost("file is too big"), ":file")
    assert post(office, pak_budi, number).failure is Failure.FILE


def test_whoever_answers_citizens_lets_it_be_sent_once_more(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, number: int
) -> None:
    befalls(office, number, lost("Forbidden: bot was blocked by the user"))
    line = desk.read(office, pak_budi, number).lines[-1].id
    with office.unit(bu_dewi) as unit:
        send_again(unit, number, line)
    assert post(office, pak_budi, number).fate is Fate.QUEUED
    assert desk.read(office, pak_budi, number).lines[-1].undo_until is None


def test_what_did_not_fail_is_not_sent_twice(
    office: Office, pak_budi: StaffMember, number: int
) -> None:
    lines = desk.read(office, pak_budi, number).lines
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="not_sent_again"):
        send_again(unit, number, lines[-1].id)
    befalls(office, number, arrived)
    with office.unit(pak_budi) as unit, pytest.raises(NotNow, match="not_sent_again"):
        send_again(unit, number, lines[-1].id)


def test_only_replies_of_this_conversation_and_only_staff(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, number: int
) -> None:
    befalls(office, number, lost("x"))
    lines = desk.read(office, pak_budi, number).lines
    for wrong in (lines[0].id, 4711):
        with office.unit(pak_budi) as unit, pytest.raises(NotFound):
            send_again(unit, number, wrong)
    for nobody in (bu_ratna, BU_SARI):
        with office.unit(nobody) as unit, pytest.raises(NotAllowed):
            send_again(unit, number, lines[-1].id)
