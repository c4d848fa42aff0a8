"""After the answer: what the citizen thought of it, and the request it may become."""

import pytest

from knowledge.escalation import claiming, closing, rating
from office.people import StaffMember
from office.refusals import NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.escalation.desk import (
    ALL_READ,
    answered,
    claim,
    do,
    open_one,
    read,
)
from tests.people import BU_SARI, PAK_JOKO


def test_a_low_score_with_a_comment_goes_to_another_person(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    answered(office, pak_budi, number)
    assert do(office, BU_SARI, lambda unit: rating.rate(unit, number, score=1))
    assert read(office, pak_budi, number).status == "closed"  # a score alone asks for nothing
    do(office, BU_SARI, lambda unit: rating.comment(unit, number, text="Tidak dijawab"))
    assert read(office, pak_budi, number).status == "queued"
    assert not claim(office, pak_budi, number)
    assert do(office, pak_budi, claiming.claim_next) is None
    assert do(office, bu_dewi, claiming.claim_next) == number


def test_only_ones_own_answered_conversation_is_rated(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    with pytest.raises(NotNow, match="not_to_be_rated"):
        do(office, BU_SARI, lambda unit: rating.rate(unit, number, score=4))
    answered(office, pak_budi, number)
    with pytest.raises(NotFound):
        do(office, PAK_JOKO, lambda unit: rating.rate(unit, number, score=4))
    with pytest.raises(NotValid):
        do(office, BU_SARI, lambda unit: rating.rate(unit, number, score=5))
    assert read(office, pak_budi, number).score is None  # silence is no score
    assert not do(office, BU_SARI, lambda unit: rating.rate(unit, number, score=4))
    assert read(office, pak_budi, number).score == 4


def test_a_conversation_becomes_a_request_only_when_the_citizen_files_it(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    offer = do(
        office,
        pak_budi,
        lambda unit: closing.offer_request(
            unit, number, information="RKPD  tahun 2026", seen_line=ALL_READ
        ),
    )
    assert read(office, pak_budi, number).status == "awaiting_citizen"
    assert do(office, BU_SARI, lambda unit: closing.offered(unit, offer)) == "RKPD tahun 2026"
    with pytest.raises(NotFound):
        do(office, PAK_JOKO, lambda unit: closing.offered(unit, offer))
    do(office, BU_SARI, lambda unit: closing.became_request(unit, offer, request_id=7))
    ended = read(office, pak_budi, number)
    assert (ended.status, ended.outcome, ended.request_id) == ("closed", "became_request", 7)
