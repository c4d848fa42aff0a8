"""Every term of the register has its official word, and nothing is written down without one."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

import register
from register import labels, law, lifecycle, objection_words, occupations, remedies, words
from register.intake import FIELDS
from register.nik import Doubt
from register.objection_steps import OBJECTION, ObjectionStep
from register.papers import ENCLOSED
from register.steps import REQUEST, Step
from register.words import RefusalGround

ENUMERATIONS: dict[str, type[StrEnum]] = {
    "applicant_type": words.ApplicantType,
    "occupation": occupations.Occupation,
    "purpose_category": words.PurposeCategory,
    "access_mode": words.AccessMode,
    "copy_format": words.CopyFormat,
    "delivery_method": words.DeliveryMethod,
    "channel": words.Channel,
    "status": words.Status,
    "citizen_status": words.Status,
    "decision": words.Decision,
    "refusal_ground": words.RefusalGround,
    "extension_ground": words.ExtensionGround,
    "fee_kind": words.FeeKind,
    "payment_method": words.PaymentMethod,
    "file_role": words.FileRole,
    "release_status": words.ReleaseStatus,
    "part_status": words.PartStatus,
    "step": Step,
    "clock_effect": lifecycle.ClockEffect,
    "remedy_kind": remedies.RemedyKind,
    "ground": objection_words.Ground,
    "objection_status": objection_words.ObjectionStatus,
    "citizen_objection_status": objection_words.ObjectionStatus,
    "superior_decision": objection_words.SuperiorDecision,
    "reaction": objection_words.Reaction,
    "objection_step": ObjectionStep,
}
SOURCES = [path.read_text(encoding="utf-8") for path in Path(register.__path__[0]).glob("*.py")]
# How an event is named where it is written: by an act, by the clockwork, or for a part or a file.
_BY_ACT = re.compile(r'\bnote_event\(\s*unit, (request|row|objection), "(\w+)"')
_MILESTONE = re.compile(r'Milestone\("(\w+)"')
_TOLD = re.compile(r'once="(\w+)"')


def written(about: set[str]) -> set[str]:
    """Return the events that the sources write by name for one kind of case."""
    return {name for text in SOURCES for kind, name in _BY_ACT.findall(text) if kind in about}


@pytest.mark.parametrize(("kind", "enumeration"), ENUMERATIONS.items())
def test_every_value_of_an_enumeration_has_its_official_word(
    kind: str, enumeration: type[StrEnum]
) -> None:
    assert set(labels.table()[kind]) == set(enumeration)
    assert all(labels.label(kind, value).strip() for value in enumeration)


@pytest.mark.parametrize("module", [words, objection_words], ids=["words", "objection_words"])
def test_no_enumeration_of_the_register_is_without_words(module: object) -> None:
    defined = {
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
    }
    assert defined <= set(ENUMERATIONS.values())


def test_every_clock_of_the_law_has_its_official_word() -> None:
    assert set(law.Clock) <= set(labels.table()["clock"])


def test_every_event_of_a_request_has_its_official_word() -> None:
    by_table = {row.event for row in REQUEST.rows}
    by_clock = {"check_late", "due_soon", "extended_due_soon", "late", "told_late"}
    parts = {f"part_{status}" for status in words.PartStatus}
    files = {"file_passed", "file_held", "file_released", "file_dropped"}
    known = set(labels.table()["event"])
    assert by_table | by_clock | parts | files | written({"request", "row"}) - {"objected"} <= known
    assert known <= by_table | by_clock | parts | files | written({"request", "row"})


def test_every_event_of_an_objection_has_its_official_word() -> None:
    by_table = {row.event for row in OBJECTION.rows}
    by_clock = {"due_soon", "late", "told_late", "deadline_recomputed", "window_lengthened"}
    assert set(labels.table()["objection_event"]) == by_table | by_clock


def test_the_milestones_are_those_the_clockwork_writes() -> None:
    names = {name for text in SOURCES for name in _MILESTONE.findall(text) + _TOLD.findall(text)}
    assert names == {"check_late", "due_soon", "late", "told_late"}


def test_every_letter_has_its_official_word() -> None:
    issued = {kind for table in (REQUEST, OBJECTION) for row in table.rows for kind in row.letters}
    assert set(labels.table()["letter"]) == issued
    assert issued > ENCLOSED


def test_every_field_and_doubt_has_its_official_word() -> None:
    table = labels.table()
    assert set(table["field"]) == {row.name for row in FIELDS}
    doubts = {*(doubt.value.lower() for doubt in Doubt), "minor", "pattern"}
    assert set(table["identity_doubt"]) == doubts


def test_every_ground_of_refusal_cites_its_article_and_has_a_decision() -> None:
    for ground in RefusalGround:
        assert "UU 14/2008 Pasal" in labels.label("refusal_ground", ground)
        exempt = {words.Decision.REFUSED_EXEMPT, words.Decision.REFUSED_OTHER_LAW}
        assert ground.is_exemption == (ground.decision in exempt)
        assert ground.letter == (ground.value[-1] if ground.is_exemption else "")


def test_the_seven_grounds_bear_the_letters_of_the_law() -> None:
    assert "".join(ground.letter for ground in objection_words.Ground) == "abcdefg"


def test_a_term_nobody_wrote_down_is_missed_loudly() -> None:
    with pytest.raises(KeyError):
        labels.label("status", "lost")
