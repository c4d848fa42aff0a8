"""A staff group is connected by a code, followed when it moves, and let go when it fails."""

from datetime import timedelta

import pytest

from office import outbox, posted, regional, staff_chat_codes, staff_chats
from office.clock import StandingClock
from office.outbox import Kind, Notice
from office.people import Citizen, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.staff_chat_codes import CODE_LIVES, TRIES, TRIES_SPAN
from office.staff_chats import Connected, Purpose
from office.unit import Office
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

GROUP, OTHER = -1_001_000_000_001, -1_001_000_000_002


def code(office: Office, by: StaffMember, opd: int | None = None) -> str:
    purpose = Purpose.DESK if opd is None else Purpose.OPD
    with office.unit(by) as unit:
        return staff_chat_codes.make(unit, purpose, opd)


def connect(office: Office, words: str, chat: int = GROUP, who: Citizen = BU_SARI) -> Connected:
    with office.unit(who) as unit:
        return staff_chat_codes.connect(unit, chat, words)


def refused(office: Office, words: str, chat: int = GROUP, who: Citizen = BU_SARI) -> str:
    """Write a code that is refused, as the bot does: what was noted stays."""
    with office.unit(who) as unit:
        try:
            staff_chat_codes.connect(unit, chat, words)
        except (NotFound, NotNow) as error:
            return error.code
    return ""


def groups(office: Office, by: StaffMember) -> list[Connected]:
    with office.reading(by) as unit:
        return staff_chats.every(unit)


def post(office: Office, once: str, chat: int = GROUP) -> None:
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(chat, "group_alarm", once, Kind.ALARM))


def waiting(office: Office) -> list[tuple[int, int]]:
    with office.reading(CLOCKWORK) as unit:
        return [(row.chat_id, row.number) for row in outbox.heads(unit.session, now=unit.now)]


@pytest.fixture
def group(office: Office, pak_budi: StaffMember) -> Connected:
    """A connected group of the desk."""
    return connect(office, code(office, pak_budi))


def test_a_code_connects_one_group_once(office: Office, pak_budi: StaffMember) -> None:
    words = code(office, pak_budi)
    made = connect(office, words.lower().replace("-", " "))
    assert (made.chat_id, made.purpose, made.connected_by) == (
        GROUP,
        Purpose.DESK,
        pak_budi.staff_id,
    )
    assert refused(office, words, OTHER) == "group_code_unknown"
    assert len(groups(office, pak_budi)) == 1


def test_a_code_lives_half_an_hour(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    words, late = code(office, pak_budi), code(office, pak_budi)
    clock.advance(CODE_LIVES - timedelta(seconds=1))
    connect(office, words)
    clock.advance(timedelta(seconds=1))
    assert refused(office, late) == "group_code_unknown"


def test_wrong_codes_are_held_up_for_the_group_and_for_the_member(
    office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    good = code(office, pak_budi)
    for _ in range(TRIES):
        assert refused(office, "SALAH-SALAH") == "group_code_unknown"
    assert refused(office, good) == "group_codes_too_many"
    assert refused(office, good, OTHER) == "group_codes_too_many"
    assert refused(office, good, GROUP, PAK_JOKO) == "group_codes_too_many"
    clock.advance(TRIES_SPAN)
    connect(office, good)


def test_an_opd_s_code_names_its_office(office: Office, pak_budi: StaffMember) -> None:
    with office.unit(CLOCKWORK) as unit:
        bappeda = regional.add(unit, "Bappeda")
    assert connect(office, code(office, pak_budi, bappeda)).regional_office == bappeda
    with pytest.raises(NotValid):
        code(office, pak_budi, bappeda + 1)


def test_only_who_looks_after_the_desk_or_its_people_makes_codes(
    office: Office, pak_agus: StaffMember, bu_ratna: StaffMember
) -> None:
    for member in (pak_agus, bu_ratna):
        with pytest.raises(NotAllowed):
            code(office, member)
        with pytest.raises(NotAllowed):
            groups(office, member)


def test_a_group_that_became_a_supergroup_is_followed_with_what_waits_for_it(
    office: Office, group: Connected, pak_budi: StaffMember
) -> None:
    post(office, "a")
    for _ in range(2):  # Telegram tells it in both groups
        with office.unit(BU_SARI) as unit:
            staff_chats.moved(unit, GROUP, OTHER)
    assert [(one.number, one.chat_id) for one in groups(office, pak_budi)] == [
        (group.number, OTHER)
    ]
    assert [chat for chat, _ in waiting(office)] == [OTHER]


def test_nothing_more_is_sent_to_a_group_in_which_nothing_arrives_until_it_is_mended(
    office: Office, group: Connected, pak_budi: StaffMember
) -> None:
    post(office, "a")
    with office.unit(CLOCKWORK) as unit:
        staff_chats.mark_broken(unit, GROUP, "Bad Request: chat not found")
    assert waiting(office) == []
    with office.reading(CLOCKWORK) as unit:
        assert staff_chats.at_work(unit, Purpose.DESK) == []
        (broken,) = staff_chats.broken(unit)
    assert broken.failure == "Bad Request: chat not found"
    with office.unit(pak_budi) as unit:
        staff_chats.mend(unit, group.number)
    with office.reading(CLOCKWORK) as unit:
        assert len(staff_chats.at_work(unit, Purpose.DESK)) == 1


def test_a_group_is_let_go_from_the_panel_and_hears_so(
    office: Office, group: Connected, pak_budi: StaffMember
) -> None:
    post(office, "a")
    with office.unit(pak_budi) as unit:
        staff_chats.disconnect(unit, group.number)
    with office.reading(CLOCKWORK) as unit:
        (letter,) = posted.about(unit.session, unit.vault, "staff_chat:")
    assert (letter.key, letter.chat_id) == ("group_disconnected", GROUP)
    assert groups(office, pak_budi) == []
    assert [number for _, number in waiting(office)] == [letter.number]
    with pytest.raises(NotFound), office.unit(pak_budi) as unit:
        staff_chats.disconnect(unit, group.number)


def test_being_put_out_of_any_other_group_changes_nothing(
    office: Office, group: Connected, pak_budi: StaffMember
) -> None:
    with office.unit(BU_SARI) as unit:
        staff_chats.left(unit, OTHER)
        assert not staff_chats.moved(unit, OTHER, -7)
    assert len(groups(office, pak_budi)) == 1
    with office.unit(BU_SARI) as unit:
        staff_chats.left(unit, GROUP)
    assert groups(office, pak_budi) == []


def test_that_answers_are_given_in_the_panel_is_said_once(office: Office, group: Connected) -> None:
    with office.unit(BU_SARI) as unit:
        assert staff_chats.hint(unit, OTHER) is None
        assert staff_chats.hint(unit, GROUP) is True
    with office.unit(BU_SARI) as unit:
        assert staff_chats.hint(unit, GROUP) is False
