"""A confirmed notice of a failure is called back while none of it has left, and never after."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.crier import languages
from office import breach_people, breach_reading, breaches, outbox
from office.breach_tables import DataBreach
from office.journal import journal
from office.outbox import State
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Office
from tests.office.breached import (
    acts,
    amended,
    approved,
    closed,
    incident,
    posts,
    progress,
    recorded,
    settles,
    shown,
    submitted,
    told_otherwise,
)
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, staff_member

REASON = "Naskahnya menyebut data yang keliru."


@pytest.fixture
def bu_rina(office: Office) -> StaffMember:
    """The data protection officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def confirmed(office: Office, pak_budi: StaffMember, bu_rina: StaffMember) -> None:
    """A failure whose notice to two accounts was confirmed."""
    recorded(office, pak_budi)
    submitted(office, pak_budi)
    approved(office, bu_rina)


def stopped(office: Office, by: StaffMember, reason: str = REASON) -> None:
    with office.unit(by) as unit:
        version = breach_reading.one(unit, 1).version
        breaches.stop(unit, 1, version=version, reason=reason)


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Let something begin in a window of its own, and wait at the end until it is done."""
    with ThreadPoolExecutor(1) as other:
        begun: list[Future[object]] = []

        def begin() -> None:
            begun.append(other.submit(work))
            with pytest.raises(TimeoutError):
                begun[0].result(timeout=0.3)

        yield begin
        begun[0].result(timeout=20)


def waiting(office: Office) -> list[int]:
    """Return to whom a notice of it is in the post."""
    with office.reading(CLOCKWORK) as unit:
        mine = outbox.outbox.c.once.startswith("data_breach:1:", autoescape=True)
        query = select(outbox.outbox.c.chat_id).where(mine).order_by(outbox.outbox.c.chat_id)
        return list(unit.session.scalars(query))


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize("in_post", [False, True], ids=["confirmed", "in the post"])
def test_what_has_not_left_is_called_back_and_handed_over_anew(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember, in_post: bool
) -> None:
    if in_post:
        assert posts(office) == 2
    assert shown(office, pak_budi).may_stop
    stopped(office, pak_budi)
    one = shown(office, pak_budi)
    assert (one.approved_at, one.submitted_at, one.posted_at, one.may_stop) == (
        None, None, None, False,
    )  # fmt: skip
    assert (one.owes_people, one.may_list) == (True, False)
    assert waiting(office) == []
    assert posts(office) == 0
    amended(office, pak_budi, incident(BU_SARI.person))
    submitted(office, pak_budi)
    approved(office, bu_rina)
    assert posts(office) == 1
    assert waiting(office) == [BU_SARI.person]


@pytest.mark.usefixtures("confirmed")
def test_its_reason_is_entered_and_told_until_it_is_confirmed_again(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    stopped(office, bu_rina)
    assert acts(office)[-1] == "data_breach.stopped"
    with office.reading(CLOCKWORK) as unit:
        query = select(journal.c.facts).where(journal.c.act == "data_breach.stopped")
        assert json.loads(unit.session.scalars(query).one()) == {"reason": REASON}
    with office.reading(pak_budi) as unit:
        told = breach_reading.stopped(unit, 1)
    assert told is not None
    assert (told.by, told.reason) == (bu_rina.label, REASON)
    submitted(office, pak_budi)
    approved(office, bu_rina)
    with office.reading(pak_budi) as unit:
        assert breach_reading.stopped(unit, 1) is None


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    "state", [State.SENDING, State.SENT, State.UNSURE, State.UNDELIVERABLE, State.OBSOLETE]
)
def test_once_one_has_left_or_was_tried_nothing_is_called_back(
    office: Office, pak_budi: StaffMember, state: State
) -> None:
    posts(office)
    settles(office, BU_SARI.person, state)
    assert not shown(office, pak_budi).may_stop
    with pytest.raises(NotNow, match="data_breach_not_stoppable"):
        stopped(office, pak_budi)
    assert waiting(office) == sorted((BU_SARI.person, PAK_JOKO.person))
    assert shown(office, pak_budi).approved_at is not None


@pytest.mark.usefixtures("confirmed")
def test_what_was_tried_in_vain_may_have_arrived(office: Office, pak_budi: StaffMember) -> None:
    posts(office)
    with office.unit(CLOCKWORK) as unit:
        heads = outbox.heads(unit.session, now=unit.now)
        numbers = [head.number for head in heads]
        outbox.start(unit.session, numbers[:1], now=unit.now, vault=unit.vault)
        again = update(outbox.outbox).where(outbox.outbox.c.id == numbers[0])
        unit.session.execute(again.values(state=State.WAITING))
    with pytest.raises(NotNow, match="data_breach_not_stoppable"):
        stopped(office, pak_budi)


@pytest.mark.usefixtures("confirmed")
def test_what_staff_send_again_had_left_before(office: Office, pak_budi: StaffMember) -> None:
    posts(office)
    with office.unit(CLOCKWORK) as unit:
        (number, *_) = [head.number for head in outbox.heads(unit.session, now=unit.now)]
        outbox.start(unit.session, [number], now=unit.now, vault=unit.vault)
        again = update(outbox.outbox).where(outbox.outbox.c.id == number)
        unit.session.execute(again.values(state=State.UNSURE))
        assert outbox.resend(unit.session, number, now=unit.now)
    assert not shown(office, pak_budi).may_stop
    with pytest.raises(NotNow, match="data_breach_not_stoppable"):
        stopped(office, pak_budi)


@pytest.mark.usefixtures("confirmed")
def test_a_portion_that_is_handed_over_meanwhile_is_called_back_as_well(
    office: Office, pak_budi: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breach_people, "PORTION", 1)
    with beside(partial(stopped, office, pak_budi)) as stopping, office.unit(CLOCKWORK) as unit:
        assert breach_people.run(unit, languages) == 1
        stopping()
    assert shown(office, pak_budi).approved_at is None
    assert waiting(office) == []


@pytest.mark.usefixtures("confirmed")
def test_no_portion_is_handed_over_of_what_is_called_back_meanwhile(
    office: Office, pak_budi: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breach_people, "PORTION", 1)
    with beside(partial(posts, office)) as posting, office.unit(pak_budi) as unit:
        breaches.stop(unit, 1, version=3, reason=REASON)
        unit.flush()
        posting()
    assert waiting(office) == []


def test_nothing_is_stopped_that_is_not_confirmed_or_goes_to_nobody(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember, pak_agus: StaffMember
) -> None:
    recorded(office, pak_budi)
    submitted(office, pak_budi)
    with pytest.raises(NotNow, match="data_breach_not_stoppable"):
        stopped(office, pak_budi)
    approved(office, bu_rina)
    with pytest.raises(NotAllowed), office.unit(pak_agus) as unit:
        breaches.stop(unit, 1, version=3, reason=REASON)
    with pytest.raises(NotNow, match="version_moved"), office.unit(pak_budi) as unit:
        breaches.stop(unit, 1, version=1, reason=REASON)


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("  salah  ", "too_short"),
        ("x" * 501, "too_long"),
        ("Nomor 3507152102900001 tertulis.", "reason_names_somebody"),
    ],
)
def test_a_reason_is_needed_and_names_nobody(
    office: Office, pak_budi: StaffMember, reason: str, code: str
) -> None:
    with pytest.raises(NotValid, match=code):
        stopped(office, pak_budi, reason)
    assert shown(office, pak_budi).approved_at is not None


def spoilt(office: Office, **columns: bytes) -> None:
    """Let what is sealed of a failure be damaged."""
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(update(DataBreach).where(DataBreach.id == 1).values(**columns))


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 60])
def test_one_that_cannot_be_read_is_listed_so_and_hides_no_other(
    office: Office, pak_budi: StaffMember, damage: bytes
) -> None:
    recorded(office, pak_budi)
    recorded(office, pak_budi)
    spoilt(office, sealed_account=damage)
    with office.reading(pak_budi) as unit:
        rows = breach_reading.listed(unit)
    assert [(row.number, row.is_readable) for row in rows] == [(1, False), (2, True)]
    assert rows[0].owes


def test_what_cannot_be_read_is_written_anew_before_it_leaves(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    recorded(office, pak_budi)
    spoilt(office, sealed_account=b"x" * 60)
    with pytest.raises(NotNow, match="data_breach_unreadable"):
        submitted(office, pak_budi)
    with pytest.raises(NotNow, match="data_breach_unreadable"), office.unit(pak_budi) as unit:
        breaches.note_letter(unit, 1)
    with pytest.raises(NotNow, match="data_breach_unreadable"), office.reading(pak_budi) as unit:
        breach_reading.said(unit, 1)
    amended(office, pak_budi, incident())
    submitted(office, pak_budi)
    spoilt(office, sealed_account=b"x" * 60)
    with pytest.raises(NotNow, match="data_breach_unreadable"):
        approved(office, bu_rina)


def test_spoilt_words_of_how_it_ended_leave_the_rest_readable(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    recorded(office, pak_budi)
    told_otherwise(office, pak_budi)
    with office.unit(pak_budi) as unit:
        breaches.tell_body(unit, 1, at=unit.now, letter="500/12/2026")
    closed(office, bu_rina)
    spoilt(office, sealed_others=b"x" * 60, sealed_lessons=b"x" * 60)
    one = shown(office, pak_budi)
    assert (one.others, one.lessons, one.is_readable) == (None, None, True)
    assert progress(office, pak_budi).people == 2
