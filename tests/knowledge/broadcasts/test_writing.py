"""Broadcasts are written by one, approved by another, and read afterwards as what was announced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from knowledge.broadcasts import approving, reading, recipients, running, writing
from knowledge.broadcasts.tables import Broadcast
from knowledge.broadcasts.wording import LONGEST_TEXT, Wording, faults
from knowledge.broadcasts.words import BroadcastKind, BroadcastStatus
from office import journal, posted, staff_chats
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.staff_chats import Purpose
from office.unit import Office
from tests.knowledge.broadcasts.crowd import (
    EVERY_CHECK,
    approved,
    carry_on,
    content,
    crowd,
    known,
    submitted,
    to_the_end,
)
from tests.knowledge.programme_desk import subscribed
from tests.people import CLOCKWORK

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"texts": {}}, "text_id", "required"),
        ({"texts": {"id": Wording("", "Warga diminta mengungsi.")}}, "title_id", "required"),
        ({"texts": {"id": Wording("Banjir", "pendek")}}, "text_id", "too_short"),
        ({"texts": {"id": Wording("Banjir", "x" * (LONGEST_TEXT + 1))}}, "text_id", "too_long"),
        ({"source": ""}, "source", "required"),
        ({"valid_until": date(2026, 11, 22)}, "valid_until", "broadcast_lapsed"),
        ({"kind": BroadcastKind.PROGRAMME}, "programme", "broadcast_for_nobody"),
    ],
)
def test_what_cannot_be_sent_is_not_written(
    changes: dict[str, object], field: str, code: str
) -> None:
    (fault,) = faults(content(**changes), TODAY)
    assert (fault.field, fault.code) == (field, code)


def test_news_of_a_programme_nobody_knows_is_not_written(
    office: Office, pak_budi: StaffMember
) -> None:
    wrong = content(kind=BroadcastKind.PROGRAMME, programme="tidak-ada")
    with pytest.raises(NotValid) as refused, office.unit(pak_budi) as unit:
        writing.write(unit, wrong)
    assert refused.value.code == "programme_unknown"


def test_nobody_approves_what_they_wrote(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = submitted(office, pak_budi)
    with pytest.raises(NotAllowed) as own, office.unit(pak_budi) as unit:
        approving.approve(unit, number, version=2, checks=EVERY_CHECK)
    assert own.value.code == "broadcast_own"
    with pytest.raises(NotValid) as unchecked, office.unit(bu_ratna) as unit:
        approving.approve(unit, number, version=2, checks=EVERY_CHECK[:-1])
    assert unchecked.value.code == "broadcast_unchecked"


def test_what_is_approved_can_no_longer_be_changed(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = approved(office, pak_budi, bu_ratna)
    with pytest.raises(NotNow) as refused, office.unit(pak_budi) as unit:
        writing.amend(unit, number, content(source="PMI"), version=3)
    assert refused.value.code == "broadcast_approved"


def test_a_change_after_it_was_handed_in_takes_it_back_to_a_draft(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = submitted(office, pak_budi)
    with office.unit(pak_budi) as unit:
        writing.amend(unit, number, content(source="PMI"), version=2)
    with pytest.raises(NotNow), office.unit(bu_ratna) as unit:
        approving.approve(unit, number, version=2, checks=EVERY_CHECK)
    assert known(office, bu_ratna, number).status is BroadcastStatus.DRAFT


def test_the_staff_s_groups_hear_once_of_a_serta_merta_notice_that_waits(
    office: Office, pak_budi: StaffMember
) -> None:
    with office.unit(pak_budi) as unit:
        staff_chats.begin(unit, -100, Purpose.DESK, None, by=pak_budi.staff_id)
    number = submitted(office, pak_budi)
    for _ in range(3):
        carry_on(office)
    with office.reading(CLOCKWORK) as unit:
        asked = posted.about(unit.session, unit.vault, f"broadcast-asked:{number}:")
    assert [(letter.chat_id, letter.key, letter.kind) for letter in asked] == [
        (-100, "group_broadcast", "alarm")
    ]


def test_a_scheduled_one_begins_at_its_instant(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    for person in crowd(office, 2):
        subscribed(office, Citizen(person), village="Desa Kepet")
    news = {"kind": BroadcastKind.PROGRAMME, "village": "Desa Kepet"}
    number = submitted(office, pak_budi, **news)
    at = clock.now() + timedelta(hours=1)
    with office.unit(bu_ratna) as unit:
        approving.approve(unit, number, version=2, checks=EVERY_CHECK, at=at)
    assert carry_on(office) == 0
    clock.advance(timedelta(hours=1))
    assert carry_on(office) == 2


def test_a_serta_merta_notice_is_never_put_off(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = submitted(office, pak_budi)
    at = clock.now() + timedelta(hours=1)
    with pytest.raises(NotValid) as refused, office.unit(bu_ratna) as unit:
        approving.approve(unit, number, version=2, checks=EVERY_CHECK, at=at)
    assert (refused.value.field, refused.value.code) == ("at", "broadcast_no_delay")
    assert known(office, bu_ratna, number).status is BroadcastStatus.WAITING


def test_every_step_is_in_the_journal(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    crowd(office, 2)
    number = approved(office, pak_budi, bu_ratna)
    to_the_end(office)
    with office.reading(CLOCKWORK) as unit:
        acts = unit.session.scalars(
            select(journal.journal.c.act).where(journal.journal.c.subject == f"broadcast:{number}")
        ).all()
    assert acts == [
        f"broadcast.{step}" for step in ("written", "submitted", "approved", "started", "finished")
    ]


def test_what_began_is_announced_and_what_never_did_is_not(
    office: Office, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    crowd(office, 3)
    first = approved(office, pak_budi, bu_ratna)
    to_the_end(office)
    never = submitted(office, pak_budi)
    with office.unit(bu_ratna) as unit:
        running.stop(unit, never, reason="Sudah diumumkan lewat radio")
    with office.reading(bu_ratna) as unit:
        (found,) = reading.announced(unit, TODAY, TODAY)
        assert reading.in_force(unit) == [found]
        assert reading.announced(unit, TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == []
    assert (found.number, found.title, found.sent, found.stopped) == (
        first, "Banjir di Desa Kepet", 3, False,
    )  # fmt: skip


def test_before_anything_is_sent_it_is_known_how_many_it_reaches(
    office: Office, bu_ratna: StaffMember
) -> None:
    with office.reading(bu_ratna) as unit:
        assert recipients.everybody(unit) is None
    crowd(office, 7, blocked=[0])
    carry_on(office)
    with office.reading(bu_ratna) as unit:
        assert recipients.expected(unit, BroadcastKind.IMMEDIATE, "", "") == 6
        assert recipients.expected(unit, BroadcastKind.PROGRAMME, "gotong-royong", "") == 0


def test_a_number_that_was_never_given_is_not_found(office: Office, bu_ratna: StaffMember) -> None:
    with pytest.raises(NotFound), office.reading(bu_ratna) as unit:
        reading.one(unit, 7)


def test_it_keeps_every_language_as_written(office: Office, pak_budi: StaffMember) -> None:
    wanted = replace(content(), texts={"id": Wording("Judul", "Isi yang cukup panjang, <b>&.")})
    with office.unit(pak_budi) as unit:
        number = writing.write(unit, wanted)
    assert known(office, pak_budi, number).content == wanted
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get(Broadcast, number) is not None
