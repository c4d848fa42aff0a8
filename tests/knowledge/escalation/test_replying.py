"""A reply can be taken back for ten seconds; what is sensitive goes to a second person first."""

from datetime import timedelta

import pytest

from knowledge.escalation import approving, opening, replying, signs
from knowledge.escalation.replying import UNDO
from knowledge.escalation.signs import CHECKLIST
from office import outbox
from office.clock import StandingClock
from office.files import Cabinet
from office.people import StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from tests.knowledge.escalation.desk import (
    ALL_READ,
    acts,
    claim,
    do,
    open_one,
    read,
    reply,
    told,
    writes,
)
from tests.people import BU_SARI, CLOCKWORK

EVERYTHING = frozenset(CHECKLIST)
DELICATE = "Pemenang lelang sudah diumumkan."


def due_keys(office: Office) -> list[str]:
    with office.unit(CLOCKWORK) as unit:
        heads = outbox.heads(unit.session, now=unit.now)
        started = outbox.start(
            unit.session, [head.number for head in heads], now=unit.now, vault=unit.vault
        )
        for row in started:
            outbox.sent(
                unit.session, row.number, message_id=1, said="", now=unit.now, vault=unit.vault
            )
    return [row.key for row in started]


def test_a_reply_leaves_after_ten_seconds_and_not_before(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    assert due_keys(office) == ["escalation_opened"]
    reply(office, pak_budi, number)
    clock.advance(UNDO - timedelta(milliseconds=1))
    assert due_keys(office) == []
    clock.advance(timedelta(milliseconds=1))
    assert due_keys(office) == ["staff_reply"]


def test_a_reply_that_was_taken_back_never_arrives_and_its_text_comes_back(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    waited = read(office, pak_budi, number).waiting_since
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number, "Salah kirim")
    assert line is not None
    assert read(office, pak_budi, number).waiting_since is None
    text = do(office, pak_budi, lambda unit: replying.take_back(unit, number, line))
    assert text == "Salah kirim"
    clock.advance(timedelta(minutes=1))
    assert due_keys(office) == ["escalation_opened"]
    assert due_keys(office) == []
    story = read(office, pak_budi, number)
    assert story.waiting_since == waited
    assert story.lines[-1].is_withdrawn


def test_taking_back_twice_is_taking_back_once(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number, "Salah kirim")
    for _ in range(2):
        do(office, pak_budi, lambda unit: replying.take_back(unit, number, line or 0))
    assert acts(office, number).count("reply_taken_back") == 1


def test_what_has_left_cannot_be_taken_back(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number)
    due_keys(office)
    clock.advance(UNDO)
    assert due_keys(office) == ["staff_reply"]
    with pytest.raises(NotNow, match="already_left"):
        do(office, pak_budi, lambda unit: replying.take_back(unit, number, line or 0))


def test_a_reply_can_be_sent_at_once(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    due_keys(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number)
    do(office, pak_budi, lambda unit: replying.send_now(unit, number, line or 0))
    assert due_keys(office) == ["staff_reply"]


def test_what_was_said_before_leaves_with_what_is_sent_at_once(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    due_keys(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number, "Sebentar, kami carikan.")
    line = reply(office, pak_budi, number, "Ini tautannya.")
    reply(office, pak_budi, number, "Ada lagi?")
    do(office, pak_budi, lambda unit: replying.send_now(unit, number, line or 0))
    assert [due_keys(office), due_keys(office), due_keys(office)] == [
        ["staff_reply"], ["staff_reply"], [],
    ]  # fmt: skip


def test_what_waits_leaves_before_its_citizen_hears_of_the_end(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    due_keys(office)
    claim(office, pak_budi, number)
    reply(office, pak_budi, number)
    assert due_keys(office) == []
    do(office, BU_SARI, opening.leave)
    assert due_keys(office) == ["staff_reply"]


def test_leaving_brings_back_nothing_that_was_taken_back(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    due_keys(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number)
    do(office, pak_budi, lambda unit: replying.take_back(unit, number, line or 0))
    do(office, BU_SARI, opening.leave)
    clock.advance(timedelta(minutes=1))
    assert due_keys(office) == []


def test_a_file_is_taken_back_with_its_words(
    office: Office, clock: StandingClock, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    kept = cabinet.keep("jadwal.pdf", b"%PDF-1.4 jadwal")
    line = do(
        office,
        pak_budi,
        lambda unit: replying.reply(unit, number, "Ini", seen_line=ALL_READ, file=kept),
    )
    do(office, pak_budi, lambda unit: replying.take_back(unit, number, line or 0))
    clock.advance(timedelta(minutes=1))
    assert told(office, number) == ["escalation_opened"]


def test_only_who_wrote_a_reply_takes_it_back(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number)
    with pytest.raises(NotNow, match="not_your_reply"):
        do(office, bu_dewi, lambda unit: replying.take_back(unit, number, line or 0))
    with pytest.raises(NotFound):
        do(office, pak_budi, lambda unit: replying.take_back(unit, number, 1))  # the citizen's


def test_the_very_same_reply_pressed_twice_is_said_once(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    seen = read(office, pak_budi, number).newest
    for _ in range(2):
        do(office, pak_budi, lambda unit: replying.reply(unit, number, "Baik", seen_line=seen))
    assert told(office, number).count("staff_reply") == 1


@pytest.mark.parametrize("text", ["Alamat kami {isi: alamat kantor}.", "Pada [isi tanggal] nanti"])
def test_what_is_still_to_be_filled_in_blocks_sending(
    office: Office, pak_budi: StaffMember, text: str
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    with pytest.raises(NotValid, match="placeholder"):
        reply(office, pak_budi, number, text)


def test_a_sensitive_reply_is_not_sent_by_one_person(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    with pytest.raises(NotValid, match="second_person_needed"):
        reply(office, pak_budi, number, DELICATE)
    assert "staff_reply" not in told(office, number)


def test_a_conversation_marked_sensitive_sends_nothing_by_one_person(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    do(office, pak_budi, lambda unit: replying.mark_sensitive(unit, number, sensitive=True))
    with pytest.raises(NotValid, match="second_person_needed"):
        reply(office, pak_budi, number, "Selamat pagi, Bu.")


def propose(
    office: Office, staff: StaffMember, number: int, checked: frozenset[str] = EVERYTHING
) -> None:
    seen = read(office, staff, number).newest
    do(
        office,
        staff,
        lambda unit: approving.propose(unit, number, DELICATE, seen_line=seen, checked=checked),
    )


@pytest.mark.parametrize("left_out", CHECKLIST)
def test_every_line_of_the_checklist_is_answered_for(
    office: Office, pak_budi: StaffMember, left_out: str
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    with pytest.raises(NotValid, match="checklist_needed"):
        propose(office, pak_budi, number, EVERYTHING - {left_out})


def test_a_second_person_lets_it_go_and_the_first_never_does(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, pak_agus: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    propose(office, pak_budi, number)
    assert "staff_reply" not in told(office, number)
    with pytest.raises(NotNow, match="own_proposal"):
        do(office, pak_budi, lambda unit: approving.approve(unit, number, seen_line=ALL_READ))
    with pytest.raises(NotAllowed):
        do(office, pak_agus, lambda unit: approving.approve(unit, number, seen_line=ALL_READ))
    do(office, bu_dewi, lambda unit: approving.approve(unit, number, seen_line=ALL_READ))
    story = read(office, pak_budi, number)
    assert (story.lines[-1].text, story.lines[-1].staff_id) == (DELICATE, pak_budi.staff_id)
    assert story.proposed is None
    with pytest.raises(NotFound):
        do(office, bu_dewi, lambda unit: approving.approve(unit, number, seen_line=ALL_READ))


def test_nothing_is_approved_past_a_message_nobody_read(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    propose(office, pak_budi, number)
    seen = read(office, bu_dewi, number).newest
    writes(office, "Tidak jadi, Pak")
    with pytest.raises(NotNow, match="newer_message"):
        do(office, bu_dewi, lambda unit: approving.approve(unit, number, seen_line=seen))


def test_a_rejected_reply_comes_back_with_a_reason_that_stays_in_the_house(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    propose(office, pak_budi, number)
    do(office, bu_dewi, lambda unit: approving.reject(unit, number, reason="Sebut sumbernya."))
    story = read(office, pak_budi, number)
    assert (story.proposed, story.lines[-1].author) == (None, "note")
    assert told(office, number) == ["escalation_opened"]


def test_nobody_but_staff_takes_back_or_approves(office: Office, pak_budi: StaffMember) -> None:
    number = open_one(office)
    claim(office, pak_budi, number)
    line = reply(office, pak_budi, number)
    for work in (
        lambda unit: replying.take_back(unit, number, line or 0),
        lambda unit: approving.approve(unit, number, seen_line=ALL_READ),
    ):
        with pytest.raises(NotAllowed):
            do(office, BU_SARI, work)


@pytest.mark.parametrize(
    ("texts", "is_spam"),
    [
        (["SLOT gacor maxwin klik https://x.top"], True),
        (["promo slot", "judi online"], True),
        (["berapa lama ktp jadi?", "https://dukcapil.go.id benar?"], False),
        (["mau tanya bantuan", "pak"], False),
        (["apakah judi online dilarang?"], False),
    ],
)
def test_advertising_looks_like_spam_and_a_question_does_not(
    texts: list[str], *, is_spam: bool
) -> None:
    assert signs.looks_like_spam(texts) == is_spam


def test_what_was_written_last_decides_whether_a_second_person_reads(
    office: Office, pak_budi: StaffMember
) -> None:
    number = open_one(office, words=DELICATE)
    for _ in range(19):
        writes(office, "Apakah masih ada orang?")
    claim(office, pak_budi, number)
    with pytest.raises(NotValid, match="second_person_needed"):
        reply(office, pak_budi, number)
    writes(office, "Apakah masih ada orang?")
    assert reply(office, pak_budi, number) is not None
