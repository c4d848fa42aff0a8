"""Identity slips: laid out for one draft, filled in once, sealed, handed over, and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from office import files, outbox, posted
from office.clock import StandingClock
from office.files import Cabinet
from office.links import OneTimeLink
from office.refusals import NotAllowed, NotFound, NotValid
from office.unit import Office
from register import slips
from register.slips import IdentitySlip
from register.words import ApplicantType
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO

KEY = "draft-1"
GOOD = {
    "applicant_name": "Sari Wulandari",
    "national_id": NIK,
    "address": "Jalan Melati 5, Desa Sukamaju",
    "phone": "0812 3456 7890",
    "email": "",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def laid_out(office: Office, kind: ApplicantType = ApplicantType.INDIVIDUAL, key: str = KEY) -> str:
    with office.unit(BU_SARI) as unit:
        return slips.open(unit, key, BU_SARI.person, applicant_type=kind)


def filled(office: Office, token: str, **more: Any) -> None:
    answers = {**GOOD, **more.pop("answers", {})}
    with office.unit(BU_SARI) as unit:
        slips.fill(unit, token, answers, **more)


def handed_over(office: Office, key: str = KEY) -> dict[str, Any] | None:
    with office.unit(BU_SARI) as unit:
        return slips.taken(unit, key)


def count(office: Office, table: Any) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_is_filled_in_reaches_the_draft_once_and_then_lies_nowhere(office: Office) -> None:
    token = laid_out(office)
    assert handed_over(office) is None
    filled(office, token)
    answers = handed_over(office)
    assert answers == {**GOOD, "phone": "081234567890", "identity_file": ""}
    assert handed_over(office) is None
    assert count(office, IdentitySlip) == count(office, OneTimeLink) == 0


def test_the_citizen_is_told_with_a_button_to_go_on(office: Office) -> None:
    filled(office, laid_out(office))
    with office.reading(CLOCKWORK) as unit:
        (letter,) = posted.about(unit.session, unit.vault, "identity:")
        due = unit.session.scalar(select(outbox.outbox.c.chat_id))
    assert (letter.key, due) == ("identity_taken", BU_SARI.person)


def test_what_is_written_is_sealed_in_the_book(office: Office) -> None:
    filled(office, laid_out(office))
    with office.reading(CLOCKWORK) as unit:
        sealed = unit.session.scalar(select(IdentitySlip.sealed_answers)) or b""
    assert NIK.encode() not in sealed
    assert b"Sari" not in sealed


def test_a_slip_is_filled_in_once(office: Office) -> None:
    token = laid_out(office)
    filled(office, token)
    with pytest.raises(NotFound, match="link_unknown"):
        filled(office, token)


def test_a_slip_is_dead_after_a_quarter_of_an_hour(office: Office, clock: StandingClock) -> None:
    token = laid_out(office)
    clock.instant += timedelta(minutes=15)
    with pytest.raises(NotFound, match="link_unknown"):
        filled(office, token)
    assert handed_over(office) is None


def test_a_newer_link_closes_the_earlier_one(office: Office) -> None:
    earlier, newer = laid_out(office), laid_out(office)
    with pytest.raises(NotFound, match="link_unknown"):
        filled(office, earlier)
    filled(office, newer)
    assert handed_over(office) is not None


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("applicant_name", "", "required"),
        ("applicant_name", NIK, "name_unclear"),
        ("national_id", "12345", "nik_e_length"),
        ("national_id", "1111111111111111", "nik_pattern"),
        ("phone", "delapan", "phone_unclear"),
        ("email", "sari@contoh", "email_unclear"),
        ("address", "Jl. A", "too_short"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_and_the_link_stays_good(
    office: Office, name: str, raw: str, code: str
) -> None:
    token = laid_out(office)
    with pytest.raises(NotValid) as found:
        filled(office, token, answers={name: raw})
    assert (found.value.field, found.value.code) == (name, code)
    filled(office, token)
    assert handed_over(office) is not None


def test_every_fault_is_named_at_once(office: Office) -> None:
    token = laid_out(office)
    wrong = {"applicant_name": "", "national_id": "1", "address": "", "phone": "", "email": ""}
    with office.reading(CLOCKWORK) as unit:
        found = slips.faults(unit, slips.look(unit, token), wrong)
    assert list(found) == ["applicant_name", "national_id", "address", "email"]


@pytest.mark.parametrize(
    ("name", "raw"), [("national_id", "12345"), ("phone", "delapan"), ("email", "sari@contoh")]
)
def test_whoever_insists_keeps_an_answer_that_looks_mistyped(
    office: Office, name: str, raw: str
) -> None:
    filled(office, laid_out(office), answers={name: raw}, insists=[name])
    answers = handed_over(office)
    assert answers is not None
    assert answers[name] == raw


def test_a_copy_of_the_identity_comes_along(office: Office, cabinet: Cabinet) -> None:
    filled(office, laid_out(office), identity_copy=cabinet.keep("ktp.png", PNG))
    answers = handed_over(office)
    assert answers is not None
    with office.reading(CLOCKWORK) as unit:
        assert files.find(unit, answers["identity_file"]).name == "ktp.png"


def test_a_sound_is_no_copy_of_an_identity_and_nothing_is_kept(
    office: Office, cabinet: Cabinet
) -> None:
    token = laid_out(office)
    with pytest.raises(NotValid, match="file_needed"):
        filled(office, token, identity_copy=cabinet.keep("surat.txt", b"halo"))
    assert handed_over(office) is None
    filled(office, token)


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_a_slip_asks_what_concerns_the_applicant(office: Office, kind: ApplicantType) -> None:
    token = laid_out(office, kind)
    with office.reading(CLOCKWORK) as unit:
        names = {row.name for row in slips.look(unit, token).fields}
    assert ("proxy_address" in names) == kind.has_proxy
    assert ("legal_entity_decree_no" in names) == kind.is_entity
    assert ("givers" in names) == (kind is ApplicantType.GROUP)
    assert not {"power_of_attorney", "information_detail", "occupation"} & names


def test_nobody_lays_out_or_takes_somebody_else_s_slip(office: Office) -> None:
    with pytest.raises(NotAllowed, match="citizens_only"), office.unit(PAK_JOKO) as unit:
        slips.open(unit, KEY, BU_SARI.person)
    filled(office, laid_out(office))
    with pytest.raises(NotAllowed, match="not_yours"), office.unit(PAK_JOKO) as unit:
        slips.taken(unit, KEY)


def test_slips_of_a_week_ago_are_forgotten_and_newer_ones_stay(
    office: Office, clock: StandingClock
) -> None:
    filled(office, laid_out(office))
    laid_out(office, key="draft-2")
    clock.instant += timedelta(days=8)
    token = laid_out(office, key="draft-3")
    with office.unit(CLOCKWORK) as unit:
        slips.forget(unit, before=unit.now - timedelta(days=7))
    assert count(office, IdentitySlip) == count(office, OneTimeLink) == 1
    filled(office, token)


def test_a_closed_slip_opens_nothing(office: Office) -> None:
    token = laid_out(office)
    with office.unit(BU_SARI) as unit:
        slips.close(unit, KEY)
    with pytest.raises(NotFound, match="link_unknown"):
        filled(office, token)
