"""The lifecycle has no dead end, and every term of the register has its official word."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from office.people import Permission, Role, StaffMember
from office.refusals import NotNow
from register import labels, requests, steps, sweep, words
from register.intake import FIELDS
from register.nik import Doubt
from register.steps import RULES, Step
from register.words import OPEN_STATUSES, RefusalGround, Status

ENUMERATIONS = {
    "applicant_type": words.ApplicantType,
    "purpose_category": words.PurposeCategory,
    "access_mode": words.AccessMode,
    "copy_format": words.CopyFormat,
    "delivery_method": words.DeliveryMethod,
    "channel": words.Channel,
    "status": words.Status,
    "citizen_status": words.Status,
    "decision": words.Decision,
    "refusal_ground": words.RefusalGround,
    "step": Step,
}
_WRITTEN = re.compile(
    r"""_(?:settle|note)\(unit, request, "(\w+)"|\["?(due_soon|late)|"(late)"\]"""
)


def events() -> set[str]:
    """Return every event the acts and the sweep write, as their sources name them."""
    sources = (Path(requests.__file__), Path(sweep.__file__))
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    return {name for found in _WRITTEN.findall(text) for name in found if name}


@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_every_open_status_has_an_exit_that_staff_can_take(status: Status) -> None:
    ways = {step for step, rule in RULES.items() if status in rule.origins}
    assert ways - {Step.WITHDRAW}
    assert Step.WITHDRAW in ways


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN_STATUSES))
def test_a_final_status_has_no_exit(status: Status) -> None:
    assert steps.possible(status, frozenset(Permission)) == []
    for step in Step:
        with pytest.raises(NotNow) as declined:
            steps.target(step, status)
        assert declined.value.facts == {"step": step.value, "status": status.value}


def test_every_status_can_be_reached_from_the_first_and_every_open_one_can_end() -> None:
    reached = {Status.REGISTERED}
    for _ in Status:
        reached |= {rule.target for rule in RULES.values() if rule.origins & reached}
    assert reached == set(Status)


def test_every_step_has_one_rule() -> None:
    assert set(RULES) == set(Step)


def test_the_diagram_draws_every_rule_and_every_end() -> None:
    drawn = steps.diagram()
    for step, rule in RULES.items():
        for origin in rule.origins:
            assert f"    {origin} --> {rule.target}: {step}\n" in drawn
    for final in set(Status) - OPEN_STATUSES:
        assert f"    {final} --> [*]\n" in drawn
    assert drawn.startswith("stateDiagram-v2\n    [*] --> registered: submit\n")


def test_who_may_only_read_is_offered_no_step() -> None:
    auditor = StaffMember(1, "Agus", frozenset({Role.AUDITOR}))
    assert [steps.possible(status, auditor.permissions) for status in Status] == [[]] * len(Status)


@pytest.mark.parametrize(("kind", "enumeration"), ENUMERATIONS.items())
def test_every_value_of_an_enumeration_has_its_official_word(
    kind: str, enumeration: type[StrEnum]
) -> None:
    assert set(labels.table()[kind]) == set(enumeration)
    assert all(labels.label(kind, value).strip() for value in enumeration)


def test_no_enumeration_of_the_register_is_without_words() -> None:
    written = {
        value
        for value in vars(words).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
    }
    assert written <= set(ENUMERATIONS.values())


def test_every_event_field_and_doubt_has_its_official_word() -> None:
    table = labels.table()
    assert set(table["event"]) == events()
    assert set(table["field"]) == {row.name for row in FIELDS}
    assert set(table["identity_doubt"]) == {*(doubt.value.lower() for doubt in Doubt), "minor"}


def test_every_ground_of_refusal_cites_its_article_and_has_a_decision() -> None:
    for ground in RefusalGround:
        assert "UU 14/2008 Pasal" in labels.label("refusal_ground", ground)
        assert ground.decision in set(words.Decision)
        assert ground.is_exemption == (ground.decision is words.Decision.REFUSED_EXEMPT)


def test_a_term_nobody_wrote_down_is_missed_loudly() -> None:
    with pytest.raises(KeyError):
        labels.label("status", "lost")
