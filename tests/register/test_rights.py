"""What citizens may demand of the registers: to see, to correct and to restrict who they are."""

import pytest
from sqlalchemy import select

from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Office
from register import book, dossier, ledger, requests, retention, rights
from register.identities import unsealed
from register.ledger import Range
from register.retention_scrub import ERASED_NAME, scrub, scrubbed_facts
from register.rights_tables import CorrectedIdentity
from register.tables import Request
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form, staff_member
from tests.register.desk import Desk, open_desk

WHY = "Pemeriksaan identitas pemohon di loket"


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
def case(office: Office) -> int:
    with office.unit(BU_SARI) as unit:
        return requests.submit(unit, a_form(), draft_key="d1").number


def code(office: Office, number: int) -> str:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.get_one(Request, number).tracking_code


def test_a_case_keeps_which_privacy_notice_its_applicant_read(office: Office, case: int) -> None:
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.get_one(Request, case).privacy_notice == "2026-11"


def test_a_citizen_reads_their_own_masked_and_copies_what_a_chat_may_carry(
    office: Office, case: int
) -> None:
    with office.reading(BU_SARI) as unit:
        (own,) = rights.own(unit)
        (copied,) = rights.copy(unit)
    assert own.identity.national_id.endswith(NIK[-4:])
    assert NIK not in str(own)
    assert copied["identity"]["applicant_name"] == a_form().identity.applicant_name
    assert NIK not in str(copied)
    with office.reading(PAK_JOKO) as unit:
        assert rights.own(unit) == []
        assert rights.copy(unit) == []


def test_a_correction_keeps_before_and_after_sealed_and_is_found_by_the_new_number(
    office: Office, case: int, bu_rina: StaffMember
) -> None:
    anew = "3507156102900002"
    with office.unit(bu_rina) as unit:
        rights.correct(unit, code(office, case), {"national_id": anew}, data_request=None)
    with office.reading(CLOCKWORK) as unit:
        row = unit.session.get_one(Request, case)
        kept = unit.session.scalar(select(CorrectedIdentity))
        assert unsealed(unit, row).national_id == anew
        assert row.identity_index == unit.vault.blind_index(anew)
        assert kept is not None
        place = f"corrected_identities:{row.tracking_code}"
        assert NIK in unit.vault.unseal(kept.sealed_before, place)
        assert anew in unit.vault.unseal(kept.sealed_after, place)
    with office.unit(bu_rina) as unit, pytest.raises(NotNow):
        rights.correct(unit, code(office, case), {"national_id": anew})
    with office.unit(bu_rina) as unit, pytest.raises(NotValid):
        rights.correct(unit, code(office, case), {"applicant_name": ""})
    with office.unit(bu_rina) as unit, pytest.raises(NotValid):
        rights.correct(unit, code(office, case), {"sealed_identity": "x"})


def test_only_who_protects_data_corrects_or_restricts(
    office: Office, case: int, petugas: StaffMember
) -> None:
    with office.unit(petugas) as unit, pytest.raises(NotAllowed):
        rights.correct(unit, code(office, case), {"phone": "081200000000"})
    with office.unit(petugas) as unit, pytest.raises(NotAllowed):
        rights.restrict(unit, BU_SARI.person)


def test_a_restricted_identity_is_seen_by_who_protects_data_alone(
    office: Office, case: int, petugas: StaffMember, bu_rina: StaffMember
) -> None:
    with office.unit(petugas) as unit:
        assert dossier.reveal(unit, case, reason=WHY).national_id == NIK
    with office.unit(bu_rina) as unit:
        assert rights.restrict(unit, BU_SARI.person) == 1
        assert rights.restrict(unit, BU_SARI.person) == 0
    with office.unit(petugas) as unit, pytest.raises(NotAllowed) as refused:
        dossier.reveal(unit, case, reason=WHY)
    assert refused.value.code == "identity_restricted"
    with office.reading(petugas) as unit, pytest.raises(NotAllowed):
        rights.check_papers(unit, request=case)
    assert NIK not in named_export(office, petugas)
    with office.unit(bu_rina) as unit:
        assert dossier.reveal(unit, case, reason=WHY).national_id == NIK
        rights.release(unit, code(office, case))
    with office.unit(petugas) as unit:
        assert dossier.reveal(unit, case, reason=WHY).national_id == NIK
    with office.unit(bu_rina) as unit, pytest.raises(NotFound):
        rights.release(unit, code(office, case))


def named_export(office: Office, reader: StaffMember) -> str:
    with office.reading(reader) as unit:
        span = Range(unit.today, unit.today, nameless=False, with_numbers=True)
        return str(list(ledger.requests(unit, span)))


def test_a_case_without_identity_is_listed_shown_and_exported(
    office: Office, petugas: StaffMember, bu_rina: StaffMember
) -> None:
    desk: Desk = open_desk(office)
    number = desk.filed()
    with office.unit(CLOCKWORK) as unit:
        retention.release_request(unit, unit.session.get_one(Request, number))
    with office.reading(petugas) as unit:
        found = dossier.dossier(unit, number)
        line = book.row_of(unit, unit.session.get_one(Request, number))
    assert found.identity.applicant_name == line.applicant == ERASED_NAME
    assert ERASED_NAME in named_export(office, petugas)
    assert NIK not in named_export(office, petugas)
    with office.unit(petugas) as unit, pytest.raises(NotNow) as refused:
        dossier.reveal(unit, number, reason=WHY)
    assert refused.value.code == "identity_erased"
    with office.unit(bu_rina) as unit, pytest.raises(NotNow):
        rights.correct(unit, code(office, number), {"phone": "081200000000"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("atas nama Sari Wulandari", "atas nama [identitas]"),
        ("hubungi WULANDARI saja", "hubungi [identitas] saja"),
        ("kirim ke Jalan Melati 5", "kirim ke [identitas]"),
        ("APBDes Desa Sukamaju", "APBDes Desa Sukamaju"),
        ("telepon 0812 3456 7890", "telepon [telepon]"),
        ("melatih Wulandarini", "melatih Wulandarini"),
    ],
)
def test_a_text_loses_who_asked_and_nothing_else(text: str, left: str) -> None:
    assert scrub(text, a_form().identity) == left


def test_a_letter_loses_who_asked_and_can_still_be_drawn() -> None:
    facts = {
        "applicant": {"name": "Sari Wulandari", "address": "-", "identity_label": "NIK"},
        "applicant_name": "Sari Wulandari", "proxy": None, "count": 3, "list": ["Sari Wulandari"],
    }  # fmt: skip
    assert scrubbed_facts(facts, a_form().identity) == {
        "applicant": {"name": ERASED_NAME, "address": "-", "identity_label": "NIK"},
        "applicant_name": ERASED_NAME, "proxy": None, "count": 3, "list": ["[identitas]"],
    }  # fmt: skip
