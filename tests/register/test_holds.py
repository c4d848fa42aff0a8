"""What no term ends: cases held, restricted or asked about; and a restriction that is passed on."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import retention as whole
from office import data_requests, files, retention_runs
from office.data_requests import About, Decision, Ground, Status
from office.files import Cabinet
from office.outbox import outbox
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from register import decisions, dossier, holds, requests, rights, rights_settling
from register.intake import Identity
from register.objection_words import Ground as Why
from register.privacy import impersonal
from register.tables import Request, RequestFile
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, a_form, staff_member
from tests.register.desk import NOT_DOCUMENTED, Desk, open_desk

DISPUTE = "Sengketa 012/KIP/2026 di Komisi Informasi"
WORDS = "Jangan musnahkan salinan identitas saya."
ALONE = {"identity_papers": 0, "request_identity": 0, "objection_identity": 0, "sent_texts": 0}


@pytest.fixture
def bu_rina(office: Office) -> StaffMember:
    """The data protection officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)


@pytest.fixture
def petugas(office: Office) -> StaffMember:
    """An officer who may see identities, and protects no data."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "tuti", "Tuti Petugas", Role.INFORMATION_OFFICER)


@pytest.fixture
def over(office: Office, cabinet: Cabinet) -> Desk:
    """A desk with one refused request, with papers and proof, long after all its terms."""
    desk = open_desk(office)
    kept = cabinet.keep("ktp.pdf", b"%PDF-1.4\nKTP")
    with office.unit(BU_SARI) as unit:
        paper = files.file(unit, kept)
    number = desk.filed(form=a_form(identity_file=paper))
    desk.by(desk.budi, requests.take_up, number)
    desk.by(desk.budi, decisions.refuse, number, refusal=NOT_DOCUMENTED)
    desk.deliver()
    for days in (120, 7 * 365):
        desk.at(office.clock.now().date() + timedelta(days=days))
        desk.sweep()
        desk.deliver()
    return desk


def due(desk: Desk) -> dict[str, int]:
    """Return how much the schedule would erase now."""
    with desk.office.unit(CLOCKWORK) as unit:
        before = unit.now - timedelta(days=6 * 365)
        return {name: whole.everything()[name].count(unit, before).count for name in ALONE}


def night(desk: Desk) -> None:
    """Let the next night's run end."""
    desk.at(desk.office.clock.now().date() + timedelta(days=1))
    with desk.office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    while True:
        with desk.office.unit(CLOCKWORK) as unit:
            if not whole.carry_on(unit):
                return


def stands(desk: Desk) -> tuple[int, int, int]:
    """Return how many papers, named requests and told texts there still are."""
    with desk.office.reading(CLOCKWORK) as unit:
        papers = unit.session.scalar(select(func.count(RequestFile.id)))
        named = unit.session.scalar(
            select(func.count(Request.id)).where(Request.identity_index != "")
        )
        told = unit.session.scalar(
            select(func.count(outbox.c.id)).where(
                outbox.c.sealed_text.is_not(None), outbox.c.chat_id == BU_SARI.person
            )
        )
    return papers or 0, named or 0, told or 0


def number_of(desk: Desk) -> str:
    return str(desk.request(1).registration_number)


def test_without_anything_that_keeps_it_everything_goes(over: Desk) -> None:
    assert all(due(over)[name] for name in ("identity_papers", "request_identity", "sent_texts"))
    night(over)
    assert stands(over) == (0, 0, 0)


def test_a_held_case_stays_until_the_hold_is_lifted(over: Desk, bu_rina: StaffMember) -> None:
    before = stands(over)
    with over.office.unit(bu_rina) as unit:
        hold = holds.hold(unit, number_of(over), reason=DISPUTE)
    assert due(over) == ALONE
    night(over)
    assert stands(over) == before
    with over.office.unit(bu_rina) as unit:
        (held,) = holds.listed(unit)
        holds.lift(unit, hold)
    assert (held.number, held.case_number, held.reason) == (hold, number_of(over), DISPUTE)
    night(over)
    assert stands(over) == (0, 0, 0)


def test_an_open_data_request_keeps_what_it_is_about(over: Desk, bu_rina: StaffMember) -> None:
    before = stands(over)
    with over.office.unit(BU_SARI) as unit:
        number = data_requests.receive(unit, About.CORRECTION, WORDS).number
    assert due(over) == ALONE
    night(over)
    assert stands(over) == before
    refused = Decision(Status.REFUSED, Ground.NOT_IDENTIFIED)
    with over.office.unit(bu_rina) as unit:
        data_requests.decide(unit, number, refused)
    night(over)
    assert stands(over)[:2] == (0, 0)


def test_a_restriction_keeps_and_one_for_erasure_waits_for_its_term(
    over: Desk, bu_rina: StaffMember
) -> None:
    before = stands(over)
    with over.office.unit(BU_SARI) as unit:
        erasure = data_requests.receive(unit, About.ERASURE, WORDS).number
    in_part = Decision(Status.PARTLY, Ground.STATE_ARCHIVE)
    with over.office.unit(bu_rina) as unit:
        rights_settling.settle(unit, erasure, in_part)
        assert [one.is_restricted for one in rights.held(unit, BU_SARI.person)] == [True]
    assert due(over)["identity_papers"] == 1
    with over.office.unit(bu_rina) as unit:
        assert rights.restrict(unit, BU_SARI.person) == 0
    assert due(over) == ALONE
    night(over)
    assert stands(over)[:2] == before[:2]
    with over.office.unit(bu_rina) as unit:
        rights.release(unit, over.request(1).tracking_code)
    night(over)
    assert stands(over) == (0, 0, 0)


def test_only_who_protects_data_holds_and_a_reason_names_nobody(
    over: Desk, bu_rina: StaffMember, petugas: StaffMember
) -> None:
    with over.office.unit(petugas) as unit, pytest.raises(NotAllowed):
        holds.hold(unit, number_of(over), reason=DISPUTE)
    with over.office.unit(petugas) as unit, pytest.raises(NotAllowed):
        holds.lift(unit, 1)
    with over.office.unit(bu_rina) as unit, pytest.raises(NotFound):
        holds.hold(unit, "0009/PPID/XI/2026", reason=DISPUTE)
    for reason in ("ya", "Gugatan Ibu Sari Wulandari"):
        with over.office.unit(bu_rina) as unit, pytest.raises(NotValid):
            holds.hold(unit, number_of(over), reason=reason)
    with over.office.unit(bu_rina) as unit, pytest.raises(NotFound):
        holds.lift(unit, 9)
    with over.office.unit(bu_rina) as unit:
        hold = holds.hold(unit, number_of(over), reason=DISPUTE)
    with over.office.unit(bu_rina) as unit, pytest.raises(NotNow, match="held_already"):
        holds.hold(unit, number_of(over), reason=DISPUTE)
    with over.office.unit(bu_rina) as unit:
        holds.lift(unit, hold)
    with over.office.unit(bu_rina) as unit, pytest.raises(NotNow, match="hold_lifted"):
        holds.lift(unit, hold)


def test_what_is_filed_after_a_restriction_is_restricted_as_well(
    office: Office, bu_rina: StaffMember, petugas: StaffMember
) -> None:
    desk = open_desk(office)
    first = desk.filed()
    desk.by(desk.budi, requests.take_up, first)
    desk.by(desk.budi, decisions.refuse, first, refusal=NOT_DOCUMENTED)
    with office.unit(bu_rina) as unit:
        rights.restrict(unit, BU_SARI.person)
    objection = desk.objected(first, Why.REQUEST_NOT_FULFILLED)
    following = desk.filed()
    # The same number by another account is the same person; another number is not.
    elsewhere = desk.filed(PAK_JOKO)
    others = desk.filed(PAK_JOKO, a_form(identity=_somebody("3507150101800009")))
    with office.reading(bu_rina) as unit:
        assert all(one.is_restricted for one in rights.held(unit, BU_SARI.person))
        assert len(rights.held(unit, BU_SARI.person)) == 3
    for number in (following, elsewhere):
        with office.unit(petugas) as unit, pytest.raises(NotAllowed):
            dossier.reveal(unit, number, reason=DISPUTE)
    with office.unit(petugas) as unit, pytest.raises(NotAllowed):
        dossier.reveal_objector(unit, objection, reason=DISPUTE)
    # What one account filed while restricted makes that account's later cases so, too.
    with office.unit(petugas) as unit, pytest.raises(NotAllowed):
        dossier.reveal(unit, others, reason=DISPUTE)


def test_who_gave_no_number_is_nobody_else(office: Office, bu_rina: StaffMember) -> None:
    desk = open_desk(office)
    desk.filed(form=a_form(identity=_somebody("")))
    with office.unit(bu_rina) as unit:
        rights.restrict(unit, BU_SARI.person)
    desk.filed(PAK_JOKO, a_form(identity=_somebody("")))
    with office.reading(bu_rina) as unit:
        assert [one.is_restricted for one in rights.held(unit, PAK_JOKO.person)] == [False]


def _somebody(number: str) -> Identity:
    return Identity(applicant_name="Adi Wibowo", address="Jalan Anggrek 3", national_id=number)


def test_a_short_name_is_a_name_in_a_reason() -> None:
    with pytest.raises(NotValid):
        impersonal("Permintaan berkas Pak Adi", _somebody(""))
