"""Every state, outcome, fate, "no" and journaled act of a conversation has its words."""

import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest

from admin.texts import table
from knowledge.escalation.delivery import Failure, Fate
from knowledge.escalation.signs import CHECKLIST
from knowledge.escalation.words import (
    Author,
    DispositionStatus,
    EscalationStatus,
    Lane,
    Outcome,
    Reason,
)

ROOT = Path(__file__).parents[2]
ROOM = sorted((ROOT / "knowledge/escalation").glob("*.py"))
PAGES = [ROOT / "admin/pages" / f"{name}.py" for name in ("conversation", "handing", "replies")]
PLACES = {"NotNow": 0, "NotFound": 0, "NotAllowed": 0, "NotValid": 1}
# Said to citizens alone.
FOR_CITIZENS = {"citizens_only", "not_rated_low", "not_to_be_rated", "offer_unknown"}


def calls(path: Path) -> list[ast.Call]:
    source = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(source) if isinstance(node, ast.Call)]


def refusals(path: Path) -> set[str]:
    """Return every code by which a module says no."""
    found = set()
    for call in calls(path):
        if isinstance(call.func, ast.Name) and call.func.id in PLACES:
            code = call.args[PLACES[call.func.id]]
            if isinstance(code, ast.Constant):
                found.add(str(code.value))
    return found


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("speaker", Author),
        ("disposition_status", DispositionStatus),
        ("escalation_status", EscalationStatus),
        ("failure", Failure),
        ("fate", Fate),
        ("lane", Lane),
        ("outcome", Outcome),
        ("reason", Reason),
    ],
)
def test_every_word_of_a_conversation_is_said(kind: str, words: type[StrEnum]) -> None:
    assert set(table()[kind]) == set(words)


def test_every_line_of_the_checklist_is_said_long_and_short() -> None:
    assert set(table()["checklist"]) == set(CHECKLIST) == set(table()["checklist_short"])


def test_whatever_can_be_sent_again_says_what_to_do() -> None:
    assert set(table()["fate_advice"]) == {Fate.BLOCKED, Fate.FAILED, Fate.UNSURE}


@pytest.mark.parametrize("path", [*ROOM, *PAGES], ids=lambda path: path.name)
def test_every_refusal_has_its_words(path: Path) -> None:
    assert refusals(path) - FOR_CITIZENS - set(table()["refusal"]) == set()


@pytest.mark.parametrize("path", ROOM, ids=lambda path: path.name)
def test_every_act_in_the_journal_has_its_words(path: Path) -> None:
    said = re.findall(r'record\(\s*"(escalation\.\w+)"', path.read_text(encoding="utf-8"))
    assert set(said) - set(table()["act"]) == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_message_of_a_page_has_its_words(path: Path) -> None:
    said = {
        call.args[-1].value
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"done", "go"}
        and isinstance(call.args[-1], ast.Constant)
    }
    assert said - set(table()["message"]) == set()
