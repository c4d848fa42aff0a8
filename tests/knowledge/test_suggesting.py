"""A first draft for a cluster: the askers' words, and the best reply staff gave one of them."""

from datetime import timedelta

import pytest

from knowledge import miss_queue, suggesting
from knowledge.escalation import claiming, closing, opening, replying, talk
from knowledge.escalation.words import Outcome, Reason
from knowledge.suggesting import Suggestion
from office.clock import StandingClock
from office.people import Citizen, Role, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.asking import WISH, ask, missed, night, waiting
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, staff_member

REPLY = "Becak boleh beroperasi pada malam hari di luar jalan protokol, Bu."


def replied(
    office: Office, staff: StaffMember, texts: list[str], who: Citizen = BU_SARI,
    outcome: Outcome = Outcome.ANSWERED,
) -> None:  # fmt: skip
    """Let a citizen be passed on and be answered by staff."""
    with office.unit(who) as unit:
        opening.open_for(unit, reason=Reason.MISSED)
        opening.add_line(unit, WISH)
        present = opening.current(unit)
        assert present is not None
        number = present.id
    with office.unit(staff) as unit:
        claiming.claim(unit, number)
        replying.note(
            unit, number, "Catatan panjang untuk rekan, yang tidak untuk warga siapa pun."
        )
    for text in texts:
        with office.reading(staff) as unit:
            seen = talk.conversation(unit, number).newest
        with office.unit(staff) as unit:
            replying.reply(unit, number, text, seen_line=seen)
    with office.unit(staff) as unit:
        closing.close(unit, number, outcome=outcome, seen_line=99, reason="Bukan urusan kami.")


def suggestion(office: Office, who: StaffMember, number: int) -> Suggestion:
    with office.reading(who) as unit:
        return suggesting.suggestion(unit, number)


def test_the_fullest_reply_of_an_answered_conversation_is_the_body(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    ask(office, WISH, key="a", follow_up="staff")
    ask(office, WISH.upper(), key="b", who=PAK_JOKO)
    replied(office, pak_budi, ["Baik, Bu.", f"{REPLY} Telepon 081234567890 untuk janji."])
    replied(office, pak_budi, [f"{REPLY} " * 3], PAK_JOKO, Outcome.NOT_POSSIBLE)
    night(office, clock)
    (row,) = waiting(office, pak_budi)
    found = suggestion(office, pak_budi, row.id)
    assert found.title == WISH
    assert found.phrasings == (WISH,)
    assert found.body == f"{REPLY} Telepon [telepon] untuk janji."
    assert found.ticket == "T-00001/2026"


def test_a_reply_that_is_too_long_goes_into_the_long_text(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    ask(office, WISH, key="a")
    replied(office, pak_budi, [REPLY * 20])
    night(office, clock)
    (row,) = waiting(office, pak_budi)
    found = suggestion(office, pak_budi, row.id)
    assert len(found.body) == 900
    assert found.long == REPLY * 20


def test_what_nobody_replied_to_has_words_only(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    replied(office, pak_budi, [REPLY], PAK_JOKO)
    assert suggestion(office, pak_budi, number) == Suggestion(WISH, (WISH,))


def test_a_conversation_about_something_else_days_later_is_no_reply(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    ask(office, WISH, key="a")
    clock.advance(timedelta(days=2))
    replied(office, pak_budi, [REPLY])
    ask(office, WISH, key="b", who=PAK_JOKO)
    night(office, clock)
    (row,) = waiting(office, pak_budi)
    assert suggestion(office, pak_budi, row.id).body == ""


def test_who_may_not_read_questions_gets_no_suggestion(
    office: Office, clock: StandingClock, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    number = missed(office, clock, pak_budi)
    with office.unit(CLOCKWORK) as unit:
        operator = staff_member(unit, "eko", "Eko Operator", Role.SYSADMIN)
    for actor in (operator, pak_agus):
        with pytest.raises(NotAllowed):
            suggestion(office, actor, number)
    with pytest.raises(NotFound, match="cluster_unknown"):
        suggestion(office, pak_budi, 99)


def test_a_cluster_is_shown_with_all_its_questions(
    office: Office, clock: StandingClock, pak_budi: StaffMember, pak_agus: StaffMember
) -> None:
    ask(office, WISH, key="a")
    ask(office, WISH.upper(), key="b")
    ask(office, f"{WISH} pak", key="c", who=PAK_JOKO)
    night(office, clock)
    (row,) = waiting(office, pak_agus)
    with office.reading(pak_agus) as unit:
        found = miss_queue.cluster(unit, row.id)
    assert [one.text for one in found.members] == [f"{WISH} pak", WISH.upper(), WISH]
    assert found.phrasings == (WISH, f"{WISH} pak")
    assert found.closed_by == ""
    with pytest.raises(NotFound, match="cluster_unknown"), office.reading(pak_agus) as unit:
        miss_queue.cluster(unit, 99)
    with pytest.raises(NotAllowed), office.reading(CLOCKWORK) as unit:
        miss_queue.waiting(unit)
