"""Every "no" and every word of curation has its sentence in the panel."""

import ast
from enum import StrEnum
from pathlib import Path

import pytest

from admin.texts import table
from knowledge import tester
from knowledge.edition import Edition
from knowledge.gate import Check
from knowledge.hints import Kind
from knowledge.words import (
    CLOSED_ROUTE,
    Band,
    ClusterAction,
    EntryStanding,
    Route,
    VersionStatus,
)

ROOT = Path(__file__).parents[2]
MODULES = (
    "csv_sheets", "curate", "edition", "editions", "exchange", "judging", "markdown_sheets",
    "miss_actions", "miss_queue", "publishing", "sheets", "suggesting", "upkeep", "usage",
)  # fmt: skip
# Where each kind of "no" has its code among its arguments.
PLACES = {"NotNow": 0, "NotFound": 0, "NotAllowed": 0, "NotValid": 1, "Fault": 1, "Remark": 2}
WORDS: dict[str, type[StrEnum]] = {
    "version_status": VersionStatus,
    "entry_standing": EntryStanding,
    "cluster_action": ClusterAction,
    "gate_check": Check,
    "gate_tally": Check,
    "gate_band": Band,
    "hint": Kind,
}


def codes(name: str) -> set[str]:
    """Return every code that a module of the library names when it says no."""
    source = (ROOT / "knowledge" / f"{name}.py").read_text(encoding="utf-8")
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            code = dict(enumerate(node.args)).get(PLACES.get(node.func.id, -1))
            if isinstance(code, ast.Constant):
                found.add(str(code.value))
    return found


@pytest.mark.parametrize("name", MODULES)
def test_every_refusal_and_fault_of_curation_has_its_words(name: str) -> None:
    assert codes(name) <= set(table()["refusal"]), codes(name) - set(table()["refusal"])


def test_the_search_for_codes_finds_them() -> None:
    assert {"gate_stale", "own_work", "gate_regressions"} <= codes("curate")
    assert {"slug_twice", "column_missing"} <= codes("sheets") | codes("csv_sheets")


@pytest.mark.parametrize(("kind", "words"), WORDS.items(), ids=WORDS.keys())
def test_every_word_of_curation_is_said(kind: str, words: type[StrEnum]) -> None:
    assert set(table()[kind]) == set(words)


def test_every_way_of_a_question_is_said() -> None:
    assert set(table()["route"]) == {*Route, *tester.Route, CLOSED_ROUTE}


def test_every_field_of_an_entry_has_its_name() -> None:
    named = set(table()["entry_field"])
    own = {name for name in Edition.__dataclass_fields__ if name != "translations"}
    assert own <= named
    assert {
        f"{language}_{name}" for language in ("jv", "en") for name in ("title", "body", "long")
    } <= named
