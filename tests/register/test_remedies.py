"""What a citizen may lawfully do: each step from its first day to its last, and never beyond."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.daysoff import known_calendar
from register.objection_words import Ground, ObjectionStatus, Reaction
from register.remedies import CaseFacts, ObjectionFacts, RemedyKind, remedies
from register.words import Decision, Status

KNOWN = known_calendar()
RECEIVED, DUE = date(2026, 8, 3), date(2026, 8, 18)
ANSWERED = date(2026, 8, 10)
UNTIL = date(2026, 9, 23)  # thirty working days after the answer
_ONE = timedelta(days=1)
CASE = CaseFacts(Status.IN_PROCESS, RECEIVED, DUE)


def offered(case: CaseFacts, on: date) -> list[tuple[str, date]]:
    """Return the letters of the grounds, or the kind of another step, each with its last day."""
    found = remedies(case, on, KNOWN)
    return [(row.ground.letter if row.ground else row.kind.value, row.until) for row in found]


def answered(decision: Decision, **more: object) -> CaseFacts:
    status = Status.NOTIFIED if decision.is_grant else Status.REFUSED
    case = replace(CASE, status=status, decision=decision, notice_date=ANSWERED)
    return replace(case, **more)  # type: ignore[arg-type]


GRANTED = answered(Decision.GRANTED_FULL, provide_due=date(2026, 8, 13))
PROVIDED = replace(GRANTED, status=Status.PROVIDED, provided_date=ANSWERED)


@pytest.mark.parametrize(
    ("case", "letters"),
    [
        (CASE, ""),
        (answered(Decision.REFUSED_EXEMPT), "a"),
        (answered(Decision.REFUSED_OTHER_LAW), "a"),
        (answered(Decision.REFUSED_NOT_HELD), "e"),
        (answered(Decision.REFUSED_NOT_DOCUMENTED), "e"),
        (answered(Decision.REFERRED_OTHER_BODY), "e"),
        (PROVIDED, "d"),
        (replace(PROVIDED, decision=Decision.GRANTED_PARTIAL), "ad"),
        (replace(PROVIDED, fee_total=10_000), "df"),
        (replace(GRANTED, fee_total=10_000), "f"),
        (replace(CASE, status=Status.WITHDRAWN, decision=Decision.WITHDRAWN), ""),
        (replace(PROVIDED, status=Status.CLOSED), "d"),
    ],
)
def test_a_case_gives_the_grounds_the_law_names(case: CaseFacts, letters: str) -> None:
    assert offered(case, ANSWERED) == [(letter, UNTIL) for letter in letters]
    on_last_day = [letter for letter, until in offered(case, UNTIL) if until == UNTIL]
    assert on_last_day == list(letters)
    assert not [row for row in offered(case, UNTIL + _ONE) if row[1] == UNTIL]


def test_silence_is_a_ground_from_the_day_after_the_due_date() -> None:
    until = date(2026, 9, 30)
    for status in (Status.REGISTERED, Status.IN_PROCESS, Status.REFUSAL_PROPOSED):
        silent = replace(CASE, status=status)
        assert offered(silent, DUE) == []
        assert offered(silent, DUE + _ONE) == offered(silent, until) == [("c", until)]
        assert offered(silent, until + _ONE) == []


def test_while_the_applicant_repairs_the_office_is_not_silent() -> None:
    fix = date(2026, 8, 20)
    waiting = replace(CASE, status=Status.INCOMPLETE, fix_due=fix)
    assert offered(waiting, DUE + _ONE) == [("repair", fix)]
    assert offered(waiting, fix + _ONE) == []
    unarrived = replace(waiting, letter_arrived=False)
    assert offered(unarrived, fix + _ONE) == [("repair", date(2026, 8, 27))]


def test_what_was_promised_and_not_given_is_a_ground_the_day_after() -> None:
    promised = date(2026, 8, 13)
    assert offered(GRANTED, promised) == []
    assert offered(GRANTED, promised + _ONE) == [("e", date(2026, 9, 28))]


def test_what_came_late_is_a_ground_by_notice_or_by_handing_over() -> None:
    late = DUE + _ONE
    by_notice = replace(PROVIDED, notice_date=late, provided_date=late, provide_due=late)
    by_hand = replace(PROVIDED, provided_date=date(2026, 8, 14))
    refused = answered(Decision.REFUSED_NOT_HELD, notice_date=late)
    for case, letters in ((by_notice, "dg"), (by_hand, "dg"), (refused, "eg")):
        day = case.provided_date or case.notice_date
        assert day is not None
        assert [letter for letter, _ in offered(case, day)] == list(letters)
    in_time = replace(PROVIDED, notice_date=DUE, provided_date=DUE, provide_due=DUE)
    assert [letter for letter, _ in offered(in_time, DUE)] == ["d"]


def test_a_ground_that_was_raised_is_not_offered_again_unless_withdrawn() -> None:
    raised = ObjectionFacts(
        frozenset({Ground.REFUSED_AS_EXEMPT}), ANSWERED, ObjectionStatus.RECORDED, UNTIL
    )
    case = answered(Decision.REFUSED_EXEMPT, objections=(raised,))
    assert offered(case, ANSWERED) == []
    withdrawn = replace(raised, status=ObjectionStatus.WITHDRAWN)
    assert offered(replace(case, objections=(withdrawn,)), ANSWERED) == [("a", UNTIL)]


def test_a_ground_that_a_later_notice_gives_anew_can_be_raised_anew() -> None:
    raised = ObjectionFacts(
        frozenset({Ground.REFUSED_AS_EXEMPT}), ANSWERED, ObjectionStatus.CLOSED, UNTIL
    )
    again = ANSWERED + timedelta(days=20)
    case = answered(Decision.REFUSED_EXEMPT, objections=(raised,), last_notice=again)
    assert [letter for letter, _ in offered(case, again)] == ["a"]


def test_the_komisi_is_open_after_a_reply_or_after_silence() -> None:
    row = ObjectionFacts(
        frozenset({Ground.REQUEST_NOT_ANSWERED}),
        date(2026, 8, 31),
        ObjectionStatus.RECORDED,
        date(2026, 10, 12),
    )
    case = replace(CASE, objections=(row,))
    until = date(2026, 10, 30)
    assert offered(case, date(2026, 10, 12)) == []
    assert offered(case, date(2026, 10, 13)) == offered(case, until) == [("dispute", until)]
    assert offered(case, until + _ONE) == []
    replied = replace(row, status=ObjectionStatus.ANSWERED, response_date=date(2026, 9, 10))
    case = replace(CASE, objections=(replied,))
    assert ("dispute", date(2026, 9, 30)) in offered(case, date(2026, 9, 10))
    accepted = replace(replied, status=ObjectionStatus.CLOSED, reaction=Reaction.ACCEPTS)
    none = offered(replace(CASE, objections=(accepted,)), date(2026, 9, 10))
    assert [letter for letter, _ in none] == []


@pytest.mark.parametrize("case", [PROVIDED, answered(Decision.REFUSED_EXEMPT)])
def test_what_was_announced_is_never_taken_back(case: CaseFacts) -> None:
    told = UNTIL + timedelta(days=5)
    assert [until for _, until in offered(replace(case, objection_until=told), UNTIL)] == [told]
    less = UNTIL - timedelta(days=5)
    assert [until for _, until in offered(replace(case, objection_until=less), less)] == [UNTIL]


@settings(deadline=None)
@given(
    st.sampled_from(list(Status)),
    st.sampled_from([None, *Decision]),
    st.integers(-30, 120),
    st.booleans(),
    st.booleans(),
)
def test_no_step_is_ever_offered_after_its_last_day(
    status: Status, decision: Decision | None, later: int, provided: bool, arrived: bool
) -> None:
    notice = ANSWERED if decision else None
    case = CaseFacts(
        status, RECEIVED, DUE, fix_due=DUE, letter_arrived=arrived, decision=decision,
        notice_date=notice, provide_due=notice, provided_date=notice if provided else None,
        closed_on=notice, fee_total=later % 2,
        objections=(ObjectionFacts(frozenset(), RECEIVED, ObjectionStatus.RECORDED, DUE),),
    )  # fmt: skip
    today = RECEIVED + timedelta(days=later)
    found = remedies(case, today, KNOWN)
    assert all(row.until >= today for row in found)
    assert [row.until for row in found] == sorted(row.until for row in found)
    assert all(row.ground is None or row.kind is RemedyKind.OBJECT for row in found)
    assert all(KNOWN.works(row.until) for row in found)
