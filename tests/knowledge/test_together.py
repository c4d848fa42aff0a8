"""Answering several at once: each for themselves, nobody twice, and nobody over what is new."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from knowledge.escalation import approving, claiming, opening, replying, together
from knowledge.escalation.replying import UNDO
from knowledge.escalation.together import Answered, LeftOut
from knowledge.escalation.words import EscalationStatus, Lane, Outcome, Reason
from office import journal, outbox, posted
from office.clock import StandingClock
from office.files import Cabinet
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Office
from office.writer import Writer
from tests.knowledge.escalation.desk import acts, claim, do, open_one, read, told, writes
from tests.people import CLOCKWORK

ASKED = ("Kapan bansos November cair?", "kpn bansos november cair bu", "Bansos November cair kapan")
ANSWER = "Bansos November cair tanggal 25 November 2026 lewat kantor pos. Sumber: Dinas Sosial."
PEOPLE = [Citizen(800_000_000 + number) for number in range(12)]


def ask_all(office: Office, *texts: str) -> list[int]:
    return [
        open_one(office, person, text) for person, text in zip(PEOPLE, texts or ASKED, strict=False)
    ]


def chosen(office: Office, staff: StaffMember, numbers: list[int]) -> dict[int, int]:
    return {number: read(office, staff, number).newest for number in numbers}


def answer(
    office: Office, staff: StaffMember, ticks: Mapping[int, int], outcome: Outcome | None = None
) -> Answered:
    return do(office, staff, lambda unit: together.answer_all(unit, ticks, ANSWER, outcome=outcome))


def groups(office: Office, staff: StaffMember) -> list[tuple[int, ...]]:
    with office.reading(staff) as unit:
        return [group.members for group in together.groups(together.waiting(unit))]


def test_everybody_gets_their_own_reply_in_their_own_conversation(
    office: Office, pak_budi: StaffMember
) -> None:
    numbers = ask_all(office)
    assert groups(office, pak_budi) == [tuple(numbers)]
    done = answer(office, pak_budi, chosen(office, pak_budi, numbers))
    assert sorted(done.replies) == numbers
    assert done.left_out == {}
    for number in numbers:
        talk = read(office, pak_budi, number)
        assert talk.lines[-1].text == ANSWER
        assert talk.lines[-1].id == done.replies[number]
        assert talk.status == EscalationStatus.AWAITING_CITIZEN
        assert talk.waiting_since is None
        assert told(office, number)[-1] == "staff_reply"
        assert [act for act in acts(office, number) if act in {"claimed", "replied"}] == [
            "claimed",
            "replied",
        ]
    assert groups(office, pak_budi) == []


def test_the_conversations_may_be_ended_with_the_reply(
    office: Office, pak_budi: StaffMember
) -> None:
    numbers = ask_all(office)
    answer(office, pak_budi, chosen(office, pak_budi, numbers), Outcome.ANSWERED)
    for number in numbers:
        talk = read(office, pak_budi, number)
        assert (talk.status, talk.outcome) == (EscalationStatus.CLOSED, Outcome.ANSWERED)
        assert told(office, number)[-3:] == [
            "staff_reply",
            "escalation_closed",
            "escalation_rating",
        ]


def test_what_a_colleague_took_is_left_out_and_named(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    numbers = ask_all(office)
    ticks = chosen(office, pak_budi, numbers)
    assert claim(office, bu_dewi, numbers[1])
    done = answer(office, pak_budi, ticks)
    assert sorted(done.replies) == [numbers[0], numbers[2]]
    assert done.left_out == {numbers[1]: LeftOut.TAKEN}
    assert read(office, bu_dewi, numbers[1]).held_by == bu_dewi.staff_id
    assert "staff_reply" not in told(office, numbers[1])


def test_where_something_newer_came_nobody_answers_over_it(
    office: Office, pak_budi: StaffMember
) -> None:
    numbers = ask_all(office)
    ticks = chosen(office, pak_budi, numbers)
    writes(office, "Maaf, maksud saya bansos Oktober.", PEOPLE[0])
    done = answer(office, pak_budi, ticks)
    assert done.left_out == {numbers[0]: LeftOut.NEWER}
    talk = read(office, pak_budi, numbers[0])
    assert (talk.status, talk.held_by) == (EscalationStatus.QUEUED, None)


def test_a_sensitive_question_and_a_formal_one_are_left_to_a_second_person(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    numbers = ask_all(office, *ASKED, "Ada korupsi bansos, kapan cair?")
    formal = open_one(office, PEOPLE[9], ASKED[0], Lane.FORMAL)
    assert claim(office, bu_dewi, numbers[0])
    do(
        office,
        bu_dewi,
        lambda unit: replying.mark_sensitive(unit, numbers[0], sensitive=True),
    )
    do(office, bu_dewi, lambda unit: claiming.release(unit, numbers[0]))
    done = answer(office, pak_budi, chosen(office, pak_budi, [*numbers, formal]))
    assert sorted(done.replies) == [numbers[1], numbers[2]]
    assert set(done.left_out.values()) == {LeftOut.SENSITIVE}
    assert sorted(done.left_out) == [numbers[0], numbers[3], formal]


def test_a_reply_that_waits_for_approval_keeps_its_conversation_out(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    numbers = ask_all(office)
    assert claim(office, bu_dewi, numbers[0])
    ticks = frozenset({"personal_data", "exempt", "source", "date"})
    seen = read(office, bu_dewi, numbers[0]).newest
    do(
        office,
        bu_dewi,
        lambda unit: approving.propose(unit, numbers[0], "Usul.", seen_line=seen, checked=ticks),
    )
    do(office, bu_dewi, lambda unit: claiming.release(unit, numbers[0]))
    assert groups(office, pak_budi) == [(numbers[1], numbers[2])]
    done = answer(office, pak_budi, chosen(office, pak_budi, numbers))
    assert numbers[0] in done.left_out


def test_a_photo_and_what_is_meant_for_one_officer_are_in_no_group(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, cabinet: Cabinet
) -> None:
    numbers = ask_all(office)
    kept = cabinet.keep("foto.pdf", b"%PDF-1.4\n")
    do(office, PEOPLE[0], lambda unit: opening.add_line(unit, "", file=kept))
    assert claim(office, pak_budi, numbers[1])
    do(
        office,
        pak_budi,
        lambda unit: claiming.hand_over(
            unit, numbers[1], note="Bu Dewi tahu.", to=bu_dewi.staff_id
        ),
    )
    assert groups(office, pak_budi) == []
    done = answer(office, pak_budi, chosen(office, pak_budi, [numbers[1]]))
    assert done.left_out == {numbers[1]: LeftOut.TAKEN}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  ", "required"),
        ("Alamatnya {isi: alamat kantor}", "placeholder"),
        ("Pemenang tender ada di LPSE.", "second_person_needed"),
        ("Nomornya 3507152102900001.", "second_person_needed"),
        ("x" * 4000, "too_long"),
    ],
    ids=["empty", "blank", "topic", "number", "long"],
)
def test_a_text_that_can_go_to_nobody_changes_nothing(
    office: Office, pak_budi: StaffMember, text: str, code: str
) -> None:
    numbers = ask_all(office)
    ticks = chosen(office, pak_budi, numbers)
    with pytest.raises(NotValid) as refused:
        do(office, pak_budi, lambda unit: together.answer_all(unit, ticks, text))
    assert refused.value.code == code
    assert groups(office, pak_budi) == [tuple(numbers)]


def test_pressing_twice_answers_nobody_twice(office: Office, pak_budi: StaffMember) -> None:
    numbers = ask_all(office)
    ticks = chosen(office, pak_budi, numbers)
    answer(office, pak_budi, ticks)
    again = answer(office, pak_budi, ticks)
    assert again.replies == {}
    assert set(again.left_out.values()) == {LeftOut.TAKEN}
    assert [told(office, number).count("staff_reply") for number in numbers] == [1, 1, 1]


def test_two_officers_at_once_answer_everybody_exactly_once(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, writer: Writer
) -> None:
    numbers = ask_all(office, *ASKED * 4)
    ticks = chosen(office, pak_budi, numbers)
    start = Barrier(2)

    def press(staff: StaffMember) -> Answered:
        start.wait()
        return writer.do(lambda unit: together.answer_all(unit, ticks, ANSWER), staff)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(press, (pak_budi, bu_dewi))
    assert sorted([*first.replies, *second.replies]) == numbers
    assert [told(office, number).count("staff_reply") for number in numbers] == [1] * len(numbers)


@pytest.mark.parametrize("outcome", [None, Outcome.ANSWERED])
def test_everything_is_taken_back_within_ten_seconds_and_everybody_waits_again(
    office: Office, pak_budi: StaffMember, clock: StandingClock, outcome: Outcome | None
) -> None:
    numbers = ask_all(office)
    before = {number: read(office, pak_budi, number) for number in numbers}
    done = answer(office, pak_budi, chosen(office, pak_budi, numbers), outcome)
    clock.advance(UNDO - timedelta(seconds=1))
    assert do(office, pak_budi, lambda unit: together.take_back_all(unit, done.replies)) == []
    for number in numbers:
        talk = read(office, pak_budi, number)
        assert talk.status == EscalationStatus.QUEUED
        assert (talk.waiting_since, talk.promised_by) == (
            before[number].waiting_since,
            before[number].promised_by,
        )
        assert told(office, number) == ["escalation_opened"]


def test_what_left_already_stays_and_is_named(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    numbers = ask_all(office)
    done = answer(office, pak_budi, chosen(office, pak_budi, numbers))
    with office.reading(pak_budi) as unit:
        assert {one.fate for one in together.standing(unit, done.replies)} == {"queued"}
    with office.unit(CLOCKWORK) as unit:
        letters = posted.about(unit.session, unit.vault, f"escalation:{numbers[0]}:line:")
        outbox.start(unit.session, [letters[0].number], now=clock.now(), vault=unit.vault)
    late = do(office, pak_budi, lambda unit: together.take_back_all(unit, done.replies))
    assert late == numbers[:1]
    with office.reading(pak_budi) as unit:
        fates = [one.fate for one in together.standing(unit, done.replies)]
    assert fates == ["sending", "taken_back", "taken_back"]


def test_only_the_author_takes_the_replies_back(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    numbers = ask_all(office)
    done = answer(office, pak_budi, chosen(office, pak_budi, numbers))
    with pytest.raises(NotNow, match="not_your_reply"):
        do(office, bu_dewi, lambda unit: together.take_back_all(unit, done.replies))
    with office.reading(bu_dewi) as unit:
        assert {one.fate for one in together.standing(unit, done.replies)} == {"queued"}


def test_a_citizen_goes_on_in_their_own_conversation(office: Office, pak_budi: StaffMember) -> None:
    numbers = ask_all(office)
    answer(office, pak_budi, chosen(office, pak_budi, numbers))
    heard = writes(office, "Terima kasih, di kantor pos mana?", PEOPLE[1])
    assert heard is not None
    assert heard.status == EscalationStatus.QUEUED
    states = [read(office, pak_budi, number).status for number in numbers]
    assert states == ["awaiting_citizen", "queued", "awaiting_citizen"]


def test_only_what_is_unanswered_counts(office: Office, pak_budi: StaffMember) -> None:
    numbers = ask_all(office, *ASKED[:2])
    answer(office, pak_budi, chosen(office, pak_budi, numbers))
    writes(office, "Apa syarat mengurus KTP hilang?", PEOPLE[0])
    writes(office, "syarat ktp hilang apa saja bu", PEOPLE[1])
    with office.reading(pak_budi) as unit:
        found = together.waiting(unit)
    assert [one.texts for one in found] == [
        ("Apa syarat mengurus KTP hilang?",),
        ("syarat ktp hilang apa saja bu",),
    ]
    assert groups(office, pak_budi) == [tuple(numbers)]


def test_whoever_writes_on_and_on_is_read_by_themselves(
    office: Office, pak_budi: StaffMember
) -> None:
    numbers = ask_all(office, *ASKED[:2])
    for _ in range(19):
        writes(office, ASKED[0], PEOPLE[0])
    assert groups(office, pak_budi) == [tuple(numbers)]
    with office.reading(pak_budi) as unit:
        assert [len(one.texts) for one in together.waiting(unit)] == [20, 1]
    writes(office, ASKED[0], PEOPLE[0])
    with office.reading(pak_budi) as unit:
        assert [one.id for one in together.waiting(unit)] == numbers[1:]


def test_of_very_many_those_due_first_are_looked_at(office: Office, pak_budi: StaffMember) -> None:
    with office.batch() as batch:
        for one in range(302):
            unit = office.unit_in(batch, Citizen(810_000_000 + one))
            opening.open_for(unit, reason=Reason.ASKED)
            opening.add_line(unit, "Halo")
            unit.flush()
    last = open_one(office, Citizen(820_000_000), "Halo", Lane.URGENT)
    with office.reading(pak_budi) as unit:
        found = [one.id for one in together.waiting(unit)]
    assert found == [*range(1, 300), last]


def test_it_is_an_act_for_those_who_answer_and_the_journal_knows_it(
    office: Office, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    numbers = ask_all(office)
    ticks = chosen(office, pak_budi, numbers)
    with pytest.raises(NotAllowed):
        answer(office, pak_agus, ticks)
    with pytest.raises(NotValid, match="choice_unclear"):
        answer(office, pak_budi, {})
    with pytest.raises(NotValid, match="choice_unclear"):
        answer(office, pak_budi, dict.fromkeys(range(1, 50), 1))
    with pytest.raises(NotValid, match="choice_unclear"):
        answer(office, pak_budi, ticks, Outcome.SPAM)
    answer(office, pak_budi, ticks)
    with office.reading(CLOCKWORK) as unit:
        (line,) = journal.page(unit.session, act="escalation.answered_together")
    assert (line.actor, line.subject) == (pak_budi.label, f"escalation:{numbers[0]}")
    assert ANSWER not in line.facts
