"""Whom a failure to protect data concerns: found in the rooms, told once, and let go in the end."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import delete, select, update

from bot.speak import LONGEST, About, voice
from knowledge import subscriptions
from office import breach_people, breach_reading, own_posts, posted
from office.breach_people import Progress
from office.breach_tables import BreachPerson, DataBreach
from office.breach_words import LONGEST_DATA, LONGEST_WORDS, Account, Whom, accounts, units
from office.clock import StandingClock
from office.data_requests import About as Right
from office.data_requests import receive
from office.outbox import Kind, Notice, State, outbox
from office.people import Citizen, Role, StaffMember
from office.refusals import NotNow, NotValid
from office.unit import Office
from register import concerned, requests
from register.words import Channel
from tests.office.breached import (
    ACCOUNT,
    KNOWN,
    ROOMS,
    acts,
    approved,
    closed,
    incident,
    night,
    of_rooms,
    posts,
    progress,
    recorded,
    settles,
    shown,
    submitted,
    told,
)
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, a_form, staff_member


@pytest.fixture
def bu_rina(office: Office) -> StaffMember:
    """The data protection officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)


def test_account_numbers_are_read_from_a_list_each_once() -> None:
    assert accounts("700000001, 700000002\n700000001;7") == (700_000_001, 700_000_002, 7)
    for wrong in ("-5", "0", "７", "sari", "9" * 30):
        with pytest.raises(NotValid, match="data_breach_people_unclear"):
            accounts(wrong)
    with pytest.raises(NotValid, match="data_breach_people_many"):
        accounts(" ".join(map(str, range(1, 5002))))


def test_nobody_is_written_to_twice_however_often_the_clockwork_runs(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breach_people, "PORTION", 2)
    people = tuple(range(1, 6))
    recorded(office, pak_budi, incident(*people))
    submitted(office, pak_budi)
    approved(office, bu_rina)
    assert [posts(office) for _ in range(4)] == [2, 2, 1, 0]
    with office.reading(CLOCKWORK) as unit:
        letters = posted.about(unit.session, unit.vault, "data_breach:1:")
    assert [letter.chat_id for letter in letters] == list(people)
    assert {(letter.key, letter.kind) for letter in letters} == {
        (breach_people.KEY, Kind.BROADCAST)
    }  # fmt: skip
    assert acts(office)[-1] == "data_breach.posted"


def test_it_concerns_whoever_has_data_in_the_rooms_and_each_once(
    office: Office, pak_budi: StaffMember
) -> None:
    pressed, followed = Citizen(700_000_003), Citizen(700_000_004)
    for draft in ("a", "b"):
        with office.unit(BU_SARI) as unit:
            requests.submit(unit, a_form(), draft_key=draft)
    with office.unit(PAK_JOKO) as unit:
        receive(unit, Right.ACCESS, "Data saya mohon dilihat.")
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(pressed.person, "welcome", "w:1"))
        unit.post(Notice(-100, "group_hint", "w:2"))
    with office.unit(followed) as unit:
        subscriptions.subscribe(unit, village="Sukamaju")
    expected = {
        ("requests",): {BU_SARI}, ("data_requests",): {PAK_JOKO}, ("subscriptions",): {followed},
        ("objections", "conversations"): set(),
        ("requests", "data_requests", "subscriptions"): {BU_SARI, PAK_JOKO, followed},
    }  # fmt: skip
    for rooms, people in expected.items():
        with office.reading(pak_budi) as unit:
            assert breach_people.expected(unit, rooms, ROOMS) == len(people), rooms
    recorded(office, pak_budi, of_rooms("requests", "chats"))
    count = submitted(office, pak_budi)
    with office.reading(pak_budi) as unit:
        chosen = breach_people.chosen(unit, 1)
    assert count == len(chosen)
    assert {BU_SARI.person, pressed.person} <= set(chosen)
    assert followed.person not in chosen
    assert min(chosen) > 0, "a group is nobody"


@pytest.mark.parametrize("letter", ["a", "😀"])
@pytest.mark.parametrize("language", ["id", "jv", "en"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_longest_account_still_fits_one_message(
    office: Office, pak_budi: StaffMember, language: str, letter: str
) -> None:
    word, length = (
        letter * (longest // units(letter)) for longest in (LONGEST_WORDS, LONGEST_DATA)
    )  # fmt: skip
    with pytest.raises(NotValid, match="too_long"):
        recorded(office, pak_budi, incident(account=Account(length + letter, word, word)))
    long = Account(data=length, how=word, handling=word, advice=length)
    recorded(office, pak_budi, incident(account=long, happened_at=KNOWN))
    speaks = voice("PPID Kabupaten " + "Contoh " * 10, language, of=About(dpo="x" * 200))
    with office.reading(pak_budi) as unit:
        said = speaks.text(breach_people.KEY, breach_reading.said(unit, 1, language))
    assert word in said
    assert units(unescape(re.sub(r"<[^<>]*>", "", said))) <= LONGEST


def test_what_goes_to_nobody_cannot_be_handed_over(office: Office, pak_budi: StaffMember) -> None:
    recorded(office, pak_budi, of_rooms("objections"))
    with pytest.raises(NotNow, match="data_breach_nobody"):
        submitted(office, pak_budi)
    recorded(office, pak_budi, incident(whom=Whom.UNKNOWN, people=()))
    with pytest.raises(NotNow, match="data_breach_nobody"):
        submitted(office, pak_budi, 2)


def test_what_did_not_arrive_is_counted_and_listed_with_how_to_reach_them(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    with office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(), draft_key="a")
    with office.unit(pak_budi) as unit:
        form = a_form()
        paper = replace(form, identity=replace(form.identity, applicant_name="Tarno"))
        requests.enter(
            unit, paper, draft_key="p", channel=Channel.WALK_IN, received=unit.today
        )  # fmt: skip
    recorded(office, pak_budi)
    submitted(office, pak_budi)
    approved(office, bu_rina)
    posts(office)
    assert progress(office, bu_rina) == Progress(2, 2, 0)
    settles(office, BU_SARI.person, State.UNDELIVERABLE)
    settles(office, PAK_JOKO.person, State.SENT)
    assert progress(office, bu_rina) == Progress(2, 0, 1)
    with office.reading(bu_rina) as unit:
        left = dict(breach_people.unreached(unit, 1))
        found = list(concerned.contacts(unit, left, ("requests",)))
        assert breach_people.without_account(unit, ("requests", "objections"), ROOMS) == 1
    assert left == {BU_SARI.person: State.UNDELIVERABLE}
    assert [(one.person, one.name) for one in found] == [
        (BU_SARI.person, "Sari Wulandari"), (None, "Tarno"),
    ]  # fmt: skip


def test_after_its_retention_when_and_how_many_stay_and_nobody_is_named(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember, clock: StandingClock
) -> None:
    recorded(office, pak_budi)
    told(office, pak_budi)
    submitted(office, pak_budi)
    approved(office, bu_rina)
    posts(office)
    for person in (BU_SARI.person, PAK_JOKO.person):
        settles(office, person, State.SENT)
    closed(office, pak_budi)
    clock.advance(timedelta(days=1824))
    night(office)
    assert shown(office, pak_budi).incident.account == ACCOUNT
    clock.advance(timedelta(days=2))
    night(office)
    one = shown(office, pak_budi)
    assert one.is_emptied
    assert (one.incident.account.how, one.lessons) == ("", "")
    assert (one.incident.known_at, one.people, one.reached) == (KNOWN, 2, 2)
    assert one.body_letter == "500/12/2026"
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.scalars(select(BreachPerson)).all() == []


def test_what_somebody_was_told_stays_as_proof_when_they_erase_their_data(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    recorded(office, pak_budi)
    submitted(office, pak_budi)
    approved(office, bu_rina)
    posts(office)
    settles(office, BU_SARI.person, State.SENT)
    with office.unit(BU_SARI) as unit:
        own_posts.forget(unit)
        query = select(outbox.c.emptied_at).where(
            outbox.c.once == f"data_breach:1:{BU_SARI.person}"
        )
        assert unit.session.scalars(query).one() is None


def test_one_unreadable_failure_keeps_up_no_other(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember, caplog: pytest.LogCaptureFixture
) -> None:
    for number in (1, 2):
        recorded(office, pak_budi)
        submitted(office, pak_budi, number)
        approved(office, bu_rina, number)
    with office.unit(CLOCKWORK) as unit:
        spoilt = update(DataBreach).where(DataBreach.id == 1).values(sealed_account=b"x" * 60)
        unit.session.execute(spoilt)
    assert posts(office) == 2
    with office.reading(CLOCKWORK) as unit:
        assert len(posted.about(unit.session, unit.vault, "data_breach:2:")) == 2
        assert posted.about(unit.session, unit.vault, "data_breach:1:") == []
    assert "data breach 1: its notices failed" in caplog.text


def test_everybody_named_by_an_account_is_listed_once_and_the_oldest_first(
    office: Office, pak_budi: StaffMember
) -> None:
    identity = a_form().identity
    for draft, name, home in (
        ("a", "Yayasan Lain", "Jalan Mawar 1"), ("b", "Tarno", "Jalan Melati 5"),
        ("c", "Yayasan Lain", "Jalan Mawar 1"), ("d", "Tarno", "Jalan Kenanga 2"),
    ):  # fmt: skip
        form = a_form(identity=replace(identity, applicant_name=name, address=home))
        with office.unit(BU_SARI) as unit:
            requests.submit(unit, form, draft_key=draft)
    with office.reading(pak_budi) as unit:
        found = list(concerned.contacts(unit, [PAK_JOKO.person, BU_SARI.person], ["requests"]))
    assert [(one.person, one.name, one.address) for one in found] == [
        (BU_SARI.person, "Yayasan Lain", "Jalan Mawar 1"),
        (BU_SARI.person, "Tarno", "Jalan Melati 5"),
        (BU_SARI.person, "Tarno", "Jalan Kenanga 2"),
        (PAK_JOKO.person, "", ""),
    ]


def test_a_notice_gone_by_its_own_retention_does_not_wait(
    office: Office, pak_budi: StaffMember, bu_rina: StaffMember
) -> None:
    recorded(office, pak_budi)
    submitted(office, pak_budi)
    approved(office, bu_rina)
    assert progress(office, bu_rina) == Progress(2, 2, 0)
    posts(office)
    settles(office, BU_SARI.person, State.SENT)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(outbox).where(outbox.c.chat_id == PAK_JOKO.person))
    assert progress(office, bu_rina) == Progress(2, 0, 1)
    assert shown(office, bu_rina).owes_people, "nobody can say any more that it arrived"
