"""A choice is understood by its number, its label, another common word, or one word of it."""

import tomllib
from enum import StrEnum

import pytest

from bot.choices import meant
from bot.speak import TEXTS
from register import intake
from register.labels import label
from register.words import AccessMode, ApplicantType, CopyFormat, DeliveryMethod, PurposeCategory

CASES: list[tuple[str, str, StrEnum | None]] = [
    ("copy_format", "elektronik", CopyFormat.SOFTCOPY),
    ("copy_format", "Cetak.", CopyFormat.HARDCOPY),
    ("copy_format", "fotokopi", CopyFormat.HARDCOPY),
    ("copy_format", "salinan", None),
    ("copy_format", "bukan elektronik", None),
    ("delivery_method", "telegram", DeliveryMethod.TELEGRAM),
    ("delivery_method", "POS", DeliveryMethod.POST),
    ("delivery_method", "e-mail", DeliveryMethod.EMAIL),
    ("delivery_method", "ambil sendiri", DeliveryMethod.PICKUP),
    ("applicant_type", "perorangan", ApplicantType.INDIVIDUAL),
    ("applicant_type", "kelompok", ApplicantType.GROUP),
    ("applicant_type", "kuasa", None),
    ("purpose_category", "penelitian", PurposeCategory.RESEARCH),
    ("purpose_category", "hukum", PurposeCategory.LEGAL),
    ("purpose_category", "keperluan", None),
    ("purpose_category", "u", None),
    ("access_mode", "salinan", AccessMode.COPY),
    ("access_mode", "lihat", AccessMode.VIEW),
    ("access_mode", "", None),
    ("access_mode", "3", None),
    ("access_mode", "²", None),
]


@pytest.mark.parametrize(("question", "typed", "choice"), CASES)
def test_a_word_means_the_one_choice_that_has_it(
    question: str, typed: str, choice: StrEnum | None
) -> None:
    assert meant(question, typed, intake.offered(intake.named(question), {})) is choice


@pytest.mark.parametrize(
    "row", [row for row in intake.FIELDS if row.choices], ids=lambda row: row.name
)
def test_every_label_and_every_number_means_its_own_choice(row: intake.Field) -> None:
    offered = intake.offered(row, {})
    for place, choice in enumerate(offered, start=1):
        assert meant(row.name, label(row.name, choice).upper(), offered) is choice
        assert meant(row.name, str(place), offered) is choice


def test_every_other_word_belongs_to_a_choice_and_to_one_only() -> None:
    table = tomllib.loads((TEXTS / "id/choices.toml").read_text(encoding="utf-8"))
    for question, words in table.items():
        row = intake.named(question)
        every = [word for others in words.values() for word in others]
        assert len(every) == len(set(every))
        for value, others in words.items():
            for word in others:
                assert meant(question, word, intake.offered(row, {})) == value, word


def test_a_number_counts_what_is_on_offer() -> None:
    row = intake.named("delivery_method")
    electronic = intake.offered(row, {"copy_format": "softcopy"})
    assert electronic == [DeliveryMethod.EMAIL, DeliveryMethod.TELEGRAM, DeliveryMethod.PICKUP]
    assert meant("delivery_method", "2", electronic) is DeliveryMethod.TELEGRAM
    assert meant("delivery_method", "kurir", electronic) is None
    printed = intake.offered(row, {"copy_format": "hardcopy"})
    assert DeliveryMethod.TELEGRAM not in printed
    assert {*electronic, *printed} == set(DeliveryMethod)
