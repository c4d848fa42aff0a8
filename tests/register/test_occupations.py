"""What people write as their work falls into few groups, whatever they write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.periods import Period
from office.unit import Office
from register import occupations, requests, retention
from register.figures import reading, upkeep
from register.figures.words import Dimension
from register.occupations import Occupation
from register.tables import Request
from register.words import ApplicantType
from tests.people import BU_SARI, CLOCKWORK, a_form


@pytest.mark.parametrize(
    ("wrote", "group"),
    [
        ("petani", "farmer"), ("Petani tebu, desa Sukamaju", "farmer"), ("BURUH TANI", "farmer"),
        ("guru SD", "educator"), ("Guru honorer", "educator"), ("dosen (PNS)", "educator"),
        ("pensiunan guru", "not_working"), ("Belum bekerja", "not_working"),
        ("mahasiswa", "student"), ("Mahasiswi Fak. Hukum", "student"),
        ("P.N.S.", "civil_servant"), ("PNS", "civil_servant"), ("Perangkat  desa", "civil_servant"),
        ("kepala desa", "civil_servant"), ("karyawan swasta", "employee"),
        ("Wiraswasta", "business"), ("pedagang pasar", "business"), ("wartawan", "journalist"),
        ("Advokat", "lawyer"), ("aktivis LSM", "organisation"), ("Ibu Rumah Tangga", "homemaker"),
        ("dukun bayi", "other"), ("gurunda", "other"), ("", "none"), (" - ", "none"),
    ],
)  # fmt: skip
def test_a_work_is_known_by_its_words(wrote: str, group: str) -> None:
    assert occupations.group(wrote, ApplicantType.INDIVIDUAL) == group


def test_what_a_legal_entity_does_is_no_work_of_a_person() -> None:
    for kind in ApplicantType:
        found = occupations.group("pendampingan petani", kind)
        assert found is (Occupation.ENTITY if kind.is_entity else Occupation.FARMER)


def test_what_goes_with_an_identity_goes_out_of_its_group(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        number = requests.submit(unit, a_form(), draft_key="one").number
    counts = [by_occupation(office)]
    with office.unit(CLOCKWORK) as unit:
        upkeep.refresh(unit)
        retention.release_request(unit, unit.session.get_one(Request, number))
    counts.append(by_occupation(office))
    assert counts == [{"educator": 1}, {"none": 1}]


def by_occupation(office: Office) -> dict[str, int]:
    with office.reading(CLOCKWORK) as unit:
        found = reading.requests(unit, Period.year(2026)).by[Dimension.OCCUPATION]
    return {one: count for one, count in found.items() if count}


@given(st.text(max_size=100), st.sampled_from(ApplicantType))
def test_whatever_is_written_has_a_group(wrote: str, kind: ApplicantType) -> None:
    assert occupations.group(wrote, kind) in set(Occupation)
