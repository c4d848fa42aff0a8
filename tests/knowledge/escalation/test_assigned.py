"""What a regional office reads of a conversation: the question, its date, and nothing beside."""

from datetime import timedelta
from functools import partial

import pytest

from knowledge.escalation import assigned, disposing, moving
from office import regional
from office.clock import StandingClock
from office.files import Cabinet, Kept
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound
from office.unit import Office
from tests.knowledge.escalation.desk import claim, close, do, open_one, reply, told
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, staff_member

SECRET = "Saya Sari Wulandari, 081234567890"


def member_of(office: Office, name: str, login: str) -> StaffMember:
    with office.unit(CLOCKWORK) as unit:
        number = regional.add(unit, name)
        roles = (Role.PPID_EXECUTOR,)
        return staff_member(unit, login, login.title(), *roles, regional_office=number)


def passed(
    office: Office,
    budi: StaffMember,
    to: StaffMember,
    *,
    number: int = 0,
    days: int = 2,
    file: Kept | None = None,
) -> tuple[int, int]:
    """Pass a question on; return the conversation's number and the question's."""
    number = number or open_one(office, words=SECRET)
    claim(office, budi, number)
    act = partial(
        disposing.dispose, number=number, regional_office=to.regional_office or 0,
        question="Berapa anggaran jalan desa?", working_days=days, seen_line=10**6, file=file,
    )  # fmt: skip
    return number, do(office, budi, act)


def test_an_office_reads_its_question_and_nothing_else(
    office: Office, pak_budi: StaffMember
) -> None:
    wati, lina = member_of(office, "Bappeda", "wati"), member_of(office, "Dinkes", "lina")
    _, question = passed(office, pak_budi, wati)
    with office.reading(wati) as unit:
        (asked,) = assigned.own(unit)
        assert asked == assigned.one(unit, question)
    assert asked.question == "Berapa anggaran jalan desa?"
    assert SECRET not in repr(asked)
    assert (asked.is_open, asked.is_late, asked.answer) == (True, False, "")
    with office.reading(lina) as unit:
        assert assigned.own(unit) == []
        with pytest.raises(NotFound):
            assigned.one(unit, question)


def test_only_an_office_reads_its_list(office: Office, pak_budi: StaffMember) -> None:
    with pytest.raises(NotAllowed), office.reading(pak_budi) as unit:
        assigned.own(unit)
    with pytest.raises(NotAllowed), office.reading(BU_SARI) as unit:
        assigned.passing(unit)


def test_what_waits_comes_first_and_by_its_date(office: Office, pak_budi: StaffMember) -> None:
    wati = member_of(office, "Bappeda", "wati")
    _, first = passed(office, pak_budi, wati, days=5)
    do(office, wati, lambda unit: disposing.answer(unit, first, text="Sudah di laman kami."))
    _, late = passed(office, pak_budi, wati, number=open_one(office, PAK_JOKO), days=4)
    with office.reading(wati) as unit:
        assert [(one.id, one.status) for one in assigned.own(unit)] == [
            (late, "asked"),
            (first, "answered"),
        ]
        assert assigned.one(unit, first).answer == "Sudah di laman kami."


def test_a_date_that_passed_shows_and_may_still_be_met(
    office: Office, pak_budi: StaffMember, clock: StandingClock
) -> None:
    wati = member_of(office, "Bappeda", "wati")
    _, question = passed(office, pak_budi, wati, days=1)
    clock.advance(timedelta(days=5))
    with office.reading(wati) as unit:
        assert assigned.one(unit, question).is_late
    do(office, wati, lambda unit: disposing.answer(unit, question, text="Maaf terlambat."))
    with office.reading(wati) as unit:
        assert not assigned.one(unit, question).is_late


def test_what_was_taken_back_is_no_longer_read(office: Office, pak_budi: StaffMember) -> None:
    wati = member_of(office, "Bappeda", "wati")
    number, question = passed(office, pak_budi, wati)
    do(office, pak_budi, lambda unit: disposing.recall(unit, number))
    with office.reading(wati) as unit:
        assert assigned.own(unit) == []
        with pytest.raises(NotFound):
            assigned.one(unit, question)
    assert told(office, number) == ["escalation_opened", "escalation_disposed"]


def test_the_end_of_a_conversation_takes_its_question_back(
    office: Office, pak_budi: StaffMember
) -> None:
    wati = member_of(office, "Bappeda", "wati")
    number, question = passed(office, pak_budi, wati, days=1)
    with office.unit(CLOCKWORK) as unit:
        disposing.run_out(unit, moving.locked(unit, number))
    claim(office, pak_budi, number)
    reply(office, pak_budi, number)
    close(office, pak_budi, number)
    with pytest.raises(NotFound), office.reading(wati) as unit:
        assigned.one(unit, question)


def test_the_desk_s_file_is_for_the_office_alone_and_is_journalled(
    office: Office, pak_budi: StaffMember, cabinet: Cabinet
) -> None:
    wati, lina = member_of(office, "Bappeda", "wati"), member_of(office, "Dinkes", "lina")
    file = cabinet.keep("peta.pdf", b"%PDF-1.4\n% peta\n")
    _, question = passed(office, pak_budi, wati, file=file)
    filed = do(office, wati, lambda unit: assigned.enclosed(unit, question))
    assert filed.name == "peta.pdf"
    with pytest.raises(NotFound):
        do(office, lina, lambda unit: assigned.enclosed(unit, question))
    _, bare = passed(office, pak_budi, wati, number=open_one(office, PAK_JOKO))
    with pytest.raises(NotFound, match="file_unknown"):
        do(office, wati, lambda unit: assigned.enclosed(unit, bare))


def test_an_officer_chooses_among_offices_and_dates(office: Office, pak_budi: StaffMember) -> None:
    wati = member_of(office, "Bappeda", "wati")
    with office.reading(pak_budi) as unit:
        found = assigned.passing(unit)
    assert [one.name for one in found.offices] == ["Bappeda"]
    assert [days for days, _ in found.due] == list(range(1, disposing.MOST_DAYS + 1))
    _, question = passed(office, pak_budi, wati, days=3)
    with office.reading(wati) as unit:
        assert assigned.one(unit, question).due_at == found.due[2][1], "as it was previewed"
