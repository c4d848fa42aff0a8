"""The purpose of use is kept and printed, and nothing else in the world depends on it."""

import ast
import inspect
from datetime import timedelta
from types import ModuleType
from typing import Any

from office.clock import StandingClock
from register import (
    book,
    cases,
    completeness,
    decisions,
    dossier,
    guards,
    handover,
    lifecycle,
    moves,
    remedies,
    requests,
    search,
    steps,
    sweep,
)
from register.book import Filters
from register.tables import Request
from register.words import ExtensionGround, PurposeCategory
from tests.people import BU_SARI, a_form
from tests.register.desk import CLEAN, FREE, MISSING, PAGE, REASON, Desk

LAWFUL = {"purpose_of_use": "penelitian skripsi", "purpose_category": PurposeCategory.RESEARCH}
FEARED = {
    "purpose_of_use": "mau saya viralkan biar tahu rasa",
    "purpose_category": PurposeCategory.OTHER,
}
_OWN = {
    "id", "sequence", "registration_number", "draft_key", "tracking_code", "sealed_identity",
    "purpose_of_use", "purpose_category",
}  # fmt: skip


def lived(desk: Desk, number: int) -> tuple[Any, ...]:
    """Return everything that the office knows, does and says about a request."""
    row = desk.request(number)
    with desk.office.reading(desk.budi) as unit:
        whole = dossier.dossier(unit, number)
        offered = cases.open_remedies(unit, unit.session.get_one(Request, number))
    return (
        {name: value for name, value in row._mapping.items() if name not in _OWN},
        desk.story(number),
        desk.told(f"request:{number}:"),
        [(row.kind, row.ground, row.until) for row in offered],
        (whole.possible, whole.waiting, whole.row.is_late, whole.row.days_left),
        [paper.kind for paper in whole.letters],
    )


def both(desk: Desk, numbers: list[int], actor: Any, act: Any, **given: Any) -> None:
    for number in numbers:
        desk.by(actor, act, number, **given)
    assert lived(desk, numbers[0]) == lived(desk, numbers[1]), act.__name__


def test_two_requests_that_differ_in_purpose_alone_travel_alike(
    desk: Desk, clock: StandingClock
) -> None:
    pair = [desk.filed(form=a_form(**LAWFUL)), desk.filed(form=a_form(**FEARED))]
    assert lived(desk, pair[0]) == lived(desk, pair[1])
    both(desk, pair, desk.budi, completeness.find_incomplete, missing=MISSING)
    desk.deliver()
    both(desk, pair, BU_SARI, completeness.repair, text="Ini kekurangannya.")
    both(desk, pair, desk.budi, requests.take_up)
    ground = ExtensionGround.NOT_YET_HELD
    both(desk, pair, desk.budi, decisions.extend, ground=ground, reason=REASON)
    clock.advance(timedelta(days=40))
    desk.sweep()
    assert lived(desk, pair[0]) == lived(desk, pair[1])
    both(desk, pair, desk.budi, handover.prepare, document=PAGE, inspection=CLEAN)
    both(desk, pair, desk.budi, decisions.grant, grant=FREE)
    both(desk, pair, desk.budi, handover.provide)


def test_every_list_keeps_its_order_whichever_purpose_came_first(desk: Desk) -> None:
    purposes = [FEARED, LAWFUL, FEARED, LAWFUL, LAWFUL, FEARED]
    numbers = [desk.filed(form=a_form(**purpose)) for purpose in purposes]
    with desk.office.reading(desk.budi) as unit:
        assert [row.id for row in book.page(unit, Filters()).rows] == numbers[::-1]
        assert [row.id for row in book.next_due(unit)] == numbers
        assert [row.id for row in book.page(unit, Filters(text="RKPD")).rows] == numbers[::-1]
        for words in ("viralkan", "skripsi", "penelitian"):
            assert book.page(unit, Filters(text=words)).rows == []


def test_the_purpose_is_in_no_list_and_only_in_the_opened_case(desk: Desk) -> None:
    number = desk.filed(form=a_form(**FEARED))
    with desk.office.reading(desk.budi) as unit:
        assert "viralkan" not in repr(book.page(unit, Filters()))
        assert "viralkan" not in repr(book.next_due(unit))
        assert dossier.dossier(unit, number).entry["purpose_of_use"] == FEARED["purpose_of_use"]


def test_nothing_that_decides_orders_or_counts_reads_the_purpose() -> None:
    for module in (guards, steps, lifecycle, moves, sweep, remedies, cases, book, search, handover):
        assert "purpose" not in _code(module), module.__name__
    for act in (decisions, completeness):
        assert "purpose" not in _code(act), act.__name__


def _code(module: ModuleType) -> str:
    """Return a module's code without its comments and docstrings."""
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        is_documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if is_documented and ast.get_docstring(node):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)
