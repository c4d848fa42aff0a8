"""A case that is decided twice, entered wrongly, or looked at by who may not know."""

from datetime import date

import pytest
from sqlalchemy import select

from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from register import (
    cases,
    completeness,
    decisions,
    dossier,
    handover,
    ledger,
    objections,
    requests,
    seen,
)
from register.decisions import Fee, Grant, Refusal
from register.ledger import Range
from register.objection_words import Ground, SuperiorDecision
from register.objections import ObjectionForm
from register.remedies import RemedyKind
from register.search import request_words
from register.tables import Request
from register.words import Channel, FeeKind, PaymentMethod, RefusalGround
from tests.people import CLOCKWORK, NIK, PAK_JOKO, a_form
from tests.register.desk import (
    CLEAN,
    FREE,
    MISSING,
    NOT_DOCUMENTED,
    ORDER,
    PAGE,
    PAID,
    REASON,
    Desk,
    reply,
)

COSTS_MORE = Grant(fees=(Fee(FeeKind.COPYING, "fotokopi", 90_000, 1),), provide_days=2)
ELSEWHERE = Refusal(RefusalGround.NOT_HELD, REASON, holding_body="Kantor Pertanahan")


def brought_back(desk: Desk, number: int, ground: Ground, judge: object = None) -> None:
    """Let an objection about a request be upheld, so that it is decided anew."""
    raised = desk.objected(number, ground)
    upheld = reply(SuperiorDecision.UPHELD_FULL, ground, order_due=date(2026, 12, 30))
    desk.by(judge or desk.ratna, objections.decide, raised, reply=upheld)  # type: ignore[arg-type]


def paid_and_provided(desk: Desk) -> int:
    number = desk.filed()
    desk.by(desk.budi, decisions.grant, number, grant=PAID)
    desk.by(
        desk.budi, handover.record_payment, number, method=PaymentMethod.CASH, receipt_number="K1"
    )
    desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    return number


def test_the_first_fee_does_not_pay_the_second(desk: Desk) -> None:
    number = paid_and_provided(desk)
    brought_back(desk, number, Ground.ANSWERED_NOT_AS_REQUESTED)
    desk.by(desk.dewi, decisions.grant, number, grant=COSTS_MORE)
    with pytest.raises(NotNow, match="fee_unpaid"):
        desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    assert desk.request(number).payment_receipt is None


def test_a_promise_made_anew_and_broken_opens_a_remedy(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    brought_back(desk, number, Ground.ANSWERED_NOT_AS_REQUESTED)
    desk.by(desk.dewi, decisions.grant, number, grant=Grant(provide_days=2))
    desk.at("2026-12-10")
    with desk.office.reading(CLOCKWORK) as unit:
        request = unit.session.get_one(Request, number)
        offered = cases.open_remedies(unit, request)
    grounds = {row.ground for row in offered if row.kind is RemedyKind.OBJECT}
    assert grounds == {Ground.REQUEST_NOT_FULFILLED}


def test_each_decision_takes_away_what_the_one_before_it_said(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=ELSEWHERE)
    brought_back(desk, number, Ground.REQUEST_NOT_FULFILLED)
    desk.by(desk.dewi, decisions.grant, number, grant=PAID)
    row = desk.request(number)
    assert (row.holding_body, row.refusal_ground, row.refusal_reason) == (None, None, None)
    brought_back(desk, number, Ground.UNREASONABLE_FEE)
    desk.by(desk.dewi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    row = desk.request(number)
    assert (row.fee_total, row.provide_due, row.held_soft) == (0, None, False)


def test_whoever_refused_when_an_objection_came_may_never_decide_it(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    desk.by(desk.ratna, decisions.approve_refusal, number)
    first = desk.objected(number, Ground.REFUSED_AS_EXEMPT)
    second = desk.objected(number, Ground.LATE_DELIVERY)
    upheld = reply(
        SuperiorDecision.UPHELD_FULL, Ground.REFUSED_AS_EXEMPT, order_due=date(2026, 12, 30)
    )
    desk.by(desk.ratna, objections.decide, first, reply=upheld)
    desk.by(desk.dewi, decisions.grant, number, grant=FREE)
    both = type(desk.budi)(desk.budi.staff_id, desk.budi.name, desk.budi.roles | desk.ratna.roles)
    answer = reply(SuperiorDecision.REJECTED, Ground.LATE_DELIVERY)
    with pytest.raises(NotAllowed, match="not_by_the_refuser"):
        desk.by(both, objections.decide, second, reply=answer)


def test_nothing_leaves_that_was_not_seen_lying_ready(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    one = desk.by(desk.budi, handover.prepare, number, document=PAGE, inspection=CLEAN)
    desk.by(desk.dewi, handover.prepare, number, document=PAGE, inspection=CLEAN)
    with pytest.raises(NotNow, match="files_changed"):
        desk.by(desk.budi, handover.provide, number, files=frozenset({one}))


def walked_in(desk: Desk, key: str = "loket-1", **changes: object) -> int:
    receipt = desk.by(
        desk.budi, requests.enter, a_form(**changes), draft_key=key, channel=Channel.WALK_IN,
        received=date(2026, 11, 23),
    )  # fmt: skip
    return int(receipt.number)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 11, 24)])
def test_a_letter_is_not_handed_over_on_another_day_than_it_was_written(
    day: date, desk: Desk
) -> None:
    number = walked_in(desk)
    with pytest.raises(NotValid):
        desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING, received=day)


def test_a_letter_does_not_arrive_before_it_was_written(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    with pytest.raises(NotValid, match="date_behind"):
        desk.by(desk.budi, completeness.letter_arrived, number, date(2020, 1, 1))
    with pytest.raises(NotFound):
        desk.by(desk.budi, completeness.letter_arrived, 99, date(2026, 11, 23))


def test_another_paper_under_a_used_key_is_refused_and_not_swallowed(desk: Desk) -> None:
    number = walked_in(desk)
    assert walked_in(desk) == number, "the same paper sent twice is one request"
    with pytest.raises(NotNow, match="draft_key_used"):
        walked_in(desk, information_detail="Peraturan desa tahun 2025")


@pytest.mark.parametrize("day", [date(2008, 1, 1), date(1, 1, 1), date(2027, 1, 1)])
def test_an_objection_on_an_impossible_day_is_refused(day: date, desk: Desk) -> None:
    form = ObjectionForm([Ground.REQUEST_NOT_ANSWERED], "Sudah lama tidak dijawab.")
    with pytest.raises(NotValid):
        desk.by(
            desk.budi, objections.enter, form, draft_key="o1", channel=Channel.POST, received=day,
            number=walked_in(desk),
        )  # fmt: skip


@pytest.mark.parametrize(
    "fees",
    [
        tuple(Fee(FeeKind.COPYING, "fotokopi", 999_999_999, 1) for _ in range(5)),
        (Fee(FeeKind.COPYING, "x" * 200_000, 500, 1),),
        (Fee(FeeKind.COPYING, "fotokopi", -1, 1),),
    ],
)
def test_a_fee_that_no_copy_costs_is_refused(fees: tuple[Fee, ...], desk: Desk) -> None:
    number = desk.filed()
    with pytest.raises(NotValid):
        desk.by(desk.budi, decisions.grant, number, grant=Grant(fees=fees))


def test_who_may_not_know_reads_no_number_in_any_text(desk: Desk) -> None:
    words = f"Data bansos atas NIK {NIK}, telepon 081234567890"
    number = desk.filed(PAK_JOKO, a_form(information_detail=words))
    desk.by(desk.budi, completeness.find_incomplete, number, missing=f"Salinan KTP {NIK}.")
    auditor = type(desk.budi)(desk.budi.staff_id, "uji", frozenset())
    with desk.office.reading(desk.budi) as unit:
        case = dossier.dossier(unit, number)
        assert seen.request_as_seen(unit, case) == case
    with desk.office.reading(auditor) as unit:
        shown = str(seen.request_as_seen(unit, case))
    assert NIK not in shown
    assert "081234567890" not in shown
    with desk.office.reading(desk.budi) as unit:
        span = Range(date(2026, 1, 1), date(2026, 12, 31))
        assert NIK not in str(list(ledger.requests(unit, span)))


def test_no_long_number_lies_in_the_index_of_words(desk: Desk) -> None:
    desk.filed(form=a_form(information_detail=f"Data bansos NIK {NIK} tahun 2026"))
    with desk.office.reading(CLOCKWORK) as unit:
        found = set(unit.session.scalars(select(request_words.c.word)))
    assert "2026" in found
    assert not [word for word in found if len(word) >= 9 and word.isdigit()]


def test_an_order_names_what_is_to_be_given(desk: Desk) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    brought_back(desk, number, Ground.REQUEST_NOT_FULFILLED)
    with desk.office.reading(desk.budi) as unit:
        story = dossier.story(unit, number)
    assert story[-1].note == ORDER
