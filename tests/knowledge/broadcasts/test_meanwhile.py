"""Between the writing of a notice and its leaving somebody declines, or blocks the bot."""

import pytest

from bot import fate, standing
from knowledge import subscriptions
from knowledge.broadcasts import declining, running
from knowledge.broadcasts.words import BroadcastKind, BroadcastStatus
from office import outbox
from office.outbox import Due, Kind, Notice
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.knowledge.broadcasts.crowd import (
    CHATS,
    approved,
    carry_on,
    crowd,
    declines,
    known,
    leaving,
    post_everything,
    to_the_end,
)
from tests.knowledge.programme_desk import PROGRAMME, programme, subscribed
from tests.people import CLOCKWORK

BLOCKED = "Forbidden: bot was blocked by the user"


@pytest.fixture
def number(office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember) -> int:
    """An approved serta-merta notice."""
    return approved(office, bu_dewi, bu_ratna)


def blocks(office: Office, person: int) -> None:
    with office.unit(CLOCKWORK) as unit:
        standing.set_reachable(unit, person, reachable=False)


def in_doubt(office: Office, due: list[Due]) -> None:
    """Let nobody know whether some notices arrived."""
    with office.unit(CLOCKWORK) as unit:
        for row in due:
            outbox.unsure(unit.session, row.number, failure="TimedOut", now=unit.now)


def fails(office: Office, person: int, failure: str, kind: Kind = Kind.ANSWER) -> None:
    """Let a notice to somebody fail for good."""
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(person, "glad", f"in:{person}:{failure}", kind))
    (due,) = leaving(office)
    with office.unit(CLOCKWORK) as unit:
        fate.lost(unit, row=due, failure=failure)


def is_reachable(office: Office, person: int) -> bool:
    with office.reading(CLOCKWORK) as unit:
        return CHATS.among(unit, [person])[person].reachable


def test_who_declines_while_the_notice_waits_is_not_told(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 4)
    assert carry_on(office) == 4
    declines(office, people[1])
    blocks(office, people[2])
    assert post_everything(office) == [people[0], people[3]]
    carry_on(office)
    seen = known(office, bu_ratna, number)
    assert seen.status is BroadcastStatus.FINISHED
    figures = seen.figures
    assert (figures.sent, figures.declined, figures.unreachable) == (2, 1, 1)
    assert (figures.called_off, figures.waiting) == (0, 0)


def test_who_takes_it_back_in_time_is_told_after_all(office: Office, number: int) -> None:
    (person,) = crowd(office, 1)
    carry_on(office)
    declines(office, person)
    with office.unit(Citizen(person)) as unit:
        declining.accept(unit)
    assert post_everything(office) == [person]


def test_news_does_not_leave_for_whoever_ended_the_subscription(
    office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 4)
    slug = programme(office)
    follower, leaver, both, decliner = (Citizen(person) for person in people)
    for citizen in (follower, leaver, both, decliner):
        subscribed(office, citizen, programme=slug)
    subscribed(office, both, village="Desa Kepet")
    news = {"kind": BroadcastKind.PROGRAMME, "programme": PROGRAMME, "village": "Kepet"}
    number = approved(office, bu_dewi, bu_ratna, **news)
    assert carry_on(office) == 4
    for citizen in (leaver, both):
        with office.unit(citizen) as unit:
            assert subscriptions.unsubscribe(unit, programme=slug)
    # Who wants no serta-merta notices still gets the news they follow.
    declines(office, decliner.person)
    assert post_everything(office) == [follower.person, both.person, decliner.person]
    carry_on(office)
    figures = known(office, bu_ratna, number).figures
    assert (figures.sent, figures.declined, figures.called_off) == (3, 1, 0)


def test_what_is_said_again_is_not_said_to_who_declined_or_blocked_the_bot(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 3)
    carry_on(office)
    in_doubt(office, leaving(office))
    assert to_the_end(office) == []
    declines(office, people[0])
    blocks(office, people[1])
    with office.unit(bu_ratna) as unit:
        assert running.say_again(unit, number) == 2
    assert post_everything(office) == [people[2]]
    carry_on(office)
    figures = known(office, bu_ratna, number).figures
    # Of who declined it stays unknown whether the notice arrived.
    assert (figures.sent, figures.unsure, figures.unreachable) == (1, 1, 1)
    with office.unit(bu_ratna) as unit:
        assert running.say_again(unit, number) == 0


def test_news_is_said_again_only_to_who_still_follows(
    office: Office, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 2)
    slug = programme(office)
    for person in people:
        subscribed(office, Citizen(person), programme=slug)
    news = {"kind": BroadcastKind.PROGRAMME, "programme": slug}
    number = approved(office, bu_dewi, bu_ratna, **news)
    carry_on(office)
    in_doubt(office, leaving(office))
    carry_on(office)
    with office.unit(Citizen(people[0])) as unit:
        subscriptions.unsubscribe_all(unit)
    with office.unit(bu_ratna) as unit:
        assert running.say_again(unit, number) == 1
    assert post_everything(office) == [people[1]]


def test_whoever_blocked_the_bot_is_passed_over_from_then_on(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    people = crowd(office, 3)
    fails(office, people[0], BLOCKED)
    fails(office, people[1], "Bad Request: can't parse entities")
    assert [is_reachable(office, person) for person in people] == [False, True, True]
    assert to_the_end(office) == people[1:]
    assert known(office, bu_ratna, number).figures.unreachable == 1


def test_a_group_that_put_the_bot_out_is_no_citizen(office: Office) -> None:
    fails(office, -100, "Forbidden: bot was kicked from the group chat", Kind.ALARM)
    with office.reading(CLOCKWORK) as unit:
        assert CHATS.among(unit, [-100]) == {}


def test_an_account_beyond_32_bits_is_told_too(
    office: Office, number: int, bu_ratna: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        standing.set_reachable(unit, 7_000_000_001, reachable=True)
    assert to_the_end(office) == [7_000_000_001]
