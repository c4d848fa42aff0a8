"""The request form: what each field takes, which fields apply, and that no way round it exists."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.refusals import NotValid
from register import intake
from register.intake import RequestForm
from register.words import ApplicantType
from tests.people import NIK

TODAY = date(2026, 11, 23)
ENTITY = "AHU-0012345.AH.01.04.Tahun 2020"
GOOD: dict[str, Any] = {
    "applicant_type": "individual",
    "applicant_name": "Sari Wulandari",
    "proxy_name": "Budi Santoso",
    "proxy_address": "Jalan Kenanga 7, Desa Sukamaju",
    "proxy_phone": "081298765432",
    "givers": "Sari Wulandari, 3507152102900001\nJoko Susilo, 3507152102900002",
    "national_id": NIK,
    "legal_entity_decree_no": ENTITY,
    "identity_file": 5,
    "address": "Jalan Melati 5, Desa Sukamaju",
    "phone": "081234567890",
    "email": "sari@contoh.id",
    "occupation": "guru",
    "power_of_attorney": 7,
    "information_detail": "Dokumen RKPD tahun 2026",
    "purpose_of_use": "penelitian skripsi",
    "purpose_category": "research",
    "access_mode": "copy",
    "copy_format": "softcopy",
    "delivery_method": "telegram",
    "attachments": [8, 9],
}


def accepted(name: str, raw: str, *, insists: bool = False) -> str:
    return intake.check(intake.named(name), raw, today=TODAY, insists=insists)


def refused(name: str, raw: str) -> NotValid:
    with pytest.raises(NotValid) as found:
        accepted(name, raw)
    assert found.value.field == name
    return found.value


def asked(**given: Any) -> list[str]:
    return [row.name for row in intake.questions(given)]


def filled(kind: ApplicantType, **changes: Any) -> dict[str, Any]:
    answers = {**GOOD, "applicant_type": kind.value, **changes}
    return {row.name: answers[row.name] for row in intake.questions(answers)}


@pytest.mark.parametrize(
    ("name", "raw", "kept"),
    [
        ("applicant_name", "  Sari \n Wulandari ", "Sari Wulandari"),
        ("address", " Jalan Melati 5\nDesa Sukamaju ", "Jalan Melati 5\nDesa Sukamaju"),
        ("phone", "+62 (812) 3456-7890", "+6281234567890"),
        ("email", " sari@contoh.id ", "sari@contoh.id"),
        ("national_id", "3507 1521 0290 0001", NIK),
        ("legal_entity_decree_no", ENTITY, ENTITY),
        ("occupation", "PNS", "PNS"),
        ("applicant_type", "2", "legal_entity"),
        ("applicant_type", "group", "group"),
        ("access_mode", " 1 ", "view"),
        ("purpose_category", "7", "other"),
        ("information_detail", "a" * 3000, "a" * 3000),
    ],
)
def test_a_usual_answer_is_accepted_and_tidied(name: str, raw: str, kept: str) -> None:
    assert accepted(name, raw) == kept


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("applicant_name", "Al", "too_short"),
        ("applicant_name", "a" * 151, "too_long"),
        ("address", "Jl. A", "too_short"),
        ("phone", "delapan", "phone_unclear"),
        ("phone", "0812345", "phone_unclear"),
        ("email", "sari@contoh", "email_unclear"),
        ("email", "sari contoh.id", "email_unclear"),
        ("occupation", "x", "too_short"),
        ("information_detail", "data", "too_short"),
        ("information_detail", "a" * 3001, "too_long"),
        ("purpose_of_use", " \n ", "too_short"),
        ("purpose_of_use", "a" * 1501, "too_long"),
        ("applicant_type", "6", "choice_unclear"),
        ("applicant_type", "0", "choice_unclear"),
        ("applicant_type", "²", "choice_unclear"),
        ("applicant_type", "٢", "choice_unclear"),
        ("national_id", "35071521O2900001", "nik_e_format"),
        ("national_id", "350715210290001", "nik_e_length"),
        ("national_id", "0007152102900001", "nik_e_province"),
        ("national_id", "3507152111200001", "nik_minor"),
        ("national_id", "1111111111111111", "nik_pattern"),
        ("proxy_phone", "delapan", "phone_unclear"),
        ("proxy_address", "Jl. A", "too_short"),
        ("givers", "Sari", "too_short"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_by_its_reason(
    name: str, raw: str, code: str
) -> None:
    assert refused(name, raw).code == code


def test_a_refusal_says_how_long_an_answer_may_be() -> None:
    assert refused("applicant_name", "a" * 200).facts == {"longest": 150, "length": 200}
    assert refused("address", "Jl. A").facts == {"shortest": 10}


@pytest.mark.parametrize(
    "purpose", ["abc", "...", "???", "ikut tren", "tidak tahu", "🙂🙂🙂", "1 2 3"]
)
def test_a_purpose_of_three_visible_characters_is_enough_whatever_it_says(purpose: str) -> None:
    assert accepted("purpose_of_use", purpose) == purpose


@pytest.mark.parametrize("nik", ["3507152102900000", "12345", "paspor A1234567"])
def test_whoever_insists_on_a_nik_keeps_it_with_the_doubt_noted(nik: str) -> None:
    refused("national_id", nik)
    assert accepted("national_id", nik, insists=True) == nik
    form = intake.complete(filled(ApplicantType.INDIVIDUAL, national_id=nik), today=TODAY)
    assert form.identity.national_id == nik
    assert form.identity_doubt is not None


@pytest.mark.parametrize(
    ("name", "raw"), [("phone", "ext. 12"), ("proxy_phone", "lewat RT"), ("email", "sari@contoh")]
)
def test_whoever_insists_on_a_number_or_an_address_keeps_it(name: str, raw: str) -> None:
    assert intake.may_insist(refused(name, raw))
    assert accepted(name, raw, insists=True) == raw


@pytest.mark.parametrize(("name", "raw"), [("applicant_name", "12345"), ("address", "Jl."),
                                           ("purpose_of_use", "")])  # fmt: skip
def test_insisting_opens_no_way_round_a_field_that_is_needed(name: str, raw: str) -> None:
    assert not intake.may_insist(refused(name, raw))
    with pytest.raises(NotValid):
        accepted(name, raw, insists=True)


@pytest.mark.parametrize(
    ("name", "media_type", "fits"),
    [
        ("identity_file", "image/jpeg", True),
        ("identity_file", "application/pdf", True),
        ("identity_file", "audio/ogg", False),
        ("power_of_attorney", "application/zip", False),
        ("attachments", "application/zip", True),
    ],
)
def test_who_somebody_is_is_shown_by_a_picture_or_a_pdf(
    name: str, media_type: str, fits: bool
) -> None:
    if fits:
        intake.check_file(intake.named(name), media_type)
        return
    with pytest.raises(NotValid, match="file_needed") as found:
        intake.check_file(intake.named(name), media_type)
    assert found.value.field == name


def test_more_files_than_may_come_are_not_taken_along() -> None:
    form = intake.complete(
        filled(ApplicantType.INDIVIDUAL, attachments=[1, 2, 3, 4, 5, 6]), today=TODAY
    )
    assert form.attachments == (1, 2, 3, 4, 5)


def test_someone_who_turns_seventeen_today_is_grown_up() -> None:
    assert intake.nik_doubt("3507152311090001", TODAY) is None
    assert intake.nik_doubt("3507152411090001", TODAY) == "minor"


@pytest.mark.parametrize(
    ("kind", "wanted", "unwanted"),
    [
        (
            "individual",
            {"national_id"},
            {"proxy_name", "legal_entity_decree_no", "power_of_attorney"},
        ),
        (
            "legal_entity",
            {"legal_entity_decree_no"},
            {"national_id", "proxy_name", "power_of_attorney"},
        ),
        (
            "group",
            {"national_id", "power_of_attorney", "givers"},
            {"proxy_name", "legal_entity_decree_no"},
        ),
        (
            "proxy_for_individual",
            {"national_id", "proxy_name", "power_of_attorney"},
            {"legal_entity_decree_no"},
        ),
        (
            "proxy_for_entity",
            {"legal_entity_decree_no", "proxy_name", "power_of_attorney"},
            {"national_id"},
        ),
    ],
)
def test_proxies_groups_and_bodies_are_asked_what_concerns_them(
    kind: str, wanted: set[str], unwanted: set[str]
) -> None:
    names = set(asked(applicant_type=kind))
    assert wanted <= names
    assert not unwanted & names


def test_only_a_copy_is_asked_for_its_form_and_its_way() -> None:
    assert {"copy_format", "delivery_method"} <= set(asked(access_mode="copy"))
    assert not {"copy_format", "delivery_method"} & set(asked(access_mode="view"))
    form = intake.complete(filled(ApplicantType.INDIVIDUAL, access_mode="view"), today=TODAY)
    assert form.copy_format is form.delivery_method is None


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_a_filled_form_of_every_kind_is_complete(kind: ApplicantType) -> None:
    form = intake.complete(filled(kind), today=TODAY)
    assert form.applicant_type is kind
    assert (form.power_of_attorney == 7) == kind.needs_power_of_attorney
    assert bool(form.identity.national_id) != kind.is_entity
    assert (form.identity_file, form.attachments) == (5, (8, 9))
    who = form.identity
    assert bool(who.proxy_name) == bool(who.proxy_address) == kind.has_proxy
    assert bool(who.proxy_phone) == kind.has_proxy
    assert bool(who.givers) == (kind is ApplicantType.GROUP)


@pytest.mark.parametrize("name", [name for name in GOOD if name != "applicant_type"])
def test_a_missing_field_is_named(name: str) -> None:
    answers = filled(ApplicantType.PROXY_FOR_INDIVIDUAL)
    answers.pop(name, None)
    if name not in asked(**answers):
        return
    with pytest.raises(NotValid) as missing:
        intake.complete(answers, today=TODAY)
    assert (missing.value.field, missing.value.code) == (name, "required")


def test_telephone_or_e_mail_may_be_skipped_but_not_both() -> None:
    phone, email = intake.named("phone"), intake.named("email")
    assert intake.skip(phone, {}) == ""
    assert intake.skip(email, {"phone": "081234567890"}) == ""
    with pytest.raises(NotValid, match="required"):
        intake.skip(email, {"phone": ""})


@pytest.mark.parametrize("name", ["identity_file", "attachments"])
def test_a_copy_of_the_identity_and_further_files_may_come_later(name: str) -> None:
    assert intake.skip(intake.named(name), {}) == ""
    form = intake.complete(filled(ApplicantType.INDIVIDUAL, **{name: ""}), today=TODAY)
    assert not getattr(form, name)


OPTIONAL = {"phone", "identity_file", "attachments"}


@pytest.mark.parametrize("name", [row.name for row in intake.FIELDS if row.name not in OPTIONAL])
def test_nothing_else_can_be_skipped(name: str) -> None:
    with pytest.raises(NotValid, match="required"):
        intake.skip(intake.named(name), {})


def _move(answers: dict[str, Any], move: str) -> dict[str, Any]:
    """Do what the conversation does: answer, skip, or go one question back."""
    if move == "back":
        done = [row.name for row in intake.questions(answers) if row.name in answers]
        return {name: kept for name, kept in answers.items() if name not in done[-1:]}
    row = intake.next_question(answers)
    if row is None:
        return answers
    if move == "skip":
        try:
            return {**answers, row.name: intake.skip(row, answers)}
        except NotValid:
            return answers
    choices = list(row.choices or ())
    value = choices[len(move) % len(choices)].value if choices else GOOD[row.name]
    return {**answers, row.name: value}


_MOVES = st.sampled_from(["back", "skip", "a", "aa", "aaa", "aaaa"])


@settings(deadline=None)
@given(st.lists(_MOVES, max_size=80))
def test_any_order_of_answers_backs_and_skips_ends_in_a_form_or_in_a_named_field(
    moves: list[str],
) -> None:
    answers: dict[str, Any] = {}
    for move in moves:
        answers = _move(answers, move)
    missing = intake.next_question(answers)
    if missing is not None:
        with pytest.raises(NotValid) as refusal:
            intake.complete(answers, today=TODAY)
        assert refusal.value.field == missing.name
        return
    form = intake.complete(answers, today=TODAY)
    assert isinstance(form, RequestForm)
    assert form.identity.phone or form.identity.email
    assert form.purpose_of_use


def _checked(row: intake.Field, text: str) -> tuple[str, NotValid | None]:
    try:
        return intake.check(row, text, today=TODAY), None
    except NotValid as refusal:
        return "", refusal


@settings(deadline=None)
@given(st.sampled_from(intake.FIELDS), st.text(max_size=60))
def test_any_text_is_either_kept_within_its_limits_or_refused_by_name(
    row: intake.Field, text: str
) -> None:
    kept, refusal = _checked(row, text)
    assert refusal is None or refusal.field == row.name
    assert len(kept) <= row.longest
