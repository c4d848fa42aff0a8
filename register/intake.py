"""Pure: the fields of the request form (Perki 1/2021 Pasal 27, Pasal 29 ayat (5), Lampiran VI)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from office.refusals import NotValid
from register import nik
from register.words import AccessMode, ApplicantType, CopyFormat, DeliveryMethod, PurposeCategory

Answers = Mapping[str, Any]

NOTICE = "2026-11"  # the privacy notice people read before they say who they are
MOST_ATTACHMENTS = 5
_ADULT = 17
_PICTURES = ("image/", "application/pdf")
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form."""

    name: str
    choices: type[StrEnum] | None = None
    longest: int = 200
    shortest: int = 1
    is_file: bool = False
    is_identity: bool = False
    most: int = 1
    applies: Callable[[Answers], bool] = field(default=lambda _: True)
    optional: Callable[[Answers], bool] = field(default=lambda _: False)


def _type(answers: Answers) -> ApplicantType:
    return ApplicantType(answers.get("applicant_type", ApplicantType.INDIVIDUAL))


def _copies(answers: Answers) -> bool:
    return answers.get("access_mode") == AccessMode.COPY


def _is_group(answers: Answers) -> bool:
    return _type(answers) is ApplicantType.GROUP


def _proxy(answers: Answers) -> bool:
    return _type(answers).has_proxy


FIELDS = (
    Field("applicant_type", choices=ApplicantType),
    Field("applicant_name", longest=150, shortest=3, is_identity=True),
    Field("proxy_name", longest=150, shortest=3, is_identity=True, applies=_proxy),
    Field("proxy_address", longest=500, shortest=10, is_identity=True, applies=_proxy),
    Field("proxy_phone", longest=30, is_identity=True, applies=_proxy),
    Field("givers", longest=2000, shortest=10, is_identity=True, applies=_is_group),
    Field("national_id", longest=40, is_identity=True, applies=lambda a: not _type(a).is_entity),
    Field(
        "legal_entity_decree_no",
        longest=100,
        is_identity=True,
        applies=lambda a: _type(a).is_entity,
    ),
    Field("identity_file", is_file=True, is_identity=True, optional=lambda _: True),
    Field("address", longest=500, shortest=10, is_identity=True),
    Field("phone", longest=30, is_identity=True, optional=lambda _: True),
    Field("email", longest=150, is_identity=True, optional=lambda a: bool(a.get("phone"))),
    Field("occupation", longest=100, shortest=2),
    Field("power_of_attorney", is_file=True, applies=lambda a: _type(a).needs_power_of_attorney),
    Field("information_detail", longest=3000, shortest=10),
    Field("purpose_of_use", longest=1500, shortest=3),
    Field("purpose_category", choices=PurposeCategory),
    Field("access_mode", choices=AccessMode),
    Field("copy_format", choices=CopyFormat, applies=_copies),
    Field("delivery_method", choices=DeliveryMethod, applies=_copies),
    Field("attachments", is_file=True, most=MOST_ATTACHMENTS, optional=lambda _: True),
)
_BY_NAME = {row.name: row for row in FIELDS}
_FITTING: Mapping[str | None, tuple[DeliveryMethod, ...]] = {
    CopyFormat.SOFTCOPY: (DeliveryMethod.EMAIL, DeliveryMethod.TELEGRAM, DeliveryMethod.PICKUP),
    CopyFormat.HARDCOPY: (
        DeliveryMethod.PICKUP,
        DeliveryMethod.COURIER,
        DeliveryMethod.POST,
        DeliveryMethod.FAX,
    ),
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks; kept sealed. `givers` names those who give a group its power of attorney."""

    applicant_name: str
    address: str
    proxy_name: str = ""
    national_id: str = ""
    legal_entity_decree_no: str = ""
    phone: str = ""
    email: str = ""
    proxy_address: str = ""
    proxy_phone: str = ""
    givers: str = ""


@dataclass(frozen=True, slots=True)
class RequestForm:
    """A complete form, ready to be entered in the register."""

    applicant_type: ApplicantType
    identity: Identity
    identity_doubt: str | None
    occupation: str
    power_of_attorney: int | None
    information_detail: str
    purpose_of_use: str
    purpose_category: PurposeCategory
    access_mode: AccessMode
    copy_format: CopyFormat | None
    delivery_method: DeliveryMethod | None
    identity_file: int | None = None
    attachments: tuple[int, ...] = ()


def named(name: str) -> Field:
    """Return a field by name; raise `KeyError`."""
    return _BY_NAME[name]


def questions(answers: Answers) -> list[Field]:
    """Return the fields that apply, in order, given what has been answered."""
    return [row for row in FIELDS if row.applies(answers)]


def identity_questions(answers: Answers) -> list[Field]:
    """Return the fields that say who asks, in order."""
    return [row for row in questions(answers) if row.is_identity]


def next_question(answers: Answers) -> Field | None:
    """Return the first field without the answer it needs, or None when the form is complete."""
    return next((row for row in questions(answers) if _lacks(row, answers)), None)


def _lacks(row: Field, answers: Answers) -> bool:
    given = answers.get(row.name)
    return given is None or (given == "" and not row.optional(answers))


def offered(row: Field, answers: Answers) -> list[StrEnum]:
    """Return the choices of a field that fit what was answered before; empty without choices.

    What is on paper cannot be sent through a wire, and what is electronic needs no postman.
    """
    ways = _FITTING.get(answers.get("copy_format")) if row.name == "delivery_method" else None
    return list(ways or row.choices or ())


def skip(row: Field, answers: Answers) -> str:
    """Return the empty answer of an optional field; raise `NotValid` where one is required."""
    if not row.optional(answers):
        raise NotValid(row.name, "required")
    return ""


def check(row: Field, raw: str, *, today: date, insists: bool = False) -> str:
    """Return the accepted answer; raise `NotValid` with the reason.

    `insists` accepts a NIK, a telephone number or an address that looks mistyped: form is a
    hint, never a rejection.
    """
    text = " ".join(raw.split()) if row.longest <= 200 else raw.strip()
    if row.choices is not None:
        return _choice(row, text)
    if visible(text) < row.shortest:
        raise NotValid(row.name, "too_short", shortest=row.shortest)
    if len(text) > row.longest:
        raise NotValid(row.name, "too_long", longest=row.longest, length=len(text))
    if row.name.endswith("_name") and sum(map(str.isalpha, text)) < 2:
        raise NotValid(row.name, "name_unclear")
    if row.name == "national_id":
        return _national_id(text, today, insists=insists)
    if row.name in {"phone", "proxy_phone"}:
        return _phone(row, text, insists=insists)
    if row.name == "email" and not insists and not _EMAIL.fullmatch(text):
        raise NotValid("email", "email_unclear")
    return text


def may_insist(refused: NotValid) -> bool:
    """Tell whether an answer was only doubted, so that its writer may keep it."""
    return refused.code.startswith("nik_") or refused.code in {"phone_unclear", "email_unclear"}


def check_file(row: Field, media_type: str) -> None:
    """Let pass a file that can be what was asked for; raise `NotValid` otherwise.

    Who somebody is can be seen on a picture or a PDF; anything else would prove nothing.
    """
    if row.most == 1 and not media_type.startswith(_PICTURES):
        raise NotValid(row.name, "file_needed")


def visible(text: str) -> int:
    """Return how many characters can be seen; blanks of every kind are none."""
    return sum(
        unicodedata.category(mark)[0] not in "CZ" and mark != "\N{BRAILLE PATTERN BLANK}"
        for mark in text
    )


def _choice(row: Field, text: str) -> str:
    choices = list(row.choices or ())
    if text.isascii() and text.isdigit() and 1 <= int(text) <= len(choices):
        return choices[int(text) - 1].value
    if text in {choice.value for choice in choices}:
        return text
    raise NotValid(row.name, "choice_unclear", count=len(choices))


def _national_id(text: str, today: date, *, insists: bool) -> str:
    doubt = nik_doubt(text, today)
    if doubt and not insists:
        raise NotValid("national_id", f"nik_{doubt}", length=len(nik.plain(text)))
    return text if insists else nik.plain(text)


def nik_doubt(text: str, today: date) -> str | None:
    """Return why a NIK gives pause (`e_length` ..., `minor`, `pattern`), or None."""
    reading = nik.read(text, today)
    if reading.doubt:
        return reading.doubt.value.lower()
    if reading.is_pattern:
        return "pattern"
    born = reading.birth_date
    return "minor" if born and _age(born, today) < _ADULT else None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _phone(row: Field, text: str, *, insists: bool) -> str:
    digits = re.sub(r"[\s().\-]", "", text)
    if _PHONE.fullmatch(digits):
        return digits
    if insists:
        return text
    raise NotValid(row.name, "phone_unclear")


def complete(answers: Answers, *, today: date) -> RequestForm:
    """Return the whole form; raise `NotValid` for the first field still missing."""
    missing = next_question(answers)
    if missing is not None:
        raise NotValid(missing.name, "required")
    given = {row.name: answers[row.name] for row in questions(answers)}
    identity = Identity(**{name: given.get(name, "") for name in Identity.__slots__})
    copies = _copies(given)
    return RequestForm(
        applicant_type=ApplicantType(given["applicant_type"]),
        identity=identity,
        identity_doubt=nik_doubt(identity.national_id, today) if identity.national_id else None,
        occupation=given["occupation"],
        power_of_attorney=given.get("power_of_attorney"),
        identity_file=given.get("identity_file") or None,
        attachments=tuple(given.get("attachments") or ())[:MOST_ATTACHMENTS],
        information_detail=given["information_detail"],
        purpose_of_use=given["purpose_of_use"],
        purpose_category=PurposeCategory(given["purpose_category"]),
        access_mode=AccessMode(given["access_mode"]),
        copy_format=CopyFormat(given["copy_format"]) if copies else None,
        delivery_method=DeliveryMethod(given["delivery_method"]) if copies else None,
    )
