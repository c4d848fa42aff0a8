"""Whatever a program gets wrong, it is told so in Indonesian, never in a library's words."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.api.contents import operations
from admin.api.operations import Operation
from admin.api.problems import Code, FaultCode
from admin.texts import table
from tests.admin.asking import ROOT, address

# What the reader's library and the server say themselves, and words English cannot do without.
ENGLISH = re.compile(
    r"\b(?:the|is|of|not|and|or|with|got|given|expected|invalid|missing|unknown|unexpected|required"
    r"|object|field|value|type|null|found|allowed|matching|length|out|range|encoded|twice|stands|no"
    r"|internal|error|must|should|date|integer|enum)\b",
    re.IGNORECASE,
)
# Names and values of the interface itself, which are not sentences.
NAMES = re.compile(
    r"Authorization: Bearer|RFC \d+|openapi\.json|/api/v1\S*|Harus salah satu dari: [\w, ]+"
)
NAMED = sorted({name for one in operations() for name in one.asked.__struct_fields__})
ODD = st.one_of(
    st.sampled_from(
        ["", " ", "null", "None", "true", "0", "-1", "1e9", "2026-02-30", "2026-13-01T00:00", "A b",
         "9" * 400, "\x00", "{}", "[]", "registered ", "Infinity", "nan", "２０２６", "0x10", "1_0"]
    ),
    st.text(max_size=30),
    st.integers().map(str),
)  # fmt: skip
QUERY = st.lists(st.tuples(st.one_of(st.sampled_from(NAMED), st.text(max_size=8)), ODD), max_size=4)

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def sentences(problem: dict[str, Any]) -> list[str]:
    faults = problem.get("errors", [])
    assert all(set(fault) == {"field", "code", "reason"} for fault in faults)
    return [problem["title"], problem["detail"], *(fault["reason"] for fault in faults)]


def proven(problem: dict[str, Any]) -> None:
    """Demand codes of ours, sentences of ours, and no English in them."""
    assert problem["code"] in set(Code)
    blank = re.compile(r"\\{\w+\\}")
    ours = [re.compile(blank.sub(r"[\\w, -]+", re.escape(text)))
            for text in table()["api_fault"].values()]  # fmt: skip
    for fault in problem.get("errors", []):
        assert fault["code"] in set(FaultCode)
        assert any(form.fullmatch(fault["reason"]) for form in ours), fault
    for sentence in sentences(problem):
        assert not ENGLISH.search(NAMES.sub("", sentence)), sentence


@pytest.mark.parametrize("one", operations(), ids=lambda one: one.name)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    derandomize=True,
)
@given(query=QUERY)
def test_no_english_comes_through_whatever_is_asked(
    api: TestClient, one: Operation, query: list[tuple[str, str]]
) -> None:
    path = address(one.path, {name: one.example[name] for name in one.in_path})
    answer = api.get(f"{path}?{urlencode(query)}")
    assert answer.status_code in {200, 401, 404, 422, 429}
    if answer.status_code != 200:
        proven(answer.json())


def test_every_way_to_be_turned_away_speaks_indonesian(app: Starlette) -> None:
    program = TestClient(app, raise_server_exceptions=False)
    for method, path in (
        ("GET", "/x"), ("POST", "/register"), ("OPTIONS", "/offices/register"),
        ("GET", "/offices/register"), ("GET", "/register/9999999999/x"), ("GET", "/answers/%FF"),
        ("GET", "/deadlines?start=0001-01-01"),
    ):  # fmt: skip
        answer = program.request(method, ROOT + path)
        assert answer.headers["content-type"] == "application/problem+json", path
        proven(answer.json())
    stranger = program.get(f"{ROOT}/offices/register", headers={"Authorization": "Bearer pdp_x"})
    proven(stranger.json())
